import { quoteList, quoteName, quoteNumber, quoteText, type SqlStep } from '../sql/index.ts'
import { levelBitsSql, levelSql } from './comparisons.ts'
import { disagreementWeight, type LinkKey, type LinkModel, matchWeight } from './model.ts'

/**
 * Where the records are. `records`: `record_id` (integers, in an order that does not depend on how the
 * data arrived) and one column per column of the model. `keys`: `record_id, kind, detail, value`, each
 * combination once. `prefix` keeps the tables of two models apart.
 */
export interface LinkInput {
  readonly records: string
  readonly keys: string
  readonly prefix: string
}

/**
 * The steps from records to weighed pairs. The last one, `<prefix>_pair`, has
 * `left_id, right_id`, `key_bits` and `column_bits`, `bits` (their sum and the prior) and `reasons` (a list of `comparison, bits`: what is shared).
 */
export function scoringSteps(model: LinkModel, input: LinkInput): readonly SqlStep[] {
  const table = (name: string): string => `${input.prefix}_${name}`
  return [
    { name: table('held'), sql: heldSql(model, input.keys) },
    { name: table('key'), sql: keySql(model, table('held'), input.records) },
    { name: table('shared'), sql: sharedSql(table('held'), table('key')) },
    { name: table('candidate'), sql: candidateSql(model, table('shared')) },
    { name: table('profile'), sql: profileSql(model, input, table('held')) },
    { name: table('pair'), sql: pairSql(model, table('candidate'), table('profile')) },
  ]
}

/** `record_id, name, detail, value`: the keys of the model that each record holds, hubs among them. */
function heldSql(model: LinkModel, keys: string): string {
  const name = model.keys.map((key) => `when ${keyCondition(key)} then ${quoteText(key.name)}`)
  const detailed = model.keys.filter((key) => key.same_detail).map((key) => key.name)
  return `select distinct record_id, name,
      case when name in ${quoteList(detailed)} then detail else '' end as detail, value
    from (select record_id, detail, value, case ${name.join(' ')} end as name from ${keys})
    where name is not null`
}

function keyCondition(key: LinkKey): string {
  const kind = `kind = ${quoteText(key.kind)}`
  return key.details ? `${kind} and detail in ${quoteList(key.details)}` : kind
}

/** `name, detail, value, records, members, hub, bits`: values that two or more records share. */
function keySql(model: LinkModel, held: string, records: string): string {
  const of = (key: LinkKey, sql: string): string => `when ${quoteText(key.name)} then ${sql}`
  const counted = model.keys.map((key) =>
    of(
      key,
      key.counted_by === undefined
        ? 'count(*)'
        : `count(distinct coalesce(r.${quoteName(key.counted_by)}::varchar, h.record_id::varchar))`,
    ),
  )
  const hub = model.keys.map((key) =>
    of(key, `members > ${key.hub_above} or records > ${key.hub_above_records}`),
  )
  const bits = model.keys.map((key) =>
    of(
      key,
      `${quoteNumber(matchWeight(key))}
        - ${quoteNumber(key.bits_per_doubling)} * log2(greatest(members - 1, 1))`,
    ),
  )
  return `select name, detail, value, records, members,
      case name ${hub.join(' ')} end as hub, case name ${bits.join(' ')} end as bits
    from (
      select h.name, h.detail, h.value, count(*) as records, case h.name ${counted.join(' ')} end as members
      from ${held} as h join ${records} as r on r.record_id = h.record_id
      group by h.name, h.detail, h.value having count(*) > 1)`
}

/** `record_id, name, detail, value, bits`: what each record shares with others, hubs left out. */
const sharedSql = (held: string, key: string): string =>
  `select h.record_id, h.name, h.detail, h.value, k.bits
   from ${held} as h
   join ${key} as k on k.name = h.name and k.detail = h.detail and k.value = h.value
   where not k.hub`

/**
 * `left_id, right_id` and for each key the bits of the rarest shared value (null: none is shared).
 * Several shared values of one key are one piece of evidence: they go together in life.
 */
function candidateSql(model: LinkModel, shared: string): string {
  const best = model.keys.map(
    ({ name }) => `max(l.bits) filter (l.name = ${quoteText(name)}) as ${quoteName(`key_${name}`)}`,
  )
  return `select l.record_id as left_id, r.record_id as right_id, ${best.join(', ')}
    from ${shared} as l
    join ${shared} as r
      on r.name = l.name and r.detail = l.detail and r.value = l.value and l.record_id < r.record_id
    group by l.record_id, r.record_id`
}

/** One row per record: the columns of the model, how many have the same value, which keys it has. */
function profileSql(model: LinkModel, input: LinkInput, held: string): string {
  const columns = model.columns.flatMap(({ column }) => [
    `r.${quoteName(column)}`,
    `count(*) over (partition by r.${quoteName(column)}) as ${quoteName(`${column}_frequency`)}`,
  ])
  const has = model.keys.map(
    ({ name }) => `coalesce(h.${quoteName(`has_${name}`)}, false) as ${quoteName(`has_${name}`)}`,
  )
  const flags = model.keys.map(
    ({ name }) => `bool_or(name = ${quoteText(name)}) as ${quoteName(`has_${name}`)}`,
  )
  return `select r.record_id, ${[...columns, ...has].join(', ')}
    from ${input.records} as r
    left join (select record_id, ${flags.join(', ')} from ${held} group by record_id) as h
      on h.record_id = r.record_id`
}

/** `left_id, right_id, key_bits, column_bits, bits, reasons`: the prior and all evidence added up. */
function pairSql(model: LinkModel, candidate: string, profile: string): string {
  const keyBits = model.keys.map((key) => {
    const shared = `c.${quoteName(`key_${key.name}`)}`
    const both = `l.${quoteName(`has_${key.name}`)} and r.${quoteName(`has_${key.name}`)}`
    return `coalesce(${shared}, case when ${both} then ${quoteNumber(disagreementWeight(key))} else 0 end)`
  })
  const columnBits = model.columns.map((column) => {
    const frequency = `l.${quoteName(`${column.column}_frequency`)}`
    return `(${levelBitsSql(column, `(${levelSql(column, 'l', 'r')})`, frequency)})`
  })
  const reasons = model.keys.map((key) => {
    const shared = `c.${quoteName(`key_${key.name}`)}`
    return `case when ${shared} is not null then {comparison: ${quoteText(key.name)}, bits: ${shared}} end`
  })
  return `select left_id, right_id, key_bits, column_bits,
      ${quoteNumber(model.prior_bits)} + key_bits + column_bits as bits, reasons
    from (select c.left_id, c.right_id,
      ${keyBits.join(' + ')} as key_bits,
      ${['0', ...columnBits].join(' + ')} as column_bits,
      list_filter([${reasons.join(', ')}], lambda reason: reason is not null) as reasons
    from ${candidate} as c
    join ${profile} as l on l.record_id = c.left_id
    join ${profile} as r on r.record_id = c.right_id)`
}
