import type { Observation } from '../evidence/index.ts'
import { simulateWorld } from './simulation.ts'
import type { SimulationOptions } from './world.ts'

/** An observation with what the truth file says of its subject. */
export interface Known {
  readonly observation: Observation
  readonly identity: string
  readonly label: string
}

/** A world read back from its lines alone: what tests look at. */
export function readWorld(options: SimulationOptions) {
  const files = new Map<string, string[]>()
  for (const { file, line } of simulateWorld(options)) {
    const lines = files.get(file)
    if (lines) lines.push(line)
    else files.set(file, [line])
  }
  const rows = (files.get('truth.csv') ?? []).slice(1).map((line) => line.split(','))
  const truth = new Map(rows.map((row) => [`${row[0]}/${row[1]}`, row]))
  const evidence = files.get('evidence.ndjson') ?? []
  const known = evidence.map((line): Known => {
    const observation = JSON.parse(line) as Observation
    const row = truth.get(`${observation.source}/${observation.subject.ref}`)
    return { observation, identity: row?.[2] ?? '', label: row?.[4] ?? '' }
  })
  return { files, rows, truth, evidence, known }
}

export type ReadWorld = ReturnType<typeof readWorld>

/** The observations of each identity of a label. */
export function groupBy(
  { known }: ReadWorld,
  label: string,
): ReadonlyMap<string, readonly Known[]> {
  return Map.groupBy(
    known.filter((one) => one.label === label),
    ({ identity }) => identity,
  )
}
