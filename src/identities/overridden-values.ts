import {
  type IdentifiedValue,
  normalSelector,
  type SelectorKind,
  valueId,
} from '../evidence/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { NamedSelector } from './named-selectors.ts'
import { erasedText } from './withdrawn.ts'

/** The values that people have overridden: their ids, and what becomes of them when a normal form changes. */

/** Kinds of the models that are other kinds in the evidence. */
const modelKinds: Readonly<Record<string, readonly SelectorKind[]>> = {
  address: ['place'],
  home: ['place'],
  home_unit: ['unit'],
  reference: ['email', 'phone', 'reference_email', 'reference_phone'],
}

/** The kinds in the evidence of a kind of the models. */
export const evidenceKinds = (kind: string): readonly IdentifiedValue['kind'][] =>
  modelKinds[kind] ?? [kind as IdentifiedValue['kind']]

const readOverridden = (sql: SqlEngine): Promise<NamedSelector[]> =>
  sql.rows(`select distinct kind, detail, value from hub_judgement_now
    where value <> ${quoteText(erasedText)} order by all`)

/** A query of `kind, detail, value, value_id` of all overridden values; a mailbox or number of a referee has two ids. */
export async function overriddenIdsSql(sql: SqlEngine): Promise<string> {
  const overridden = await readOverridden(sql)
  const rows = overridden.flatMap(({ kind, detail, value }) => {
    const ids = new Set(evidenceKinds(kind).map((each) => valueId({ kind: each, detail, value })))
    return [...ids].map(
      (id) => `(${[kind, detail, value].map(quoteText).join(', ')}, '${id}'::bigint)`,
    )
  })
  return `(select kind, detail, value, value_id from (values ${rows.join(', ') || noRow})
    as overridden (kind, detail, value, value_id) where kind is not null)`
}

const noRow = '(null::varchar, null::varchar, null::varchar, null::bigint)'

/**
 * Runs `reread`, which makes the readings again in other normal forms, and gives every override the values that its
 * value is now. The observations that showed the value decide; where none did, its own new normal form. The ledger of
 * overrides stays as it is.
 */
export async function carryOverrides(sql: SqlEngine, reread: () => Promise<void>): Promise<void> {
  const overridden = await readOverridden(sql)
  if (overridden.length > 0) await noteReadings(sql, overridden)
  await reread()
  if (overridden.length === 0) return
  const successors = await readSuccessors(sql)
  const now = new Map(
    overridden.map((each) => [keyOf(each), successors.get(keyOf(each)) ?? [inNewForm(each)]]),
  )
  await storeValues(sql, now)
  for (const table of ['overridden', 'overridden_shown', 'reading_before']) {
    await sql.run(`drop table ${table}`)
  }
}

const keyOf = ({ kind, detail, value }: NamedSelector): string =>
  JSON.stringify([kind, detail, value])

const readings = `(select observation_id, kind, detail, value from selector
  union all select observation_id, 'passage', '', hash::varchar from passage)`

/** Notes which observations show the values now, and what else of these kinds they show. */
async function noteReadings(sql: SqlEngine, overridden: readonly NamedSelector[]): Promise<void> {
  const rows = overridden.flatMap(({ kind, detail, value }) =>
    evidenceKinds(kind).map((of) => `(${[kind, detail, value, of].map(quoteText).join(', ')})`),
  )
  await sql.run(`create or replace temp table overridden as
    select * from (values ${rows.join(', ')}) as overridden (kind, detail, value, reading_kind)`)
  await sql.run(`create or replace temp table overridden_shown as
    select o.kind, o.detail, o.value, r.observation_id, r.kind as reading_kind, r.detail as reading_detail
    from overridden as o join ${readings} as r
      on r.kind = o.reading_kind and r.value = o.value and (o.detail = '' or o.detail = r.detail)`)
  await sql.run(`create or replace temp table reading_before as
    select * from ${readings} semi join overridden_shown using (observation_id)`)
}

interface Successor extends NamedSelector {
  readonly now: string
  /** The observation shows nothing else that the value could have become. */
  readonly certain: boolean
  readonly observations: number
}

/** What each overridden value is now in the observations that showed it, by `keyOf`. */
async function readSuccessors(
  sql: SqlEngine,
): Promise<ReadonlyMap<string, readonly NamedSelector[]>> {
  const rows = await sql.rows<Successor>(`
    with reading_after as materialized (
      select * from ${readings} semi join overridden_shown using (observation_id)),
    lost as (from reading_before except from reading_after),
    gained as (from reading_after except from reading_before),
    lost_count as (
      select observation_id, kind, detail, count(*) as lost from lost group by all),
    successor as (
      select s.kind, s.detail, s.value, s.observation_id, s.value as now, true as certain
      from overridden_shown as s semi join reading_after as a on a.observation_id = s.observation_id
        and a.kind = s.reading_kind and a.detail = s.reading_detail and a.value = s.value
      union all
      select s.kind, s.detail, s.value, s.observation_id, g.value, c.lost = 1
      from overridden_shown as s
      semi join lost as l on l.observation_id = s.observation_id
        and l.kind = s.reading_kind and l.detail = s.reading_detail and l.value = s.value
      join gained as g on g.observation_id = s.observation_id
        and g.kind = s.reading_kind and g.detail = s.reading_detail
      join lost_count as c on c.observation_id = g.observation_id
        and c.kind = g.kind and c.detail = g.detail)
    select kind, detail, value, now, bool_or(certain) as certain,
      count(distinct observation_id) as observations
    from successor group by kind, detail, value, now order by all`)
  const grouped = Map.groupBy(rows, keyOf)
  return new Map([...grouped].map(([key, successors]) => [key, chosen(successors)]))
}

/** The certain ones; without any, those that most of the observations show. */
function chosen(successors: readonly Successor[]): readonly NamedSelector[] {
  const most = Math.max(...successors.map(({ observations }) => observations))
  const certain = successors.filter((each) => each.certain)
  const best = certain.length > 0 ? certain : successors.filter((s) => s.observations === most)
  return best.map(({ kind, detail, now }) => ({ kind, detail, value: now }))
}

/** A value that nothing shows: the new normal form of its old one. */
function inNewForm({ kind, detail, value }: NamedSelector): NamedSelector {
  const [of = 'document'] = evidenceKinds(kind)
  if (of === 'passage') return { kind, detail, value }
  const normal = normalSelector(of, detail, value)
  return { kind, detail: detail === '' ? '' : normal.detail, value: normal.value }
}

async function storeValues(
  sql: SqlEngine,
  now: ReadonlyMap<string, readonly NamedSelector[]>,
): Promise<void> {
  const standing = await sql.rows<NamedSelector & { hub_judgement_id: number }>(
    'select hub_judgement_id, kind, detail, value from hub_judgement_now',
  )
  const rows = standing.flatMap((each) =>
    (now.get(keyOf(each)) ?? [each]).map(
      ({ detail, value }) =>
        `(${each.hub_judgement_id}, ${[detail, value].map(quoteText).join(', ')})`,
    ),
  )
  await sql.run('delete from hub_judgement_value')
  await sql.run(`insert into hub_judgement_value (hub_judgement_id, detail, value)
    select distinct * from (values ${rows.join(', ')})`)
}
