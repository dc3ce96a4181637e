import { quoteName, quoteNumber, quoteText, stepSql } from '../sql/index.ts'
import { anchorSql, heldSql, memberSql, sharedValueSql } from './held-values.ts'
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

/**
 * Statements that bring the tables of a linkage up to date after the records in the table `changed`, as if
 * all had been made anew: first what is held, then what is known of the values that were or are held, then
 * the pairs of every record that any of it touches.
 *
 * Why this is the same as a full run: a pair depends on its two records, on the rows of `value` and `anchor`
 * of what they share, and on the rows of `frequency` of what they say. Whoever is changed, or holds or
 * says something of which such a row is another one now, is touched, and all pairs of the touched are made again.
 */
export function touchedSteps(
  model: LinkModel,
  input: LinkInput & { readonly changed: string },
): readonly string[] {
  const t = linkTables(input.prefix)
  return [
    ...changeRecords(model, input, t),
    ...changeValues(model, t),
    ...changeFrequencies(model, t),
    ...touch(model, t, input.changed),
    ...pairSteps(model, t, t.touched).map(stepSql),
    `delete from ${t.pair} where left_id in (from ${t.touched}) or right_id in (from ${t.touched})`,
    `insert into ${t.pair} ${pairSql(model, t)}`,
    fresh(t.affected, affectedSql(model, t)),
  ]
}

/** A table that nobody needs after the work. */
const fresh = (name: string, sql: string): string => stepSql({ name, sql, passing: true })

/** What changed records held and said before, and what they hold and say now. */
function changeRecords(
  model: LinkModel,
  input: LinkInput & { readonly changed: string },
  t: LinkTables,
): readonly string[] {
  const ofChanged = `record_id in (from ${input.changed})`
  const held = `select key, value_id from ${t.held} where ${ofChanged}`
  const said = withFrequency(model).map(
    ({ column }) =>
      `select ${quoteText(column)} as "column", ${quoteName(column)}::varchar as value from ${t.record}
       where ${ofChanged} and ${quoteName(column)} is not null`,
  )
  const saidNow = said.length === 0 ? noText : said.join(' union all ')
  return [
    fresh(t.reach, `${held} union all select key, value_id from ${t.mute}`),
    fresh(t.said, saidNow),
    `delete from ${t.record} where ${ofChanged}`,
    `delete from ${t.held} where ${ofChanged}`,
    `insert into ${t.record} ${recordSql(model, input, `where ${ofChanged}`)}`,
    // Read once, however many keys look for theirs in it.
    fresh(t.shown, `select * from (${input.keys}) where ${ofChanged}`),
    `insert into ${t.held} ${heldSql(model, `from ${t.shown}`)}`,
    // A person's word on a value may be new or taken back: every value with one is looked at again.
    stepSql({ name: t.mute, sql: muteSql(model, input) }),
    `insert into ${t.reach} ${held} union all select key, value_id from ${t.mute}`,
    `insert into ${t.said} ${saidNow}`,
  ]
}

const noText = `select null::varchar as "column", null::varchar as value where false`

/** The rows of `value` and `anchor` within reach; those that are not as before go to `<value>_other`. */
function changeValues(model: LinkModel, t: LinkTables): readonly string[] {
  const within = (table: string): string =>
    `(select * from ${table} semi join ${t.reach} using (key, value_id))`
  const near = within(t.held)
  return [
    fresh(t.member, memberSql(model, { held: near, records: t.record })),
    ...replaced(t.value, sharedValueSql(model, t.member, `from ${t.mute}`), [
      t.reach,
      'key, value_id',
    ]),
    ...replaced(t.anchor, anchorSql(model, within(t.value), { held: near, records: t.record }), [
      t.reach,
      'key, value_id',
    ]),
  ]
}

const changeFrequencies = (model: LinkModel, t: LinkTables): readonly string[] =>
  replaced(t.frequency, frequencySql(model, t.record, `from ${t.said}`), [
    t.said,
    '"column", value',
  ])

/**
 * Replaces the rows of a table whose `columns` stand in another one, and keeps in `<table>_other` the rows
 * that are gone or new: what is as it was touches nobody.
 */
function replaced(
  table: string,
  now: string,
  [reach, columns]: readonly [reach: string, columns: string],
): readonly string[] {
  const old = `select * from ${table} semi join ${reach} using (${columns})`
  return [
    fresh(`${table}_now`, now),
    fresh(
      `${table}_other`,
      `select distinct ${columns} from (
        (${old} except from ${table}_now) union all (from ${table}_now except ${old}))`,
    ),
    `delete from ${table} where (${columns}) in (select (${columns}) from ${table}_other)`,
    `insert into ${table} select * from ${table}_now semi join ${table}_other using (${columns})`,
    `drop table ${table}_now`,
  ]
}

function touch(model: LinkModel, t: LinkTables, changed: string): readonly string[] {
  const saying = withFrequency(model).map(
    ({ column }) => `select record_id from ${t.record} where ${quoteName(column)}::varchar in (
      select value from ${t.frequency}_other where "column" = ${quoteText(column)})`,
  )
  const other = `select key, value_id from ${t.value}_other union select key, value_id from ${t.anchor}_other`
  return [
    fresh(
      t.touched,
      [
        `select record_id from ${changed}`,
        `select record_id from ${t.held} semi join (${other}) using (key, value_id)`,
        ...saying,
      ].join(' union '),
    ),
    ...[t.value, t.anchor, t.frequency].map((table) => `drop table ${table}_other`),
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
      union select left_id from ${t.pair} where key_bits + column_bits >= ${least}
        and right_id in (from ${t.touched})
      union select right_id from ${t.pair} where key_bits + column_bits >= ${least}
        and left_id in (from ${t.touched}))
    from near
    union select record_id from ${t.group} semi join (
      select distinct component_id from ${t.group} semi join near using (record_id)) using (component_id)`
}
