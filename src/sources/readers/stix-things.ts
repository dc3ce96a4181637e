import type { EvidenceRecord } from '../reader.ts'
import { entryOf } from './published.ts'
import type { StixObject } from './stix-objects.ts'
import { observables, shownName } from './stix-observables.ts'
import { type Alternatives, alternativesOf } from './stix-pattern.ts'

/**
 * A thing that is shown: a cyber observable, or one alternative of an indicator's pattern. A pattern that lists a
 * thousand mailboxes says nothing of whose they are: only what AND joins is one.
 */
export interface Thing {
  readonly key: string
  readonly object: StixObject
  readonly shown: EvidenceRecord
  readonly at: string | undefined
}

export interface ReadThings {
  readonly things: readonly Thing[]
  readonly notTaken: readonly string[]
}

/** What an object shows that identifies somebody, and what it holds besides. */
export function thingsOf(object: StixObject): ReadThings {
  if (object.type === 'indicator') return alternativesIn(object)
  const shows = entryOf(observables, object.type)
  if (shows === undefined) return { things: [], notTaken: [] }
  const { given, id } = object
  const shown = shows(given.text)
  if (shown === undefined) {
    return { things: [], notTaken: given.problems().length > 0 ? [] : [untold(object)] }
  }
  const name = shownName(given.text)
  const at = ownMoment(object)
  return {
    things: [{ key: id, object, shown: name === undefined ? shown : { ...shown, name }, at }],
    notTaken: [],
  }
}

/** Why an observable shows nobody. */
const untold = ({ type, given }: StixObject): string =>
  type === 'user-account'
    ? `user-account of ${given.text('account_type') ?? 'no stated service'}`
    : type

/** Observables have no times by the specification; OpenCTI writes when it first had them. */
const ownMoment = ({ given, created }: StixObject): string | undefined =>
  created ??
  given
    .names('extensions')
    .map((name) => given.moment(`extensions.${name}.created_at`))
    .find((at) => at !== undefined)

function alternativesIn(object: StixObject): ReadThings {
  const { given, id, created } = object
  const language = given.text('pattern_type') ?? 'stix'
  const pattern = given.text('pattern')
  const at = given.moment('valid_from') ?? created
  const alternatives = language === 'stix' && pattern ? alternativesOf(pattern) : undefined
  if (alternatives === undefined) {
    const form = language === 'stix' ? 'that is no list of equalities' : `in ${language}`
    return { things: [], notTaken: [`pattern ${form}`] }
  }
  const shown = alternatives.map(shownBy)
  const taken = alternatives.flatMap((each, index) => {
    const what = shown[index]
    return what === undefined ? [] : [{ name: nameOfAlternative(each), what }]
  })
  const isList = alternatives.length > 1
  return {
    things: taken.map(({ name, what }) => ({
      key: isList ? `${id}/${name}`.slice(0, longestId) : id,
      object,
      shown: what,
      at,
    })),
    notTaken: alternatives
      .filter((_, index) => shown[index] === undefined)
      .map(([first]) => `pattern of ${first?.type ?? 'nothing'}`),
  }
}

/** As long as an id of the format may be, with that of a relationship before it. */
const longestId = 200

const nameOfAlternative = (comparisons: Alternatives[number]): string =>
  comparisons
    .map(({ type, value }) => `${type}=${value}`)
    .sort()
    .join('&')

/** What equalities that all hold show together; undefined where one of them says something else. */
function shownBy(comparisons: Alternatives[number]): EvidenceRecord | undefined {
  const types = Map.groupBy(comparisons, ({ type }) => type)
  const shown = [...types].map(([type, parts]) => {
    const values = new Map(parts.map(({ path, value }) => [path, value]))
    const asked = new Set<string>()
    const each = entryOf(
      observables,
      type,
    )?.((path) => {
      asked.add(path)
      return values.get(path) || undefined
    })
    const isWhole =
      values.size === parts.length && [...values.keys()].every((path) => asked.has(path))
    return isWhole ? each : undefined
  })
  if (!shown.every((each) => each !== undefined)) return undefined
  const fields = Map.groupBy(shown.flatMap(Object.entries), ([field]) => field)
  return Object.fromEntries(
    [...fields].map(([field, each]) => [field, each.flatMap(([, value]) => value)]),
  )
}
