import type { SqlEngine } from '../sql/index.ts'
import {
  addCounts,
  type CommitCounts,
  noCounts,
  onlyRow,
  readingTables,
  readStagedSql,
  type StagedBatch,
} from './staged-batch.ts'
import { stagedColumns } from './staging.ts'
import { commitWithdrawals, dropWithdrawn } from './withdrawals.ts'

/** Columns that go from a staged observation into `event` as they are. */
const eventColumns = [
  'source',
  'kind',
  'stage',
  'organization',
  'organization_name',
  'industry',
  'organization_country',
  'ai',
  'tags',
  'size',
  'parent',
  'role_title',
  'role_requisition',
  'role_key',
  'role_soc',
  'role_remote',
  'role_country',
  'name',
  'birth_year',
  'claimed_country',
  'claimed_city',
  'claimed_timezone',
  'origin_organization',
  'first_hand',
] as const

/**
 * Takes one staged batch into the ledger. Run it in a transaction: a batch is in wholly or not at all.
 *
 * The same (source, id) with content that the store has seen, in any version, changes nothing: a file
 * can be imported again at any time. With other content it is a newer version, and the one committed
 * last counts (decision 0004).
 */
export async function commitBatch(
  sql: SqlEngine,
  batch: StagedBatch,
  importId: number,
): Promise<CommitCounts> {
  const counts = [
    batch.sources.length > 0 ? await commitSources(sql, batch.sources, importId) : noCounts,
    batch.exposures.length > 0 ? await commitExposures(sql, batch.exposures, importId) : noCounts,
    batch.observations.length > 0
      ? await commitObservations(sql, batch.observations, importId)
      : noCounts,
    // Last: what a batch brings and takes back is gone.
    batch.withdrawals?.length
      ? await commitWithdrawals(sql, batch.withdrawals, importId)
      : noCounts,
  ]
  return counts.reduce(addCounts)
}

async function commitObservations(
  sql: SqlEngine,
  paths: readonly string[],
  importId: number,
): Promise<CommitCounts> {
  await sql.run(
    `create or replace temp table staged as select * from ${readStagedSql(paths, stagedColumns)}`,
  )
  const withdrawn = await dropWithdrawn(sql)
  await sql.run(newRows)
  await numberNewSubjects(sql)
  await sql.run(replacedRows)
  const counts = await onlyRow<Omit<CommitCounts, 'withdrawn'> & { staged: number }>(
    sql,
    `select (select count(*) from staged) as staged,
            (select count(*) from new_observation) as accepted,
            (select count(distinct superseded_by) from new_superseded) as newer,
            0 as known`,
  )
  await sql.run(`insert into observation
    select n.observation_id, ${importId}, s.source, s.id, s.content_hash, s.body
    from staged as s join new_observation as n on n.line = s.line`)
  await sql.run('insert into superseded select observation_id, superseded_by from new_superseded')
  if (counts.newer > 0) await dropReplacedReadings(sql)
  await insertReadings(sql)
  const { accepted, newer } = counts
  return { accepted, newer, known: counts.staged - accepted, withdrawn }
}

/**
 * `line, observation_id, source, id`: staged lines that the ledger does not have, once each, numbered
 * in the order of their lines. Narrow on purpose: the wide rows stay in `staged` and are read once more
 * for each table that takes something from them.
 */
const newRows = `create or replace temp table new_observation as
  with fresh as (
    select s.line, s.source, s.id from (select line, source, id, content_hash from staged) as s
    anti join observation as o
      on o.source = s.source and o.id = s.id and o.content_hash = s.content_hash
    qualify row_number() over (partition by s.source, s.id, s.content_hash order by s.line) = 1
  )
  select line, (select coalesce(max(observation_id), 0) from observation)
           + row_number() over (order by line) as observation_id, source, id
  from fresh`

/** Which observations the new ones replace: earlier ones in the store, earlier ones in the batch. */
const replacedRows = `create or replace temp table new_superseded as
  with versions as (
    select o.source, o.id, o.observation_id
    from observation as o
    semi join new_observation as n on n.source = o.source and n.id = o.id
    union all
    select source, id, observation_id from new_observation
  ), chained as (
    select observation_id,
           lead(observation_id) over (partition by source, id order by observation_id) as superseded_by
    from versions
  )
  select observation_id, superseded_by from chained
  where superseded_by is not null
    and observation_id not in (select observation_id from superseded)`

async function numberNewSubjects(sql: SqlEngine): Promise<void> {
  await sql.run(`insert into subject (subject_id, source, ref)
    select (select coalesce(max(subject_id), 0) from subject)
             + row_number() over (order by first_id), source, ref
    from (
      select n.source, n.ref, min(n.observation_id) as first_id
      from (select s.source, s.ref, n.observation_id
            from staged as s join new_observation as n on n.line = s.line) as n
      anti join subject as s on s.source = n.source and s.ref = n.ref
      group by n.source, n.ref
    )`)
}

async function dropReplacedReadings(sql: SqlEngine): Promise<void> {
  for (const table of readingTables) {
    await sql.run(`delete from ${table}
      where observation_id in (select observation_id from new_superseded)`)
  }
}

/** Fills the derived tables from what is new in `staged`, leaving out what is already superseded. */
async function insertReadings(sql: SqlEngine): Promise<void> {
  await sql.run(`create or replace temp table new_reading as
    select n.line, n.observation_id, coalesce(p.moved_to, p.subject_id) as subject_id
    from new_observation as n
    join (select line, source, ref from staged) as s on s.line = n.line
    join subject as p on p.source = s.source and p.ref = s.ref
    where n.observation_id not in (select observation_id from new_superseded)`)
  const columns = eventColumns.map((column) => `s.${column}`).join(', ')
  await sql.run(`insert into event (observation_id, subject_id, happened_at, ${eventColumns.join(', ')})
    select n.observation_id, n.subject_id, epoch_ms(s.at_ms), ${columns}
    from staged as s join new_reading as n on n.line = s.line`)
  const unnested = (list: string): string =>
    `(select n.observation_id, n.subject_id, unnest(s.${list}) as r
      from (select line, ${list} from staged where len(${list}) > 0) as s
      join new_reading as n on n.line = s.line)`
  await sql.run(`insert into selector (observation_id, subject_id, kind, detail, value, controlled, value_id)
    select observation_id, subject_id, r.k, r.d, r.v, r.c, r.i from ${unnested('selectors')}`)
  await sql.run(`insert into fact
    select observation_id, subject_id, r.n, r.t, r.x, r.b, r.i, r.d from ${unnested('facts')}`)
  await sql.run(`insert into flag
    select observation_id, subject_id, r.i, r.n, r.b from ${unnested('flags')}`)
  await sql.run(`insert into passage
    select observation_id, subject_id, r from ${unnested('passages')}`)
  for (const table of ['staged', 'new_observation', 'new_superseded', 'new_reading']) {
    await sql.run(`drop table if exists ${table}`)
  }
}

/**
 * Makes the readings of a batch of bodies again, under the numbers they have. The staging file holds
 * `observation_id` in `line`. Used when everything derived is thrown away.
 */
export async function rereadBatch(sql: SqlEngine, paths: readonly string[]): Promise<void> {
  await sql.run(
    `create or replace temp table staged as select * from ${readStagedSql(paths, stagedColumns)}`,
  )
  await sql.run(`create or replace temp table new_observation as
    select line, line as observation_id, source, id from staged`)
  await sql.run(`create or replace temp table new_superseded as
    select observation_id, superseded_by from superseded`)
  await insertReadings(sql)
}

async function commitSources(
  sql: SqlEngine,
  paths: readonly string[],
  importId: number,
): Promise<CommitCounts> {
  const columns = {
    line: 'bigint',
    source: 'varchar',
    name: 'varchar',
    type: 'varchar',
    organization: 'varchar',
    reliability: 'varchar',
    tlp: 'varchar',
    acquisition: 'json',
    content_hash: 'varchar',
  }
  await sql.run(`create or replace temp table staged_source as
    select * from ${readStagedSql(paths, columns)}`)
  return commitStaged(sql, 'staged_source', {
    table: 'source_declaration',
    insert: `select (select coalesce(max(declaration_id), 0) from source_declaration)
               + row_number() over (order by line), ${importId}, source, name, type, organization,
             reliability,
             -- What was obtained from the actors themselves is the most sensitive there is.
             coalesce(tlp, case when type = 'actor_side' then 'TLP:RED' end),
             acquisition, content_hash`,
    known: 'exists (select 1 from source_declaration as d where d.content_hash = s.content_hash)',
    newer: `exists (select 1 from source_declaration as d where d.source = s.source)
      or row_number() over (partition by s.source order by line) > 1`,
  })
}

async function commitExposures(
  sql: SqlEngine,
  paths: readonly string[],
  importId: number,
): Promise<CommitCounts> {
  const columns = {
    line: 'bigint',
    period: 'varchar',
    sector: 'varchar',
    country: 'varchar',
    unit: 'varchar',
    value: 'double',
    provenance: 'varchar',
    content_hash: 'varchar',
  }
  await sql.run(`create or replace temp table staged_exposure as
    select * from ${readStagedSql(paths, columns)}`)
  return commitStaged(sql, 'staged_exposure', {
    table: 'exposure',
    insert: `select ${importId}, period, sector, country, unit, value, provenance, content_hash`,
    known: 'exists (select 1 from exposure as d where d.content_hash = s.content_hash)',
    newer: 'false',
  })
}

interface SmallTable {
  readonly table: string
  readonly insert: string
  readonly known: string
  readonly newer: string
}

/** Sources and exposures are few: one statement per count, equal lines of a batch taken once. */
async function commitStaged(
  sql: SqlEngine,
  staged: string,
  target: SmallTable,
): Promise<CommitCounts> {
  const once = `${staged}_once`
  await sql.run(`create or replace temp table ${once} as
    select *, (${target.newer}) as newer from ${staged} as s
    where not (${target.known})
    qualify row_number() over (partition by content_hash order by line) = 1`)
  const counts = await onlyRow<{ staged: number; fresh: number; newer: number }>(
    sql,
    `select (select count(*) from ${staged}) as staged, count(*) as fresh,
            count(*) filter (newer) as newer from ${once}`,
  )
  await sql.run(`insert into ${target.table} ${target.insert} from ${once} order by line`)
  await sql.run(`drop table ${staged}`)
  await sql.run(`drop table ${once}`)
  const { fresh: accepted, newer } = counts
  return { accepted, newer, known: counts.staged - accepted, withdrawn: 0 }
}
