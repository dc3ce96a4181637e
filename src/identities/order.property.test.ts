import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { simulateWorld } from '../simulation/index.ts'
import { openSmallWorld } from './small-evidence-fixture.ts'

const lines = [...simulateWorld({ seed: 7, identities: 4, genuine: 30 })]
  .filter(({ file }) => file === 'evidence.ndjson')
  .map(({ line }) => JSON.parse(line) as { source: string; subject: { ref: string } })

/** The subjects of every identity and every ring, as sets. */
async function resultOf(pieces: readonly (readonly object[])[]) {
  const world = await openSmallWorld()
  for (const piece of pieces) await world.take(piece)
  const identities = await world.partition()
  return { identities, rings: await world.listRings() }
}

let known: ReturnType<typeof resultOf> | undefined
/** What all lines at once give. */
const resultOfAll = (): ReturnType<typeof resultOf> => {
  known ??= resultOf([lines])
  return known
}

test('every subject stands in exactly one identity', async () => {
  const whole = await resultOfAll()
  const subjects = new Set(lines.map(({ source, subject }) => `${source}/${subject.ref}`))
  const placed = whole.identities.flatMap((members) => members.split(' '))
  expect(placed).toHaveLength(subjects.size)
  expect(new Set(placed)).toEqual(subjects)
  expect(whole.identities.length).toBeLessThan(subjects.size / 2)
  expect(whole.rings.length).toBeGreaterThan(0)
})

test('identities and rings depend neither on order nor on pieces nor on repetition', async () => {
  const whole = await resultOfAll()
  const shuffled = fc.shuffledSubarray(lines, { minLength: lines.length })
  const cuts = fc.uniqueArray(fc.nat(lines.length), { maxLength: 3 })
  await checkAsyncProperty(
    fc.asyncProperty(shuffled, cuts, fc.nat(lines.length), async (order, places, again) => {
      const edges = [0, ...places.sort((a, b) => a - b), order.length]
      const pieces = edges.slice(1).map((end, at) => order.slice(edges[at], end))
      expect(await resultOf([...pieces, order.slice(again)])).toEqual(whole)
    }),
    { runs: 2 },
  )
})
