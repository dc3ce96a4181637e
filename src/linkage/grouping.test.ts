import { expect, test } from 'vitest'
import { type GroupTask, groupRecords } from './grouping.ts'
import { groupApart } from './grouping-thread.ts'

const ids = (...of: readonly number[]) => Int32Array.from(of)
const bits = (...of: readonly number[]) => Float64Array.from(of)
const nobody = { left: ids(), right: ids() }

/** Records 40, 7, 21, 3 and 12 in this order; 40 and 7 belong together, 21 and 3 are in a component only. */
const task: GroupTask = {
  records: ids(40, 7, 21, 3, 12),
  pairs: {
    left: ids(40, 7, 21),
    right: ids(7, 21, 3),
    keys: bits(15, 9, 12),
    columns: bits(0, 0, 0),
    vetoes: ids(0, 0, 1),
  },
  prior: -10,
  threshold: 0,
  same: nobody,
  different: nobody,
}

test('groups and components stand under their smallest id; who stands alone is left out', () => {
  expect(groupRecords(task)).toEqual({
    records: ids(40, 7, 21, 3),
    groups: ids(7, 7, 21, 3),
    components: ids(7, 7, 3, 3),
  })
})

test('what people said holds by the ids of the records', () => {
  const said = {
    ...task,
    same: { left: ids(12), right: ids(21) },
    different: { left: ids(40), right: ids(7) },
  }
  expect(groupRecords(said)).toEqual({
    records: ids(40, 7, 21, 3, 12),
    groups: ids(40, 7, 12, 3, 12),
    components: ids(7, 7, 3, 3, 3),
  })
})

test('a thread of its own gives the same', async () => {
  const many = (value: (at: number) => number) => Array.from({ length: 500 }, (_, at) => value(at))
  const makeTask = (): GroupTask => ({
    records: ids(...Array.from({ length: 97 }, (_, at) => (at * 7) % 97)),
    pairs: {
      left: ids(...many((at) => at % 97)),
      right: ids(...many((at) => (at * 31) % 97)),
      keys: bits(...many((at) => (at % 23) - 2)),
      columns: bits(...many((at) => (at % 5) - 3)),
      vetoes: ids(...many((at) => (at % 41 === 0 ? 1 : 0))),
    },
    prior: -10,
    threshold: 0,
    same: { left: ids(3), right: ids(90) },
    different: nobody,
  })
  // The columns of a task are gone once a thread has them.
  expect(await groupApart(makeTask(), 0)).toEqual(groupRecords(makeTask()))
})
