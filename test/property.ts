import fc from 'fast-check'

/**
 * The one front door to fast-check. A property is checked in two tiers:
 *
 * - `npm test` checks `runs` generated cases from a pinned seed, so that nothing differs between two
 *   runs, and every case in `examples`: the counterexamples that were found before.
 * - `npm run test:deep` checks twenty times as many from a fresh seed, which it prints.
 *   `RINGER_PROPERTY_SEED=N npm run test:deep -- <file>` checks the same cases again.
 */
export interface PropertyOptions<Case> {
  /** How many cases `npm test` generates: as few as find what the property is there to find. */
  readonly runs: number
  /** Cases that are always checked, before the generated ones. Add every counterexample found. */
  readonly examples?: Case[]
  /** The pinned seed, where the common one does not reach the rare cases that a test counts. */
  readonly seed?: number
}

const pinnedSeed = 20_240_318

/** Settings of the two tiers; `test/deep.ts` sets both. */
const settings = {
  seed: readNumber('RINGER_PROPERTY_SEED'),
  runsFactor: readNumber('RINGER_PROPERTY_RUNS_FACTOR') ?? 1,
}

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

/** The same for a property that is a promise. */
export const checkAsyncProperty = <Case>(
  property: fc.IAsyncProperty<Case>,
  options: PropertyOptions<Case>,
): Promise<void> => fc.assert(property, parametersFor(options))

const parametersFor = <Case>(options: PropertyOptions<Case>): fc.Parameters<Case> => {
  const { runs, examples = [], seed = pinnedSeed } = options
  return {
    seed: settings.seed ?? seed,
    // Examples count as runs: without them here, each would take the place of a generated case.
    numRuns: runs * settings.runsFactor + examples.length,
    examples,
  }
}

/** Generated cases as a list, for tests that look at all of them together. */
export const generateCases = <Case>(arbitrary: fc.Arbitrary<Case>, count: number): Case[] =>
  fc.sample(arbitrary, {
    seed: settings.seed ?? pinnedSeed,
    numRuns: count * settings.runsFactor,
  })
