import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { quoteText } from '../sql/index.ts'
import { openTestImport, type TestImport } from './import-fixture.ts'
import type { ImportReport } from './index.ts'

let store: TestImport

beforeAll(async () => {
  store = await openTestImport()
})
afterAll(() => store.close())
beforeEach(() => store.empty())
afterEach(() => expect(readdirSync(store.evidence.staging)).toEqual([]))

const told = (report: ImportReport): string[] =>
  store.rejected(report).map(({ line, field, reason }) => `${line} ${field}: ${reason}`)

/** Observations that use every kind of cell: text, lists, objects, numbers, truths, absences. */
const observations = [
  {
    source: 'acme-ats',
    id: 'app-1',
    kind: 'application',
    at: '2024-03-18T09:41:07Z',
    organization: {
      domain: 'acme.example',
      name: 'Acme, "Health"',
      industry: '62',
      tags: ['fintech', 'a|b', 'x,y'],
    },
    role: { title: 'Senior\nDeveloper', remote: true },
    engagement: { type: 'agency', client: { name: 'Beta', tags: ['crypto'] } },
    origin: { organization: 'beta.example', first_hand: false },
    subject: {
      ref: '881',
      name: 'Jordan “JR” Reyes',
      emails: ['jordan@mail.example', 'j+x@mail.example'],
      phones: ['+1 202 555 0143'],
      ips: ['203.0.113.24', '2001:db8::1'],
      devices: [{ kind: 'fingerprint', value: 'fp-1' }],
      handles: [{ service: 'github', value: 'jreyes' }],
      accounts: [{ kind: 'wise', value: 'w-1' }],
      addresses: [{ kind: 'home', text: '12 Main St', country: 'US' }],
      documents: [{ kind: 'resume', text: 'Senior engineer,\nwith "quotes"' }],
      claims: {
        country: 'US',
        birth_year: 1990,
        references: [{ name: 'A', phone: '202 555 0101' }],
      },
    },
    facts: {
      'ip.asn': 64500,
      'ip.network': 'vpn',
      'face.match_score': 0.25,
      'email.disposable': false,
      'remote_admin.tools': ['AnyDesk', 'RustDesk'],
      'no.such.fact': 7,
    },
    flags: [{ indicator: 'camera_refusal', note: 'said, "broken"' }],
  },
  {
    source: 'acme-ats',
    id: 'app-2',
    kind: 'interview',
    stage: 'initial',
    at: '2024-03-19T10:00:00+02:00',
    subject: { ref: '882', emails: ['\\|'] },
    facts: { 'camera.state': 'on' },
  },
  {
    source: 'beta-idp',
    id: '7',
    kind: 'sign_in',
    at: '2024-03-20T00:00:00Z',
    subject: { ref: '1' },
  },
]

const columns = [
  ...['source', 'id', 'kind', 'at', 'stage', 'organization.domain', 'organization.name'],
  ...['organization.industry', 'organization.tags', 'role.title', 'role.remote'],
  ...['engagement.type', 'engagement.client.name', 'engagement.client.tags'],
  ...['origin.organization', 'origin.first_hand', 'subject.ref', 'subject.name'],
  ...['subject.emails', 'subject.phones', 'subject.ips', 'subject.devices', 'subject.handles'],
  ...['subject.accounts', 'subject.addresses', 'subject.documents', 'subject.claims.country'],
  ...['subject.claims.birth_year', 'subject.claims.references', 'facts', 'flags'],
]
const lists = new Set([
  ...['organization.tags', 'engagement.client.tags'],
  ...['subject.emails', 'subject.phones', 'subject.ips'],
])
const factColumns = [
  ...['ip.asn', 'ip.network', 'face.match_score', 'email.disposable', 'remote_admin.tools'],
  ...['no.such.fact', 'camera.state'],
].map((name) => `facts.${name}`)

function cellOf(observation: object, column: string): unknown {
  const path = column.startsWith('facts.') ? ['facts', column.slice(6)] : column.split('.')
  return path.reduce<unknown>(
    (parent, key) => (parent as Record<string, unknown> | undefined)?.[key],
    observation,
  )
}

function csvCell(cell: unknown, isList: boolean): string {
  if (cell === undefined) return ''
  if (isList && Array.isArray(cell)) {
    return quoteCell(cell.map((item) => String(item).replaceAll('|', '\\|')).join('|'))
  }
  return quoteCell(typeof cell === 'object' ? JSON.stringify(cell) : String(cell))
}

const quoteCell = (text: string): string =>
  /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

function csv(header: readonly string[], end = '\n'): string {
  const rows = observations.map((observation) =>
    header.map((column) =>
      csvCell(cellOf(observation, column), lists.has(column) || column.endsWith('.tools')),
    ),
  )
  return [header.map(quoteCell), ...rows].map((row) => row.join(',') + end).join('')
}

const ndjson = observations.map((each) => `${JSON.stringify(each)}\n`).join('')

/** Text that DuckDB reads as a literal of the column's type. */
function sqlLiteral(cell: unknown, isList: boolean): string {
  if (cell === undefined) return 'null'
  if (isList && Array.isArray(cell))
    return `[${cell.map((item) => quoteText(String(item))).join(', ')}]`
  if (typeof cell === 'object') return quoteText(JSON.stringify(cell))
  return typeof cell === 'string' ? quoteText(cell) : String(cell)
}

async function writeParquet(name: string, header: readonly string[]): Promise<string> {
  const path = join(store.folder, name)
  const isList = (column: string): boolean => lists.has(column) || column.endsWith('.tools')
  const selects = observations.map((observation) => {
    const cells = header.map(
      (column) => `${sqlLiteral(cellOf(observation, column), isList(column))} as "${column}"`,
    )
    return `select ${cells.join(', ')}`
  })
  await store.sql.run(
    `copy (${selects.join(' union all ')}) to ${quoteText(path)} (format parquet, row_group_size 2048)`,
  )
  return path
}

const withFacts = columns.flatMap((column) => (column === 'facts' ? factColumns : [column]))

describe('the same observations give the same ledger and the same readings', () => {
  let expected: Awaited<ReturnType<TestImport['contents']>>

  beforeAll(async () => {
    await store.empty()
    const report = await store.run([store.file('evidence.ndjson', ndjson)])
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 3 } })
    expected = await store.contents()
    expect(expected['fact']).toHaveLength(8)
    expect(expected['selector']).toHaveLength(13)
  })

  const texts = {
    'NDJSON, gzip': gzipSync(ndjson),
    'NDJSON, zstd': zstdCompressSync(ndjson),
    'CSV with facts as one column': csv(columns),
    'CSV with a column for each fact': csv(withFacts),
    'CSV, CRLF': csv(columns, '\r\n'),
    'CSV with a byte order mark': `\ufeff${csv(columns)}`,
    'CSV, gzip': gzipSync(csv(columns)),
    'CSV, zstd': zstdCompressSync(csv(columns)),
  }

  test.each(Object.entries(texts))('%s', async (name, content) => {
    const path = store.file(`${name}.dat`, content)
    const report = await store.run([path])
    expect(told(report)).toEqual([])
    expect(report.leftOut).toEqual([])
    expect(report.files[0]?.format).toBe(name.startsWith('CSV') ? 'csv' : 'ndjson')
    expect(await store.contents()).toEqual(expected)
  })

  test.each([
    ['facts as one column', columns],
    ['a column for each fact', withFacts],
  ])('Parquet with %s', async (name, header) => {
    const path = await writeParquet(`${name}.dat`, header)
    const report = await store.run([path])
    expect(told(report)).toEqual([])
    expect(report.files[0]?.format).toBe('parquet')
    expect(await store.contents()).toEqual(expected)
  })

  test('Parquet, gzip and zstd', async () => {
    const bytes = readFileSync(await writeParquet('plain.parquet', columns))
    for (const packed of [gzipSync(bytes), zstdCompressSync(bytes)]) {
      await store.empty()
      const path = store.file('packed.parquet', packed)
      const report = await store.run([path], { format: 'parquet' })
      expect(told(report)).toEqual([])
      expect(await store.contents()).toEqual(expected)
    }
  })
})

test('CSV of sources and of exposure', async () => {
  const sources =
    'source,type,reliability,acquisition.basis,acquisition.by,acquisition.at\r\n' +
    'acme-ats,ats,B,,,\r\ntracker,actor_side,A,seized,an agency,2024-01-01\r\n'
  const exposure =
    'period,sector,country,unit,value,provenance\n2024-Q1,62,,remote_postings,1234.5,"a, b"\n'
  const report = await store.run([
    store.file('sources.csv', sources),
    store.file('exposure.csv', exposure),
  ])
  expect(told(report)).toEqual([])
  expect(
    await store.sql.rows('select source, reliability, tlp from source_in_force order by source'),
  ).toEqual([
    { source: 'acme-ats', reliability: 'B', tlp: 'TLP:AMBER+STRICT' },
    { source: 'tracker', reliability: 'A', tlp: 'TLP:RED' },
  ])
  expect(await store.sql.rows('select sector, country, value, provenance from exposure')).toEqual([
    { sector: '62', country: null, value: 1234.5, provenance: 'a, b' },
  ])
})

describe('what is wrong with a CSV file is told by line and reason, and costs no other row', () => {
  const header = 'source,id,kind,at,subject.ref,role.title,facts.ip.asn\n'
  const row = (id: string, more = ',x,1'): string =>
    `acme-ats,${id},report,2024-01-01T00:00:00Z,r-${id}${more}`
  const ids = async (): Promise<unknown> =>
    (await store.sql.columns('select id from observation order by observation_id'))[0]

  test.each([
    ['a row too short', row('x', ',x'), ['3 : has 6 cells where the header has 7']],
    ['a row too long', row('x', ',x,1,2'), ['3 : has 8 cells where the header has 7']],
    [
      'the header again',
      header.trim(),
      [
        '3 kind: expected one of application, interview, employment, sign_in, device, shipment, payment, verification, report, publication, outcome',
      ],
    ],
    ['a quote inside of a cell', row('x', ',6" x,1'), ['3 : a quote stands inside a cell']],
    ['a number that is none', row('x', ',x,many'), ['3 facts.ip.asn: expected number']],
    ['a needed cell that is empty', row('', ',x,1'), ['3 id: needed, but it is absent']],
    ['a control character', row('x', ',a\u0000b,1'), ['3 role.title: holds a control character']],
    [
      'a row behind a cell of three lines',
      `${row('m', ',"x\n\ny",1')}\n${row('x', '')}`,
      ['6 : has 5 cells where the header has 7'],
    ],
    ['a bad row of three lines', row('x', ',"x\n\ny"'), ['3 : has 6 cells where the header has 7']],
  ])('%s', async (_, bad, reasons) => {
    const text = `${header}${row('a')}\n${bad}\n${row('c')}\n`
    const report = await store.run([store.file('bad.csv', text)])
    expect(told(report)).toEqual(reasons)
    expect(await ids()).toEqual(bad.includes('acme-ats,m') ? ['a', 'm', 'c'] : ['a', 'c'])
  })

  test('a quote that is never closed', async () => {
    const text = `${header}${row('a')}\n${row('x', ',"x,1')}\n${row('c')}\n\n${row('d')}\n`
    const report = await store.run([store.file('open.csv', text)])
    expect(told(report)).toEqual(['3 : a quote is opened and never closed'])
    expect(await ids()).toEqual(['a', 'c', 'd'])
  })

  test('Latin-1', async () => {
    const text = Buffer.from(
      `${header}${row('a')}\n${row('x', ',José,1')}\n${row('c', ',é,1')}\n`,
      'latin1',
    )
    const report = await store.run([store.file('latin.csv', text)])
    expect(told(report)).toEqual(['3 : is not UTF-8', '4 : is not UTF-8'])
    expect(await ids()).toEqual(['a'])
  })

  test('a column that stands twice', async () => {
    const paths = [
      store.file('twice.csv', `source,id,kind, id\n${row('a')}\n`),
      store.file('good.csv', `${header}${row('b')}\n`),
    ]
    const report = await store.run(paths)
    expect(told(report)).toEqual(['1 id: the column stands twice in the header'])
    expect(await ids()).toEqual(['b'])
  })

  test('a row of 20 MiB, a cell of deeply nested JSON', async () => {
    const wide = `${header.trim()},flags\n`
    const long = 'x'.repeat(20 * 1024 * 1024)
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
    const text = `${wide}${row('a')},\n${row('x', `,${long},1`)},\n${row('y')},${deep}\n${row('c')},\n`
    const report = await store.run([store.file('long.csv', text)])
    expect(told(report)).toEqual([
      '3 : the line is longer than 8 MiB and was skipped',
      expect.stringMatching(/^4 (: is nested too deep|flags: is nested deeper than 8 levels)$/),
    ])
    expect(await ids()).toEqual(['a', 'c'])
  })

  test('the data that are packed in it end early', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${row(`${i}`)}\n`).join('')
    const bytes = gzipSync(header + rows)
    const report = await store.run([store.file('cut.csv.gz', bytes.subarray(0, bytes.length / 2))])
    expect(report.counts.accepted).toBeGreaterThan(500)
    expect(told(report)).toEqual([
      expect.stringMatching(
        new RegExp(`^${report.counts.accepted + 2} : the gzip data end early or are damaged`),
      ),
    ])
  })

  test('columns that the format does not have are left out and named', async () => {
    const text = `${header.trim()},__proto__.x,colour\n${row('a')},1,red\n`
    const report = await store.run([store.file('odd.csv', text)])
    expect(told(report)).toEqual([])
    expect(Object.fromEntries(report.leftOut)).toEqual({ ['__proto__']: 1, colour: 1 })
  })
})

describe('Parquet', () => {
  test('types of the engine: times, numbers, and rows by their numbers', async () => {
    const path = join(store.folder, 'typed.parquet')
    await store.sql.run(`copy (
      select 'acme-ats' as source, 'id-' || i as id, 'report' as kind, 'r' as "subject.ref",
             timestamptz '2024-01-01 00:00:00+01' as at, 1.5::decimal(4, 1) as "facts.loss.amount",
             case when i = 1 then 7 end as "role.title"
      from range(3) as r(i) order by i) to ${quoteText(path)}`)
    const report = await store.run([path])
    expect(told(report)).toEqual(['2 role.title: expected string, received number'])
    expect(
      await store.sql.rows(`select o.id, e.happened_at, f.number from event as e
        join observation as o using (observation_id) join fact as f using (observation_id) order by id`),
    ).toEqual(
      ['id-0', 'id-2'].map((id) => ({ id, happened_at: '2023-12-31T23:00:00Z', number: 1.5 })),
    )
  })

  test('many rows come in their order', async () => {
    const path = join(store.folder, 'many.parquet')
    await store.sql.run(`copy (
      select 'acme-ats' as source, 'id' as id, 'report' as kind, 'r-' || i as "subject.ref",
             '2024-01-01T00:00:00Z' as at
      from range(6000) as r(i) order by i) to ${quoteText(path)} (row_group_size 2048)`)
    const report = await store.run([path])
    expect(report.counts).toEqual({ accepted: 6_000, known: 0, newer: 5_999, withdrawn: 0 })
    expect(await store.sql.rows('select ref from event join subject using (subject_id)')).toEqual([
      { ref: 'r-5999' },
    ])
  })

  test('damage in the middle: the rows before it are taken', async () => {
    const path = join(store.folder, 'whole.parquet')
    await store.sql.run(`copy (
      select 'acme-ats' as source, 'id-' || i as id, 'report' as kind, 'r-' || i as "subject.ref",
             '2024-01-01T00:00:00Z' as at, md5(i::varchar) as "role.title"
      from range(10000) as r(i) order by i) to ${quoteText(path)} (row_group_size 2048)`)
    const bytes = readFileSync(path)
    const half = Math.floor(bytes.length / 2)
    bytes.fill(0xff, half, half + 20_000)
    const report = await store.run([store.file('damaged.parquet', bytes)])
    expect(report.counts.accepted).toBeGreaterThan(1000)
    expect(told(report)).toEqual([
      expect.stringMatching(
        new RegExp(`^${report.counts.accepted + 1} : from this row on not readable as Parquet`),
      ),
    ])
  })
})
