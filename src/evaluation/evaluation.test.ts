import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { migrate, type OwnEngine, openEngine } from '../sql/index.ts'
import { type Evaluation, evaluate } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '1GB', threads: 2 })
  await migrate(sql, 'migrations')
})
afterAll(() => {
  sql.close()
  rmSync(folder, { recursive: true, force: true })
})

type Label = 'worker' | 'facilitator' | 'other_fraud' | 'genuine'

/** One subject: where it was found (0: nowhere), and where it truly belongs. */
interface Placed {
  readonly found: number
  readonly truth: string
  readonly label?: Label
  readonly ring?: string
}

/** What was found of an identity: ring, status, P(scheme). */
interface Found {
  readonly ring?: number
  readonly status?: string
  readonly scheme?: number
}

const truthPath = join(folder, 'truth.csv')

async function scored(
  subjects: readonly Placed[],
  found: Readonly<Record<number, Found>> = {},
): Promise<Evaluation> {
  for (const table of ['subject', 'identity_member', 'ring_member', 'assessment']) {
    await sql.run(`delete from ${table}`)
  }
  const rows = subjects.map(
    ({ truth, label = 'genuine', ring = '' }, at) => `s,"r,${at}",${truth},${ring},${label}`,
  )
  writeFileSync(truthPath, `source,ref,identity,ring,label\n${rows.join('\n')}\n`)
  const members = subjects
    .map((subject, at) => ({ ...subject, at }))
    .filter((subject) => subject.found !== 0)
  await sql.insert(
    'subject',
    members.map(({ at }) => ({ subject_id: at + 1, source: 's', ref: `r,${at}` })),
  )
  await sql.insert(
    'identity_member',
    members.map((subject) => ({ identity_no: subject.found, subject_id: subject.at + 1 })),
  )
  for (const [identity, { ring, status, scheme }] of Object.entries(found)) {
    if (ring !== undefined) {
      await sql.run(`insert into ring_member values (${ring}, 'rng_${ring}', ${identity})`)
    }
    await sql.run(`insert into assessment values (${identity}, 'unknown',
      '${status ?? 'unassessed'}', '', '', ${scheme ?? 0}, 0, ${1 - (scheme ?? 0)}, 0, [], '{}')`)
  }
  return evaluate(sql, truthPath)
}

const place = (found: number, truth: string, more: Partial<Placed> = {}): Placed => ({
  found,
  truth,
  ...more,
})

describe('identities', () => {
  test('by hand: one merged too far, one split', async () => {
    // Found {a a b} {b} {c}; true {a a} {b b} {c}.
    const { identities, subjects, missing } = await scored([
      place(1, 'a'),
      place(1, 'a'),
      place(1, 'b'),
      place(2, 'b'),
      place(3, 'c'),
    ])
    expect({ subjects, missing }).toEqual({ subjects: 5, missing: 0 })
    expect(identities.pairwise).toEqual({ precision: 1 / 3, recall: 1 / 2, f1: 0.4 })
    // Precision: a 2/3, a 2/3, b 1/3, b 1, c 1. Recall: 1, 1, 1/2, 1/2, 1.
    expect(identities.b_cubed.precision).toBeCloseTo(11 / 15, 12)
    expect(identities.b_cubed.recall).toBeCloseTo(4 / 5, 12)
    expect(identities.b_cubed.f1).toBeCloseTo((2 * (11 / 15) * 0.8) / (11 / 15 + 0.8), 12)
  })

  test('a subject that was left out is an identity of its own', async () => {
    const { identities, missing } = await scored([place(1, 'a'), place(0, 'a'), place(0, 'a')])
    expect(missing).toBe(2)
    expect(identities.pairwise).toEqual({ precision: null, recall: 0, f1: null })
    expect(identities.b_cubed).toEqual({ precision: 1, recall: 1 / 3, f1: 0.5 })
  })

  test('all in one, and each alone', async () => {
    const one = await scored([place(1, 'a'), place(1, 'b'), place(1, 'c')])
    expect(one.identities.pairwise).toEqual({ precision: 0, recall: null, f1: null })
    expect(one.identities.b_cubed).toEqual({ precision: 1 / 3, recall: 1, f1: 0.5 })
    const alone = await scored([place(1, 'a'), place(2, 'a'), place(3, 'a')])
    expect(alone.identities.pairwise).toEqual({ precision: null, recall: 0, f1: null })
  })
})

describe('rings', () => {
  const worker = { label: 'worker', ring: 'r' } as const
  const subjects = [
    place(1, 'a', worker),
    place(2, 'b', worker),
    place(3, 'c', worker),
    place(4, 'd'),
  ]

  test('by hand: one member missed, one stranger in', async () => {
    const suspected = { ring: 1, status: 'suspected' }
    const { rings } = await scored(subjects, { 1: suspected, 2: suspected, 4: suspected, 3: {} })
    expect(rings.formed).toEqual({ precision: 1 / 3, recall: 1 / 3, f1: 1 / 3 })
    expect(rings.shown).toEqual(rings.formed)
  })

  test('only what outputs name is shown', async () => {
    const { rings } = await scored(subjects, {
      1: { ring: 1, status: 'suspected' },
      2: { ring: 1, status: 'assessed' },
      3: { ring: 1, status: 'unassessed' },
      4: { ring: 1, status: 'cleared' },
    })
    expect(rings.formed).toEqual({ precision: 1 / 2, recall: 1, f1: 2 / 3 })
    expect(rings.shown).toEqual({ precision: 1, recall: 1 / 3, f1: 1 / 2 })
  })

  test('a split persona is where most of its subjects are', async () => {
    const split = [
      ...[1, 1, 5].map((found) => place(found, 'a', worker)),
      ...[2, 2, 2].map((found) => place(found, 'b', worker)),
    ]
    const found = { 1: { ring: 1 }, 2: { ring: 1 }, 5: {} }
    expect((await scored(split, found)).rings.formed).toEqual({ precision: 1, recall: 1, f1: 1 })
  })

  test('none true and none found is no score', async () => {
    const nothing = { precision: null, recall: null, f1: null }
    expect((await scored([place(1, 'a')])).rings).toEqual({ shown: nothing, formed: nothing })
  })
})

describe('suspicion', () => {
  test('by hand', async () => {
    const evaluation = await scored(
      [
        place(1, 'a', { label: 'worker' }),
        place(2, 'b', { label: 'worker' }),
        place(3, 'c', { label: 'facilitator' }),
        place(4, 'd', { label: 'other_fraud' }),
        ...[5, 6, 7, 8].map((found) => place(found, `g${found}`)),
      ],
      {
        1: { status: 'suspected', scheme: 0.9 },
        2: { status: 'cleared', scheme: 0.2 },
        3: { status: 'linked', scheme: 0.6 },
        4: { status: 'suspected', scheme: 0.7 },
        5: { status: 'assessed', scheme: 1 },
        6: { status: 'unassessed', scheme: 0 },
        7: { status: 'unassessed', scheme: 0.05 },
      },
    )
    // Suspected, linked or assessed: 1, 3, 4, 5; guilty: 1, 2, 3. Identity 8 has no assessment.
    expect(evaluation.suspicion).toMatchObject({
      precision: 1 / 2,
      recall: 2 / 3,
      f1: expect.closeTo(4 / 7, 12),
      innocents_per_100_000: 25_000,
      true_identities: 3,
      reached: 2,
    })
    expect(evaluation.statuses).toContainEqual({
      label: 'worker',
      status: 'cleared',
      identities: 1,
    })
    const squares = [0.1, 0.8, 0.4, 0.7, 1, 0, 0.05].map((error) => error ** 2)
    const brier = squares.reduce((sum, square) => sum + square) / 7
    expect(evaluation.calibration.brier).toBeCloseTo(brier, 12)
    const bins = evaluation.calibration.bins
    expect(bins.map(({ from, identities, was }) => [from, identities, was])).toEqual([
      [0, 2, 0],
      [0.2, 1, 1],
      [0.6, 1, 1],
      [0.7, 1, 0],
      [0.9, 2, 0.5],
    ])
    expect(bins[0]?.said).toBeCloseTo(0.025, 12)
  })

  test('a draw among the subjects goes against us', async () => {
    const suspected = { 1: { status: 'suspected' } }
    for (const label of ['worker', 'facilitator', 'other_fraud'] as const) {
      const { suspicion } = await scored([place(1, 'a', { label }), place(1, 'b')], suspected)
      expect(suspicion, label).toMatchObject({ precision: 0, innocents_per_100_000: 100_000 })
    }
  })

  test('nothing assessed is no calibration', async () => {
    const { calibration, suspicion } = await scored([place(0, 'a', { label: 'worker' })])
    expect(calibration).toMatchObject({ brier: null, bins: [], base_rate: null, scores: null })
    expect(suspicion).toMatchObject({
      precision: null,
      recall: 0,
      f1: null,
      innocents_per_100_000: null,
      true_identities: 1,
      reached: 0,
    })
  })
})

const scoresOf = ({ identities, rings, suspicion }: Evaluation) =>
  [identities.pairwise, identities.b_cubed, rings.shown, rings.formed, suspicion].flatMap(
    ({ precision, recall, f1 }) => [precision, recall, f1],
  )

const labels = fc.constantFrom<Label>('worker', 'facilitator', 'other_fraud', 'genuine')
const person = fc.record({ label: labels, ring: fc.constantFrom('', 'r1', 'r2') })

test('all scores lie between 0 and 1', async () => {
  const subject = fc.record({ found: fc.nat(4), truth: fc.constantFrom('a', 'b', 'c') })
  const found = fc.record({
    ring: fc.integer({ min: 1, max: 2 }),
    status: fc.constantFrom('suspected', 'unassessed'),
    scheme: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  await checkAsyncProperty(
    fc.asyncProperty(
      fc.array(fc.tuple(subject, person), { minLength: 1, maxLength: 8 }),
      fc.tuple(found, found, found, found),
      async (subjects, [one, two, three, four]) => {
        const evaluation = await scored(
          subjects.map(([where, who]) => ({ ...who, ...where })),
          { 1: one, 2: two, 3: three, 4: four },
        )
        const outside = scoresOf(evaluation).filter(
          (score) => score !== null && !(score >= 0 && score <= 1),
        )
        expect(outside).toEqual([])
        expect(evaluation.subjects).toBe(subjects.length)
        expect(evaluation.calibration.brier ?? 0).toBeLessThanOrEqual(1)
      },
    ),
    { runs: 8 },
  )
})

test('what is found as it truly is scores 1, or nothing where there was nothing to find', async () => {
  const people = fc.array(fc.tuple(person, fc.integer({ min: 1, max: 3 })), {
    minLength: 1,
    maxLength: 5,
  })
  await checkAsyncProperty(
    fc.asyncProperty(people, async (given) => {
      const subjects = given.flatMap(([who, times], at) =>
        Array.from({ length: times }, () => place(at + 1, `i${at}`, who)),
      )
      const found = given.map(([{ label, ring }], at) => {
        const guilty = label === 'worker' || label === 'facilitator'
        const status = guilty || ring !== '' ? 'suspected' : 'unassessed'
        return [at + 1, { status, ...(ring === '' ? {} : { ring: Number(ring[1]) }) }] as const
      })
      const { suspicion: _, ...rest } = await scored(subjects, Object.fromEntries(found))
      const { identities, rings } = rest
      for (const score of [identities.pairwise, identities.b_cubed, rings.shown, rings.formed]) {
        expect([
          { precision: 1, recall: 1, f1: 1 },
          { precision: null, recall: null, f1: null },
        ]).toContainEqual(score)
      }
      expect(identities.b_cubed.f1).toBe(1)
    }),
    { runs: 6 },
  )
})

describe('a truth file that is none', () => {
  const good = 'source,ref,identity,ring,label\n'
  const bad: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    ['an empty file', '', /needs the columns source, ref, identity, ring, label/],
    ['a missing column', 'source,ref,identity,label\ns,1,a,worker\n', /needs the columns/],
    ['an unknown label', `${good}s,1,a,,guilty\n`, /the label "guilty" is none of worker, /],
    ['no label', `${good}s,1,a,,\n`, /the label "" is none of/],
    ['a subject twice', `${good}s,1,a,,worker\ns,1,b,,worker\n`, /subject s\/1 stands twice/],
    ['no identity', `${good}s,1,a,,worker\ns,2,,,worker\n`, /row 2 lacks its source, ref or/],
    ['something else', '\u0000\u0001PAR1', /needs the columns/],
  ]
  test.for(bad)('%s', async ([, text, message]) => {
    const path = join(folder, 'bad.csv')
    writeFileSync(path, text)
    await expect(evaluate(sql, path)).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(message),
    })
    await expect(evaluate(sql, path)).rejects.toThrow(path)
  })

  test('one that is not there, or a folder', async () => {
    for (const path of [join(folder, 'none.csv'), folder]) {
      await expect(evaluate(sql, path)).rejects.toMatchObject({
        kind: 'not-found',
        message: expect.stringContaining(`the truth file ${path} cannot be read`),
      })
    }
  })

  test('a path that looks like a pattern is a path', async () => {
    await scored([place(1, 'a')])
    const path = join(folder, 'tru[th]?.csv')
    writeFileSync(path, `${good}s,1,a,,worker\n`)
    await expect(evaluate(sql, path)).resolves.toMatchObject({ subjects: 1, missing: 1 })
  })

  test('columns in another order, with others between, are no fault', async () => {
    const path = join(folder, 'other.csv')
    writeFileSync(path, 'label,ring,note,identity,ref,source\r\n"genuine",,"a, b",i1,1,s\r\n')
    await expect(evaluate(sql, path)).resolves.toMatchObject({ subjects: 1 })
  })
})

test('leaves nothing in the store', async () => {
  const tables = 'select table_name from information_schema.tables order by 1'
  const before = await sql.rows(tables)
  await scored([place(1, 'a')])
  expect(await sql.rows(tables)).toEqual(before)
  expect(before).not.toContainEqual({ table_name: 'truth' })
})
