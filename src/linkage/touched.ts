import { quoteName, quoteNumber, quoteText, stepSql } from '../sql/index.ts'
import {
  anchorSql,
  heldSql,
  holderSql,
  measuredSql,
  memberSql,
  perKey,
  sharedValueSql,
  valueEffect,
} from './held-values.ts'
import type { LinkModel } from './model.ts'
import {
  frequencySql,
  type LinkInput,
  type LinkTables,
  linkTables,
  muteSql,
  pairSql,
  pairSteps,
  recordSql,
  withFrequency,
} from './scoring.ts'

/** A statement; with `unlessEmpty` one that does nothing where that table has no row, and reads all records to see it. */
export type TouchedStep = string | { readonly unlessEmpty: string; readonly sql: string }

/**
 * Statements that bring the tables of a linkage up to date after the records in the table `changed`, as if
 * all had been made anew: first what is held, then what is known of the values that were or are held, then
 * the pairs of every record that any of it touches.
 *
 * Why this is the same as a full run: a pair depends on its two records, on the rows of `value` and `anchor`
 * of what they share, and on the rows of `frequency` of what they say. Whoever is changed, or holds or
 * says something of which such a row is another one now, is touched, and all pairs of the touched are made again.
 * (A stand-in that comes or goes is touched itself: the pairs that differ all have it on one side.)
 */
export function touchedSteps(
  model: LinkModel,
  input: LinkInput & { readonly changed: string },
): readonly TouchedStep[] {
  const t = linkTables(input.prefix)
  return [
    ...changeRecords(model, input, t),
    ...changeValues(model, t),
    ...changeFrequencies(model, t),
    ...touch(model, t, input.changed),
    // What the touched beyond the changed hold; mostly there are none, and then nothing is read.
    fresh(
      t.extra,
      `select key, value_id from ${t.held} semi join (
         from ${t.touched} anti join ${input.changed} using (record_id)) using (record_id)
       except select key, value_id from ${t.reach}`,
    ),
    {
      unlessEmpty: t.extra,
      sql: `insert into ${t.holder} ${holderSql(model, { held: t.held, records: t.record, among: t.extra })}`,
    },
    ...pairSteps(model, t, { texts: input.texts, touched: t.touched }).map(stepSql),
    `delete from ${t.pair} where left_id in (from ${t.touched}) or right_id in (from ${t.touched})`,
    `insert into ${t.pair} ${pairSql(model, t)}`,
    fresh(t.affected, affectedSql(model, t)),
  ]
}

/** A table that nobody needs after the work. */
const fresh = (name: string, sql: string): string => stepSql({ name, sql, temporary: true })

/** What changed records held and said before, and what they hold and say now. */
function changeRecords(
  model: LinkModel,
  input: LinkInput & { readonly changed: string },
  t: LinkTables,
): readonly string[] {
  const ofChanged = `record_id in (from ${input.changed})`
  const said = (records: string): string =>
    withFrequency(model)
      .map(
        ({ column }) =>
          `select ${quoteText(column)} as "column", ${quoteName(column)}::varchar as value
           from ${records} where ${ofChanged} and ${quoteName(column)} is not null`,
      )
      .join(' union all ') || noText
  return [
    fresh(
      t.reach,
      `select key, value_id, counts, -1 as shift from ${t.held} where ${ofChanged}
       union all select key, value_id, true, 0 from ${t.mute}`,
    ),
    fresh(t.said, said(t.record)),
    `delete from ${t.record} where ${ofChanged}`,
    `delete from ${t.held} where ${ofChanged}`,
    fresh(t.recorded, recordSql(model, input, `where ${ofChanged}`)),
    fresh(t.holds, heldSql(model, `select * from (${input.keys}) where ${ofChanged}`)),
    `insert into ${t.record} from ${t.recorded}`,
    `insert into ${t.held} from ${t.holds}`,
    // A person's word on a value may be new or taken back: every value with one is looked at again.
    stepSql({ name: t.mute, sql: muteSql(model, input) }),
    `insert into ${t.reach} select key, value_id, counts, 1 from ${t.holds}
     union all select key, value_id, true, 0 from ${t.mute}`,
    ...changeHubs(model, t),
    `insert into ${t.said} ${said(t.recorded)}`,
  ]
}

/**
 * A hub of tens of thousands stays one when a few come or go: it is counted on, not counted again. Only where each
 * record counts as a member, and nobody said anything of the value.
 */
function changeHubs(model: LinkModel, t: LinkTables): readonly string[] {
  const plain = model.keys.flatMap((key, at) =>
    key.counted_by === undefined && key.needs_detail === undefined ? [String(at)] : [],
  )
  if (plain.length === 0) return []
  const most = perKey(model, ({ hub_above }) => String(hub_above))
  return [
    fresh(
      t.steady,
      `select key, value_id, records, counted, ${measuredSql('counted', 'records')} as members
       from (
         select v.key, v.value_id, (v.records + sum(r.shift))::integer as records,
           (v.counted + coalesce(sum(r.shift) filter (r.counts), 0))::integer as counted
         from ${t.reach} as r join ${t.value} as v on v.key = r.key and v.value_id = r.value_id
         where v.hub and v.key in (${plain.join(', ')})
         group by v.key, v.value_id, v.records, v.counted
         having count(*) filter (r.shift = 0) = 0)
       where members > ${most}`,
    ),
    `update ${t.value} as v set records = s.records, counted = s.counted, members = s.members
     from ${t.steady} as s where s.key = v.key and s.value_id = v.value_id`,
    `delete from ${t.reach} where (key, value_id) in (select (key, value_id) from ${t.steady})`,
  ]
}

const noText = `select null::varchar as "column", null::varchar as value where false`

/** The rows of `value` and `anchor` within reach; whose effect is another one goes to `<table>_other`. */
function changeValues(model: LinkModel, t: LinkTables): readonly string[] {
  const reach = { reach: t.reach, columns: 'key, value_id' }
  const values = sharedValueSql(model, t.member, `from ${t.mute}`)
  return [
    fresh(t.holder, holderSql(model, { held: t.held, records: t.record, among: t.reach })),
    fresh(t.member, memberSql(t.holder)),
    ...replaced(t.value, values, { ...reach, effect: valueEffect }),
    ...replaced(t.anchor, anchorSql(`${t.value}_now`, t.holder), {
      ...reach,
      effect: 'label, record_id, named',
      // One stand-in less or more changes the pairs with it, and no others.
      touches: 'record_id',
    }),
  ]
}

const changeFrequencies = (model: LinkModel, t: LinkTables): readonly string[] =>
  replaced(t.frequency, frequencySql(model, t.record, `from ${t.said}`), {
    reach: t.said,
    columns: '"column", value',
    effect: 'doublings',
  })

interface Replaced {
  /** The table whose rows name, in `columns`, what is to be made anew. */
  readonly reach: string
  readonly columns: string
  /** What of a row a pair depends on. */
  readonly effect: string
  /** What tells whom the row touches; absent: `columns`. */
  readonly touches?: string
}

/**
 * Replaces rows of a table, and keeps in `<table>_other` those of which the effect is another one, is gone
 * or new: what has the effect that it had touches nobody.
 */
function replaced(
  table: string,
  now: string,
  { reach, columns, effect, touches = columns }: Replaced,
): readonly string[] {
  const old = `from ${table} semi join ${reach} using (${columns})`
  return [
    fresh(`${table}_now`, now),
    fresh(
      `${table}_other`,
      `with before as (select ${columns}, ${effect} ${old}),
        after as (select ${columns}, ${effect} from ${table}_now)
      select distinct ${touches} from (
        (from before except from after) union all (from after except from before))`,
    ),
    `delete from ${table} where (${columns}) in (select (${columns}) from ${reach})`,
    `insert into ${table} by name from ${table}_now`,
  ]
}

function touch(model: LinkModel, t: LinkTables, changed: string): readonly string[] {
  const saying = withFrequency(model).map(
    ({ column }) => `select record_id from ${t.record} where ${quoteName(column)}::varchar in (
      select value from ${t.frequency}_other where "column" = ${quoteText(column)})`,
  )
  return [
    fresh(
      t.touched,
      [
        `select record_id from ${changed}`,
        `select record_id from ${t.held} semi join ${t.value}_other using (key, value_id)`,
        `select record_id from ${t.anchor}_other`,
        ...saying,
      ].join(' union '),
    ),
  ]
}

/**
 * `record_id`: the touched, whom they are joined to now, and whoever stood in a component with any of
 * these: no other group can be another one.
 */
function affectedSql(model: LinkModel, t: LinkTables): string {
  const least = quoteNumber(model.threshold_bits - model.prior_bits)
  return `with near as (
      from ${t.touched}
      union select unnest([left_id, right_id]) from ${t.pair}
        where key_bits + column_bits >= ${least}
          and (left_id in (from ${t.touched}) or right_id in (from ${t.touched})))
    from near
    union select record_id from ${t.group} semi join (
      select distinct component_id from ${t.group} semi join near using (record_id)) using (component_id)`
}
