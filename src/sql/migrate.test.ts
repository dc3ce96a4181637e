import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate, type OwnEngine, openEngine } from './index.ts'

let sql: OwnEngine
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringer-migrate-'))
  sql = await openEngine(':memory:', { memory: '1GB', threads: 1 })
})

afterEach(() => {
  sql.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)

const done = async (): Promise<unknown> =>
  (await sql.columns('select name from migration order by name'))[0]

test('each file runs once, in the order of the names', async () => {
  write('0002-b.sql', 'insert into a values (2);\n')
  write(
    '0001-a.sql',
    '-- comment; with; semicolons;\ncreate table a (i integer); -- trailing\ninsert into a values (1);\n',
  )
  write('notes.txt', 'this is not SQL')
  await migrate(sql, folder)
  await migrate(sql, folder)
  expect(await sql.columns('select i from a order by i')).toEqual([[1, 2]])
  expect(await done()).toEqual(['0001-a.sql', '0002-b.sql'])

  write('0003-c.sql', 'insert into a values (3)')
  await migrate(sql, folder)
  expect(await sql.columns('select i from a order by i')).toEqual([[1, 2, 3]])
})

test('a migration that fails leaves nothing behind and can run again', async () => {
  write('0001-a.sql', 'create table a (i integer);\ninsert into a values (1);\n')
  write('0002-b.sql', 'insert into a values (2);\ninsert into no_such_table values (1);\n')
  await expect(migrate(sql, folder)).rejects.toThrow('no_such_table')
  await expect(sql.rows('select i from a')).rejects.toThrow(/Table with name a does not exist/)
  expect(await done()).toEqual([])

  write('0002-b.sql', 'insert into a values (2);\n')
  await migrate(sql, folder)
  expect(await sql.columns('select i from a order by i')).toEqual([[1, 2]])
})

test('a store of a newer program is refused, with what to do, and not touched', async () => {
  write('0001-a.sql', 'create table a (i integer);\n')
  await migrate(sql, folder)
  await sql.run("insert into migration values ('0009-future.sql')")
  write('0002-b.sql', 'insert into a values (2);\n')
  await expect(migrate(sql, folder)).rejects.toMatchObject({
    name: 'Problem',
    kind: 'conflict',
    message: expect.stringMatching(/0009-future\.sql.*update the program/),
  })
  expect(await sql.columns('select i from a')).toEqual([[]])
})

test('the migrations of the program make a store, and make it once', async () => {
  await migrate(sql, 'migrations')
  await migrate(sql, 'migrations')
  expect(await sql.rows('select count(*) as n from observation')).toEqual([{ n: 0 }])
})
