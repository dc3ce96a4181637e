import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import type { ListedIdentity } from '../assessment/index.ts'
import { openEngine } from '../sql/index.ts'
import { ringer, useFolder } from './process-testing.ts'
import { copyWorld } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const

/** More than stand in one piece of a list. */
const made = 2300

/** Identities of one subject each, with every likelihood and part, beside those of the world. */
beforeAll(async () => {
  await copyWorld(place('.'))
  const sql = await openEngine(join(place('data'), 'ringer.duckdb'), { memory: '1GB', threads: 1 })
  try {
    await sql.run(`create temp table made as select 100000 + range as no from range(${made})`)
    await sql.run(`insert into identity (identity_no, identity, founder_subject)
      select no, format('idn_{:013d}', no), no from made`)
    await sql.run(
      'insert into identity_member (identity_no, subject_id) select no, no from made order by no',
    )
    await sql.run(
      "insert into subject (subject_id, source, ref) select no, 's', 'r' || no from made",
    )
    await sql.run(`insert into event by name
      select e.* replace (no + 100000 as observation_id, no as subject_id)
      from made cross join (from event limit 1) as e`)
    await sql.run(`insert into assessment by name
      select a.* replace (
        no as identity_no, -(no * 7919 % 1000) as log_odds,
        case no % 3 when 0 then 'unknown' when 1 then 'facilitator' else 'worker' end as part,
        case when no * 7919 % 1000 < 300 then 'roughly even chance' else 'likely' end as likelihood)
      from made cross join (from assessment limit 1) as a`)
  } finally {
    sql.close()
  }
})

const list = async (format: string): Promise<readonly string[]> => {
  const { out, status, news } = await ringer('identities', '--format', format, ...data)
  expect({ status, news }).toEqual({ status: 0, news: '' })
  return out.trimEnd().split('\n')
}

test('a list in several pieces has everybody once, the likeliest first, in each format the same', async () => {
  const lines = (await list('ndjson')).map((line) => JSON.parse(line) as ListedIdentity)
  const names = lines.map(({ identity }) => identity)
  expect(new Set(names).size).toBe(lines.length)
  expect(lines.length).toBeGreaterThan(made)
  const ofMade = names.filter((name) => /^idn_0000000\d+$/.test(name))
  const place = (name: string): number => (Number(name.slice(4)) * 7919) % 1000
  expect(ofMade).toEqual(
    ofMade.toSorted((a, b) => place(a) - place(b) || Number(a.slice(4)) - Number(b.slice(4))),
  )

  const rows = parse((await list('csv')).join('\n'), { columns: true }) as { identity: string }[]
  expect(rows.map(({ identity }) => identity)).toEqual(names)

  const [head = '', ...table] = await list('table')
  expect(table.map((line) => line.slice(0, line.indexOf(' ')))).toEqual(names)
  // Each piece alone would be as wide as its own cells: together they stand under the titles.
  const starts = ['likelihood', 'confidence', 'ring', 'groups'].map((title) => head.indexOf(title))
  const broken = table.filter((line) =>
    starts.some((at) => line.length > at && !/ {2}\S/.test(line.slice(at - 2, at + 1))),
  )
  expect(broken).toEqual([])
})
