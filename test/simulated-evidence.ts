import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Observation } from '../src/evidence/index.ts'
import { type SimulationOptions, simulateWorld } from '../src/simulation/index.ts'

/** A simulated world in memory, with its truth. */
export interface SimulatedEvidence {
  /** Declarations of sources, a JSON line each. */
  readonly declarations: readonly string[]
  readonly observations: readonly Observation[]
  /** By subject, `source/ref`. */
  readonly truth: ReadonlyMap<string, Truth>
}

export interface Truth {
  readonly identity: string
  readonly ring: string
  readonly label: string
}

/** Only the sources that say something are declared: an employer nobody applied to costs time and adds nothing. */
export function simulatedEvidence(options: SimulationOptions): SimulatedEvidence {
  const lines = { 'sources.ndjson': [], 'evidence.ndjson': [], 'truth.csv': [] } as Record<
    string,
    string[]
  >
  for (const { file, line } of simulateWorld(options)) lines[file]?.push(line)
  const observations = (lines['evidence.ndjson'] ?? []).map(
    (line) => JSON.parse(line) as Observation,
  )
  const speaking = new Set(observations.map(({ source }) => source))
  return {
    declarations: (lines['sources.ndjson'] ?? []).filter((line) =>
      speaking.has((JSON.parse(line) as { readonly source: string }).source),
    ),
    observations,
    truth: truthOf(lines['truth.csv'] ?? []),
  }
}

/** Nothing in a truth file of the simulation needs quoting. */
export const truthOf = (lines: readonly string[]): ReadonlyMap<string, Truth> =>
  new Map(
    lines.slice(1).flatMap((line) => {
      const [source, ref, identity = '', ring = '', label = ''] = line.split(',')
      return source === undefined || ref === undefined
        ? []
        : [[`${source}/${ref}`, { identity, ring, label }] as const]
    }),
  )

export const subjectOf = ({ source, subject }: Observation): string => `${source}/${subject.ref}`

/** Does the work with the lines in a file of their own, which is gone afterwards. */
export async function withFile<Result>(
  lines: readonly string[],
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-evidence-'))
  try {
    const file = join(folder, 'lines.ndjson')
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
    return await work(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
