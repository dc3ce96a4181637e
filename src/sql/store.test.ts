import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { openStore, type SqlEngine, type Store } from './index.ts'

let folder: string
let path: string
let store: Store

const options = { memory: '500MB', threads: 2 }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringer-store-'))
  path = join(folder, 'store.duckdb')
  store = await openStore(path, options)
  await store.write(async (sql) => {
    await sql.run('create table word (no integer not null, text varchar)')
    await sql.run('create sequence word_number')
  })
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const insert = (no: number, text = 'a') => store.write((sql) => sql.insert('word', [{ no, text }]))

const numbersOn = async (sql: SqlEngine): Promise<readonly number[]> =>
  (await sql.rows<{ no: number }>('select no from word order by no')).map(({ no }) => no)

const numbers = (): Promise<readonly number[]> => store.read(numbersOn)

/** A point in time that one side waits for and another announces. */
const signal = () => Promise.withResolvers<void>()

describe('a transaction that is undone', () => {
  test('does not take the acknowledged write of somebody else with it', async () => {
    const [begun, written] = [signal(), signal()]
    const dryRun = store.session((sql) =>
      sql.rehearse(async () => {
        await sql.insert('word', [{ no: 1, text: 'rehearsed' }])
        begun.resolve()
        await written.promise
        return numbersOn(sql)
      }),
    )
    await begun.promise
    await insert(2)
    written.resolve()
    expect(await dryRun).toEqual([1])
    expect(await numbers()).toEqual([2])
  })

  test('does not keep somebody else from a transaction', async () => {
    const [begun, done] = [signal(), signal()]
    const first = store.session((sql) =>
      sql.rehearse(async () => {
        begun.resolve()
        await done.promise
      }),
    )
    await begun.promise
    await store.session((sql) => sql.transaction(() => sql.insert('word', [{ no: 3, text: null }])))
    done.resolve()
    await first
    expect(await numbers()).toEqual([3])
  })
})

describe('a stream', () => {
  beforeEach(() =>
    store.write((sql) => sql.run(`insert into word select r, 'x' from range(200000) as t (r)`)),
  )

  test('is whole though others read and write meanwhile', async () => {
    let rows = 0
    for await (const piece of store.stream<{ no: number }>('select no from word')) {
      rows += piece.length
      if (rows < 10_000) {
        await insert(-rows)
        await store.read((sql) => sql.rows('select count(*) from word'))
      }
    }
    expect(rows).toBe(200_000)
  })

  test('that is left early gives its connection back', async () => {
    for (let times = 0; times < 20; times++) {
      for await (const _ of store.stream('select * from word')) break
    }
    expect(await numbers()).toHaveLength(200_000)
  })

  test('ends with what went wrong', async () => {
    const read = async (): Promise<void> => {
      for await (const _ of store.stream('select no from no_such_table')) break
    }
    await expect(read()).rejects.toThrow(/no_such_table/)
  })
})

describe('a read', () => {
  test('sees one snapshot from its first statement to its last', async () => {
    await insert(1)
    const [looked, written] = [signal(), signal()]
    const reading = store.read(async (sql) => {
      const first = await numbersOn(sql)
      looked.resolve()
      await written.promise
      return [first, await numbersOn(sql)]
    })
    await looked.promise
    await insert(2)
    written.resolve()
    expect(await reading).toEqual([[1], [1]])
    expect(await numbers()).toEqual([1, 2])
  })

  test('can make temporary tables, which nobody finds afterwards, and change nothing else', async () => {
    const count = (sql: SqlEngine) => sql.rows('select count(*) as n from scratch')
    await store.read(async (sql) => {
      await sql.run('create temp table scratch as select 1 as a')
      expect(await count(sql)).toEqual([{ n: 1 }])
    })
    await expect(store.read(count)).rejects.toThrow(/scratch/)
    await expect(store.read((sql) => sql.run('delete from word'))).rejects.toThrow(/read-only/)
  })

  test('that takes longer than the limit is ended, and the store goes on', async () => {
    const limited = await openStore(':memory:', { ...options, readLimitMs: 50 })
    try {
      const endless = 'select count(*) from range(10000000000) as a (i), range(1000) as b (j)'
      const refusal = { name: 'Problem', kind: 'unavailable', message: /longer than 0.05 s/ }
      const expected = { ...refusal, message: expect.stringMatching(refusal.message) }
      await expect(limited.read((sql) => sql.rows(endless))).rejects.toMatchObject(expected)
      const between = limited.read(async (sql) => {
        await new Promise((resolve) => setTimeout(resolve, 100))
        return sql.rows(endless)
      })
      await expect(between).rejects.toMatchObject(expected)
      expect(await limited.read((sql) => sql.rows('select 1 as a'))).toEqual([{ a: 1 }])
    } finally {
      await limited.close()
    }
  })
})

describe('writes that wait together', () => {
  test('are all kept, in the order in which they were handed in', async () => {
    const all = Array.from({ length: 500 }, (_, no) => no)
    await Promise.all(
      all.map(() =>
        store.write((sql) => sql.run(`insert into word (no) select nextval('word_number')`)),
      ),
    )
    expect(await numbers()).toEqual(all.map((no) => no + 1))
  })

  test('share a commit: one work sees what the one before it wrote', async () => {
    const first = insert(1)
    const [second, third] = [insert(2), store.write(numbersOn)]
    await Promise.all([first, second])
    expect(await third).toEqual([1, 2])
  })

  test('are undone alone when they fail, and the others stay', async () => {
    const outcomes = await Promise.allSettled([
      insert(1),
      insert(2),
      store.write(async (sql) => {
        await sql.insert('word', [{ no: 3, text: 'refused' }])
        throw new Problem('conflict', 'refused')
      }),
      insert(4),
      store.write((sql) => sql.run('insert into no_such_table values (1)')),
      insert(5),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(
      'fulfilled fulfilled rejected fulfilled rejected fulfilled'.split(' '),
    )
    expect(outcomes[2]).toMatchObject({ reason: { kind: 'conflict', message: 'refused' } })
    expect(await numbers()).toEqual([1, 2, 4, 5])
  })

  test('one whose commit is refused does not take the others with it', async () => {
    await store.write((sql) => sql.run('create table single (no integer primary key)'))
    const begun = signal()
    const claim = store.session((sql) =>
      sql.transaction(async () => {
        await sql.run('insert into single values (7)')
        begun.resolve()
      }),
    )
    await begun.promise
    const outcomes = await Promise.allSettled([
      claim,
      insert(1),
      store.write((sql) => sql.run('insert into single values (7)')),
      insert(2),
    ])
    const kept = await store.read((sql) => sql.rows('select count(*) as n from single'))
    expect(kept).toEqual([{ n: 1 }])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(await numbers()).toEqual([1, 2])
  })

  test('are on the disk when they are acknowledged', async () => {
    await Promise.all([insert(1), insert(2)])
    await store.close()
    store = await openStore(path, options)
    expect(await numbers()).toEqual([1, 2])
  })
})

describe('a session', () => {
  test('keeps all of a transaction or nothing, and nobody sees half', async () => {
    const [half, looked] = [signal(), signal()]
    const work = store.session((sql) =>
      sql.transaction(async () => {
        await sql.insert('word', [{ no: 1, text: 'a' }])
        half.resolve()
        await looked.promise
        await sql.insert('word', [{ no: 2, text: 'b' }])
      }),
    )
    await half.promise
    expect(await numbers()).toEqual([])
    looked.resolve()
    await work
    expect(await numbers()).toEqual([1, 2])
    const failing = store.session((sql) =>
      sql.transaction(async () => {
        await sql.run('delete from word')
        throw new Error('in the middle')
      }),
    )
    await expect(failing).rejects.toThrow('in the middle')
    expect(await numbers()).toEqual([1, 2])
  })

  test('has temporary tables of its own', async () => {
    const both = [1, 2].map((no) =>
      store.session(async (sql) => {
        await sql.run(`create temp table scratch as select ${no} as no`)
        return sql.rows('from scratch')
      }),
    )
    expect(await Promise.all(both)).toEqual([[{ no: 1 }], [{ no: 2 }]])
  })

  test('is interrupted in the middle of a statement when the user asks to stop', async () => {
    const listeners: (() => void)[] = []
    const started = signal()
    const onStop = (listener: () => void) => {
      listeners.push(listener)
      return () => undefined
    }
    const work = store.session(
      (sql) =>
        sql.transaction(async () => {
          await sql.insert('word', [{ no: 9, text: 'half' }])
          started.resolve()
          await sql.run('select count(*) from range(10000000000) as a (i), range(1000) as b (j)')
        }),
      onStop,
    )
    await started.promise
    const stopping = setInterval(() => {
      for (const listener of listeners) listener()
    }, 10)
    await expect(work).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('stopped'),
    })
    clearInterval(stopping)
    expect(await numbers()).toEqual([])
  })
})

test('values are bound, whatever they look like', async () => {
  const texts = [`it's`, '$1', `'); drop table word; --`, '', null, 'ß\u0000end'.slice(0, 1)]
  await store.write((sql) =>
    sql.insert(
      'word',
      texts.map((text, no) => ({ no, text })),
    ),
  )
  const rows = await store.read((sql) =>
    sql.rows<{ text: string | null }>('select text from word where no >= $1 order by no', [0]),
  )
  expect(rows.map(({ text }) => text)).toEqual(texts)
})

test('a closed store takes no more work and says so', async () => {
  const last = insert(1)
  await store.close()
  await last
  await expect(insert(2)).rejects.toMatchObject({ kind: 'unavailable' })
  await expect(numbers()).rejects.toMatchObject({ kind: 'unavailable' })
  store = await openStore(path, options)
  expect(await numbers()).toEqual([1])
})

test('a checkpoint beside a session that writes fails nobody and keeps what was acknowledged', async () => {
  await insert(1)
  expect(await store.checkpoint()).toBe(true)
  const [begun, looked] = [signal(), signal()]
  const work = store.session((sql) =>
    sql.transaction(async () => {
      await sql.insert('word', [{ no: 2, text: 'a' }])
      begun.resolve()
      await looked.promise
    }),
  )
  await begun.promise
  await store.checkpoint()
  expect(await numbers()).toEqual([1])
  looked.resolve()
  await work
  await store.close()
  store = await openStore(path, options)
  expect(await numbers()).toEqual([1, 2])
})
