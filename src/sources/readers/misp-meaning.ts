import type { Given } from '../given.ts'
import { isObject } from '../given-values.ts'
import type { EvidenceRecord } from '../reader.ts'
import { publishedFacts, type Turn, turnOfTags } from './published-meaning.ts'

/** What an attribute or object says of its value besides the value. */
export interface Meaning {
  readonly turn: Turn | undefined
  /** Why it is not taken, as the import names it; absent where it is taken, and for a victim's. */
  readonly reason: string | undefined
  readonly facts: EvidenceRecord
}

/**
 * Reads the tags, sightings, hits of warning lists and the comment of an attribute or object (decision 0024). The
 * event's own tags hold for all that stands in it.
 */
export function readMeaning(given: Given, eventTags: readonly string[]): Meaning {
  const sightings = readSightings(given)
  const tagged = turnOfTags([...given.texts('Tag'), ...eventTags])
  const isTargeted = given.text('category') === 'Targeting data'
  const turn = isTargeted ? 'victim' : (tagged ?? sightings.turn)
  const warning = warningList(given)
  return {
    turn: turn ?? (warning === undefined ? undefined : 'false positive'),
    reason: reasonOf(turn, tagged, warning),
    facts: publishedFacts({
      comment: given.text('comment'),
      validUntil: sightings.validUntil,
    }),
  }
}

function reasonOf(
  turn: Turn | undefined,
  tagged: Turn | undefined,
  warning: string | undefined,
): string | undefined {
  if (turn === 'victim') return undefined
  if (turn !== undefined) return tagged === undefined ? `sighted as ${turn}` : `tagged ${turn}`
  return warning === undefined ? undefined : `on the warning list ${warning}`
}

const sightingTypes = { seen: '0', falsePositive: '1', expiration: '2' } as const

/** The last word counts: a false positive behind the last time that it was seen, or an expiration. */
function readSightings(given: Given): {
  readonly turn: Turn | undefined
  readonly validUntil: string | undefined
} {
  const sightings = given.list('Sighting').map((sighting) => {
    const at = sighting.moment('date_sighting') ?? ''
    const type = sighting.text('type') ?? sightingTypes.seen
    sighting.skip(...sighting.names())
    return { type, at }
  })
  const last = (type: string): string | undefined =>
    sightings
      .filter((each) => each.type === type)
      .map(({ at }) => at)
      .sort()
      .at(-1)
  const [seen = '', wrong] = [last(sightingTypes.seen), last(sightingTypes.falsePositive)]
  return {
    turn: wrong !== undefined && wrong >= seen ? 'false positive' : undefined,
    validUntil: last(sightingTypes.expiration) || undefined,
  }
}

/**
 * The warning list on which the value stands, where the export has hits (`includeWarninglistHits`). Lists of the
 * category `known` name what something is, not that it is harmless.
 */
function warningList(given: Given): string | undefined {
  const { warnings } = given.raw()
  given.skip('warnings')
  const hits: readonly unknown[] = Array.isArray(warnings) ? warnings : []
  const hit = hits.filter(isObject).find((each) => each['warninglist_category'] !== 'known')
  return hit && String(hit['warninglist_name'] ?? 'without a name').slice(0, longestListName)
}

const longestListName = 80

/** Types that MISP marks as fit for detection unless somebody turns it off: then it was context for its author. */
const detectedByDefault: ReadonlySet<string> = new Set([
  ...['btc', 'dash', 'xmr', 'iban', 'bank-account-nr', 'email', 'email-src', 'ip-src'],
  'ip-src|port',
])

/**
 * Whether an author took an attribute out of detection (`to_ids`). Of the other types, and within objects, it is off
 * unless somebody turns it on, and says nothing.
 */
export function isTakenOutOfDetection(given: Given, type: string): boolean {
  const flag = given.text('to_ids')?.toLowerCase()
  return (flag === 'false' || flag === '0') && detectedByDefault.has(type)
}
