import { type LinkModel, linkTables } from '../linkage/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { listHubs } from './hubs.ts'
import { nameOf } from './naming.ts'
import { shownBySql } from './shown-infrastructure.ts'
import { controlledBySql } from './subjects.ts'

/** Where a run keeps the tables of the two models. */
export interface ModelPrefixes {
  readonly person: string
  readonly hands: string
}

/** What the tables of a run say. */
export interface WrittenRings {
  readonly samePerson: LinkModel
  readonly sameHands: LinkModel
  readonly prefixes: ModelPrefixes
  /** False: only what the run touched has changed. */
  readonly all: boolean
}

/** Writes `ring_link`, `ring_member` and `hub`, as the tables of the linkage say. */
export async function writeRings(sql: SqlEngine, written: WrittenRings): Promise<void> {
  const { samePerson, sameHands, prefixes } = written
  await storeRingLinks(sql, written)
  await nameRings(sql, linkTables(prefixes.hands).group)
  await listHubs(sql, {
    model: samePerson,
    prefix: prefixes.person,
    keys: controlledBySql,
    id: 'subject_id',
  })
  await listHubs(sql, {
    model: sameHands,
    prefix: prefixes.hands,
    keys: shownBySql,
    id: 'identity_no',
  })
}

async function storeRingLinks(
  sql: SqlEngine,
  { sameHands: model, prefixes, all }: WrittenRings,
): Promise<void> {
  const { pair, touched } = linkTables(prefixes.hands)
  const of = (left: string, right: string): string =>
    all ? '' : `where ${left} in (from ${touched}) or ${right} in (from ${touched})`
  const reasons = model.keys.map(
    ({ name }, at) =>
      `case when key_${at} is not null then {comparison: ${quoteText(name)}, bits: key_${at}} end`,
  )
  await sql.run(`delete from ring_link ${of('left_identity', 'right_identity')}`)
  await sql.run(`insert into ring_link (left_identity, right_identity, bits, reasons)
    select left_id, right_id, ${model.prior_bits} + key_bits + column_bits,
      to_json(list_filter([${reasons.join(', ')}], lambda reason: reason is not null))::varchar
    from ${pair} ${of('left_id', 'right_id')}`)
}

/** A ring is named for the oldest identity in it. */
async function nameRings(sql: SqlEngine, group: string): Promise<void> {
  const members = await sql.rows<{ ring_no: number; identity_no: number; founder: string }>(`
    select dense_rank() over (order by g.group_id)::integer as ring_no, i.identity_no,
           first_value(i.identity) over (partition by g.group_id order by i.identity_no) as founder
    from ${group} as g join identity as i on i.identity_no = g.record_id
    qualify count(*) over (partition by g.group_id) > 1
    order by ring_no, i.identity_no`)
  const names = new Map<string, string>()
  const named = (founder: string): string => {
    const name = names.get(founder) ?? nameOf('rng', founder)
    names.set(founder, name)
    return name
  }
  await sql.run('delete from ring_member')
  await sql.append('ring_member', [
    { type: 'integer', values: members.map((member) => member.ring_no) },
    { type: 'varchar', values: members.map((member) => named(member.founder)) },
    { type: 'integer', values: members.map((member) => member.identity_no) },
  ])
}
