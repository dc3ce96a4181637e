import { quoteText } from '../sql/index.ts'
import { type LinkedEvidence, linkedSelectorSql, linkedSql } from './linked-evidence.ts'

/** Which subjects stand in which identity, and which identities are asked about. */
export interface Members {
  /** A table of `identity_no, subject_id`. */
  readonly members: string
  /** A table of `identity_no`; absent: all. */
  readonly among?: string
  /** Absent: that of the last run. */
  readonly evidence?: LinkedEvidence
}

/**
 * Identities as records for linkage: under which name most of their subjects go. `subjects`: the table of the
 * records of subjects.
 */
export function identityRecordSql(given: Members, subjects: string): string {
  return `select identity_no as record_id, min(order_key) as order_key,
      max_by(name, (called, name)) filter (name is not null) as name
    from (
      select m.identity_no, r.name, count(*) as called, min(r.order_key) as order_key
      from (${memberSql(given)}) as m join ${subjects} as r on r.record_id = m.subject_id
      group by m.identity_no, r.name)
    group by identity_no`
}

/**
 * `record_id, kind, detail, value, value_id, counts`. A referee's mailbox and the mailbox of an identity meet in the kind
 * `reference`, where only what somebody named counts: references that point at each other are a link.
 * The house where things are sent is `address` and its flat `unit`; those that anybody gave as a home are claimed (`home`,
 * `home_unit`). Texts come as hashed passages, pictures as their hash.
 */
export function identityKeySql(given: Members): string {
  const member = memberSql(given)
  const rows = countsAs.map(
    ([kind, detail, as, said]) =>
      `(${quoteText(kind)}, ${detail}, ${quoteText(as)}, ${said === undefined ? 'null::varchar' : quoteText(said)})`,
  )
  // Of a few identities: first their own selectors, then as what they count.
  const [some, selectors] =
    given.among === undefined
      ? ['', linkedSelectorSql('selector', given.evidence)]
      : [
          `with own as materialized (
            from ${linkedSelectorSql(`(from selector where subject_id in (select subject_id from (${member})))`, given.evidence)}) `,
          'own',
        ]
  return `${some}select m.identity_no as record_id, a.kind, coalesce(a.said, s.detail) as detail, s.value,
      s.value_id, s.counts
    from ${selectors} as s
    join (values ${rows.join(', ')}) as a (of, home, kind, said)
      on a.of = s.kind and (a.home is null or a.home = (s.detail = 'home'))
    join (${member}) as m on m.subject_id = s.subject_id
    union all
    select m.identity_no, 'passage', '', p.hash::varchar, p.hash, p.counts
    from ${linkedSql('passage', given.evidence)} as p join (${member}) as m on m.subject_id = p.subject_id`
}

/** As what a selector counts: its kind, whether it must (not) be a home, the kind and detail of the linkage. */
const countsAs: readonly (readonly [
  kind: string,
  home: 'true' | 'false' | 'null::boolean',
  as: string,
  said?: 'own' | 'named',
])[] = [
  ['device', 'null::boolean', 'device'],
  ['account', 'null::boolean', 'account'],
  ['phone', 'null::boolean', 'phone'],
  ['ip', 'null::boolean', 'ip'],
  ['photo', 'null::boolean', 'photo'],
  ['place', 'false', 'address'],
  ['unit', 'false', 'unit'],
  ['place', 'null::boolean', 'home'],
  ['unit', 'null::boolean', 'home_unit'],
  ['email', 'null::boolean', 'reference', 'own'],
  ['phone', 'null::boolean', 'reference', 'own'],
  ['reference_email', 'null::boolean', 'reference', 'named'],
  ['reference_phone', 'null::boolean', 'reference', 'named'],
]

/** What some identities showed, as they stand now. */
export const shownBySql = (among: string): string =>
  identityKeySql({ members: 'identity_member', among })

const memberSql = ({ members, among }: Members): string =>
  `select identity_no, subject_id from ${members}
   ${among === undefined ? '' : `semi join ${among} using (identity_no)`}`
