import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ringer, useFolder } from './process-testing.ts'
import { copyWorld } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
const truth = ['--truth', place('world/truth.csv')] as const

beforeAll(async () => {
  await copyWorld(place('.'))
})

describe('against a truth', () => {
  test('the text says what the data say, with the catalogue beside it', async () => {
    const [text, json] = [
      await ringer('evaluate', ...truth, ...data),
      await ringer('evaluate', ...truth, ...data, '--format', 'json'),
    ]
    expect([text.status, json.status]).toEqual([0, 0])
    const { calibration, confusion, fairness, suspicion } = JSON.parse(json.out)
    const { brier } = calibration.scores
    expect(text.out).toContain(
      `Brier score ${brier.value.toFixed(4)} (${brier.low.toFixed(4)}–${brier.high.toFixed(4)})`,
    )
    const { count, of } = confusion.other_fraud_called_scheme
    expect(text.out).toContain(`Of ${of} identities of other fraud ${count} are called scheme`)
    expect(text.out).toMatch(/^1 in 343 .*\n1 in 1,000 .*\n1 in 5,000 /m)
    expect(suspicion.units).toHaveLength(3)
    const stated = fairness.indicators.map(
      (line: { against_genuine: { stated: number | null } }) => line.against_genuine.stated,
    )
    expect(stated.length).toBeGreaterThan(5)
    expect(stated).not.toContain(null)
  })

  test('as a page it goes to the data folder, or where it is asked to', async () => {
    const html = ['evaluate', ...truth, ...data, '--format', 'html'] as const
    const [there, here] = [await ringer(...html), await ringer(...html, '--out', place('e.html'))]
    expect([there.out, here.out]).toEqual([
      `${place('data/reports/evaluation.html')}\n`,
      `${place('e.html')}\n`,
    ])
    const page = readFileSync(place('e.html'), 'utf8')
    expect(page).toMatch(/^<!doctype html>/)
    expect(readFileSync(place('data/reports/evaluation.html'), 'utf8')).toBe(page)
  })

  test('a folder that cannot be written says so and leaves nothing', async () => {
    const path = place('world/truth.csv/e.json')
    const ran = await ringer('evaluate', ...truth, ...data, '--format', 'json', '--out', path)
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.news).toContain(`cannot write ${path}`)
    expect(existsSync(path)).toBe(false)
  })
})

test('without a truth the outcomes in the evidence are taken, and it says how they came about', async () => {
  const [text, json] = [
    await ringer('evaluate', ...data),
    await ringer('evaluate', ...data, '--format', 'json'),
  ]
  expect([text.status, json.status]).toEqual([0, 0])
  const { outcomes } = JSON.parse(json.out)
  const known = outcomes.followed_suspicion.identities + outcomes.drawn_blind.identities
  if (known === 0) expect(text.out).toContain('No identity has an established outcome')
  else expect(text.out).toContain('Outcomes follow suspicion')
  expect(text.out).toMatch(/Left out: \d+ identit/)
})
