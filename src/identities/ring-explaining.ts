import { type LinkKey, type LinkModel, linkTables } from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import { quoteList, quoteText, type SqlEngine } from '../sql/index.ts'
import { type HoldingTogether, ringTogether } from './holding-together.ts'
import { requireLinked } from './places.ts'
import { shownBySql } from './shown-infrastructure.ts'

export interface RingMember {
  readonly identity: string
  /** The name that most of its subjects present; null where none does. */
  readonly name: string | null
  readonly subjects: number
}

/** Something that two or more of a ring share and that is no hub. */
export interface SharedThing {
  /** Key of the model. */
  readonly comparison: string
  readonly kind: string
  readonly detail: string
  readonly value: string
  /** Identities of the ring that share it: how many, and which (`idn_…`). */
  readonly here: number
  readonly identities: readonly string[]
  /** Identities that share it in all. */
  readonly members: number
  readonly bits: number
}

export interface RingExplanation {
  readonly ring: string
  readonly members: readonly RingMember[]
  /** The weightiest first; passages of CVs are counted, not listed. */
  readonly shared: readonly SharedThing[]
  readonly passages: number
  readonly together: HoldingTogether
}

/** Who stands in a ring (`rng_…`) and what joins them. Whether it may be named is for whoever knows their status. */
export async function explainRing(
  sql: SqlEngine,
  model: LinkModel,
  ring: string,
): Promise<RingExplanation> {
  await requireLinked(sql)
  const inRing = `select identity_no from ring_member
    semi join listed_identity using (identity_no) where ring = ${quoteText(ring)}`
  const members = await sql.rows<RingMember>(`
    select i.identity, any_value(r.name) as name, count(*) as subjects
    from identity as i semi join (${inRing}) using (identity_no)
    join identity_member as m using (identity_no)
    left join ${linkTables('hands').record} as r on r.record_id = i.identity_no
    group by i.identity_no, i.identity order by i.identity_no`)
  if (members.length === 0) {
    throw new Problem('not-found', `no ring ${ring}: \`ringer identities\` names them`)
  }
  const all = await sharedThings(sql, model, inRing)
  return {
    ring,
    members,
    shared: all.filter(({ kind }) => kind !== 'passage'),
    passages: all.filter(({ kind }) => kind === 'passage').length,
    together: await ringTogether(sql, model, inRing),
  }
}

function sharedThings(sql: SqlEngine, model: LinkModel, inRing: string): Promise<SharedThing[]> {
  const { value, held } = linkTables('hands')
  const shown = shownBySql(`(${inRing})`)
  const each = model.keys.map(
    (key, at) => `
    select ${quoteText(key.name)} as comparison, kind, min(${key.same_detail ? 'detail' : quoteText('')}) as detail,
      min(value) as value, count(distinct record_id) as here,
      list(distinct record_id order by record_id) as holders, any_value(v.members) as members,
      any_value(v.bits) as bits
    from (from shown where ${ofKey(key)}) as s
    join ${value} as v on v.key = ${at} and v.value_id = s.value_id and not v.hub
    semi join ${held} as h on h.key = ${at} and h.record_id = s.record_id
      and h.value_id = s.value_id and (h.counts or not v.crowded)
    group by kind, s.value_id having here > 1`,
  )
  return sql.rows(`with shown as materialized (${shown})
    select s.* exclude (holders), (
        select list(identity order by identity_no) from identity where list_contains(s.holders, identity_no)
      ) as identities
    from (${each.join(' union all ')}) as s order by bits desc, comparison, value`)
}

const ofKey = ({ kind, details }: LinkKey): string =>
  `kind = ${quoteText(kind)}${details === undefined ? '' : ` and detail in ${quoteList(details)}`}`
