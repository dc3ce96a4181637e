import { quoteName, quoteNumber, quoteText, type SqlStep } from '../sql/index.ts'
import { blockingSteps, columnsOfRule } from './blocking.ts'
import { columnsOf, doublingsSql, levelBitsSql, levelSql, measuresOf } from './comparisons.ts'
import {
  findingKeys,
  foundSql,
  mixedIdsSql,
  type PairTables,
  sharedSql,
  supportingKeys,
  supportSql,
  unequalSql,
} from './found-pairs.ts'
import {
  anchorSql,
  heldInVainSql,
  heldSql,
  holderSql,
  memberSql,
  sharedIdsSql,
  sharedValueSql,
} from './held-values.ts'
import {
  betterKeys,
  disagreementWeight,
  finerKey,
  type LinkColumn,
  type LinkKey,
  type LinkModel,
} from './model.ts'

/**
 * Where the records are, as tables or queries. `records`: `record_id` (integers), `order_key` (a text that tells
 * them apart and does not depend on how the data arrived) and one column per column of the model. `keys`:
 * `record_id, kind, detail, value_id` (`bigint`, equal for equal values of a kind) and, if there are some that do not, `counts`: false where the showing of a value by that
 * record does not make the value a common one. `texts`: `record_id, value_id, value`, the texts behind the ids of `keys`, of all
 * records; where given, no pair is found by an id alone whose texts differ. `mutes`: `kind, value_id, muted`, what people said of single values. `prefix` keeps the tables of two models apart.
 */
export interface LinkInput {
  readonly records: string
  readonly keys: string
  /** A query of `heldSql` in the place of the one on `keys`, where some of it was made before. */
  readonly held?: string
  readonly mutes?: string
  readonly texts?: string
  readonly prefix: string
}

export const linkTables = (prefix: string) =>
  ({
    record: `${prefix}_record`,
    held: `${prefix}_held`,
    value: `${prefix}_value`,
    anchor: `${prefix}_anchor`,
    frequency: `${prefix}_frequency`,
    pair: `${prefix}_pair`,
    mute: `${prefix}_mute`,
    member: `${prefix}_member`,
    shared: `${prefix}_shared`,
    mixed: `${prefix}_mixed`,
    unequal: `${prefix}_unequal`,
    found: `${prefix}_found`,
    support: `${prefix}_support`,
    holding: `${prefix}_holding`,
    paired: `${prefix}_paired`,
    beside: `${prefix}_beside`,
    blocked: `${prefix}_blocked`,
    block: `${prefix}_block`,
    capped: `${prefix}_capped`,
    group: `${prefix}_group`,
    holder: `${prefix}_holder`,
    extra: `${prefix}_extra`,
    steady: `${prefix}_steady`,
    recorded: `${prefix}_recorded`,
    holds: `${prefix}_holds`,
    reach: `${prefix}_reach`,
    said: `${prefix}_said`,
    touched: `${prefix}_touched`,
    affected: `${prefix}_affected`,
    judged: `${prefix}_judged`,
  }) as const

export type LinkTables = ReturnType<typeof linkTables>

/** Tables that live only while pairs are scored. */
export const temporaryTables = (prefix: string): readonly string[] => {
  const t = linkTables(prefix)
  const scoring = [
    t.blocked,
    t.block,
    t.member,
    t.shared,
    t.mixed,
    t.unequal,
    t.found,
    t.support,
    t.holding,
    t.paired,
    t.beside,
  ]
  return scoring
}

/** The tables that outlive a full run and that increments go on from. */
export function lastingTables({ keys }: LinkModel, prefix: string): readonly string[] {
  const t = linkTables(prefix)
  const ofKeys = keys.length === 0 ? [] : [t.held, t.mute, t.value, t.anchor]
  return [t.record, ...ofKeys, t.frequency, t.pair, t.group]
}

/** The steps that read the caller's tables; all later ones read what these leave. */
export function inputSteps(model: LinkModel, input: LinkInput): readonly SqlStep[] {
  const t = linkTables(input.prefix)
  const record = { name: t.record, sql: recordSql(model, input) }
  if (model.keys.length === 0) return [record]
  return [
    record,
    { name: t.held, sql: input.held ?? heldSql(model, input.keys) },
    { name: t.mute, sql: muteSql(model, input) },
  ]
}

/** The steps from records to weighed pairs, all of them. */
export function scoringSteps(model: LinkModel, { prefix, texts }: LinkInput): readonly SqlStep[] {
  const t = linkTables(prefix)
  if (model.keys.length === 0) {
    return [
      { name: t.frequency, sql: frequencySql(model, t.record) },
      ...blockingSteps(model, t),
      { name: t.paired, temporary: true, sql: pairedSql(t) },
      { name: t.pair, sql: pairSql(model, t) },
    ]
  }
  return [
    {
      name: t.holder,
      temporary: true,
      sql: holderSql(model, { held: t.held, records: t.record, among: sharedIdsSql(t.held) }),
    },
    { name: t.member, temporary: true, sql: memberSql(t.holder) },
    { name: t.value, sql: sharedValueSql(model, t.member, `from ${t.mute}`) },
    { name: t.anchor, sql: anchorSql(t.value, t.holder) },
    { name: t.frequency, sql: frequencySql(model, t.record) },
    ...pairSteps(model, t, { texts }),
    { name: t.pair, sql: pairSql(model, t) },
  ]
}

/** What is found, before it is weighed. */
export function pairSteps(
  model: LinkModel,
  t: LinkTables,
  { texts, touched }: { readonly texts?: string | undefined; readonly touched?: string },
): readonly SqlStep[] {
  const tables: PairTables = {
    holder: t.holder,
    value: t.value,
    anchor: t.anchor,
    ...(touched === undefined ? {} : { touched }),
    ...(texts === undefined ? {} : { unequal: t.unequal }),
  }
  return [
    { name: t.shared, temporary: true, sql: sharedSql(model, tables) },
    ...(texts === undefined
      ? []
      : [
          { name: t.mixed, temporary: true, sql: mixedIdsSql(t.shared, texts) },
          { name: t.unequal, temporary: true, sql: unequalSql(t, texts) },
        ]),
    { name: t.found, temporary: true, sql: foundSql(model, t.shared, tables) },
    { name: t.paired, temporary: true, sql: pairedSql(t) },
    { name: t.beside, temporary: true, sql: besideHeldSql(t) },
    { name: t.support, temporary: true, sql: supportSql(model, t.found, t.beside) },
    { name: t.holding, temporary: true, sql: holdingSql(t) },
  ]
}

export const modelColumns = ({ columns, blocking, keys }: LinkModel): readonly string[] => [
  ...new Set([
    ...columns.flatMap(columnsOf),
    ...blocking.flatMap(columnsOfRule),
    ...keys.flatMap(({ counted_by: column }) => (column === undefined ? [] : [column])),
  ]),
]

export function recordSql(model: LinkModel, { records }: LinkInput, where = ''): string {
  const columns = modelColumns(model).map(quoteName)
  return `select ${['record_id', 'order_key', ...columns].join(', ')} from (${records}) ${where}`
}

/** `key, value_id, muted`: what people said, as far as it is about a key of the model. */
export function muteSql(model: LinkModel, { mutes }: LinkInput): string {
  const none =
    'select null::tinyint as key, null::bigint as value_id, null::boolean as muted where false'
  if (mutes === undefined) return none
  const keys = model.keys.map(({ kind }, at) => `(${at}::tinyint, ${quoteText(kind)})`)
  return `select k.key, m.value_id, bool_or(m.muted) as muted
    from (${mutes}) as m join (values ${keys.join(', ')}) as k (key, kind) using (kind)
    group by k.key, m.value_id`
}

/** The columns whose values count by their rarity. */
export const withFrequency = ({ columns }: LinkModel): readonly LinkColumn[] =>
  columns.filter(({ levels }) => levels.some((level) => level.bits_per_doubling > 0))

/** `"column", value, doublings`: values that three or more records have, as far as rarity counts. */
export function frequencySql(model: LinkModel, records: string, among = ''): string {
  const each = withFrequency(model).map(({ column }) => {
    const value = quoteName(column)
    return `select ${quoteText(column)} as "column", ${value}::varchar as value,
        ${doublingsSql('count(*)')}::integer as doublings
      from ${records} where ${value} is not null
        ${among === '' ? '' : `and ${value}::varchar in (select value from (${among}) where "column" = ${quoteText(column)})`}
      group by ${value} having count(*) > 2`
  })
  return each.length === 0
    ? `select null::varchar as "column", null::varchar as value, null::integer as doublings where false`
    : each.join(' union all ')
}

/** Weights in 1024ths of a bit: their sums are exact in a double, so no order of adding matters. */
const exactSql = (bits: string): string => `round((${bits}) * 1024) / 1024`

/**
 * `left_id, right_id, key_bits, column_bits, veto` and what was found by which key (`key_N`, bits or null) and
 * how each column compares (`level_N`, the number of the level or null).
 */
export function pairSql(model: LinkModel, t: LinkTables): string {
  const keys = model.keys.map((_, at) => `key_${at}`)
  const levels = model.columns.map((_, at) => `level_${at}`)
  return `select left_id, right_id, ${exactSql(keyBitsSql(model))} as key_bits,
      ${exactSql(columnBitsSql(model))} as column_bits,
      ${vetoSql(model)} as veto, ${[...keys, ...levels, ...(keys.length > 0 ? ['holding'] : [])].join(', ')}
    from (
      select ${['*', ...model.columns.map((column, at) => `${levelSql(column)} as level_${at}`)].join(', ')}
      from (select ${['*', ...model.columns.flatMap(measuresOf)].join(', ')} from (${besideSql(model, t)})))`
}

const keyBitsSql = (model: LinkModel): string =>
  model.keys.map((key, at) => `(${oneKeyBitsSql(model, key, at)})`).join(' + ') || '0'

function oneKeyBitsSql(model: LinkModel, key: LinkKey, at: number): string {
  const both = `(holding & ${1 << at}) <> 0`
  const none = quoteNumber(disagreementWeight(key))
  const bits = `coalesce(key_${at}, case when ${both} then ${none} else 0 end)`
  const finer = finerKey(model, key)
  const silent = [
    ...betterKeys(model, key).map((better) => `key_${better} is not null`),
    ...(finer < 0 ? [] : [`(key_${finer} is null and (holding & ${1 << finer}) <> 0)`]),
  ]
  return silent.length === 0 ? bits : `case when ${silent.join(' or ')} then 0 else ${bits} end`
}

const columnBitsSql = (model: LinkModel): string =>
  model.columns
    .map((column, at) => `(${levelBitsSql(column, `level_${at}`, `${column.name}_doublings`)})`)
    .join(' + ') || '0'

function vetoSql({ columns }: LinkModel): string {
  const vetoes = columns.flatMap((column, at) =>
    column.levels.flatMap((level, number) => (level.veto ? [`level_${at} = ${number}`] : [])),
  )
  return vetoes.length === 0 ? 'false' : `coalesce(${vetoes.join(' or ')}, false)`
}

/**
 * Each pair beside the values of both records and what was measured of them, how often their values occur
 * (`doublings_N`), what both hold (`holding`, a bit per key that is no hub) and what supports it.
 */
function besideSql(model: LinkModel, t: LinkTables): string {
  const columns = [...new Set(model.columns.flatMap(columnsOf))]
  const sides = columns.flatMap((column) =>
    (['l', 'r'] as const).map(
      (side) => `${side}.${quoteName(column)} as ${quoteName(`${column}_${side}`)}`,
    ),
  )
  const keys = [
    ...findingKeys(model).map((at) => `f.key_${at}`),
    ...supportingKeys(model).map((at) => `s.key_${at}`),
  ]
  const rarities = withFrequency(model).map(
    ({ name }) => `coalesce(${name}_often.doublings, 0) as ${name}_doublings`,
  )
  const often = withFrequency(model).map(
    ({ name, column }) => `left join ${t.frequency} as ${name}_often
      on ${name}_often."column" = ${quoteText(column)} and ${name}_often.value = l.${quoteName(column)}::varchar`,
  )
  const beside = ['f.left_id', 'f.right_id', ...keys, ...sides, ...rarities]
  const from = `from ${t.found} as f
    join ${t.paired} as l on l.record_id = f.left_id
    join ${t.paired} as r on r.record_id = f.right_id
    ${often.join(' ')}`
  if (model.keys.length === 0) return `select ${beside.join(', ')} ${from}`
  return `select ${beside.join(', ')}, coalesce(lh.mask & rh.mask, 0) as holding ${from}
    left join ${t.support} as s on s.left_id = f.left_id and s.right_id = f.right_id
    left join ${t.holding} as lh on lh.record_id = f.left_id
    left join ${t.holding} as rh on rh.record_id = f.right_id`
}

/** The records that stand in pairs: read once, though each pair looks at two. */
const pairedSql = (t: LinkTables): string =>
  `select * from ${t.record} semi join (
     select left_id as record_id from ${t.found} union select right_id from ${t.found}) using (record_id)`

/** `record_id, key, value_id, bits`: what the records of pairs do not hold in vain; bits where others do too. */
const besideHeldSql = (t: LinkTables): string =>
  `select h.record_id, h.key, h.value_id, v.bits
   from ${t.held} as h semi join ${t.paired} as p on p.record_id = h.record_id
   left join ${t.value} as v on v.key = h.key and v.value_id = h.value_id
   where not ${heldInVainSql('v', 'h')}`

/** `record_id, mask`: which keys the records of pairs hold a value of that is no hub, as a bit per key. */
const holdingSql = (t: LinkTables): string =>
  `select record_id, bit_or(1 << key::integer) as mask from ${t.beside} group by record_id`
