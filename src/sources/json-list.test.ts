import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { insideList, listOfRows } from './json-list.ts'

async function inside(text: string, path: readonly string[], size = text.length): Promise<string> {
  const bytes = Buffer.from(text)
  async function* pieces(): AsyncIterable<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const kept: Buffer[] = []
  for await (const piece of insideList(pieces(), path)) kept.push(piece)
  return Buffer.concat(kept).toString('utf8')
}

describe('the list of rows', () => {
  const row = { id: '1', name: 'Ana' }
  test.each([
    [{ employees: [row] }, ['employees']],
    [{ data: { employees: [row] }, meta: { total: 1 } }, ['data', 'employees']],
    [{ '@odata.context': 'x', value: [row], '@odata.nextLink': 'y' }, ['value']],
    [{ total: 2, page: 1, results: [row, row] }, ['results']],
    [{ departments: [row], people: [row, row] }, ['people']],
    [{ id: '1', name: 'Ana', phones: [{ number: 1 }] }, undefined],
    [{ employees: [] }, undefined],
    [{ employees: ['Ana'] }, undefined],
    [[row], undefined],
    ['x', undefined],
  ])('%j has it at %j', (value, path) => {
    expect(listOfRows(value)?.path).toEqual(path)
  })
})

describe('inside of the list', () => {
  test('only the rows are left, on their lines', async () => {
    const text =
      '{"total": 2,\n "x": {"employees": [1]},\n "employees": [\n{"a": "]"},\n{"b": [1]}\n], "y": [2]}\n'
    expect(await inside(text, ['employees'])).toBe('\n\n[\n{"a": "]"},\n{"b": [1]}\n]\n')
  })

  test('of several answers every list is taken', async () => {
    const text = '{"d":{"r":[{"a":1}]}}\n{"d":{"r":[{"a":2}],"q":"\\"r\\":["}}\n'
    expect(await inside(text, ['d', 'r'])).toBe('[{"a":1}]\n[{"a":2}]\n')
  })

  test('property: however the file is cut, and whatever the rows hold', async () => {
    await checkAsyncProperty(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 40 }),
        async (rows, other, size) => {
          const text = JSON.stringify({ other, rows, more: other })
          expect(JSON.parse(await inside(text, ['rows'], size))).toEqual(
            JSON.parse(JSON.stringify(rows)),
          )
        },
      ),
      { runs: 200 },
    )
  })
})
