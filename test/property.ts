import fc from 'fast-check'
import { TestRunner } from 'vitest'

/**
 * The one front door to fast-check. A property is checked in two tiers:
 *
 * - `npm test` checks `runs` generated cases from a pinned seed, so that nothing differs between two
 *   runs, and every case in `examples`: the counterexamples that were found before.
 * - `npm run test:deep` checks twenty times as many cases from a fresh seed, which it prints.
 *   `RINGER_PROPERTY_SEED=N npm run test:deep -- <file>` checks the same cases again.
 */
export interface PropertyOptions<Case> {
  /** How many cases `npm test` generates: as few as find what the property is there to find. */
  readonly runs: number
  /** Cases that are always checked, before the generated ones. Add every counterexample found. */
  readonly examples?: Case[]
  /** A pinned seed of its own, where the common one does not reach the rare cases that a test counts. */
  readonly seed?: number
}

/** What was checked, for the list that `npm run test:deep` prints. */
interface PropertyTier {
  readonly seed: number
  readonly runs: number
}

declare module 'vitest' {
  interface TaskMeta {
    properties?: PropertyTier[]
  }
}

const pinnedSeed = 20_240_318

/** `test/deep.ts` sets both. */
const freshSeed = readNumber('RINGER_PROPERTY_SEED')
const runsFactor = readNumber('RINGER_PROPERTY_RUNS_FACTOR') ?? 1

function readNumber(name: string): number | undefined {
  const text = process.env[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`${name}=${text}: not a whole number`)
  return value
}

/** Throws the smallest counterexample, with its seed, if the property does not hold. */
export function checkProperty<Case>(
  property: fc.IProperty<Case>,
  options: PropertyOptions<Case>,
): void {
  fc.assert(property, parametersFor(options))
}

/** The same for a property whose check is asynchronous. */
export async function checkAsyncProperty<Case>(
  property: fc.IAsyncProperty<Case>,
  options: PropertyOptions<Case>,
): Promise<void> {
  await fc.assert(property, parametersFor(options))
}

/** Generated cases as a list, for tests that look at all of them together. */
export function generateCases<Case>(arbitrary: fc.Arbitrary<Case>, count: number): Case[] {
  const { seed, runs } = recordTier({ seed: pinnedSeed, runs: count })
  return fc.sample(arbitrary, { seed, numRuns: runs })
}

function parametersFor<Case>(options: PropertyOptions<Case>): fc.Parameters<Case> {
  const { runs: fewRuns, examples = [], seed: ownSeed = pinnedSeed } = options
  const { seed, runs } = recordTier({ seed: ownSeed, runs: fewRuns })
  // Examples count as runs: without them here, each would take the place of a generated case.
  return { seed, numRuns: runs + examples.length, examples }
}

function recordTier(pinned: PropertyTier): PropertyTier {
  const tier = { seed: freshSeed ?? pinned.seed, runs: pinned.runs * runsFactor }
  const meta = TestRunner.getCurrentTest()?.meta
  if (meta) meta.properties = [...(meta.properties ?? []), tier]
  return tier
}
