import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readCall } from './command.ts'
import { clusterCommand } from './commands/cluster.ts'
import { openTestWorld, ringer, ringerIn, useFolder } from './process-testing.ts'

const place = useFolder()
const write = (name: string, text: string): string => {
  writeFileSync(place(name), text)
  return place(name)
}

const level = (when: string, m: number, u: number): object => ({
  when,
  m,
  u,
  because: 'Made up for a test.',
})
const model = {
  name: 'people',
  version: 1,
  title: 'Are two rows the same person?',
  prior_bits: -3,
  threshold_bits: 0,
  blocking: [{ on: ['name'] }, { on: ['town'], hub_above: 3 }],
  columns: [
    { name: 'name', column: 'name', levels: [level('exact', 0.9, 0.05), level('else', 0.1, 0.95)] },
    { name: 'town', column: 'town', levels: [level('exact', 0.8, 0.3), level('else', 0.2, 0.7)] },
    { name: 'year', column: 'year', levels: [level('exact', 0.9, 0.05), level('else', 0.1, 0.95)] },
  ],
  training: { certain: [['name', 'year']], certain_recall: 0.8, sessions: [['name'], ['year']] },
}
const people = write('people.json', JSON.stringify(model))
const table = write(
  'table.csv',
  [
    'unique_id,name,town,year',
    '"2, b",Ann,Oslo,1980',
    '10,ANN,oslo,1980',
    '007,bob,oslo,1975',
    '7,rob,oslo,1960',
  ].join('\n'),
)
const expected = 'id,cluster\n007,007\n10,10\n"2, b",10\n7,7\n'

interface Heard {
  readonly status: number
  readonly out: string
  readonly news: string
}

/** The command with the words, without a process of its own. */
async function cluster(...words: readonly string[]): Promise<Heard> {
  const { world, said } = openTestWorld()
  const status = await clusterCommand.run(await readCall(clusterCommand, words, world))
  return { status, ...said() }
}

test('clusters go to the file, what was done and what was left out to standard error', async () => {
  const out = place('new/folder/clusters.csv')
  const words = ['cluster', table, '--model', people, '--out', out]
  const ran = await ringerIn({ environment: { RINGER_DATA: place('no-data') } }, words)
  expect(ran).toMatchObject({ status: 0, out: '' })
  expect(ran.news).toBe(
    'Left out as too large: 1 block of the rule town (4 records, 6 pairs). Matches among them that no other ' +
      'rule finds are missed; hub_above in the model is the limit.\n' +
      `4 records, 1 pair compared, 3 clusters: ${out}\n`,
  )
  expect(readFileSync(out, 'utf8')).toBe(expected)
  expect(readdirSync(place('new/folder'))).toEqual(['clusters.csv'])
  expect(existsSync(place('no-data'))).toBe(false)
})

test('- is standard output, and nothing else is in it', async () => {
  const { status, out } = await cluster(table, '--model', people, '--out', '-')
  expect({ status, out }).toEqual({ status: 0, out: expected })
})

test('an older result is replaced, and kept where the work fails', async () => {
  const out = write('older.csv', 'older')
  const bad = write('bad.csv', 'id,name\n1,2,3\n')
  await expect(cluster(bad, '--model', people, '--out', out)).rejects.toThrow(/line 2/)
  expect(readFileSync(out, 'utf8')).toBe('older')
  expect(readdirSync(place('.')).filter((name) => name.endsWith('.part'))).toEqual([])
  await cluster(table, '--model', people, '--out', out)
  expect(readFileSync(out, 'utf8')).toBe(expected)
})

describe('--train', () => {
  const rows = Array.from({ length: 120 }, (_, n) => {
    const person = n >> 1
    const year = 1900 + (person % 30) + (n % 10 === 1 ? 50 : 0)
    return `${n},name${person % 40},town${person % 7},${year}`
  })
  const larger = write('larger.csv', `id,name,town,year\n${rows.join('\n')}\n`)

  test('keeps the model that was trained, which gives the same clusters without training', async () => {
    const trained = place('trained.json')
    const words = ['--model', people, '--out', '-', '--train', '--trained', trained]
    const ran = await cluster(larger, ...words)
    expect(ran.news).toMatch(
      /^Trained on 120 records: .*2 sessions on [\d,]+ pairs, all converged\.\n/,
    )
    const kept = JSON.parse(readFileSync(trained, 'utf8')) as typeof model & { weights: string }
    expect(kept.weights).toMatch(
      /^Trained without labels on the 120 records of larger\.csv\. .* in 2 sessions, on name \(\d+ pairs, \d+ iterations\); on year /,
    )
    expect(kept).toMatchObject({
      name: 'people',
      blocking: model.blocking,
      training: model.training,
    })
    expect(kept.columns[0]?.levels[0]).toMatchObject({
      when: 'exact',
      because: 'Made up for a test.',
    })
    const again = await cluster(larger, '--model', trained, '--out', '-')
    expect(again.out).toBe(ran.out)
    const third = place('third.json')
    await cluster(larger, '--model', people, '--out', '-', '--train', '--trained', third)
    expect(readFileSync(third)).toEqual(readFileSync(trained))
  })
})

describe('wrong usage touches nothing', () => {
  const out = place('never.csv')
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['--model', people, '--out', out], /name one table/],
    [[table, table, '--model', people, '--out', out], /name one table/],
    [[table, '--out', out], /name a model with --model FILE/],
    [[table, '--model', people], /name a file for the clusters with --out FILE/],
    [[table, '--model', people, '--out', out, '--trained', 'x'], /--trained FILE needs --train/],
    [[table, '--model', people, '--out', table], /a file that is read cannot be written over/],
    [
      [table, '--model', people, '--out', out, '--train', '--trained', people],
      /a file that is read cannot be written over/,
    ],
    [
      [table, '--model', people, '--out', out, '--id', 'key'],
      /no column key: name what tells its rows apart with --id, one of unique_id, name, town, year;/,
    ],
    [
      [write('no-id.csv', 'key,name\n1,2\n'), '--model', people, '--out', out],
      /no column id or unique_id: name what tells its rows apart with --id, one of key, name;/,
    ],
  ]
  test.for(wrong)('%#', async ([words, message]) => {
    await expect(cluster(...words)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(message),
    })
    expect(existsSync(out)).toBe(false)
    expect(readFileSync(people, 'utf8')).toBe(JSON.stringify(model))
  })
})

describe('a failure says what and where', () => {
  mkdirSync(place('dir'))
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [[place('none.csv'), '--model', people], 'not-found', /no such file: .*none\.csv/],
    [[place('dir'), '--model', people], 'unavailable', /dir is no file/],
    [[table, '--model', place('none.json')], 'invalid', /none\.json cannot be read/],
    [[table, '--model', write('m.json', '{"name": "m"}')], 'invalid', /m\.json: version: /],
    [
      [write('short.csv', 'id,name\n1,x\n'), '--model', people],
      'invalid',
      /the table has no column town, year; it has id, name/,
    ],
    [
      [write('double.csv', 'id,name,town,year\n1,a,b,c\n1,a,b,c\n'), '--model', people],
      'invalid',
      /the id '1' stands in several rows/,
    ],
    [
      [
        table,
        '--model',
        write('untrained.json', JSON.stringify({ ...model, training: undefined })),
        '--train',
      ],
      'invalid',
      /does not say how to train it/,
    ],
  ]
  test.for(cases)('%#', async ([words, kind, message]) => {
    const out = place('failed.csv')
    await expect(cluster(...words, '--out', out)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
    expect(existsSync(out)).toBe(false)
  })

  test('a file that cannot be written', async () => {
    write('a-file', '')
    const ran = await ringer('cluster', table, '--model', people, '--out', place('a-file/out.csv'))
    expect(ran.status).toBe(1)
    expect(ran.news).toMatch(/^ringer: cannot write .*a-file\/out\.csv: /)
  })
})
