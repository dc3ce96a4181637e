import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Evaluation, Score } from '../src/evaluation/index.ts'
import { measure } from './measuring.ts'

/** Files of a world: what is imported, and the truth that the result is held against. */
export const worldFiles = {
  sources: 'sources.ndjson',
  evidence: 'evidence.ndjson.gz',
  truth: 'truth.csv',
} as const

const main = new URL('../src/cli/ringer.js', import.meta.url).pathname

/** Runs a command of the program as a whole process and gives what it prints; fails where it fails. */
export const ringer = async (...words: readonly string[]): Promise<string> =>
  (await measure(process.execPath, [main, ...words])).output

/** Does the work with a folder of its own, which is gone afterwards. */
export async function withScratch(work: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'ringer-bench-'))
  try {
    await work(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Heads the lines of `judge`, as a table in Markdown. */
export const judgedHead = `precision / recall / F1

| world | identities, pairs | identities, B-cubed | rings as named, pairs | suspicion, of found identities | true identities suspected | innocents suspected per 100,000 |
|---|---|---|---|---|---|---|`

export interface JudgedWorld {
  readonly title: string
  /** Folder with the files of `worldFiles`. */
  readonly folder: string
  /** Folder for the store that is made of it. */
  readonly scratch: string
  /** True: with weights that are trained on the world itself, without its truth. */
  readonly trained?: boolean
}

/** Runs everything on a world in a fresh store, and gives what was found as one line of the table. */
export async function judge({
  title,
  folder,
  scratch,
  trained = false,
}: JudgedWorld): Promise<string> {
  const data = mkdtempSync(join(scratch, 'data-'))
  const { sources, evidence, truth } = worldFiles
  await ringer('run', '--data', data, join(folder, sources), join(folder, evidence))
  if (trained) {
    await ringer('link', '--data', data, '--train')
    await ringer('assess', '--data', data)
  }
  const against = ['--truth', join(folder, truth), '--format', 'json']
  const found = JSON.parse(await ringer('evaluate', '--data', data, ...against)) as Evaluation
  rmSync(data, { recursive: true, force: true })
  return `| ${[title, ...scoresOf(found)].join(' | ')} |`
}

function scoresOf({ identities, rings, suspicion }: Evaluation): readonly string[] {
  const scores: readonly Score[] = [identities.pairwise, identities.b_cubed, rings.shown, suspicion]
  const shown = scores.map(({ precision, recall, f1 }) =>
    [precision, recall, f1].map((value) => value?.toFixed(3) ?? '–').join(' / '),
  )
  const reached = `${suspicion.reached} of ${suspicion.true_identities}`
  const innocents = suspicion.innocents_per_100_000?.toFixed(1) ?? '–'
  return [...shown, reached, innocents]
}
