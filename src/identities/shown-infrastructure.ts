/** Which subjects stand in which identity, and which identities are asked about. */
export interface Members {
  /** A table of `identity_no, subject_id`. */
  readonly members: string
  /** A table of `identity_no`; absent: all. */
  readonly among?: string
}

/**
 * Identities as records for linkage: under which name most of their subjects go, and what infrastructure they
 * showed.
 */
export function identityRecordSql(given: Members): string {
  return `select identity_no as record_id, min(order_key) as order_key,
      max_by(name, (called, name)) filter (name is not null) as name
    from (
      select m.identity_no, r.name, count(*) as called, min(r.order_key) as order_key
      from (${memberSql(given)}) as m join person_record as r on r.record_id = m.subject_id
      group by m.identity_no, r.name)
    group by identity_no`
}

/**
 * `record_id, kind, detail, value`. A referee's mailbox and the mailbox of an identity meet in the kind
 * `reference`, where only what somebody named counts: references that point at each other are a link.
 * An address where things are sent is `address`; one that anybody gave as a home is claimed (`home`). Texts
 * come as hashed passages, pictures as their hash.
 */
export function identityKeySql(given: Members): string {
  const { among } = given
  const member = memberSql(given)
  // A few identities: what they showed is read in one pass over the selectors, not in one for every kind.
  const from = among === undefined ? 'selector' : 'some_selector'
  const some = `with some_selector as materialized (
      from selector where subject_id in (select subject_id from (${member}))) `
  const shown = (kind: string, where: string, detail = 's.detail'): string =>
    `select m.identity_no as record_id, ${kind} as kind, ${detail} as detail, s.value
     from (from ${from} where ${where}) as s join (${member}) as m on m.subject_id = s.subject_id`
  const all = [
    shown('s.kind', `kind in ('device', 'account', 'phone', 'ip', 'photo')`),
    shown(`'address'`, `kind = 'address' and detail <> 'home'`),
    shown(`'home'`, `kind = 'address'`),
    shown(`'reference'`, `kind in ('email', 'phone')`, `'own'`),
    shown(`'reference'`, `kind in ('reference_email', 'reference_phone')`, `'named'`),
    `select m.identity_no, 'passage', '', p.hash::varchar
     from passage as p join (${member}) as m on m.subject_id = p.subject_id`,
  ].join(' union all ')
  return among === undefined ? all : some + all
}

/** What some identities showed, as they stand now. */
export const shownBySql = (among: string): string =>
  identityKeySql({ members: 'identity_member', among })

const memberSql = ({ members, among }: Members): string =>
  `select identity_no, subject_id from ${members}
   ${among === undefined ? '' : `semi join ${among} using (identity_no)`}`
