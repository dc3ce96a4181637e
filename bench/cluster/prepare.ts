import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openEngine, quoteText, type SqlEngine } from '../../src/sql/index.ts'
import { senzingRecords } from './senzing.ts'

/**
 * Makes of each public data set one flat Parquet table `NAME.parquet` with a column `id`, all text and
 * without its labels, and beside it the truth, `NAME-truth.csv` with `id,cluster`.
 * `node bench/cluster/prepare.ts DATA OUT`
 */
export interface Dataset {
  /** Also the name of our model: `models/NAME.json`. */
  readonly name: string
  readonly table: string
  readonly truth: string
}

/** A query that gives a data set as it is, its id in `id` and its label in `cluster`. */
type Labelled = (data: string) => string

const historical: Labelled = (data) => `
  select unique_id as id, * exclude (unique_id)
  from read_parquet(${path(data, 'splink_datasets/historical_figures_with_errors_50k.parquet')})`

const fake: Labelled = (data) => `
  select unique_id as id, * exclude (unique_id)
  from read_csv(${path(data, 'splink_datasets/fake_1000.csv')}, all_varchar = true)`

/** A comma and a space stand between the values, also in the header. `rec-12-org` and `rec-12-dup-0` are one person. */
const febrl: Labelled = (data) => `
  with both_files as (${['a', 'b'].map((file) => febrlFile(data, file)).join(' union all ')})
  select id, file, nullif(trim(columns(* exclude (id, file))), ''),
    regexp_extract(id, '^rec-(\\d+)-', 1) as cluster
  from both_files`

const febrlFile = (data: string, file: string): string => `
  select trim(rec_id) as id, ${quoteText(file)} as file, * exclude (rec_id)
  from read_csv(${path(data, `febrl4/dataset4${file}.csv`)},
    all_varchar = true, normalize_names = true)`

const senzing: Labelled = (data) => senzingRecords(join(data, 'senzing-truthset'))

const path = (...parts: readonly string[]): string => quoteText(join(...parts))

const datasets: Readonly<Record<string, Labelled>> = {
  'historical-50k': historical,
  'fake-1000': fake,
  febrl4: febrl,
  senzing,
}

/**
 * Published ids tell more than an id should: those of one cluster look alike or follow each other. Opaque ones are digests of
 * them: clusters must come out the same with either.
 */
export type Ids = 'published' | 'opaque'

/** Prepares all data sets of the folder `data` in the folder `out`. */
export async function prepare(data: string, out: string, ids: Ids): Promise<readonly Dataset[]> {
  mkdirSync(out, { recursive: true })
  const engine = await openEngine(':memory:', { memory: '1GB', threads: 2 })
  try {
    const prepared: Dataset[] = []
    for (const [name, labelled] of Object.entries(datasets)) {
      prepared.push(await prepareOne(engine, withIds(labelled(data), ids), join(out, name)))
    }
    return prepared
  } finally {
    engine.close()
  }
}

const withIds = (labelled: string, ids: Ids): string =>
  ids === 'published' ? labelled : `select md5(id) as id, * exclude (id) from (${labelled})`

/** Rows are ordered by a digest of the id: as published, records of one cluster stand together, which tells too. */
async function prepareOne(engine: SqlEngine, labelled: string, stem: string): Promise<Dataset> {
  const table = `${stem}.parquet`
  const truth = `${stem}-truth.csv`
  await engine.run(`create or replace temp table labelled as ${labelled}`)
  const [count] = await engine.rows<{ rows: number; ids: number; unlabelled: number }>(
    'select count(*) as rows, count(distinct id) as ids, count_if(cluster is null) as unlabelled from labelled',
  )
  if (count === undefined || count.rows === 0 || count.ids !== count.rows || count.unlabelled > 0) {
    throw new Error(`${stem}: ids are not unique or labels are missing: ${JSON.stringify(count)}`)
  }
  await engine.run(`copy (select * exclude (cluster) from labelled order by md5(id))
    to ${quoteText(table)} (format parquet)`)
  await engine.run(`copy (select id, cluster from labelled order by md5(id))
    to ${quoteText(truth)} (format csv, header)`)
  return { name: stem.slice(stem.lastIndexOf('/') + 1), table, truth }
}

if (import.meta.main) {
  const [data = '.', out = '.'] = process.argv.slice(2)
  for (const { table, truth } of await prepare(data, out, 'published'))
    console.log(`${table}\n${truth}`)
}
