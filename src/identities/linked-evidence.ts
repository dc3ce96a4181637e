import { quoteText, type SqlEngine } from '../sql/index.ts'

/**
 * What of the evidence linkage reads, and what of it counts: not our own release that comes back, and what a source
 * of grade F shows makes no selector a common one. Both follow from what sources say of themselves and from the
 * ledger of names, and stand in tables of the linkage: a run looks at what is new.
 */
export interface LinkedEvidence {
  readonly source: string
  readonly echo: string
}

/** The tables that stand: of the last run. */
export const lastingEvidence: LinkedEvidence = { source: 'linkage_source', echo: 'linkage_echo' }

/** Temporary: those of a full run, until its results are written. */
export const nextEvidence: LinkedEvidence = {
  source: 'linkage_next_source',
  echo: 'linkage_next_echo',
}

/** Passing: what somebody passes on, and reports: whoever only knows our name for somebody saw nothing. */
const passedOn = 'passed_on'

/** Passing: the sources of which that is another one than at the last run. */
const changedSource = 'changed_source'

/** `source, counts, ours`: as sources are graded and declared now. */
const sourceSql = (organization: string | undefined): string =>
  `select source, reliability <> 'F' as counts,
     ${organization === undefined ? 'false' : `coalesce(organization = ${quoteText(organization)}, false)`} as ours
   from source_in_force`

/** Makes the tables of a full run, `nextEvidence`. */
export async function readLinkedEvidence(
  sql: SqlEngine,
  organization: string | undefined,
): Promise<void> {
  const { source, echo } = nextEvidence
  await sql.run(`create or replace temp table ${source} as ${sourceSql(organization)}`)
  await sql.run(`create or replace temp table ${echo} (observation_id bigint)`)
  await addEchoes(sql, organization, { events: 'event', tables: nextEvidence })
}

/** Puts the tables of a full run in the place of those of the run before. */
export async function keepLinkedEvidence(sql: SqlEngine): Promise<void> {
  const [built, replaced] = [nextEvidence, lastingEvidence]
  for (const part of ['source', 'echo'] as const) {
    await sql.run(`create or replace table ${replaced[part]} as from ${built[part]}`)
  }
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
    ${sourceSql(organization)} except from ${lastingEvidence.source}`)
  return `select subject_id from subject semi join ${changedSource} using (source)`
}

/** Brings the tables up to date with the observations after `last` and the sources that `changedSources` noted. */
export async function readNewEvidence(
  sql: SqlEngine,
  organization: string | undefined,
  last: number,
): Promise<void> {
  const [changed] = await sql.rows<{ sources: number }>(
    `select count(*) as sources from ${changedSource}`,
  )
  if (changed?.sources) await readAgain(sql, organization, last)
  const events = `(from event where observation_id > ${last})`
  await addEchoes(sql, organization, { events, tables: lastingEvidence })
}

/** What the sources are now, and what they said before that is our own or is no more. */
async function readAgain(
  sql: SqlEngine,
  organization: string | undefined,
  last: number,
): Promise<void> {
  const { source, echo } = lastingEvidence
  await sql.run(`delete from ${source} where source in (select source from ${changedSource})`)
  await sql.run(`insert into ${source} by name from ${changedSource}`)
  const theirs = `(from event semi join ${changedSource} using (source) where observation_id <= ${last})`
  await sql.run(
    `delete from ${echo} where observation_id in (select observation_id from ${theirs})`,
  )
  await addEchoes(sql, organization, { events: theirs, tables: lastingEvidence })
}

/**
 * Adds of some events what we published ourselves and somebody passes on: it names us as its origin, or it
 * carries a name that only we give (idn_…). A name is one from the run on that gave it: what came before cannot
 * repeat it, and so a run that makes all anew finds the same.
 */
async function addEchoes(
  sql: SqlEngine,
  organization: string | undefined,
  { events, tables }: { readonly events: string; readonly tables: LinkedEvidence },
): Promise<void> {
  const ours =
    organization === undefined ? 'false' : `lower(origin_organization) = ${quoteText(organization)}`
  await sql.run(`create or replace temp table ${passedOn} as
    select observation_id, subject_id, coalesce(${ours}, false) as is_ours
    from ${events} semi join (from ${tables.source} where not ours) using (source)
    where kind in ('publication', 'report') or first_hand = false or origin_organization is not null`)
  const names = `select p.observation_id, s.ref as name
    from ${passedOn} as p join subject as s using (subject_id) where not p.is_ours`
  const carried = [names, ...(await originNames(sql))]
  await sql.run(`insert into ${tables.echo} (observation_id)
    select observation_id from ${passedOn} where is_ours
    union
    select c.observation_id from (${carried.join(' union all ')}) as c
    join identity_name as n on n.identity = c.name
    join link_run as r on r.run_id = n.run_id and r.last_observation < c.observation_id`)
  await sql.run(`drop table ${passedOn}`)
}

/**
 * The query of the ids of origins, where there are names that one can be: it reads bodies, from the first
 * observation to the last that something passes on.
 */
async function originNames(sql: SqlEngine): Promise<readonly string[]> {
  const [range] = await sql.rows<{ first: number | null; last: number | null }>(`
    select min(observation_id) as first, max(observation_id) as last from ${passedOn}
    where not is_ours and observation_id > (
      select min(last_observation) from link_run semi join identity_name using (run_id))`)
  if (range?.first == null) return []
  return [
    `select observation_id, json_extract_string(body, '$.origin.id')
     from (from observation where observation_id between ${range.first} and ${range.last})
     semi join (from ${passedOn} where not is_ours) using (observation_id)`,
  ]
}

/** SQL truth of a row of events, selectors or passages. */
export const isEchoSql = ({ echo } = lastingEvidence): string =>
  `observation_id in (select observation_id from ${echo})`

/** Networks whose addresses are the exits of many: whoever leaves through one shares it with strangers. */
export const exitNetworks = ['vpn', 'proxy', 'tor', 'residential_proxy'] as const

/**
 * Rows of selectors that linkage reads (`linkedSql`), without addresses that their own observation calls the exit of a
 * VPN, a proxy or Tor: two customers of one service are no ring, and no number of customers has to show it.
 */
export const linkedSelectorSql = (table = 'selector', evidence = lastingEvidence): string =>
  `(select s.* from ${linkedSql(table, evidence)} as s anti join (
      select observation_id from fact
      where name = 'ip.network' and text in (${exitNetworks.map(quoteText).join(', ')})) as x
    on x.observation_id = case s.kind when 'ip' then s.observation_id end)`

/** Rows of a table of selectors or passages that linkage reads, and whether they count (`counts`). */
export const linkedSql = (table: string, { source, echo } = lastingEvidence): string =>
  `(select *, subject_id not in (
      select subject_id from subject semi join (from ${source} where not counts) using (source)) as counts
    from ${table} anti join ${echo} using (observation_id))`
