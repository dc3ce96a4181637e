import { reads } from './relations.ts'

/** How an outcome counts as established: the evidence format's own list. */
const established = `('investigation', 'law_enforcement', 'in_person', 'court')`

/**
 * A query of what became of identities, where a graded source says that somebody established it: identity_no,
 * truth (`fraud`, `genuine`; the latest that was established), how, conflicting (others say otherwise).
 * Outcomes are what findings are held against; no condition can ask for them.
 */
export const establishedOutcomesSql = `select m.identity_no,
    arg_max(t.text, (e.happened_at, e.observation_id)) as truth,
    arg_max(b.text, (e.happened_at, e.observation_id)) as how,
    count(distinct t.text) > 1 as conflicting
  from ${reads.event} as e
  join ${reads.member} as m using (subject_id)
  join ${reads.fact} as t on t.observation_id = e.observation_id and t.name = 'outcome.truth'
    and t.text in ('fraud', 'genuine')
  join ${reads.fact} as b on b.observation_id = e.observation_id
    and b.name = 'outcome.established_by' and b.text in ${established}
  join ${reads.source} as s on s.source = e.source and s.reliability <> 'F'
  where e.kind = 'outcome' group by m.identity_no`
