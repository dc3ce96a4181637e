import { explainPair, type LinkModel, linkTables, type PairExplanation } from '../linkage/index.ts'
import type { SqlEngine } from '../sql/index.ts'
import { requireIdentity } from './places.ts'
import { shownBySql } from './shown-infrastructure.ts'
import { seenJudgements, standingSql } from './statements.ts'
import { controlledBySql } from './subjects.ts'
import { type Bridge, weakestBridge } from './weakest-bridge.ts'

/** Why a group is one: what was compared in it, and where it would come apart first. */
export interface HoldingTogether {
  /** Subjects of an identity (`source/ref`), identities of a ring (`idn_…`). */
  readonly members: readonly string[]
  /** Pairs of them that were compared. */
  readonly pairs: number
  /** Null where there is one member only. */
  readonly bridge: NamedBridge | null
}

export interface NamedBridge {
  /** The two members that it joins. */
  readonly between: readonly [string, string]
  /** Prior and evidence; null: a person's word is all that joins them. */
  readonly bits: number | null
  readonly threshold_bits: number
  /** What the two share there, heaviest first. */
  readonly shared: PairExplanation['comparisons']
  /** The members on either side, the side of `between[0]` first. */
  readonly parts: readonly [readonly string[], readonly string[]]
  /** Pairs that were compared between the parts. */
  readonly across: number
  /** Sizes of the groups that linkage forms without any of them, the largest first. */
  readonly without: readonly number[]
}

/** Which members, of which question. */
export interface GroupPlace {
  readonly model: LinkModel
  readonly prefix: 'person' | 'hands'
  /** A query of `id, name`. */
  readonly members: string
  /** A query of `left_id, right_id, same`: what people said, as the last linkage has seen it. */
  readonly said: string
  /** What records hold, as in the linkage; `ids` is a list in SQL. */
  readonly keys: (ids: string) => string
}

/** Why the subjects of an identity (`idn_…`) are one. */
export async function identityTogether(
  sql: SqlEngine,
  model: LinkModel,
  identity: string,
): Promise<HoldingTogether> {
  const { identity_no: no } = await requireIdentity(sql, identity)
  return groupTogether(sql, {
    model,
    prefix: 'person',
    members: `select subject_id as id, source || '/' || ref as name
      from subject semi join (from identity_member where identity_no = ${no}) using (subject_id)`,
    said: `select left_subject as left_id, right_subject as right_id, same
      from (${standingSql('person', seenJudgements)})`,
    keys: (ids) => controlledBySql(`(select unnest([${ids}]) as subject_id)`),
  })
}

/** Why the identities of a group that shares infrastructure are one. */
export const ringTogether = (
  sql: SqlEngine,
  model: LinkModel,
  /** A query of `identity_no`. */
  members: string,
): Promise<HoldingTogether> =>
  groupTogether(sql, {
    model,
    prefix: 'hands',
    members: `select identity_no as id, identity as name from identity semi join (${members}) using (identity_no)`,
    said: `select l.identity_no as left_id, r.identity_no as right_id, bool_and(same) as same
      from (${standingSql('hands', seenJudgements)}) as j
      join identity_member as l on l.subject_id = j.left_subject
      join identity_member as r on r.subject_id = j.right_subject
      where l.identity_no <> r.identity_no group by all`,
    keys: (ids) => shownBySql(`(select unnest([${ids}]) as identity_no)`),
  })

interface Member {
  readonly id: number
  readonly name: string
}

async function groupTogether(sql: SqlEngine, place: GroupPlace): Promise<HoldingTogether> {
  const { record, pair } = linkTables(place.prefix)
  const members = await sql.rows<Member>(`select m.id, m.name from (${place.members}) as m
    left join ${record} as r on r.record_id = m.id order by r.order_key, m.id`)
  const at = new Map(members.map(({ id }, position) => [id, position]))
  const placed = async <Row extends PairOfIds>(query: string, columns: string) => {
    const rows = await sql.rows<Row>(`with member as (${place.members})
      select left_id, right_id, ${columns} from (${query}) as p
      semi join member as a on a.id = p.left_id semi join member as b on b.id = p.right_id`)
    return rows.map((row) => ({
      ...row,
      left: at.get(row.left_id) ?? 0,
      right: at.get(row.right_id) ?? 0,
    }))
  }
  const pairs = await placed<PairOfIds & Weighed>(
    `from ${pair}`,
    'key_bits as keys, column_bits as columns, veto',
  )
  const said = await placed<PairOfIds & { readonly same: boolean }>(place.said, 'same')
  const { prior_bits: prior, threshold_bits: threshold } = place.model
  const bridge = weakestBridge({ members: members.length, pairs, said, prior, threshold })
  return {
    members: members.map(({ name }) => name),
    pairs: pairs.length,
    bridge: bridge === undefined ? null : await named(sql, place, { bridge, members }),
  }
}

interface PairOfIds {
  readonly left_id: number
  readonly right_id: number
}

interface Weighed {
  readonly keys: number
  readonly columns: number
  readonly veto: boolean
}

interface Found {
  readonly bridge: Bridge
  readonly members: readonly Member[]
}

async function named(
  sql: SqlEngine,
  { model, prefix, keys }: GroupPlace,
  { bridge, members }: Found,
): Promise<NamedBridge> {
  const name = (at: number): string => members[at]?.name ?? ''
  const [left, right] = [members[bridge.left]?.id ?? 0, members[bridge.right]?.id ?? 0]
  const place = { prefix, left, right, keys: keys(`${left}, ${right}`) }
  const { comparisons } = await explainPair(sql, model, place)
  return {
    between: [name(bridge.left), name(bridge.right)],
    bits: bridge.bits,
    threshold_bits: model.threshold_bits,
    shared: comparisons
      .filter(({ bits }) => bits > 0)
      .toSorted((one, other) => other.bits - one.bits),
    parts: [bridge.parts[0].map(name), bridge.parts[1].map(name)],
    across: bridge.across,
    without: bridge.without,
  }
}
