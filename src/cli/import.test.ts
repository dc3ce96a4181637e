import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { migrate, openEngine } from '../sql/index.ts'
import { readStoreFile } from '../sql/store-fixture.ts'
import {
  applicationLine,
  launchRinger,
  processSettings,
  programFile,
  ringer,
  startRinger,
  useFolder,
} from './process-testing.ts'

const place = useFolder()
const write = (name: string, lines: readonly string[]): string => {
  writeFileSync(place(name), `${lines.join('\n')}\n`)
  return place(name)
}
const good = write('good.ndjson', [applicationLine(1), applicationLine(2)])

/** The counts of the last row of the table: accepted, known, newer, rejected. */
const countsOf = (out: string): readonly number[] =>
  (/((?: +[\d,]+){4})$/.exec(out.split('\nA dry run')[0]?.trimEnd() ?? '')?.[1] ?? '')
    .trim()
    .split(/ +/)
    .map((count) => Number(count.replaceAll(',', '')))

describe('import', () => {
  test('takes, knows again, takes newer versions, and keeps what was rejected', async () => {
    const data = ['--data', place('counts')]
    const first = await ringer('import', good, ...data)
    expect(first).toMatchObject({ status: 0, news: expect.stringMatching(/^Next: `ringer run`/) })
    expect(countsOf(first.out)).toEqual([2, 0, 0, 0])
    const mixed = write('mixed.ndjson', [
      applicationLine(1),
      applicationLine(2, { at: '2024-03-19T00:00:00Z' }),
      '{"source":"acme-ats"',
      applicationLine(3, { kind: 'rumour' }),
      applicationLine(4),
    ])
    const second = await ringer('import', mixed, ...data)
    expect(second.status).toBe(2)
    expect(countsOf(second.out)).toEqual([2, 1, 1, 2])
    expect(second.news).toContain(`${mixed}:3: is not whole JSON`)
    expect(second.news).toContain(`${mixed}:4: kind: `)
    const [, kept = ''] = /their reasons: (.*)$/m.exec(second.news) ?? []
    const lines = readFileSync(kept, 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).line)).toEqual([3, 4])
  })

  test('of a file that is not there changes nothing, though others are good', async () => {
    const ran = await ringer('import', good, place('none.ndjson'), '--data', place('none'))
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.news).toMatch(/^ringer: .*none\.ndjson/)
    expect(countsOf((await ringer('import', good, '--data', place('none'))).out)).toEqual([
      2, 0, 0, 0,
    ])
  })

  test('that only tries leaves nothing behind where nothing was', async () => {
    const ran = await ringer('import', good, '--dry-run', '--data', place('dry'))
    expect(ran).toMatchObject({ status: 0, news: '' })
    expect(countsOf(ran.out)).toEqual([2, 0, 0, 0])
    expect(ran.out).toMatch(/A dry run: nothing was kept\.\n$/)
    expect(existsSync(place('dry'))).toBe(false)
  })

  test('that only tries says what a store would do, and leaves it as it is', async () => {
    const data = ['--data', place('tried')]
    await ringer('import', good, ...data)
    const more = write('more.ndjson', [applicationLine(2), applicationLine(3), 'rubbish'])
    const tried = await ringer('import', more, '--dry-run', ...data)
    expect(tried.status).toBe(2)
    expect(countsOf(tried.out)).toEqual([1, 1, 0, 1])
    expect(readdirSync(place('tried')).filter((name) => name === 'rejected')).toEqual([])
    expect(countsOf((await ringer('import', more, ...data)).out)).toEqual([1, 1, 0, 1])
  })

  test('takes back what its source withdrew, and says what it does not take in again', async () => {
    const data = ['--data', place('withdrawn')]
    await ringer('run', good, ...data)
    const erasure = { source: 'acme-ats', withdraws: 'subject', reason: 'deleted' }
    const at = '2024-05-01T08:00:00Z'
    const gone = write('gone.ndjson', [JSON.stringify({ ...erasure, ref: 'cand-1', at })])
    const taken = await ringer('import', gone, ...data)
    expect([taken.status, countsOf(taken.out)]).toEqual([0, [0, 0, 0, 0]])
    expect(taken.news).toContain('Retracted, because the source says so: 1.')
    const stale = await ringer('identities', ...data)
    expect(stale).toMatchObject({ status: 1, out: '' })
    expect(stale.news).toContain('withdrew evidence since the last run')
    const again = await ringer('run', good, ...data)
    expect(again.news).toContain('Not taken: 1 observation that the source withdrew before.')
    const { out } = await ringer('identities', '--format', 'ndjson', ...data)
    expect(JSON.parse(out).subjects).toEqual([{ source: 'acme-ats', ref: 'cand-2' }])
  })

  test('gives lines without a source the one that is named', async () => {
    const nameless = write('nameless.ndjson', [applicationLine(1, { source: undefined })])
    const ran = await ringer('run', nameless, '--source', 'desk', '--data', place('nameless'))
    expect(ran.status, ran.news).toBe(0)
    const { out } = await ringer('identities', '--format', 'ndjson', '--data', place('nameless'))
    expect(JSON.parse(out).subjects).toEqual([{ source: 'desk', ref: 'cand-1' }])
  })
})

test('a store that another process has open is left alone, and said so', async () => {
  const words = ['import', good, '--data', place('locked')] as const
  expect(await ringer(...words)).toMatchObject({ status: 0 })
  const store = place('locked/ringer.duckdb')
  const sql = await openEngine(store, { memory: '500MB', threads: 1 })
  await migrate(sql, 'migrations')
  try {
    for (const refused of [words, ['identities', '--data', place('locked')]]) {
      const ran = await launchRinger(...refused)
      expect(ran).toMatchObject({ status: 1, out: '' })
      expect(ran.news).toBe(
        `ringer: another process has ${store} open; wait until it is done or stop it, then run this again\n`,
      )
    }
  } finally {
    sql.close()
  }
  expect(await ringer(...words)).toMatchObject({ status: 0 })
})

test('stopped by Ctrl-C it keeps what was committed, and goes on the next time', async () => {
  const each = 500
  const files = [0, 1, 2, 3, 4, 5, 6, 7].map((file) =>
    write(
      `large-${file}.ndjson`,
      Array.from({ length: each }, (_, at) => applicationLine(file * each + at)),
    ),
  )
  const total = files.length * each
  const data = ['--data', place('stopped')]
  const running = startRinger(['run', ...files, ...data])
  const log = place('stopped/ringer.duckdb.wal')
  let over = false
  const ended = running.ended.finally(() => {
    over = true
  })
  // The empty tables take 24 kB of the write-ahead log, a file of this size ten times as much: one is committed.
  while (!over && !(existsSync(log) && statSync(log).size > 100_000)) await wait(3)
  running.child.kill('SIGINT')
  const stopped = await ended
  expect(stopped.news).toContain('Stopped. What was committed stays; import the same files again')
  expect(stopped.status, stopped.news).toBe(1)
  expect(stopped.out).not.toContain('Linked')
  const [kept = 0] = countsOf(stopped.out)
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(total)
  const again = await ringer('import', ...files, ...data)
  expect(again.status).toBe(0)
  expect(countsOf(again.out)).toEqual([total - kept, kept, 0, 0])
  const [store] = await readStoreFile(
    place('stopped/ringer.duckdb'),
    `select (select count(distinct id) from observation) as observations,
      (select count(distinct ref) from subject) as subjects,
      (select count(*) from observation join event using (observation_id)
        join subject using (subject_id) join selector as s using (observation_id)
        where s.kind = 'email' and id = 'app-' || ref[6:] and s.value = 'm' || ref[6:] || '@mail.example'
      ) as read`,
  )
  expect(store).toEqual({ observations: total, subjects: total, read: total })
})

/** Of util-linux: runs a program on a terminal of its own. */
const terminal = 'script'
const hasTerminals = spawnSync(terminal, ['--version']).status === 0

describe('progress', () => {
  test('is not drawn into a file', async () => {
    const plain = await ringer('import', good, '--data', place('plain'))
    expect(`${plain.out}${plain.news}`).not.toContain('\u001b')
  })

  test.skipIf(!hasTerminals)('is drawn on a terminal, and away before the results', () => {
    const words = [programFile, 'import', good, '--data', place('terminal')]
    const program = [process.execPath, ...words].join(' ')
    const { stdout, status } = spawnSync(terminal, ['-qec', program, '/dev/null'], {
      env: { ...process.env, ...processSettings, TERM: 'xterm' },
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    expect(stdout).toContain('\r\u001b[Kreading good.ndjson  ')
    expect(stdout.indexOf('\r\u001b[Kfile ')).toBeGreaterThan(stdout.indexOf('reading'))
  })
})

describe('import of what others export', () => {
  const signIn = {
    uuid: 'faf7398a-0000-11ea-97fb-000000000001',
    published: '2024-06-01T20:18:57.718Z',
    eventType: 'user.session.start',
    outcome: { result: 'SUCCESS' },
    actor: { id: '00u1', type: 'User', alternateId: 'j.doe@acme.example' },
    client: { ipAddress: '203.0.113.7', zone: 'null' },
    somethingNew: { id: 't1' },
  }
  const okta = write('okta.json', [JSON.stringify([signIn, { ...signIn, uuid: null }], null, 1)])

  test('says what it took the file for, what it did not take, and how its source is declared', async () => {
    const data = ['--data', place('okta')]
    const first = await ringer('import', okta, '--organization', 'acme.example', ...data)
    expect(first.status).toBe(2)
    expect(first.out).toMatch(/okta\.json +Okta System Log +1 +0 +0 +1$/m)
    expect(first.news).toContain(`${okta}:22: uuid: needed, but it is absent`)
    expect(first.news).toContain('Not taken: somethingNew.id (1).')
    expect(first.news).toMatch(/source "okta@acme\.example" is declared as idp, without a grade/)
    const again = await ringer('import', okta, '--organization', 'acme.example', ...data)
    expect(again.out).toMatch(/Okta System Log +0 +1 +0 +1$/m)
    expect(again.news).not.toMatch(/is declared|Next:/)
    const other = await ringer('import', okta, '--source', 'other', '--grade', 'b', ...data)
    expect(other.news).toContain('The source "other" is declared as idp, grade B.')
  })

  test.each([
    [
      'table.csv',
      ['Wer;Wann', 'Ada;gestern'],
      'a table of no known format, with the columns Wer, Wann',
    ],
    [
      'list.json',
      ['{"report": {', ' "rows": 972', '}}'],
      'JSON of no known format, with the keys report',
    ],
  ])(
    'of a file that is nothing known (%s) says so once, and how to go on',
    async (name, lines, what) => {
      const file = write(name, lines)
      const ran = await ringer('import', file, '--data', place('unknown'))
      expect(ran.status).toBe(2)
      expect(countsOf(ran.out)).toEqual([0, 0, 0, 1])
      const told = ran.news.split('\n').filter((line) => line.includes(`${file} `))
      expect(told).toEqual([
        `${file} is ${what}; nothing was imported. Is it a table? \`ringer import --suggest-map ${file}\` writes a first map, for --map. Is it another format? Name it with --as.`,
      ])
      expect(ran.news).not.toContain('whole JSON')
    },
  )

  test('names the lines whose notes it removed, and not the words', async () => {
    const flags = [{ indicator: 'camera_refusal', note: 'strong Korean accent' }]
    const file = write('notes.ndjson', [applicationLine(1), applicationLine(2, { flags })])
    const ran = await ringer('import', file, '--data', place('notes'))
    expect(ran.status).toBe(0)
    expect(ran.news).toContain(
      `${file}:2: flags[0].note: the text mentions a protected attribute and was removed; the rest is kept.`,
    )
    expect(ran.news).not.toMatch(/accent|Korean/)
  })

  test.each([
    [['--as', 'excel'], 64, /--as excel: use ndjson, csv, parquet, /],
    [['--grade', 'G'], 64, /--grade G: use A .* to F/],
    [['--documents', 'none'], 64, /--documents none: use text, hash/],
    [['--attachments', 'no-such-folder'], 1, /no such folder: no-such-folder/],
    [['--map', 'no-such-map.yaml'], 1, /no-such-map\.yaml/],
  ] as const)('%j is refused before anything is imported', async (words, status, message) => {
    const ran = await ringer('import', okta, ...words, '--data', place('refused'))
    expect(ran.status).toBe(status)
    expect(ran.news).toMatch(message)
    expect(existsSync(place('refused'))).toBe(false)
  })
})
