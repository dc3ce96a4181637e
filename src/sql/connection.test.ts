import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import {
  dropSteps,
  type OwnEngine,
  openEngine,
  quoteList,
  quoteName,
  quoteNumber,
  quoteText,
  readParquetSql,
  runSteps,
} from './index.ts'

let sql: OwnEngine
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringer-sql-'))
  sql = await openEngine(':memory:', { memory: '1GB', threads: 2, spill: join(folder, 'spill') })
})

afterAll(() => {
  sql.close()
  rmSync(folder, { recursive: true, force: true })
})

async function evaluate(expression: string): Promise<unknown> {
  const [row] = await sql.rows<{ value: unknown }>(`select ${expression} as value`)
  return row?.value
}

describe('plain values', () => {
  test.each([
    ["timestamp '2024-03-18 09:41:07'", '2024-03-18T09:41:07Z'],
    ["timestamp '2024-03-18 09:41:07.5'", '2024-03-18T09:41:07.5Z'],
    ["timestamptz '2024-03-18 09:41:07+02'", '2024-03-18T07:41:07Z'],
    ["timestamp_s '2024-03-18 09:41:07'", '2024-03-18T09:41:07Z'],
    ["timestamp_ms '2024-03-18 09:41:07.123'", '2024-03-18T09:41:07.123Z'],
    ["timestamp_ns '2024-03-18 09:41:07.123456789'", '2024-03-18T09:41:07.123456789Z'],
    ["'infinity'::timestamp", 'infinity'],
    ["'-infinity'::timestamp", '-infinity'],
    ["date '2024-03-18'", '2024-03-18'],
    ["time '09:41:07'", '09:41:07'],
    ['interval 1 day', '1 day'],
    ['1.50::decimal(10, 2)', 1.5],
    ['(-0.05)::decimal(4, 2)', -0.05],
    ['1234567890.125::decimal(38, 3)', 1234567890.125],
    ['10000000000::bigint', 10_000_000_000],
    ['170141183460469231731687303715884105727::hugeint', 2 ** 127],
    ['1::ubigint', 1],
    ['0.5::double', 0.5],
    ['true', true],
    ['null', null],
    ["['a', null]", ['a', null]],
    ['[1.5::decimal(3, 1)]', [1.5]],
    ['array_value(1, 2)', [1, 2]],
    ["{'a': 1.5, 'at': timestamp '2024-01-01'}", { a: 1.5, at: '2024-01-01T00:00:00Z' }],
    ["[{'a': {'b': 1::hugeint}}]", [{ a: { b: 1 } }]],
    ["uuid '00000000-0000-0000-0000-000000000001'", '00000000-0000-0000-0000-000000000001'],
  ])('%s', async (expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected)
  })

  test('sums come as numbers, whatever type the engine gives them', async () => {
    const query = `select sum(whole) as whole, sum(share) as share, avg(whole) as mean,
                          count(*) as n, max(moment) as latest
                   from (values (1, 0.25, timestamp '2024-01-01'), (2, 0.5, null)) as t(whole, share, moment)`
    expect(await sql.rows(query)).toEqual([
      { whole: 3, share: 0.75, mean: 1.5, n: 2, latest: '2024-01-01T00:00:00Z' },
    ])
  })

  test('times are UTC whatever the zone of the machine', async () => {
    expect(await evaluate("current_setting('TimeZone')")).toBe('UTC')
    expect(await evaluate("'2024-07-01 00:00:00+00'::timestamptz::timestamp")).toBe(
      '2024-07-01T00:00:00Z',
    )
  })

  test('rows, columns and a stream say the same', async () => {
    const query = 'select i, i * 0.5::decimal(4, 1) as half from range(5000) as r(i) order by i'
    const rows = await sql.rows<{ i: number; half: number }>(query)
    const streamed: unknown[] = []
    for await (const chunk of sql.stream(query)) streamed.push(...chunk)
    expect(streamed).toEqual(rows)
    expect(await sql.columns(query)).toEqual([rows.map((r) => r.i), rows.map((r) => r.half)])
    expect(rows).toHaveLength(5000)
  })
})

describe('statements', () => {
  test('a statement that fails is shown with its reason', async () => {
    await expect(sql.rows('select no_such_column')).rejects.toThrow(
      /no_such_column[\s\S]*in the statement:\nselect no_such_column/,
    )
    await expect(sql.run('selec 1')).rejects.toThrow(/in the statement:\nselec 1/)
    const stream = sql.stream('select * from no_such_table')
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow(/no_such_table/)
  })

  test('a stream that fails in the middle does not end as if it were whole', async () => {
    const failing = `select case when i = 900000 then error('in the middle') else i end as i
      from range(1000000) as r(i)`
    let rows = 0
    const read = async (): Promise<void> => {
      for await (const chunk of sql.stream(failing)) rows += chunk.length
    }
    await expect(read()).rejects.toThrow(/in the middle[\s\S]*from range/)
    expect(rows).toBeLessThan(1_000_000)
  })

  test('a stream gives the rows in the order that they are asked for', async () => {
    const query = `with shuffled as (select (i * 7919) % 100003 as i from range(100003) as r(i))
      select i from shuffled order by i -- with a comment`
    let next = 0
    for await (const chunk of sql.stream<{ i: number }>(query)) {
      for (const row of chunk) if (row.i !== next++) expect(row).toEqual({ i: next - 1 })
    }
    expect(next).toBe(100_003)
    for await (const chunk of sql.stream('select 1 as i limit 0')) expect(chunk).toEqual([])
  })

  test('steps become tables of their names, and go again', async () => {
    const steps = [
      { name: 'first_step', sql: 'select 2 as n' },
      { name: 'second_step', sql: 'select n * 21 as n from first_step' },
    ]
    await runSteps(sql, steps)
    await runSteps(sql, steps)
    expect(await sql.rows('select n from second_step')).toEqual([{ n: 42 }])
    await dropSteps(sql, steps)
    await expect(sql.rows('select n from first_step')).rejects.toThrow('first_step')
  })
})

describe('transactions', () => {
  beforeEach(() => sql.run('create or replace table kept (i integer primary key)'))

  const kept = async (): Promise<unknown> => sql.columns('select i from kept order by i')

  test('give the result of the work and keep all of it', async () => {
    const result = await sql.transaction(async () => {
      await sql.run('insert into kept values (1)')
      await sql.run('insert into kept values (2)')
      return 'done'
    })
    expect(result).toBe('done')
    expect(await kept()).toEqual([[1, 2]])
  })

  test('keep nothing of work that fails, and throw what it threw', async () => {
    await sql.run('insert into kept values (1)')
    const work = sql.transaction(async () => {
      await sql.run('insert into kept values (2)')
      await sql.run('create table made_inside (i integer)')
      throw new RangeError('in the middle')
    })
    await expect(work).rejects.toThrow(RangeError)
    expect(await kept()).toEqual([[1]])
    await expect(sql.rows('select * from made_inside')).rejects.toThrow('made_inside')
  })

  test('throw the failure of the commit, not that of the rollback behind it', async () => {
    const work = sql.transaction(() => sql.run('insert into kept values (1), (1)'))
    await expect(work).rejects.toThrow(/duplicate key/i)
    const ended = sql.transaction(async () => {
      await sql.run('commit')
      throw new RangeError('the reason')
    })
    await expect(ended).rejects.toThrow('the reason')
    expect(await kept()).toEqual([[]])
    await sql.transaction(() => sql.run('insert into kept values (3)'))
    expect(await kept()).toEqual([[3]])
  })
})

describe('append', () => {
  beforeEach(() => sql.run('create or replace table appended (i integer, x double, t varchar)'))

  test('takes columns, with null for no value, over many vectors', async () => {
    const n = 5000
    await sql.append('appended', [
      { type: 'integer', values: Int32Array.from({ length: n }, (_, i) => i) },
      { type: 'double', values: Array.from({ length: n }, (_, i) => (i % 2 ? null : i / 4)) },
      { type: 'varchar', values: Array.from({ length: n }, (_, i) => (i % 3 ? `'${i}"` : null)) },
    ])
    expect(
      await sql.rows(`select count(*) as n, count(x) as x, count(t) as t, sum(i) as i,
        count(*) filter (x = i / 4) as same_x, count(*) filter (t = concat('''', i, '"')) as same_t
        from appended`),
    ).toEqual([{ n, x: 2500, t: 3333, i: 12_497_500, same_x: 2500, same_t: 3333 }])
  })

  test('takes no rows at all', async () => {
    await sql.append('appended', [
      { type: 'integer', values: [] },
      { type: 'double', values: [] },
      { type: 'varchar', values: [] },
    ])
    expect(await evaluate('(select count(*) from appended)')).toBe(0)
  })

  test.each([
    ['columns of unequal length', [1, 2], [1]],
    ['int32 range', [2 ** 31], [1]],
    ['not an integer', [1.5], [1]],
  ])('refuses %s', async (reason, whole, double) => {
    const columns = [
      { type: 'integer', values: whole },
      { type: 'double', values: double },
      { type: 'varchar', values: whole.map(String) },
    ] as const
    await expect(sql.append('appended', columns)).rejects.toThrow(reason)
    expect(await evaluate('(select count(*) from appended)')).toBe(0)
  })

  test('is undone with its transaction', async () => {
    const work = sql.transaction(async () => {
      await sql.append('appended', [
        { type: 'integer', values: [1] },
        { type: 'double', values: [1] },
        { type: 'varchar', values: ['a'] },
      ])
      throw new Error('undone')
    })
    await expect(work).rejects.toThrow('undone')
    expect(await evaluate('(select count(*) from appended)')).toBe(0)
  })
})

describe('quoting', () => {
  /** Text as it can stand in the store: whole Unicode, without the zero character. */
  const texts = fc
    .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'\'"\\;-\n%$ab') }))
    .filter((text) => text.isWellFormed() && !text.includes('\0'))

  test('a text comes back as it was', async () => {
    const round = fc.asyncProperty(texts, async (text) => {
      expect(await evaluate(quoteText(text))).toBe(text)
    })
    await checkAsyncProperty(round, { runs: 300 })
  })

  test('a name names the same column', async () => {
    // A row is an object, and an object has no property of its own by that other name.
    const names = texts.filter((text) => text !== '' && text !== '__proto__')
    const round = fc.asyncProperty(names, async (name) => {
      const rows = await sql.rows(`select ${quoteName(name)} from (select 1 as ${quoteName(name)})`)
      expect(rows).toEqual([{ [name]: 1 }])
    })
    await checkAsyncProperty(round, { runs: 200 })
  })

  test('a list holds what is in it and nothing else', async () => {
    const round = fc.asyncProperty(fc.array(texts, { maxLength: 5 }), texts, async (list, text) => {
      const found = await evaluate(`coalesce(${quoteText(text)} in ${quoteList(list)}, false)`)
      expect(found).toBe(list.includes(text))
      for (const item of list)
        expect(await evaluate(`${quoteText(item)} in ${quoteList(list)}`)).toBe(true)
    })
    await checkAsyncProperty(round, { runs: 50 })
    expect(await evaluate(`coalesce('a' in ${quoteList([])}, false)`)).toBe(false)
  })

  test('a number comes back as it was; what is none is refused', async () => {
    const round = fc.asyncProperty(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      async (x) => {
        expect(await evaluate(`${quoteNumber(x)}::double`)).toBe(x === 0 ? 0 : x)
      },
    )
    await checkAsyncProperty(round, { runs: 200 })
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => quoteNumber(x)).toThrow(TypeError)
    }
  })
})

describe('files', () => {
  test('Parquet is read with the number of each row, also from a path with a pattern in it', async () => {
    const path = join(folder, "rows [1] of 'two'*.parquet")
    await sql.run(`copy (select i from range(3) as r(i)) to ${quoteText(path)} (format parquet)`)
    expect(
      await sql.rows(`select i, file_row_number as n from ${readParquetSql(path)} order by n`),
    ).toEqual([0, 1, 2].map((i) => ({ i, n: i })))
  })

  test('a store that cannot be opened is a problem that says so', async () => {
    const path = join(folder, 'no', 'such', 'folder.duckdb')
    await expect(openEngine(path, { memory: '1GB', threads: 1 })).rejects.toMatchObject({
      name: 'Problem',
      kind: 'unavailable',
      message: expect.stringContaining(path),
    })
  })
})
