import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { neverEvidence } from '../src/assessment/allowed-evidence.ts'

const { traits: listed } = parse(readFileSync('maps/never-evidence.yaml', 'utf8')) as {
  readonly traits: readonly { readonly id: string; readonly because: string }[]
}

test('what no map may use is what the catalogue may not use, for the same reasons', () => {
  const pairs = listed.map(({ id, because }) => [id, because] as const)
  expect(Object.fromEntries(pairs)).toEqual(neverEvidence)
})

const form = readFileSync('docs/guide/interview-form.csv', 'utf8').trim()
const guide = readFileSync('docs/guide/interview-form.md', 'utf8')

test('the empty interview form is one line of columns, each of which the map takes and the guide explains', () => {
  expect(form.split('\n')).toHaveLength(1)
  const map = readFileSync('maps/interviews.yaml', 'utf8')
  for (const column of form.split(',')) {
    expect(map).toMatch(new RegExp(`\\b${column}\\b`))
    expect(guide).toContain(`\`${column}\``)
  }
})

test('every question of the map is in the form', () => {
  const map = readFileSync('maps/interviews.yaml', 'utf8')
  const asked = [...map.matchAll(/indicator: (\w+)/g)].map(([, id]) => id)
  expect(form.split(',')).toEqual(expect.arrayContaining(asked))
})
