import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SqlEngine } from '../sql/index.ts'
import { makeReport, type Report, type ReportOptions, reportCsv, type TableId } from './index.ts'
import {
  fillSmallStore,
  openSmallStore,
  type SmallEvent,
  type SmallIdentity,
} from './small-store-fixture.ts'

const people: readonly SmallIdentity[] = [
  { subjects: [11, 12], part: 'worker', status: 'suspected' },
  { subjects: [21, 22], part: 'worker', status: 'assessed' },
  { subjects: [31], part: 'facilitator', status: 'suspected' },
  { subjects: [41], part: 'worker', status: 'unassessed' },
  { subjects: [51], part: 'worker', status: 'cleared' },
  { subjects: [61], part: 'worker', status: 'linked' },
]

const initial = { kind: 'interview', stage: 'initial' } as const
const bank = {
  organization: 'bank.example',
  industry: '5221',
  country: 'US',
  ai: 'none',
  tags: ['bank'],
}
const soft = { organization: 'soft.example', industry: '5132', country: 'US', ai: 'pure' }
const clinic = { organization: 'clinic.example', industry: '62', country: 'DE', ai: 'none' }
const tie = { organization: 'tie.example', ai: 'none', tags: ['Government Contractor'] }

const story: readonly SmallEvent[] = [
  // One interview seen twice, the same by another record of the person, and another role there.
  { ...initial, ...bank, subject: 11, at: '2023-02-01 10:00:00', role: 'software engineer' },
  { ...initial, ...bank, subject: 11, at: '2023-02-03 10:00:00', role: 'software engineer' },
  { ...initial, ...bank, subject: 12, at: '2023-02-05 10:00:00', role: 'software engineer' },
  { ...initial, ...bank, subject: 11, at: '2023-03-01 10:00:00', role: 'payroll specialist' },
  // One that leads to employment, which another system of the employer tells.
  {
    ...initial,
    ...soft,
    subject: 21,
    at: '2023-05-10 10:00:00',
    role: 'machine learning engineer',
  },
  {
    kind: 'interview',
    stage: 'follow_up',
    ...soft,
    subject: 21,
    at: '2023-05-20 10:00:00',
    role: 'machine learning engineer',
  },
  {
    kind: 'employment',
    stage: 'offered',
    ...soft,
    subject: 21,
    at: '2023-06-01 10:00:00',
    role: 'machine learning engineer',
  },
  { kind: 'employment', stage: 'started', ...soft, subject: 22, at: '2023-07-01 10:00:00' },
  { kind: 'sign_in', ...soft, subject: 22, at: '2023-06-30 10:00:00' },
  { kind: 'sign_in', ...soft, subject: 22, at: '2023-07-05 10:00:00' },
  // An organization that one observation in three describes otherwise.
  { ...initial, ...clinic, subject: 21, at: '2024-01-15 10:00:00', role: 'ehr developer' },
  { kind: 'application', ...clinic, subject: 41, at: '2024-01-16 10:00:00' },
  {
    kind: 'application',
    ...clinic,
    industry: '54',
    country: 'GB',
    subject: 41,
    at: '2024-01-17 10:00:00',
  },
  // Ties go to the smallest: 54 (not 5415), CA (not US).
  {
    ...initial,
    ...tie,
    industry: '5415',
    country: 'US',
    subject: 61,
    at: '2024-04-02 10:00:00',
    role: 'zauberlehrling',
  },
  {
    ...initial,
    ...tie,
    industry: '54',
    country: 'CA',
    subject: 61,
    at: '2024-04-03 10:00:00',
    role: 'zauberlehrling',
  },
  // An organization of which only the use of AI is known, on the last half second of a day.
  {
    ...initial,
    organization: 'dark.example',
    ai: 'product',
    subject: 61,
    at: '2024-06-30 23:59:59.5',
  },
  { ...initial, subject: 11, at: '2024-05-05 10:00:00' },
  { kind: 'shipment', subject: 31, at: '2024-02-02 10:00:00' },
  // Not counted: nobody suspects them, or they were cleared, or it is too late.
  { ...initial, ...soft, subject: 41, at: '2023-05-11 10:00:00' },
  { ...initial, ...soft, subject: 51, at: '2023-05-12 10:00:00' },
  {
    ...initial,
    organization: 'late.example',
    industry: '5132',
    country: 'US',
    subject: 21,
    at: '2024-07-01 00:00:00',
  },
]

let sql: SqlEngine

beforeAll(async () => {
  const opened = await openSmallStore()
  sql = opened.sql
  return opened.close
})

const draft = (options: Partial<ReportOptions> = {}): Promise<Report> =>
  makeReport({ sql, version: '0.0.0' }, { draft: true, tlp: 'TLP:RED', ...options })

/** Rows of a table by its first column, as objects. */
function rowsOf(report: Report, id: TableId) {
  const table = report.tables.find((candidate) => candidate.id === id)
  if (table === undefined) throw new Error(`no table ${id}`)
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, at) => [column, row[at]])),
  )
}

const textOf = (report: Report, id: TableId) =>
  report.tables.filter((table) => table.id === id).map(({ title, note }) => `${title}\n${note}`)[0]

describe('a story counted by hand', () => {
  let report: Report

  beforeAll(async () => {
    await fillSmallStore(sql, people, story)
    report = await draft({ asOf: '2024-06-30' })
  })

  test('totals', () => {
    expect(report.totals).toEqual({
      identities: 4,
      workers: 3,
      facilitators: 1,
      initial_interviews: 8,
      organizations: 5,
      organizations_outside_it: { count: 3, of: 4, share: 0.75 },
      organizations_outside_us: { count: 2, of: 4, share: 0.5 },
    })
    expect(report.period).toEqual({ from: '2023-02-01', to: '2024-06-30' })
    expect(report.as_of).toBe('2024-06-30')
    expect(report.versions).toEqual({ program: '0.0.0', last_observation: 21, observations: 21 })
  })

  test('industries are a partition, with information technology told apart', () => {
    const filled = rowsOf(report, 'industries').filter((row) => row['interviews'] !== 0)
    const cells = filled.map((row) => [
      row['sector'],
      row['information_technology'],
      row['organizations'],
      row['share'],
      row['interviews'],
      row['interviews_share'],
      row['roles'],
    ])
    expect(cells).toEqual([
      ['52', 'no', 1, 0.25, 3, 0.5, 2],
      ['51', 'yes', 1, 0.25, 1, 1 / 6, 1],
      ['54', 'no', 1, 0.25, 1, 1 / 6, 1],
      ['62', 'no', 1, 0.25, 1, 1 / 6, 1],
      ['unknown', 'unknown', 1, null, 2, null, 2],
    ])
    expect(rowsOf(report, 'industries')).toHaveLength(21)
    expect(textOf(report, 'industries')).toContain(
      'Three quarters of the organizations (75 %) are outside information technology',
    )
    expect(textOf(report, 'industries')).toContain(
      '75 % of organizations, 83 % of interviews, 80 % of roles',
    )
    expect(textOf(report, 'industries')).toContain(
      'For 1 organization the evidence gives only a code',
    )
  })

  test('countries name three units', () => {
    expect(report.tables.find(({ id }) => id === 'countries')?.rows).toEqual([
      ['US', 'United States', 'Americas', 2, 0.5, 4, 4 / 6, 3, 3 / 5],
      ['CA', 'Canada', 'Americas', 1, 0.25, 1, 1 / 6, 1, 1 / 5],
      ['DE', 'Germany', 'Europe', 1, 0.25, 1, 1 / 6, 1, 1 / 5],
      ['unknown', 'Unknown', 'Unknown', 1, null, 2, null, 2, null],
    ])
  })

  test('quarters have no gaps, and the last is whole as later observations show', () => {
    const quarters = rowsOf(report, 'interviews_by_quarter')
    expect(
      quarters.map((row) => [
        row['quarter'],
        row['interviews'],
        row['ai'],
        row['reporting_sources'],
        row['complete'],
      ]),
    ).toEqual([
      ['2023-Q1', 3, 0, 2, true],
      ['2023-Q2', 1, 1, 3, true],
      ['2023-Q3', 0, 0, 0, true],
      ['2023-Q4', 0, 0, 0, true],
      ['2024-Q1', 1, 0, 2, true],
      ['2024-Q2', 3, 1, 2, true],
    ])
    const sums = (column: string) => quarters.reduce((sum, row) => sum + Number(row[column]), 0)
    expect(
      [
        'information_technology',
        'healthcare',
        'finance',
        'public_administration',
        'professional_services',
      ].map(sums),
    ).toEqual([1, 1, 3, 1, 1])
  })

  test('series tell parts, overlaps and the year to date', () => {
    expect(rowsOf(report, 'finance')[0]).toMatchObject({
      quarter: '2023-Q1',
      banks: 3,
      interviews: 3,
      share: 1,
    })
    expect(rowsOf(report, 'public_administration').at(-1)).toMatchObject({
      government: 0,
      contractors: 1,
    })
    expect(rowsOf(report, 'professional_services').at(-1)).toMatchObject({ not_further_told: 1 })
    expect(rowsOf(report, 'ai').map((row) => [row['pure'], row['product']])).toEqual([
      [0, 0],
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 1],
    ])
    expect(textOf(report, 'ai')).toContain(
      'A quarter of the initial interviews (25 %) were at AI organizations, 1 of them in 2024 to 30 June',
    )
    expect(textOf(report, 'ai')).toContain('Too few complete quarters')
  })

  test('roles, with those that nobody can map last', () => {
    expect(
      rowsOf(report, 'roles').map((row) => [
        row['family'],
        row['interviews'],
        row['share'],
        row['identities'],
      ]),
    ).toEqual([
      ['software_development', 2, 0.4, 1],
      ['machine_learning', 1, 0.2, 1],
      ['payroll', 1, 0.2, 1],
      ['record_keeping_systems', 1, 0.2, 1],
      ['not_stated', 2, null, 2],
      ['unmapped', 1, null, 1],
    ])
    expect(rowsOf(report, 'roles')[2]?.['access']).toContain('bank details')
  })

  test('the funnel follows a person from the recruiting system to the sign-in', () => {
    expect(
      rowsOf(report, 'funnel').map((row) => [row['stage'], row['count'], row['observed']]),
    ).toEqual([
      ['Initial interview', 8, 8],
      ['Follow-up interview', 1, 1],
      ['Technical interview', 1, 0],
      ['Final interview', 1, 0],
      ['Offered', 1, 1],
      ['Started', 1, 1],
      ['Evidence of work after the start', 1, 1],
    ])
    // The sign-in of the day before the start belongs to no start.
    expect(rowsOf(report, 'funnel').at(-1)?.['without_initial_interview']).toBe(1)
    expect(textOf(report, 'funnel')).toContain('1 of 5 told any later stage')
    expect(textOf(report, 'funnel')).toContain('3 initial interviews of the last 90 days')
  })

  test('too few were seen to say how many were not', () => {
    expect(rowsOf(report, 'unseen_identities')[0]).toMatchObject({
      seen: 4,
      origins: 6,
      seen_by_one: 2,
      seen_by_two: 2,
      estimate: null,
      verdict: 'cannot tell',
    })
  })

  test('rules are numbered, and every unit names some', () => {
    expect(report.rules.map(({ id }) => id)).toEqual(report.rules.map((_, at) => String(at + 1)))
    for (const { unit } of report.tables) {
      expect(unit).toMatch(/· 2023-02 to 2024-06 · rules \d/)
    }
  })

  test('a draft says on its face that it is none for release', () => {
    expect(report.caveats[0]).toContain('not for release')
    expect(report.withheld).toHaveLength(1)
  })

  test('the CSV gives every cell back under a name of its own', () => {
    const [head, ...lines] = parse(reportCsv(report)) as string[][]
    expect(head).toEqual(['table', 'row', 'column', 'value'])
    const names = lines.map(([table, row, column]) => JSON.stringify([table, row, column]))
    expect(new Set(names).size).toBe(names.length)
    expect(lines).toContainEqual(['totals', 'initial_interviews', 'count', '8'])
    expect(lines).toContainEqual(['countries', 'DE', 'interviews', '1'])
    expect(lines).toContainEqual(['report', 'draft', 'value', 'true'])
  })

  test('nothing is left in the store', async () => {
    const left = await sql.rows<{ name: string }>(
      `select table_name as name from duckdb_tables() where table_name like 'counted_%'`,
    )
    expect(left).toEqual([])
  })
})

describe('edges of the scope', () => {
  let report: Report
  beforeAll(async () => {
    await fillSmallStore(sql, people, story)
    report = await draft()
  })

  test('without a day, the latest observation gives it, and its quarter is a part', () => {
    expect(report.as_of).toBe('2024-07-01')
    expect(report.totals.initial_interviews).toBe(9)
    expect(rowsOf(report, 'interviews_by_quarter').at(-1)).toMatchObject({
      quarter: '2024-Q3',
      interviews: 1,
      complete: false,
    })
  })

  test('a day after the latest observation draws nothing that nobody saw', async () => {
    const report = await draft({ asOf: '2026-01-01' })
    expect(report.as_of).toBe('2026-01-01')
    expect(rowsOf(report, 'interviews_by_quarter').at(-1)?.['quarter']).toBe('2024-Q3')
  })

  test('from counts from the beginning of its day', async () => {
    const on = await draft({ from: '2024-04-03', asOf: '2024-06-30' })
    // The second observation of the interview at tie.example is still inside.
    expect(on.totals.initial_interviews).toBe(3)
    expect(on.totals.identities).toBe(2)
    expect(rowsOf(on, 'interviews_by_quarter')).toMatchObject([
      { quarter: '2024-Q2', complete: false },
    ])
    const after = await draft({ from: '2024-04-04', asOf: '2024-06-30' })
    expect(after.totals.initial_interviews).toBe(2)
  })

  test('the first moment of a day belongs to it', async () => {
    const report = await draft({ from: '2024-07-01', asOf: '2024-07-01' })
    expect(report.totals.initial_interviews).toBe(1)
  })

  test('one organization', async () => {
    const report = await draft({ organization: ' Bank.example ' })
    expect(report.totals).toMatchObject({ identities: 1, initial_interviews: 3, organizations: 1 })
    expect(report.caveats.at(-1)).toContain('bank.example')
  })

  test.each([
    [{ from: '2024-02-30' }, 'usage', /--from "2024-02-30"/],
    [{ asOf: 'yesterday' }, 'usage', /--as-of "yesterday"/],
    [{ from: '2024-02-02', asOf: '2024-02-01' }, 'usage', /after the last day/],
    [{ organization: 'nobody.example' }, 'not-found', /nobody\.example/],
    [{ tlp: 'TLP:PINK' }, 'usage', /TLP:PINK/],
    [{ draft: false }, 'unavailable', /--draft/],
  ] as const)('%j is refused', async (options, kind, message) => {
    await expect(draft(options)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
  })

  test('two reports at once do not mix, and a refused one does not block the next', async () => {
    const [whole, refused, one] = await Promise.allSettled([
      draft(),
      draft({ asOf: 'never' }),
      draft({ organization: 'bank.example' }),
    ])
    expect(whole).toMatchObject({ value: { totals: { initial_interviews: 9 } } })
    expect(refused.status).toBe('rejected')
    expect(one).toMatchObject({ value: { totals: { initial_interviews: 3 } } })
  })

  test('the same store gives the same report', async () => {
    expect(await draft()).toEqual(report)
  })
})

describe('exposure', () => {
  test('counts are held against it where it is there, and only there', async () => {
    await fillSmallStore(sql, people, story)
    await sql.run(`insert into exposure (import_id, period, sector, country, unit, value, content_hash) values
      (1, '2024-Q1', '62', null, 'postings', 999, 'a'),
      (1, '2024-Q1', '62', null, 'remote_postings', 1000, 'b'),
      (2, '2024-Q1', '62', null, 'remote_postings', 2000, 'c'),
      (1, '2024-Q1', '62', 'US', 'remote_postings', 7, 'd'),
      (1, '2024', '62', null, 'remote_postings', 8, 'e')`)
    const report = await draft({ asOf: '2024-06-30' })
    await sql.run('delete from exposure')
    const held = rowsOf(report, 'healthcare').map((row) => [
      row['remote_postings'],
      row['interviews_per_100000'],
    ])
    expect(held).toEqual([
      [null, null],
      [null, null],
      [null, null],
      [null, null],
      [2000, 50],
      [null, null],
    ])
    expect(rowsOf(report, 'finance')[0]).not.toHaveProperty('remote_postings')
  })

  const heldIn = async (lines: string): Promise<unknown> => {
    await fillSmallStore(sql, people, story)
    await sql.run(`insert into exposure (import_id, period, sector, country, unit, value, content_hash)
      values ${lines}`)
    const report = await draft({ asOf: '2024-06-30' })
    await sql.run('delete from exposure')
    return rowsOf(report, 'healthcare').find((row) => row['quarter'] === '2024-Q1')?.[
      'remote_postings'
    ]
  }

  test('figures of countries and of parts of a sector are added up where there is none for the whole', async () => {
    expect(
      await heldIn(`(1, '2024-Q1', '621', 'US', 'remote_postings', 100, 'a'),
        (1, '2024-Q1', '621', 'GB', 'remote_postings', 20, 'b'),
        (1, '2024-Q1', '622', 'US', 'remote_postings', 3, 'c'),
        (1, '2024-Q1', null, null, 'reporting_sources', 50, 'd')`),
    ).toBe(123)
  })

  test('parts that lie within one another are not added up', async () => {
    expect(
      await heldIn(`(1, '2024-Q1', '621', null, 'remote_postings', 100, 'a'),
        (1, '2024-Q1', '6211', null, 'remote_postings', 40, 'b')`),
    ).toBeUndefined()
  })
})

test('the longest code decides between information technology and its neighbours', async () => {
  await fillSmallStore(
    sql,
    people,
    ['541511', '5416', '519210', '519290', '517111'].map((industry) => ({
      ...initial,
      subject: 11,
      at: '2024-01-01 10:00:00',
      organization: `o${industry}.example`,
      industry,
    })),
  )
  const report = await draft()
  expect(report.totals.organizations_outside_it).toEqual({ count: 3, of: 5, share: 0.6 })
  expect(rowsOf(report, 'professional_services')).toMatchObject([{ consulting: 1, interviews: 1 }])
})

test('work before the start is no evidence of work after it', async () => {
  await fillSmallStore(sql, people, [
    { ...initial, ...soft, subject: 21, at: '2024-01-01 10:00:00', role: 'dba' },
    {
      kind: 'employment',
      stage: 'started',
      ...soft,
      subject: 21,
      at: '2024-02-01 10:00:00',
      role: 'dba',
    },
    { kind: 'device', ...soft, subject: 22, at: '2024-01-31 10:00:00' },
    { kind: 'payment', ...bank, subject: 22, at: '2024-03-01 10:00:00' },
  ])
  expect(rowsOf(await draft(), 'funnel').slice(-2)).toMatchObject([
    { count: 1, without_initial_interview: 0 },
    { count: 0, without_initial_interview: 2 },
  ])
})

test('an origin is who first saw it, by the group that controls them; what was passed on is none', async () => {
  const seen = { kind: 'application', at: '2024-01-01 10:00:00' } as const
  await fillSmallStore(sql, people, [
    // Two subsidiaries of one group.
    {
      ...seen,
      subject: 11,
      source: 'a',
      origin: 'one.example',
      organization: 'one.example',
      parent: 'group.example',
    },
    {
      ...seen,
      subject: 12,
      source: 'b',
      origin: 'two.example',
      organization: 'two.example',
      parent: 'group.example',
    },
    // A feed that names whom it has it from, and one that does not.
    { ...seen, subject: 21, source: 'feed', origin: 'one.example', firstHand: false },
    { ...seen, subject: 61, source: 'feed', firstHand: false },
    { ...seen, subject: 31, source: 'mailbox' },
    { ...seen, subject: 31, source: 'mailbox', origin: 'three.example' },
  ])
  expect(rowsOf(await draft(), 'unseen_identities')[0]).toMatchObject({
    seen: 3,
    origins: 3,
    seen_by_one: 2,
    seen_by_two: 1,
  })
})

test('an empty store gives zeros, and no number that is none', async () => {
  await fillSmallStore(sql, [], [])
  const report = await draft()
  expect(report.totals.initial_interviews).toBe(0)
  expect(report.totals.organizations_outside_it).toEqual({ count: 0, of: 0, share: null })
  expect(report.period).toEqual({ from: null, to: null })
  expect(report.tables).toHaveLength(11)
  expect(report.caveats[0]).toContain('no observation')
  expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity|undefined/)
  expect(reportCsv(report)).toContain('No initial interview is counted')
})

test('an identity that was seen counts without any interview', async () => {
  await fillSmallStore(sql, people, [{ kind: 'shipment', subject: 31, at: '2024-02-02 10:00:00' }])
  const report = await draft()
  expect(report.totals).toMatchObject({ identities: 1, facilitators: 1, initial_interviews: 0 })
})
