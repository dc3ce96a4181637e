import { expect, test } from 'vitest'
import { gatherRows } from './gathering.ts'
import { batchLines } from './lines.ts'
import type { Gathering } from './reader.ts'

const byKey: Gathering = {
  rowsOf: (record) =>
    Array.isArray((record as { rows?: unknown }).rows)
      ? (record as { rows: readonly unknown[] }).rows
      : [record],
  groupOf: (row) => {
    const { key, keep } = row as { key?: string; keep?: boolean }
    return key === undefined ? undefined : { key, isKept: keep ?? false }
  },
}

async function* piecesOf(text: string): AsyncIterable<Buffer> {
  yield Buffer.from(text)
}

async function gathered(...lines: readonly string[]) {
  const records: unknown[] = []
  const refused: (readonly [number, string])[] = []
  for await (const batch of gatherRows(batchLines(piecesOf(lines.join('\n'))), byKey)) {
    const texts = Buffer.from(batch.bytes).toString('utf8').split('\n')
    records.push(...texts.filter((text) => text !== '').map((text) => JSON.parse(text) as unknown))
    refused.push(...(batch.refused ?? []).map(({ line, reason }) => [line, reason] as const))
  }
  return { records, refused }
}

test('rows of one key become one record, whose first row stays whole', async () => {
  const { records, refused } = await gathered(
    '{"key":"a","n":1}',
    '{"key":"b","n":2,"keep":true}',
    '{"key":"a","n":3,"keep":true}',
    '{"key":"a","n":4}',
    '{"n":5}',
  )
  expect(records).toEqual([
    { n: 5 },
    { key: 'a', n: 1, '@rows': [{ key: 'a', n: 3, keep: true }] },
    { key: 'b', n: 2, keep: true },
  ])
  expect(refused).toEqual([])
})

test('what is no JSON and what is no object is refused with its line; an empty answer is nothing', async () => {
  const { records, refused } = await gathered('{"rows":[1,{"n":1},null]}', '{"key":', '[]', '"x"')
  expect(records).toEqual([{ n: 1 }])
  expect(refused).toEqual([
    [1, 'expected a JSON object'],
    [1, 'expected a JSON object'],
    [2, 'is not whole JSON'],
    [4, 'expected a JSON object'],
  ])
})
