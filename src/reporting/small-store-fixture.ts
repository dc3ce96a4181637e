import { quoteText, type SqlEngine } from '../sql/index.ts'
import { openTestStore, type TestStore } from '../sql/store-fixture.ts'

/** One event of a store made by hand; what is absent was not observed. */
export interface SmallEvent {
  readonly subject: number
  readonly kind: string
  readonly stage?: string | undefined
  /** `2024-06-30 23:59:59.5`, UTC. */
  readonly at: string
  readonly organization?: string | undefined
  readonly industry?: string | undefined
  readonly country?: string | undefined
  readonly ai?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly parent?: string | undefined
  readonly role?: string | undefined
  readonly soc?: string | undefined
  readonly source?: string | undefined
  readonly origin?: string | undefined
  readonly firstHand?: boolean | undefined
}

export interface SmallIdentity {
  readonly subjects: readonly number[]
  readonly part: string
  readonly status: string
}

/** For tests: an empty migrated store in memory. */
export const openSmallStore = (): Promise<TestStore> => openTestStore()

/** For tests: makes the store hold these identities and events, and nothing else. */
export async function fillSmallStore(
  sql: SqlEngine,
  identities: readonly SmallIdentity[],
  events: readonly SmallEvent[],
): Promise<void> {
  for (const table of ['event', 'observation', 'identity_member', 'assessment', 'subject']) {
    await sql.run(`delete from ${table}`)
  }
  await insert(
    sql,
    'assessment (identity_no, part, status, likelihood, confidence, scheme, other_fraud, genuine, log_odds, groups, reasons)',
    identities.map(({ part, status }, at) =>
      [at + 1, text(part), text(status), `'', '', 0, 0, 1, 0, [], '[]'`].join(', '),
    ),
  )
  await insert(
    sql,
    'identity_member (identity_no, subject_id)',
    identities.flatMap(({ subjects }, at) => subjects.map((subject) => `${at + 1}, ${subject}`)),
  )
  await insert(sql, 'subject (subject_id, source, ref)', [
    ...new Set(
      events.map((event) => `${event.subject}, ${text(sourceOf(event))}, 'r${event.subject}'`),
    ),
  ])
  await insert(
    sql,
    'observation',
    events.map((_, at) => `${at + 1}, 1, 's', 'o${at}', 'h', '{}'`),
  )
  await insert(sql, eventColumns, events.map(eventRow))
}

const eventColumns = `event (observation_id, subject_id, source, kind, stage, happened_at,
  organization, industry, organization_country, ai, tags, parent, role_key, role_soc,
  origin_organization, first_hand)`

function eventRow(event: SmallEvent, at: number): string {
  return [
    at + 1,
    event.subject,
    text(sourceOf(event)),
    text(event.kind),
    text(event.stage),
    text(event.at),
    text(event.organization),
    text(event.industry),
    text(event.country),
    text(event.ai),
    event.tags === undefined ? 'null' : `[${event.tags.map(quoteText).join(', ')}]::varchar[]`,
    text(event.parent),
    text(event.role),
    text(event.soc),
    text(event.origin),
    event.firstHand ?? 'null',
  ].join(', ')
}

const sourceOf = (event: SmallEvent): string => event.source ?? `src-${event.subject}`

const text = (value: string | undefined): string =>
  value === undefined ? 'null' : quoteText(value)

async function insert(sql: SqlEngine, into: string, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  await sql.run(`insert into ${into} values ${rows.map((row) => `(${row})`).join(', ')}`)
}
