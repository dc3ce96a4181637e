import { quoteText, type SqlEngine } from '../sql/index.ts'

/**
 * What of the evidence linkage reads, and what of it counts: not our own release that comes back, and what a source
 * of grade F shows makes no selector a common one. Both follow from what sources say of themselves and from the
 * ledger of names, and stand in tables of the linkage: a run looks at what is new.
 */
const sourceTable = 'linkage_source'
const echoTable = 'linkage_echo'

/** Passing: the sources of which that is another one than at the last run. */
const changedSource = 'changed_source'

/** `source, counts, ours`: as sources are graded and declared now. */
const sourceSql = (organization: string | undefined): string =>
  `select source, reliability <> 'F' as counts,
     ${organization === undefined ? 'false' : `coalesce(organization = ${quoteText(organization)}, false)`} as ours
   from source_in_force`

/** Makes the tables anew. */
export async function readLinkedEvidence(
  sql: SqlEngine,
  organization: string | undefined,
): Promise<void> {
  await sql.run(`create or replace table ${sourceTable} as ${sourceSql(organization)}`)
  await sql.run(`create or replace table ${echoTable} as ${echoSql('event', organization)}`)
}

/**
 * Notes the sources that are graded or declared otherwise than at the last run; gives a query of `subject_id` of
 * theirs, which are to be linked again.
 */
export async function changedSources(
  sql: SqlEngine,
  organization: string | undefined,
): Promise<string> {
  await sql.run(`create or replace temp table ${changedSource} as
    select source from (${sourceSql(organization)} except from ${sourceTable})`)
  return `select subject_id from subject semi join ${changedSource} using (source)`
}

/** Brings the tables up to date with the observations after `last` and the sources that `changedSources` noted. */
export async function readNewEvidence(
  sql: SqlEngine,
  organization: string | undefined,
  last: number,
): Promise<void> {
  const events = `(from event where observation_id > ${last} union all
    from (from event where observation_id <= ${last}) semi join ${changedSource} using (source))`
  await sql.run(`create or replace table ${sourceTable} as ${sourceSql(organization)}`)
  await sql.run(
    `delete from ${echoTable} where observation_id in (select observation_id from ${events})`,
  )
  await sql.run(`insert into ${echoTable} ${echoSql(events, organization)}`)
}

/**
 * `observation_id` of what we published ourselves and somebody passes on: it names us as its origin, or it
 * carries a name that only we give (idn_…). A name is one from the run on that gave it: what came before cannot
 * repeat it, and so a run that makes all anew finds the same. Bodies are read of the few that name an origin.
 */
function echoSql(events: string, organization: string | undefined): string {
  const ours =
    organization === undefined ? 'false' : `lower(origin_organization) = ${quoteText(organization)}`
  return `with passed as materialized (
      select observation_id, subject_id, origin_organization, first_hand
      from ${events} semi join (from ${sourceTable} where not ours) using (source)
      where kind = 'publication' or first_hand = false or origin_organization is not null),
    named as (
      select identity, last_observation from identity_name join link_run using (run_id)),
    carrying as (
      select p.observation_id, s.ref as name
      from passed as p join subject as s using (subject_id)
      union all
      select o.observation_id, json_extract_string(o.body, '$.origin.id')
      from observation as o semi join passed using (observation_id)
      where exists (from named))
    select observation_id from passed where ${ours}
    union
    select c.observation_id from carrying as c
    join named as n on n.identity = c.name and n.last_observation < c.observation_id`
}

/** SQL truth of a row of events, selectors or passages. */
export const isEchoSql = `observation_id in (select observation_id from ${echoTable})`

/** Rows of a table of selectors or passages that linkage reads, and whether they count (`counts`). */
export const linkedSql = (table: string): string =>
  `(select *, subject_id not in (
      select subject_id from subject semi join (from ${sourceTable} where not counts) using (source)) as counts
    from ${table} anti join ${echoTable} using (observation_id))`
