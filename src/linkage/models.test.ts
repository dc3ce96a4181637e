import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type LinkModel, parseModel, readModel } from './model.ts'
import { modelText } from './trained-model.ts'

const paths = globSync('models/*.json')
const models: readonly (readonly [string, LinkModel])[] = paths.map((path) => [
  path,
  readModel(path),
])

test('there are models of our own question and of public data', () => {
  expect(paths.length).toBeGreaterThanOrEqual(6)
})

test.for(models)('%s: a comparison ends with else, and is of a column once', ([, { columns }]) => {
  expect(columns.map(({ levels }) => levels.at(-1)?.when)).toEqual(columns.map(() => 'else'))
  expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length)
})

/** Those that link tables: public data with known answers. */
const ofTables = models.filter(([, { keys }]) => keys.length === 0)

test.for(ofTables)(
  '%s: decides at even odds, fixed beforehand, and says where weights are from',
  ([, model]) => {
    expect(model.threshold_bits).toBe(0)
    expect(model.weights).toMatch(/^(Trained without labels on|Stated as opinion, fixed before)/)
  },
)

test.for(ofTables)(
  '%s: the rates of the levels of a comparison are shares of one whole',
  ([, { columns }]) => {
    for (const { name, levels } of columns) {
      for (const of of ['m', 'u'] as const) {
        const sum = levels.reduce((total, level) => total + level[of], 0)
        expect(sum, `${of} of ${name}`).toBeCloseTo(1, 4)
      }
    }
  },
)

test.for(ofTables)('%s: what is written of a model is read back as it was', ([path, model]) => {
  expect(parseModel(JSON.parse(modelText(model)), path)).toEqual(model)
})
