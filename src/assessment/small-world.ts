import { type IdentifiedValue, valueId } from '../evidence/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { ExampleObservation } from './indicator.ts'

/** A few observations for a test, as rows of the tables that assessment reads; nothing else uses it. */
export type SmallObservation = Partial<Omit<ExampleObservation, 'who'>> & {
  readonly kind: ExampleObservation['kind']
  /** Which presented persons show it; each is one subject and one identity. */
  readonly who?: readonly string[]
  readonly source?: string
  readonly name?: string
  /** Who first observed it, where the source only passes it on. */
  readonly origin?: string
}

export interface SmallSource {
  readonly source: string
  readonly grade: string
  readonly organization?: string
  readonly type?: string
}

/** Every observation comes from this source where none is named: grade B, its own organization. */
const ordinary: SmallSource = { source: 'ats', grade: 'B', organization: 'acme.example' }

/** Who publishes is somebody else. */
const peer: SmallSource = { source: 'peer', grade: 'B', organization: 'peer.example' }

/** The own source of another organization. */
const other = (time: number): SmallSource => ({
  source: `ats-${time}`,
  grade: 'B',
  organization: `employer-${time}.example`,
})

const mostTimes = (observations: readonly SmallObservation[]): number =>
  Math.max(0, ...observations.map(({ seen_by, times = 1 }) => (seen_by === 'others' ? times : 0)))

/**
 * Writes the observations, in their order, into an empty store. Gives the identity number of each
 * person, by the name in `who`.
 */
export async function writeSmallWorld(
  sql: SqlEngine,
  observations: readonly SmallObservation[],
  sources: readonly SmallSource[] = [],
): Promise<ReadonlyMap<string, number>> {
  const people = new Map<string, number>()
  const rows = tableRows(observations, people)
  const others = Array.from({ length: mostTimes(observations) }, (_, time) => other(time))
  for (const { source, grade, organization, type } of [ordinary, peer, ...others, ...sources]) {
    const owner = organization === undefined ? 'null' : quoteText(organization)
    const typeSql = type === undefined ? 'null' : quoteText(type)
    rows.source_declaration.push(
      `(1, 1, ${quoteText(source)}, null, ${typeSql}, ${owner}, ${quoteText(grade)}, null, null, '')`,
    )
  }
  for (const [table, values] of Object.entries(rows)) {
    if (values.length > 0) await sql.run(`insert into ${table} values ${values.join(',\n')}`)
  }
  return people
}

type Rows = Record<
  | 'observation'
  | 'event'
  | 'selector'
  | 'passage'
  | 'fact'
  | 'flag'
  | 'subject'
  | 'identity'
  | 'identity_member'
  | 'source_declaration',
  string[]
>

function tableRows(observations: readonly SmallObservation[], people: Map<string, number>): Rows {
  const rows: Rows = {
    observation: [],
    event: [],
    selector: [],
    passage: [],
    fact: [],
    flag: [],
    subject: [],
    identity: [],
    identity_member: [],
    source_declaration: [],
  }
  for (const given of observations) {
    for (const who of given.who ?? ['me']) {
      if (!people.has(who)) addPerson(rows, people, who)
      for (let time = 0; time < (given.times ?? 1); time += 1) {
        addObservation(rows, given, { subject: people.get(who) ?? 0, who, time })
      }
    }
  }
  return rows
}

/** One subject, one identity, one number. */
function addPerson(rows: Rows, people: Map<string, number>, who: string): void {
  const number = people.size + 1
  people.set(who, number)
  rows.subject.push(`(${number}, 'ats', ${quoteText(who)}, null)`)
  rows.identity.push(`(${number}, ${quoteText(`idn_${who}`)}, ${number})`)
  rows.identity_member.push(`(${number}, ${number})`)
}

interface Place {
  readonly subject: number
  readonly who: string
  readonly time: number
}

function sourceOf(given: SmallObservation, time: number): string {
  if (given.source !== undefined) return given.source
  if (given.seen_by === 'others') return other(time).source
  return (given.kind === 'publication' ? peer : ordinary).source
}

function addObservation(rows: Rows, given: SmallObservation, place: Place): void {
  const number = rows.event.length + 1
  const key = `${number}, ${place.subject}`
  const source = quoteText(sourceOf(given, place.time))
  const text = (value: string | undefined): string =>
    value === undefined ? 'null' : quoteText(value)
  const at = `timestamp '2024-01-01' + interval ${given.day ?? 0} days + interval ${(given.hour ?? 0) + place.time} hours`
  rows.observation.push(`(${number}, 1, ${source}, 'o-${number}', '', '{}')`)
  rows.event.push(`(${key}, ${source}, ${quoteText(given.kind)}, ${text(given.stage)}, ${at},
    ${text(given.organization)}, null, null, null, null, null, null, null, null, null, null, null, null,
    ${text(given.name)}, null, ${text(given.claims?.country)}, null,
    ${text(given.claims?.timezone)}, ${text(given.origin)}, null, null)`)
  const name = { kind: 'name', detail: '', value: given.name ?? place.who } as const
  rows.selector.push(selectorRow(key, name))
  addDetails(rows, given, key)
}

function selectorRow(key: string, selector: IdentifiedValue): string {
  const { kind, detail, value } = selector
  const isControlled = kind !== 'place' && kind !== 'unit' && kind !== 'name'
  return `(${key}, ${[kind, detail, value].map(quoteText).join(', ')}, ${isControlled}, ${valueId(selector)})`
}

/** What an observation shows beside its event. */
function addDetails(rows: Rows, given: SmallObservation, key: string): void {
  for (const { kind, detail, value } of given.selectors ?? []) {
    rows.selector.push(selectorRow(key, { kind: kind as IdentifiedValue['kind'], detail, value }))
  }
  for (const passage of given.passages ?? []) {
    // Any number that tells passages apart will do.
    rows.passage.push(`(${key}, ${valueId({ kind: 'name', detail: '', value: passage })})`)
  }
  for (const [name, value] of Object.entries(given.facts ?? {})) {
    for (const row of factValues(value))
      rows.fact.push(`(${key}, ${quoteText(name)}, ${row}, null)`)
  }
  for (const id of given.flags ?? []) rows.flag.push(`(${key}, ${quoteText(id)}, null, null)`)
}

function factValues(value: string | number | boolean | readonly string[]): readonly string[] {
  if (typeof value === 'string') return [`${quoteText(value)}, null, null, null`]
  if (typeof value === 'number') return [`null, ${value}, null, null`]
  if (typeof value === 'boolean') return [`null, null, ${value}, null`]
  if (value.length === 0) return ['null, null, null, 0']
  return value.map((item) => `${quoteText(item)}, null, null, ${value.length}`)
}
