import type { SourceDeclaration } from '../evidence/index.ts'
import { drawExposures } from './exposures.ts'
import { drawUnits, type Unit } from './units.ts'
import { drawWorld, type SimulationOptions, type World } from './world.ts'

/**
 * The world of the published report among 6,000 genuine applicants. The report tells what was found, "more
 * than 130" identities; some workers hide well and some facilitators are known by one report alone, so a
 * world in which about 130 are found holds a few more.
 */
export const simulationDefaults: SimulationOptions = { seed: 1, identities: 134, genuine: 6000 }

export interface SimulatedLine {
  readonly file: 'sources.ndjson' | 'evidence.ndjson' | 'exposure.ndjson' | 'truth.csv'
  /** Without its line feed. */
  readonly line: string
}

export const truthHeader = 'source,ref,identity,ring,label'

/**
 * The four files line by line, without holding more than the scheme in memory. Equal options give equal lines. The
 * truth of each unit follows its evidence: the world is gone through once, as when it is written.
 */
export function* simulateWorld(options: SimulationOptions): Generator<SimulatedLine> {
  const world = drawWorld(options)
  for (const declaration of declarationsOf(world))
    yield { file: 'sources.ndjson', line: JSON.stringify(declaration) }
  for (const exposure of drawExposures(world))
    yield { file: 'exposure.ndjson', line: JSON.stringify(exposure) }
  yield { file: 'truth.csv', line: truthHeader }
  for (const unit of drawUnits(world)) {
    for (const observation of unit.observations)
      yield { file: 'evidence.ndjson', line: JSON.stringify(observation) }
    for (const line of truthLines(unit)) yield { file: 'truth.csv', line }
  }
}

/** One line of the truth file for each subject that a unit met first. Nothing in them needs quoting. */
export const truthLines = ({ truth, subjects }: Unit): readonly string[] =>
  subjects.map(
    ({ source, ref }) => `${source},${ref},${truth.identity},${truth.ring},${truth.label}`,
  )

/** What the sources say of themselves: those that see many employers, then those of each employer. */
export function declarationsOf({ exchanges, employers }: World): readonly SourceDeclaration[] {
  const { platforms, agencies, verifiers, partners, feeds, actorSide, tipLine } = exchanges
  const wide = [...platforms, ...agencies, ...verifiers, ...partners, ...feeds, actorSide, tipLine]
  const own = employers.flatMap(({ intake, stack, reports }) => [
    intake,
    ...(stack ? [stack.directory, stack.personnel] : []),
    ...(stack?.endpoints ? [stack.endpoints] : []),
    ...(reports ? [reports] : []),
  ])
  return [...wide, ...own].flatMap(({ declaration }) => (declaration ? [declaration] : []))
}
