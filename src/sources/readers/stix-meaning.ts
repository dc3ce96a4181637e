import type { EvidenceRecord } from '../reader.ts'
import { mediumConfidence, publishedFacts, turnOfTags } from './published-meaning.ts'
import type { StixObject } from './stix-objects.ts'

/** What is not taken because of what its publisher says of it, by the id of the object with the reason, and victims. */
export interface StatedMeanings {
  readonly out: ReadonlyMap<string, string>
  readonly victims: ReadonlySet<string>
}

/** Objects that say something of values themselves; what others say is a note about them. */
const stating: ReadonlySet<string> = new Set(['indicator', 'identity', 'threat-actor'])

/** Reads what turns the meaning of objects, opinions on them included. */
export function readStatedMeanings(objects: readonly StixObject[]): StatedMeanings {
  const disputed = new Set(objects.filter(isStrongDisagreement).flatMap(objectRefs))
  const reasons = objects.map((object) => ({
    id: object.id,
    reason: disputed.has(object.id)
      ? 'object that an opinion strongly disagrees with'
      : reasonAgainst(object),
  }))
  const out = reasons.flatMap(({ id, reason }) =>
    reason === undefined || reason === victim ? [] : [[id, reason] as const],
  )
  return {
    out: new Map(out),
    victims: new Set(reasons.flatMap(({ id, reason }) => (reason === victim ? [id] : []))),
  }
}

const objectRefs = ({ given }: StixObject): readonly string[] => given.texts('object_refs')

const isStrongDisagreement = ({ type, given }: StixObject): boolean =>
  type === 'opinion' && given.text('opinion') === 'strongly-disagree'

const victim = 'victim'

/** Why an object accuses nobody; undefined where it stands for what it says. */
function reasonAgainst(object: StixObject): string | undefined {
  const { type, confidence, labels } = object
  const types = indicatorTypes(object)
  const turn = turnOfTags(labels)
  // A compromised mailbox or account is its victim's.
  if (turn === 'victim' || types.includes('compromised')) return victim
  if (types.includes('benign')) return 'indicator of type benign'
  if (turn !== undefined) return `${type} labeled ${turn}`
  if (confidence === 0 && stating.has(type)) return `${type} of confidence 0 (none)`
  return isNeverValid(object) ? 'indicator that is valid at no time' : undefined
}

/** STIX 2.0 has no `indicator_types`: there `labels` hold them. */
function indicatorTypes({ type, given, labels }: StixObject): readonly string[] {
  if (type !== 'indicator') return []
  const types = given.texts('indicator_types')
  return (types.length > 0 ? types : labels).map((each) => each.toLowerCase())
}

function isNeverValid({ type, given }: StixObject): boolean {
  if (type !== 'indicator') return false
  const [from, until] = [given.moment('valid_from'), given.moment('valid_until')]
  return from !== undefined && until !== undefined && Date.parse(until) <= Date.parse(from)
}

export const isLowConfidence = ({ type, confidence = 100 }: StixObject): boolean =>
  stating.has(type) && confidence > 0 && confidence < mediumConfidence

/** What the publisher says of what an object shows; an address of anonymizing infrastructure is an exit of many. */
export function factsOfObject(object: StixObject, shown: EvidenceRecord): EvidenceRecord {
  const { type, given, confidence } = object
  const isIndicator = type === 'indicator'
  const isExit = indicatorTypes(object).includes('anonymization') && shown['ips'] !== undefined
  return {
    ...publishedFacts({
      confidence: stating.has(type) ? confidence : undefined,
      comment: isIndicator ? given.text('description') : undefined,
      validUntil: isIndicator ? given.moment('valid_until') : undefined,
    }),
    ...(isExit ? { 'ip.network': 'proxy' } : {}),
  }
}
