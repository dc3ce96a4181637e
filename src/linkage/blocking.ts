import { quoteName, quoteNumber, type SqlStep } from '../sql/index.ts'
import type { BlockingRule, LinkModel } from './model.ts'
import type { LinkTables } from './scoring.ts'

/** A term as SQL on a record: a column, or its first (`[3]`) or last (`[-3]`) letters. */
export function termSql(term: string, record: string): string {
  const [, column = term, length] = /^(.+?)\[(-?\d+)\]$/.exec(term) ?? []
  const value = `${record}.${quoteName(column)}`
  if (length === undefined) return value
  const letters = Number(length)
  return letters > 0
    ? `left(${value}::varchar, ${quoteNumber(letters)})`
    : `right(${value}::varchar, ${quoteNumber(-letters)})`
}

/** The columns of a record that a rule reads. */
export const columnsOfRule = ({ on, condition, across }: BlockingRule): readonly string[] => [
  ...(condition === undefined
    ? on.map((term) => term.replace(/\[.*$/, ''))
    : columnsOfCondition(condition)),
  ...(across === undefined ? [] : [across]),
]

/** `l."name"` and `r.name` in a condition written as SQL. */
const columnsOfCondition = (condition: string): readonly string[] =>
  [...condition.matchAll(/\b[lr]\.(?:"([^"]+)"|(\w+))/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )

/** Which pairs of records `l` and `r` may be compared at all: each once, and only across, where the model says so. */
export function mayCompareSql({ across }: Pick<LinkModel, 'across'>): string {
  const once = 'l.record_id < r.record_id'
  return across === undefined
    ? once
    : `${once} and l.${quoteName(across)} <> r.${quoteName(across)}`
}

/**
 * Steps from records to candidate pairs. `<prefix>_block`: `rule, block, members, pairs, hub`; `<prefix>_capped`:
 * `rule, blocks, records, pairs`, what was left out because it would cost too much; `<prefix>_found`:
 * `left_id, right_id`, each pair once.
 */
export function blockingSteps(model: LinkModel, t: LinkTables): readonly SqlStep[] {
  const { blocking } = model
  const hubs = blocking.map(({ hub_above: most }, at) => `when ${at} then sum(n) > ${most}`)
  const blocks = blocking.flatMap((rule, at) =>
    rule.condition === undefined ? [blockSql(rule, at, t.record)] : [],
  )
  return [
    {
      name: t.blocked,
      temporary: true,
      sql: blocks.length === 0 ? noBlocks : blocks.join(' union all '),
    },
    {
      name: t.block,
      temporary: true,
      sql: `select rule, block, sum(n) as members, ${pairsSql(model)} as pairs,
          case rule ${hubs.join(' ')} end as hub
        from (select rule, block, side, count(*)::double as n from ${t.blocked} group by rule, block, side)
        group by rule, block having pairs > 0`,
    },
    {
      name: t.capped,
      sql: `select rule, count(*) as blocks, sum(members) as records, sum(pairs) as pairs
        from ${t.block} where hub group by rule`,
    },
    { name: t.found, temporary: true, sql: foundSql(model, t) },
  ]
}

/** Pairs of a block of `n` records from each side. */
const pairsSql = ({ across }: LinkModel): string =>
  across === undefined ? 'sum(n) * (sum(n) - 1) / 2' : '(sum(n) * sum(n) - sum(n * n)) / 2'

const noBlocks = `select null::tinyint as rule, null::ubigint as block, null::integer as record_id,
  null::ubigint as side where false`

function foundSql(model: LinkModel, t: LinkTables): string {
  const written = model.blocking.flatMap(({ condition }) =>
    condition === undefined
      ? []
      : [
          `select l.record_id, r.record_id from ${t.record} as l join ${t.record} as r
          on (${condition}) where ${mayCompareSql(model)}`,
        ],
  )
  return `with shared as (
      select b.rule, b.block, b.record_id, b.side from ${t.blocked} as b
      semi join (select rule, block from ${t.block} where not hub) using (rule, block))
    select distinct left_id, right_id from (${[
      `select l.record_id as left_id, r.record_id as right_id
       from shared as l join shared as r
         on r.rule = l.rule and r.block = l.block and l.record_id < r.record_id
           ${model.across === undefined ? '' : 'and l.side <> r.side'}`,
      ...written,
    ].join(' union all ')})`
}

/** `rule, block, record_id, side`: a hash of what the terms give; nothing where any of them has no value. */
function blockSql({ on, across }: BlockingRule, at: number, records: string): string {
  const terms = on.map((term) => termSql(term, 'x'))
  const side = across === undefined ? 'null::ubigint' : `hash(${termSql(across, 'x')})`
  const needed = [...terms, ...(across === undefined ? [] : [termSql(across, 'x')])]
  return `select ${at}::tinyint as rule, hash(${terms.join(', ')}) as block, x.record_id, ${side} as side
    from ${records} as x where ${needed.map((term) => `${term} is not null`).join(' and ')}`
}
