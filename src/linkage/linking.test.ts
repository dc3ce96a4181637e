import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OwnEngine, openEngine, quoteText } from '../sql/index.ts'
import { explainPair } from './explanation.ts'
import { linkRecords } from './linking.ts'
import { type LinkModel, matchWeight, parseModel, readModel } from './model.ts'
import { withValueIdsSql } from './value-ids-fixture.ts'

const model: LinkModel = parseModel(
  {
    name: 'test',
    version: 1,
    title: 'a model for tests',
    prior_bits: -10,
    threshold_bits: 0,
    keys: [
      {
        name: 'email',
        kind: 'email',
        same_detail: false,
        m: 0.5,
        u: 0.0001,
        bits_per_doubling: 0.5,
        counted_by: 'name',
        hub_above: 3,
        because: 'for tests of the machinery',
      },
      {
        name: 'handle',
        kind: 'handle',
        same_detail: true,
        m: 0.5,
        u: 0.001,
        bits_per_doubling: 0,
        hub_above: 10,
        because: 'for tests of the machinery',
      },
    ],
    columns: [
      {
        name: 'name',
        column: 'name',
        levels: [
          { when: 'exact', m: 0.8, u: 0.05, bits_per_doubling: 0, because: 'the same name' },
          {
            when: 'same_words',
            m: 0.1,
            u: 0.01,
            bits_per_doubling: 0,
            because: 'turned round it is',
          },
          { when: 'initials', m: 0.1, u: 0.01, bits_per_doubling: 0, because: 'first letters' },
          {
            when: 'jaro_winkler',
            limit: 0.92,
            m: 0.1,
            u: 0.02,
            bits_per_doubling: 0,
            because: 'typing error',
          },
          { when: 'first_word', m: 0.1, u: 0.1, bits_per_doubling: 0, because: 'the given name' },
          { when: 'last_word', m: 0.01, u: 0.1, bits_per_doubling: 0, because: 'a household' },
          { when: 'else', m: 0.01, u: 0.9, bits_per_doubling: 0, because: 'another name' },
        ],
      },
      {
        name: 'year',
        column: 'year',
        levels: [
          { when: 'exact', m: 0.9, u: 0.1, bits_per_doubling: 0, because: 'the same year' },
          {
            when: 'within',
            limit: 1,
            m: 0.08,
            u: 0.1,
            bits_per_doubling: 0,
            because: 'a slip of it',
          },
          { when: 'else', m: 0.02, u: 0.8, bits_per_doubling: 0, because: 'another year' },
        ],
      },
    ],
  },
  'the model of this test',
)

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '500MB', threads: 2 })
})
afterAll(() => sql.close())
beforeEach(async () => {
  await sql.run('create or replace table r (record_id integer, name varchar, year integer)')
  await sql.run(
    'create or replace table k (record_id integer, kind varchar, detail varchar, value varchar)',
  )
})

const input = {
  records: `select *, lpad(record_id::varchar, 4, '0') as order_key from r`,
  keys: withValueIdsSql('from k'),
  prefix: 't',
}

interface Given {
  readonly name: string | null
  readonly year?: number
  readonly emails?: readonly string[]
  readonly handles?: readonly (readonly [service: string, value: string])[]
}

async function link(records: readonly Given[]): Promise<number[]> {
  for (const [id, { name, year, emails = [], handles = [] }] of records.entries()) {
    const text = name === null ? 'null' : quoteText(name)
    await sql.run(`insert into r values (${id}, ${text}, ${year ?? 'null'})`)
    for (const email of emails)
      await sql.run(`insert into k values (${id}, 'email', '', ${quoteText(email)})`)
    for (const [service, value] of handles) {
      await sql.run(
        `insert into k values (${id}, 'handle', ${quoteText(service)}, ${quoteText(value)})`,
      )
    }
  }
  await linkRecords(sql, model, input)
  const rows = await sql.rows<{
    group_id: number
  }>(`select coalesce(group_id, record_id) as group_id
    from r left join t_group using (record_id) order by record_id`)
  return rows.map((row) => row.group_id)
}

describe('linkRecords', () => {
  test('a shared mailbox and the same name join; a namesake without it stays apart', async () => {
    expect(
      await link([
        { name: 'ada park', emails: ['a@x.example'] },
        { name: 'ada park', emails: ['a@x.example'] },
        { name: 'ada park', emails: ['b@x.example'] },
      ]),
    ).toEqual([0, 0, 2])
  })

  test.each([
    ['turned round', 'park ada', true],
    ['initial', 'a park', true],
    ['typing error', 'ada parkk', true],
    ['changed family name', 'ada lund', true],
    ['another name', 'bo lund', false],
  ])('name %s', async (_, name, joined) => {
    const [, second] = await link([
      { name: 'ada park', emails: ['a@x.example'] },
      { name, emails: ['a@x.example'] },
    ])
    expect(second).toBe(joined ? 0 : 1)
  })

  test('a value that many names share is a hub: it joins nothing and is listed', async () => {
    const names = ['ada park', 'bo lund', 'cy diaz', 'di okoro', 'ada park']
    const groups = await link(names.map((name) => ({ name, emails: ['talent@agency.example'] })))
    expect(groups).toEqual([0, 1, 2, 3, 4])
    const hubs = await sql.rows('select key, records, members from t_value where hub')
    expect(hubs).toEqual([{ key: 0, records: 5, members: 4 }])
  })

  test('many records of few names are no hub', async () => {
    const groups = await link(
      Array.from({ length: 8 }, () => ({ name: 'ada park', emails: ['a@x.example'] })),
    )
    expect(groups).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  test('accounts of one name at two services are two', async () => {
    const at = (service: string) => [[service, 'ada']] as const
    expect(
      await link([
        { name: 'ada park', year: 1990, handles: at('github') },
        { name: 'ada park', year: 1990, handles: at('gitlab') },
        { name: 'ada park', year: 1990, handles: at('github') },
      ]),
    ).toEqual([0, 1, 0])
  })

  test('null is no evidence, for or against', async () => {
    await link([
      { name: null, emails: ['a@x.example'] },
      { name: 'ada park', emails: ['a@x.example'] },
    ])
    const [pair] = await sql.rows<{ column_bits: number; key_bits: number }>('select * from t_pair')
    expect(pair?.column_bits).toBe(0)
    // In 1024ths of a bit, so that sums are exact.
    expect(pair?.key_bits).toBe(Math.round(Math.log2(0.5 / 0.0001) * 1024) / 1024)
  })

  test('records without any key are groups of their own', async () => {
    expect(await link([{ name: 'ada park' }, { name: 'ada park' }])).toEqual([0, 1])
  })
})

describe('explainPair', () => {
  test('adds up to what linking weighed, comparison by comparison', async () => {
    await link([
      {
        name: 'ada park',
        year: 1990,
        emails: ['a@x.example', 'a2@x.example'],
        handles: [['github', 'ada']],
      },
      { name: 'a park', year: 1991, emails: ['a@x.example'], handles: [['github', 'other']] },
    ])
    const explained = await explainPair(sql, model, {
      prefix: 't',
      keys: withValueIdsSql('from k'),
      left: 0,
      right: 1,
    })
    const [pair] = await sql.rows<{ bits: number }>(
      'select key_bits + column_bits as bits from t_pair',
    )
    expect(Math.abs(explained.bits - model.prior_bits - (pair?.bits ?? Number.NaN))).toBeLessThan(
      1 / 1024,
    )
    expect(explained.comparisons.map(({ comparison, level }) => [comparison, level])).toEqual([
      ['email', 'shared'],
      ['handle', 'both have one, none shared'],
      ['name', 'initials'],
      ['year', 'within'],
    ])
    expect(explained.compared).toBe(true)
  })

  test('says when two records were never compared', async () => {
    await link([{ name: 'ada park', emails: ['a@x.example'] }, { name: 'ada park' }])
    const explained = await explainPair(sql, model, {
      prefix: 't',
      keys: withValueIdsSql('from k'),
      left: 0,
      right: 1,
    })
    expect(explained.compared).toBe(false)
    expect(explained.comparisons[0]).toMatchObject({ level: 'no evidence', bits: 0 })
  })
})

describe('model files', () => {
  const written = (text: string): string => {
    const path = join(tmpdir(), `ringer-model-${process.pid}.json`)
    writeFileSync(path, text)
    return path
  }

  test('the shipped models are read, and every weight has a reason', () => {
    for (const name of ['same-person', 'same-hands']) {
      const shipped = readModel(`models/${name}.json`)
      expect(shipped.name).toBe(name)
      expect(shipped.keys.every((key) => matchWeight(key) > 0)).toBe(true)
    }
  })

  test('no shipped model compares or shares what is protected', () => {
    const text = ['same-person', 'same-hands']
      .map((name) => JSON.stringify(readModel(`models/${name}.json`).keys))
      .join()
    expect(text).not.toMatch(/country|language|timezone|gender|nationality/)
  })

  test('a misspelt key is an error that names the place', () => {
    const path = written(
      JSON.stringify({ ...model, keys: [{ ...model.keys[0], bits_per_dubling: 1 }] }),
    )
    expect(() => readModel(path)).toThrow(/keys\.0.*bits_per_dubling/)
  })

  test('a file that is no JSON, or not there, is an error that names it', () => {
    expect(() => readModel(written('{'))).toThrow(/cannot be read/)
    expect(() => readModel('models/none.json')).toThrow(/models\/none\.json/)
  })
})
