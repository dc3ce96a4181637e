import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { observationLine, openTestImport, type TestImport } from './import-fixture.ts'
import type { ImportReport, Rejection } from './index.ts'

let store: TestImport
let isStopping = false

beforeAll(async () => {
  store = await openTestImport({
    now: () => new Date('2024-06-01T00:00:00Z'),
    stopping: () => isStopping,
    progress: ({ what }) => {
      if (what.includes('stop-here')) isStopping = true
    },
  })
})
afterAll(() => store.close())
beforeEach(async () => {
  isStopping = false
  await store.empty()
})
afterEach(() => {
  // Nothing of what was read stays behind, whatever became of it.
  expect(readdirSync(store.evidence.staging)).toEqual([])
})

const ids = async (): Promise<unknown> =>
  (await store.sql.columns('select id from observation order by observation_id'))[0]

const told = (report: ImportReport): string[] =>
  store.rejected(report).map(({ line, field, reason }) => `${line} ${field}: ${reason}`)

const runs = (): Promise<unknown[]> =>
  store.sql.rows('select accepted, known, newer, rejected from import_run order by import_id')

const lines = (...each: readonly string[]): string => `${each.join('\n')}\n`
/** 20,000 lines within 256 KiB are a batch for a reading worker, blank ones too. */
const blankBatch = `${' '.repeat(9)}\n`.repeat(20_000)
const [a, b, c] = [observationLine('a'), observationLine('b'), observationLine('c')]

describe('a line that is not valid is rejected; the valid ones beside it are taken', () => {
  const notUtf8 = Buffer.concat([Buffer.from('{"source":"'), Buffer.from([0xe9, 0x22, 0x7d])])
  const nested = `{"source":"s","x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`
  const nestedControl = nested.replace('"s"', '"\\u0000"')
  const emails = Array.from({ length: 100_000 }, (_, i) => `a${i}@mail.example`)
  const bad: readonly (readonly [string, string | Buffer, string, string | RegExp])[] = [
    [
      'cut short in the middle',
      observationLine('x').slice(0, 50),
      '',
      'is not whole JSON: it ends in the middle of the object',
    ],
    ['no JSON', 'hello', '', /^is not JSON: Unexpected token 'h'/],
    ['two objects', `${a}${a}`, '', /^is not JSON: Unexpected non-whitespace character/],
    ['a JSON array', `[${a}]`, '', 'is a JSON array; write one object per line'],
    ['a number', '7', '', 'expected a JSON object, one per line'],
    ['Latin-1', notUtf8, '', 'is not UTF-8'],
    ['a raw control character', '{"source":"a\u0001"}', '', /^is not JSON: Bad control character/],
    [
      'a control character',
      observationLine('x', { stage: '\u0000' }),
      'stage',
      'holds a control character',
    ],
    [
      'half a pair of surrogates',
      observationLine('x', { facts: { '\ud800': 1 } }),
      'facts.\ufffd',
      'holds broken Unicode',
    ],
    [
      'a date in the year 9999',
      observationLine('x', { at: '9999-01-01T00:00:00Z' }),
      'at',
      /^write an RFC 3339 date-time/,
    ],
    [
      'a date in the year −1',
      observationLine('x', { at: '-0001-01-01T00:00:00Z' }),
      'at',
      /^write an RFC 3339 date-time/,
    ],
    [
      'a number where text belongs',
      observationLine('x', { source: 7 }),
      'source',
      'expected string, received number',
    ],
    ['deeply nested JSON', nested, 'x', 'is nested deeper than 8 levels'],
    [
      'deeply nested JSON with a control character',
      nestedControl,
      'x',
      'is nested deeper than 8 levels',
    ],
    [
      'half of deeply nested JSON',
      '['.repeat(1_000_000),
      '',
      'is a JSON array; write one object per line',
    ],
    [
      '100,000 e-mails',
      observationLine('x', { subject: { ref: 'x', emails } }),
      'subject.emails',
      'more than 1000 items',
    ],
    ['20 MiB', 'x'.repeat(20 * 1024 * 1024), '', 'the line is longer than 8 MiB and was skipped'],
    [
      '20 MiB of one text',
      observationLine('x', { stage: 'x'.repeat(20 * 1024 * 1024) }),
      '',
      'the line is longer than 8 MiB and was skipped',
    ],
  ]
  let report: ImportReport
  let rejections: readonly Rejection[]
  let after: Readonly<Record<string, readonly unknown[]>>
  let before: typeof after

  /** Every bad line stands between two good ones: line 2, 4, 6 …. */
  beforeAll(async () => {
    await store.empty()
    await store.run([store.file('before.ndjson', lines(observationLine('before')))])
    before = await store.contents()
    const between = bad.flatMap(([, line], i) => [line, '\n', observationLine(`good-${i}`), '\n'])
    const bytes = [a, '\n', ...between].map((part) => Buffer.from(part))
    report = await store.run([store.file('bad.ndjson', Buffer.concat(bytes))])
    rejections = store.rejected(report)
    after = await store.contents()
  })

  test.each(bad.map(([title], index) => [title, index] as const))('%s', (_, index) => {
    const [, , field, reason] = bad[index] ?? []
    expect(rejections[index]).toMatchObject({
      file: join(store.folder, 'bad.ndjson'),
      line: 2 * (index + 1),
      field,
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason ?? ''),
    })
  })

  test('counts are right, and nothing that was accepted before is touched', () => {
    expect(report.rejected).toBe(bad.length)
    expect(report.counts).toEqual({ accepted: bad.length + 1, known: 0, newer: 0, withdrawn: 0 })
    expect(report.firstRejections).toEqual(rejections.slice(0, 10))
    expect(rejections).toHaveLength(bad.length)
    expect(after['observation']).toHaveLength(bad.length + 2)
    for (const [table, rows] of Object.entries(before)) {
      expect(after[table]).toEqual(expect.arrayContaining([...rows]))
    }
  })

  test('all rejected lines are written beside the data, in order, with all their problems', async () => {
    const path = store.file('bad.ndjson', lines('x', a, '{"source":"s","id":7}', '', 'y'))
    const report = await store.run([path, store.file('more.ndjson', 'z')])
    expect(report.rejectionFile).toMatch(/rejected\/2024-06-01-import-0001\.ndjson$/)
    expect(store.rejected(report)).toEqual([
      expect.objectContaining({ file: path, line: 1, text: 'x' }),
      {
        file: path,
        line: 3,
        field: 'id',
        reason: 'expected string, received number',
        more: ['kind', 'at', 'subject'].map((field) => ({
          field,
          reason: 'needed, but it is absent',
        })),
        text: '{"source":"s","id":7}',
      },
      expect.objectContaining({ file: path, line: 5, text: 'y' }),
      expect.objectContaining({ file: join(store.folder, 'more.ndjson'), line: 1, text: 'z' }),
    ])
    expect(report.files.map(({ rejected }) => rejected)).toEqual([3, 1])
  })

  test('many are counted, the first ten are shown, all are written', async () => {
    const report = await store.run([store.file('bad.ndjson', 'x\n'.repeat(25_000))])
    expect(report.rejected).toBe(25_000)
    expect(report.firstRejections.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(store.rejected(report).map(({ line }) => line)).toEqual(
      Array.from({ length: 25_000 }, (_, index) => index + 1),
    )
  })
})

describe('what is written in another way is read all the same', () => {
  test.each([
    ['CRLF line ends', Buffer.from(`${a}\r\n${b}\r\n`)],
    ['a byte order mark', Buffer.from(`\ufeff${a}\n${b}\n`)],
    ['blank lines', Buffer.from(`\n\n${a}\n  \n${b}\n\n`)],
    ['no line end at the end', Buffer.from(`${a}\n${b}`)],
    ['gzip of several members', Buffer.concat([gzipSync(`${a}\n`), gzipSync(''), gzipSync(b)])],
    ['zstd of several frames', Buffer.concat([zstdCompressSync(`${a}\n`), zstdCompressSync(b)])],
    [
      'a line cut by the end of a member',
      Buffer.concat([gzipSync(`${a}\n${b.slice(0, 9)}`), gzipSync(b.slice(9))]),
    ],
    [
      'a key that stands twice: the last one counts',
      Buffer.from(lines(a.replace('{', '{"id":"z",'), b)),
    ],
    [
      'fields of null',
      Buffer.from(lines(a.replace('{', '{"stage":null,"facts":null,"role":{"title":null},'), b)),
    ],
  ])('%s', async (_, bytes) => {
    const report = await store.run([store.file('evidence.dat', bytes)])
    expect(told(report)).toEqual([])
    expect(await ids()).toEqual(['a', 'b'])
  })

  test('a file whose name says something else than its content', async () => {
    const report = await store.run([
      store.file('evidence.csv', a),
      store.file('evidence.json', gzipSync(b)),
      store.file('evidence.gz', zstdCompressSync(c)),
    ])
    expect(report.files.map(({ format }) => format)).toEqual(['ndjson', 'ndjson', 'ndjson'])
    expect(await ids()).toEqual(['a', 'b', 'c'])
  })

  test('an empty file holds nothing, and its import is on record', async () => {
    const paths = ['', '\n\n', '\ufeff'].map((text, i) => store.file(`empty-${i}.ndjson`, text))
    const report = await store.run([...paths, store.file('empty.gz', gzipSync(''))])
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 0 }, rejectionFile: null })
    expect(await runs()).toHaveLength(4)
  })

  test('fields that the format does not have are left out and counted by name', async () => {
    const odd = { surprise: 1, subject: { ref: 'r', nationality: 'x' }, __proto__x: 1 }
    const report = await store.run([
      store.file('odd.ndjson', lines(observationLine('a', odd), observationLine('b', odd), c)),
    ])
    expect(Object.fromEntries(report.leftOut)).toEqual({
      surprise: 2,
      'subject.nationality': 2,
      __proto__x: 2,
    })
    const [bodies] = await store.sql.columns('select body from observation')
    expect(String(bodies)).not.toContain('nationality')
  })

  test('new names in every line do not fill the memory', async () => {
    const odd = Array.from({ length: 3000 }, (_, i) => observationLine(`${i}`, { [`f${i}`]: 1 }))
    const report = await store.run([store.file('odd.ndjson', lines(...odd))])
    expect(report.counts.accepted).toBe(3000)
    expect(report.leftOut).toHaveLength(1000)
  })

  test('lines that name no source take the one that is given', async () => {
    const nameless = observationLine('a', { source: undefined })
    const path = store.file('nameless.ndjson', lines(nameless, b))
    expect(told(await store.run([path]))).toEqual(['1 source: needed, but it is absent'])
    await store.run([path], { source: 'given' })
    expect(await store.sql.rows('select source, id from observation order by all')).toEqual([
      { source: 'acme-ats', id: 'b' },
      { source: 'given', id: 'a' },
    ])
  })
})

describe('UTF-16 is told once for the whole file, and other files are taken', () => {
  test.each([['ndjson'], ['csv']] as const)('%s', async (format) => {
    const bytes = Buffer.from(`\ufeff${lines(a, b, c)}`, 'utf16le')
    const paths = [store.file('wide.txt', bytes), store.file('good.ndjson', lines(a))]
    const report = await store.run(paths.slice(0, 1), { format })
    expect(told(report)).toEqual(['1 : is UTF-16; save it as UTF-8'])
    expect((await store.run(paths)).counts.accepted).toBe(1)
  })
})

describe('packed data that are cut short or damaged', () => {
  const many = Array.from({ length: 3000 }, (_, i) => observationLine(`${i}`)).join('\n')
  const packings = [
    ['gzip', gzipSync(many)],
    ['zstd', zstdCompressSync(many)],
  ] as const

  test.each(packings)(
    '%s: the whole lines before it are taken, the damage is told',
    async (name, bytes) => {
      const report = await store.run([store.file('cut', bytes.subarray(0, bytes.length * 0.8))])
      const { accepted } = report.counts
      expect(accepted).toBeGreaterThan(1000)
      expect(store.rejected(report)).toEqual([
        expect.objectContaining({
          line: accepted + 1,
          reason: expect.stringContaining(`the ${name} data end early or are damaged`),
        }),
      ])
      expect(await ids()).toEqual(Array.from({ length: accepted }, (_, i) => `${i}`))
    },
  )

  test.each(packings)(
    '%s: damaged from the start, it is a failure, and nothing is imported',
    async (name, bytes) => {
      const paths = [store.file('good.ndjson', a), store.file('cut', bytes.subarray(0, 6))]
      await expect(store.run(paths)).rejects.toMatchObject({
        name: 'Problem',
        kind: 'unavailable',
        message: expect.stringMatching(new RegExp(`cannot read .*cut: the ${name} data end early`)),
      })
      expect(await runs()).toEqual([])
    },
  )
})

describe('a file that cannot be opened is a failure, and nothing of the others is imported', () => {
  const good = (): string => store.file('good.ndjson', a)

  test('no such file', async () => {
    const missing = join(store.folder, 'missing.ndjson')
    await expect(store.run([good(), missing])).rejects.toMatchObject({
      kind: 'not-found',
      message: `no such file: ${missing}`,
    })
    expect(await runs()).toEqual([])
    expect(await ids()).toEqual([])
  })

  test('a folder', async () => {
    await expect(store.run([good(), store.folder])).rejects.toMatchObject({
      kind: 'not-found',
      message: `${store.folder} is a folder; name the files in it`,
    })
    expect(await ids()).toEqual([])
  })

  test('a path through a file', async () => {
    const path = join(good(), 'inside')
    await expect(store.run([good(), path])).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/^cannot read .*inside: ENOTDIR/),
    })
    expect(await ids()).toEqual([])
  })

  // Nothing is unreadable to root.
  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const path = store.file('secret.ndjson', b)
    chmodSync(path, 0)
    await expect(store.run([good(), path])).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/^cannot read .*secret\.ndjson: EACCES/),
    })
    expect(await ids()).toEqual([])
  })

  test('a name that is none', async () => {
    await expect(store.run([good(), 'zero\0name'])).rejects.toMatchObject({ kind: 'unavailable' })
    expect(await ids()).toEqual([])
  })

  test('a pipe', async () => {
    const pipe = join(store.folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    await expect(store.run([good(), pipe])).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('is a pipe or a device'),
    })
    expect(await ids()).toEqual([])
  })

  test('what is named Parquet and is none', async () => {
    const path = store.file('broken.parquet', 'PAR1 this is not')
    await expect(store.run([path])).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/cannot read .*broken\.parquet: not readable as Parquet/),
    })
    expect(await runs()).toEqual([])
  })
})

describe('a dry run', () => {
  test('counts what would happen and changes nothing, on an empty store and on one that has part', async () => {
    const newer = observationLine('a', { stage: 'x' })
    const path = store.file('evidence.ndjson', lines(a, b, b, newer, 'bad', c))
    const dry = { dryRun: true }
    const whole = { accepted: 4, known: 1, newer: 1, withdrawn: 0 }
    expect((await store.run([path], dry)).counts).toEqual(whole)
    expect(await ids()).toEqual([])

    await store.run([store.file('part.ndjson', lines(a, c))])
    const before = [await store.contents(), await runs()]
    const report = await store.run([path], dry)
    expect(report).toMatchObject({
      counts: { accepted: 2, known: 3, newer: 1, withdrawn: 0 },
      rejected: 1,
      rejectionFile: null,
      firstRejections: [{ line: 5, text: 'bad' }],
    })
    expect([await store.contents(), await runs()]).toEqual(before)
    expect((await store.run([path])).counts).toEqual(report.counts)
  })

  test('sees over all files what the earlier ones would have brought', async () => {
    const paths = [store.file('one.ndjson', a), store.file('two.ndjson', lines(a, b))]
    const report = await store.run(paths, { dryRun: true })
    expect(report.counts).toEqual({ accepted: 2, known: 1, newer: 0, withdrawn: 0 })
    expect(await ids()).toEqual([])
  })

  test('that fails changes nothing either', async () => {
    const paths = [store.file('one.ndjson', a), store.file('broken.parquet', 'PAR1 no')]
    await expect(store.run(paths, { dryRun: true })).rejects.toThrow('not readable as Parquet')
    expect(await ids()).toEqual([])
    expect((await store.run(paths.slice(0, 1))).counts.accepted).toBe(1)
  })
})

describe('stopped by the user', () => {
  test('what was committed stays, the rest is not begun, and the next import goes on', async () => {
    const paths = [
      store.file('one.ndjson', lines(a, b)),
      store.file('stop-here.ndjson', lines(c)),
      store.file('three.ndjson', lines(observationLine('d'))),
    ]
    const report = await store.run(paths)
    expect(report.stopped).toBe(true)
    expect(report.files).toHaveLength(2)
    expect(await ids()).toEqual(['a', 'b', 'c'])

    isStopping = false
    const rest = await store.run([paths[0] ?? '', paths[2] ?? ''])
    expect(rest).toMatchObject({
      stopped: false,
      counts: { accepted: 1, known: 2, newer: 0, withdrawn: 0 },
    })
  })

  test('in the middle of a file', async () => {
    // More than is committed at once, most of it blank.
    const many = Array.from({ length: 50 }, (_, i) => `${observationLine(`${i}`)}\n${blankBatch}`)
    const path = store.file('stop-here.ndjson', lines(...many))
    const report = await store.run([path])
    expect(report.stopped).toBe(true)
    expect(report.counts.accepted).toBeGreaterThan(0)
    expect(report.counts.accepted).toBeLessThan(50)
    expect(await store.sql.rows('select count(*) as n from event')).toEqual([
      { n: report.counts.accepted },
    ])
  })
})

describe('a bomb is not read further than its ratio allows', () => {
  const mebibyte = 1024 * 1024
  /** Packed data of 16 MiB of the same content, so many times: made without holding what they unpack to. */
  const packRepeats = (
    pack: (bytes: Buffer) => Buffer,
    content: string,
    repeats: number,
  ): Buffer => {
    const part = pack(Buffer.from(content.repeat(Math.ceil((16 * mebibyte) / content.length))))
    return Buffer.concat(Array.from({ length: repeats }, () => part))
  }
  const packings = [
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
  ] as const
  // What is cut and read takes its time by the line, so lines are long enough to be few; blank ones still fill 40 batches.
  const longLine = observationLine('a', { surprise: 'y'.repeat(64_000) })
  const contents = [
    ['blank lines', `${' '.repeat(9)}\n`],
    ['one line', 'x'],
    ['the same line', `${longLine}\n`],
  ] as const
  // Blank lines are cut the same way out of whatever was unpacked.
  const bombs = packings.flatMap(([name, pack]) =>
    contents
      .slice(name === 'gzip' ? 0 : 1)
      .map(([title, content]) => ({ title: `${name} of ${title}`, pack, content })),
  )

  const expectRefused = async (bomb: Buffer): Promise<ImportReport> => {
    const report = await store.run([store.file('bomb', bomb)])
    const reasons = store.rejected(report).map(({ reason }) => reason)
    const [, unpacked] =
      /^unpacks to more than 200 times its size; reading stopped after (\d+) bytes/.exec(
        reasons.at(-1) ?? '',
      ) ?? []
    expect(reasons.length).toBeLessThanOrEqual(2)
    expect(Number(unpacked)).toBeLessThan(9 * mebibyte)
    return report
  }

  test.each(bombs)('$title, 16 MiB', async ({ pack, content }) => {
    const { counts } = await expectRefused(packRepeats(pack, content, 1))
    expect(counts.accepted).toBe(content.length > 10 ? 1 : 0)
  })

  test('gzip of one line, 2 GiB, in little memory', async () => {
    const bomb = packRepeats(gzipSync, 'x', 128)
    const before = process.memoryUsage().rss
    await expectRefused(bomb)
    // Two gigabytes would not go unnoticed; the rest is what the engine and a worker have to themselves.
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * mebibyte)
  })
})

test('imports that are begun at the same time come one after the other', async () => {
  const path = store.file('evidence.ndjson', lines(a, b))
  const missing = join(store.folder, 'missing.ndjson')
  const [one, failed, other] = await Promise.allSettled([
    store.run([path]),
    store.run([missing]),
    store.run([path]),
  ])
  expect(one).toMatchObject({ value: { counts: { accepted: 2, known: 0 } } })
  expect(failed).toMatchObject({ reason: { kind: 'not-found' } })
  expect(other).toMatchObject({ value: { counts: { accepted: 0, known: 2 } } })
  expect(await ids()).toEqual(['a', 'b'])
})

describe('several workers read what a single reader reads', () => {
  /** How many batches each worker read that was started while a file was imported. */
  async function countBatches(work: () => Promise<void>): Promise<readonly number[]> {
    const counts: number[] = []
    const watch = (worker: Worker): void => {
      const at = counts.push(0) - 1
      worker.on('message', () => {
        counts[at] = (counts[at] ?? 0) + 1
      })
    }
    process.on('worker', watch)
    await work().finally(() => process.off('worker', watch))
    return counts
  }

  /** Everything that an import of the text leaves, read by so many workers. */
  async function importWith(threads: number, text: string) {
    const reading = await openTestImport({}, { threads })
    try {
      const path = reading.file('whole.ndjson', text)
      let report: ImportReport | undefined
      const batches = await countBatches(async () => {
        report = await reading.run([path])
      })
      const rejections = report && reading.rejected(report).map(({ file: _, ...rest }) => rest)
      return { batches, left: { contents: await reading.contents(), rejections } }
    } finally {
      await reading.close()
    }
  }

  test('in the order of the file, newer versions and rejected lines included', async () => {
    // Every observation stands in the first half of the file and, changed, in the second.
    const text = lines(
      ...Array.from({ length: 800 }, (_, at) =>
        observationLine(`${at % 400}`, { stage: `${at}` }),
      ).flatMap((line, at) => (at % 100 === 0 ? [blankBatch, 'bad', line] : [line])),
    )
    const single = await importWith(0, text)
    expect(single.batches).toEqual([])
    expect(single.left.contents['event']).toHaveLength(400)
    expect(single.left.contents['superseded']).toHaveLength(400)
    expect(single.left.rejections).toHaveLength(8)
    const threads = 3
    const { batches, left } = await importWith(threads, text)
    expect(batches).toHaveLength(threads)
    expect(Math.min(...batches)).toBeGreaterThan(0)
    expect(batches.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(2 * threads)
    expect(left).toEqual(single.left)
  })
})

test('a file that needs more memory than a worker has is named, and nothing else is harmed', async () => {
  const small = await openTestImport({}, { threads: 1, heapMb: 8 })
  try {
    const path = small.file('large.ndjson', `${a}\n${' '.repeat(300_000)}\n`)
    await expect(small.run([path])).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(
        /^cannot read .*large\.ndjson: needs more than 8 MB of memory to read; split it/,
      ),
    })
    expect(readdirSync(small.evidence.staging)).toEqual([])
    expect((await small.run([small.file('small.ndjson', a)])).counts.accepted).toBe(1)
  } finally {
    await small.close()
  }
})

test('a folder whose name is a pattern to the engine', async () => {
  const path = store.file("we[i]rd 'name' * ?/evidence.ndjson", a)
  expect((await store.run([path])).counts.accepted).toBe(1)
  const parquet = join(store.folder, "we[i]rd 'name' * ?", 'rows [1].parquet')
  await store.sql.run(`copy (select 'acme-ats' as source, 'p' as id, 'report' as kind,
    '2024-01-01T00:00:00Z' as at, 'r' as "subject.ref") to '${parquet.replaceAll("'", "''")}'`)
  expect(existsSync(parquet)).toBe(true)
  expect((await store.run([parquet])).counts.accepted).toBe(1)
})
