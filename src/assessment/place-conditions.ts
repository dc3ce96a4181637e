import { quoteText } from '../sql/index.ts'
import { placeComparisons } from './allowed-evidence.ts'
import type { FactDiffers, PlacesApart, PlacesVary } from './condition.ts'
import { withoutFactSql } from './fact-test.ts'
import { owns, reads } from './relations.ts'
import { unjudged } from './scales.ts'

/**
 * Conditions on places. Places enter by equality alone: none of them is named, in the catalogue or here, and
 * renaming all of them changes nothing. Columns as every condition.
 */
const columns = 'identity_no, observation_id, rank, told'
const ofNetwork = `name = ${quoteText(placeComparisons.network_from_residence.fact)}`

/** Observations that disagree with the claim, of identities that (nearly) always do, over weeks. */
export function factDiffersSql(condition: FactDiffers): string {
  const { fact, claim } = placeComparisons[condition.comparison]
  return `with observed as (select * from ${owns.place} where name = ${quoteText(fact)}),
    claimed as (
      select distinct m.identity_no, lower(e.${claim}) as place from ${reads.event} as e
      join ${reads.member} as m using (subject_id)
      where e.${claim} is not null and e.observation_id not in (select observation_id from ${reads.echo})),
    compared as (
      select f.*, c.place is not null as agrees from observed as f
      semi join claimed using (identity_no)
      left join claimed as c on c.identity_no = f.identity_no and c.place = f.place),
    persistent as (
      select identity_no from compared where rank < ${unjudged} group by identity_no
      having count(*) >= ${condition.observations}
        and avg(agrees::int) < ${condition.agreeing_share_below}
        and date_diff('day', min(happened_at) filter (where not agrees), max(happened_at) filter (where not agrees))
          >= ${condition.days})
    select ${columns} from compared semi join persistent using (identity_no) where not agrees`
}

/** Both kinds of events at one employer, of identities where they are never at one place. */
export function placesApartSql(condition: PlacesApart): string {
  const [of, from] = [quoteText(condition.of), quoteText(condition.from)]
  return `with placed as (
      select * from ${owns.place}
      where ${ofNetwork} and event in (${of}, ${from}) and employer is not null and rank < ${unjudged}),
    apart as (
      select identity_no, employer from placed group by all
      having count(*) filter (event = ${of}) >= ${condition.observations}
        and count(*) filter (event = ${from}) >= ${condition.observations}
        and date_diff('day', min(happened_at) filter (event = ${of}), max(happened_at) filter (event = ${of}))
          >= ${condition.days}
        and date_diff('day', min(happened_at) filter (event = ${from}), max(happened_at) filter (event = ${from}))
          >= ${condition.days}
        and len(list_intersect(list(distinct place) filter (event = ${of}),
          list(distinct place) filter (event = ${from}))) = 0)
    select ${columns} from placed semi join apart using (identity_no, employer)`
}

/** Events soon after one at another place, of identities to which it happened so many times. */
export const placesVarySql = (condition: PlacesVary): string => `with moved as (
      select *, lag(place) over course as place_before, lag(happened_at) over course as before
      from ${owns.place}
      where ${ofNetwork} and event = ${quoteText(condition.kind)} and rank < ${unjudged}
        and ${withoutFactSql(condition.without)}
      window course as (partition by identity_no order by happened_at, observation_id)
      qualify place_before <> place and happened_at <= before + interval ${condition.hours} hours)
    select ${columns} from moved
    where identity_no in (
      select identity_no from moved group by all having count(*) >= ${condition.times_at_least})`
