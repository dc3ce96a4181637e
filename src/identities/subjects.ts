import { isEchoSql, type LinkedEvidence, linkedSelectorSql } from './linked-evidence.ts'

/** Of whom: all, or those in a table of `subject_id` whose selectors, as linkage reads them, stand in a table of their own. */
export interface Asked {
  readonly selectors: string
  readonly among?: string
  /** Absent: that of the last run. */
  readonly evidence?: LinkedEvidence
}

/** All subjects, with their selectors as a run reads them. */
export const allSubjects = (evidence: LinkedEvidence): Asked => ({
  selectors: linkedSelectorSql('selector', evidence),
  evidence,
})

/**
 * Subjects as records for linkage: who they say they are (the latest claim of each kind; of several that are equally
 * late, the last in the order of values, whatever the order of arrival) and what they control. Only what is controlled
 * finds and joins subjects: a claimed name or photo may be stolen. Of whom there is nothing but our own words, nothing is known.
 */
export function subjectRecordSql({ selectors, among, evidence }: Asked): string {
  const within = among === undefined ? '' : `semi join ${among} using (subject_id)`
  const latest = (value: string): string =>
    `max_by(${value}, (e.happened_at, ${value})) filter (${value} is not null and not e.is_echo)`
  return `select s.subject_id as record_id, s.source || '/' || s.ref as order_key, e.name, e.birth_year, e.city
    from subject as s join (
      select e.subject_id, ${latest('n.value')} as name, ${latest('e.birth_year')} as birth_year,
        ${latest('e.claimed_city')} as city
      from (select *, ${isEchoSql(evidence)} as is_echo from event ${within}) as e
      left join (select observation_id, value from ${selectors} where kind = 'name') as n
        on n.observation_id = e.observation_id
      group by e.subject_id) as e on e.subject_id = s.subject_id`
}

/** `record_id, kind, detail, value, value_id, counts` of what subjects control. */
export const subjectKeySql = ({ selectors }: Pick<Asked, 'selectors'>): string =>
  `select subject_id as record_id, kind, detail, value, value_id, counts from ${selectors} where controlled`

/** `record_id, value_id, value` of what subjects control: the texts behind the ids. */
export const controlledTextSql =
  'select subject_id as record_id, value_id, value from selector where controlled'

/** The same of those in a table of `subject_id`. */
export const controlledBySql = (among: string): string =>
  subjectKeySql({ selectors: selectorsOfSql(among) })

/** Selectors, as linkage reads them, of those in a table of `subject_id`. */
export const selectorsOfSql = (among: string): string =>
  linkedSelectorSql(`(from selector semi join ${among} using (subject_id))`)
