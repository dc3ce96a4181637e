import { createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Effects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { drawExposures } from './exposures.ts'
import { declarationsOf, truthHeader, truthLines } from './simulation.ts'
import { countUnits, drawUnits } from './units.ts'
import { drawWorld, type SimulationOptions, type World } from './world.ts'

const files = ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson', 'truth.csv'] as const
/** Text that is handed on at once, in characters: enough that the calls cost nothing. */
const pieceSize = 1 << 18
/** The level is part of the bytes: with another one, equal worlds would differ as files. */
const gzipLevel = 3

export interface WrittenWorld {
  readonly observations: number
  readonly subjects: number
  /** Paths of the files written. */
  readonly files: readonly string[]
}

/**
 * Writes a world into a folder, made if need be; files of that name are replaced. Goes through the
 * world once and holds none of it. Equal options give equal bytes: the gzip header says neither time
 * nor system. Throws a `Problem` when asked to stop.
 */
export async function writeWorld(
  folder: string,
  options: SimulationOptions,
  effects: Effects,
): Promise<WrittenWorld> {
  const world = drawWorld(options)
  await mkdir(folder, { recursive: true })
  const [sources, evidence, exposure, truth] = files.map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ]
  await writeLines(sources, declarationsOf(world))
  await writeLines(exposure, drawExposures(world))
  const written = await writeEvidence({ evidence, truth }, world, effects)
  return { ...written, files: [sources, evidence, exposure, truth] }
}

const writeLines = (path: string, records: Iterable<object>): Promise<void> =>
  pipeline(Readable.from(joinLines(records)), createWriteStream(path))

function* joinLines(records: Iterable<object>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`
}

interface Piece {
  readonly lines: string
  readonly truths: string
  readonly observations: number
  readonly subjects: number
  readonly people: number
}

/** The world in pieces that are worth a call each. */
function* cutPieces(world: World): Generator<Piece> {
  const empty: Piece = { lines: '', truths: '', observations: 0, subjects: 0, people: 0 }
  let piece = empty
  for (const unit of drawUnits(world)) {
    piece = {
      lines: piece.lines + asLines(unit.observations.map((one) => JSON.stringify(one))),
      truths: piece.truths + asLines(truthLines(unit)),
      observations: piece.observations + unit.observations.length,
      subjects: piece.subjects + unit.subjects.length,
      people: piece.people + 1,
    }
    if (piece.lines.length < pieceSize) continue
    yield piece
    piece = empty
  }
  yield piece
}

const asLines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('')

/** Evidence and truth side by side, in one walk through the world. */
async function writeEvidence(
  paths: { readonly evidence: string; readonly truth: string },
  world: World,
  effects: Effects,
): Promise<{ readonly observations: number; readonly subjects: number }> {
  const truth = await open(paths.truth, 'w')
  const of = countUnits(world)
  let [observations, subjects, done] = [0, 0, 0]
  async function* lines(): AsyncGenerator<string> {
    await truth.write(`${truthHeader}\n`)
    for (const piece of cutPieces(world)) {
      if (effects.stopping()) throw new Problem('conflict', stopped)
      yield piece.lines
      await truth.write(piece.truths)
      observations += piece.observations
      subjects += piece.subjects
      done += piece.people
      effects.progress({ what: 'simulating evidence', done, of, unit: 'people' })
    }
  }
  try {
    const gzip = createGzip({ level: gzipLevel, chunkSize: pieceSize })
    const file = createWriteStream(paths.evidence)
    await pipeline(Readable.from(lines()), gzip, nameNoSystem(), file)
  } finally {
    await truth.close()
  }
  return { observations, subjects }
}

const stopped = 'the simulation was stopped; its files are not complete'

/** Byte 9 of a gzip header names the system it was made on (RFC 1952); 255 is "unknown". */
function nameNoSystem(): Transform {
  let first = true
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (first && chunk.length > 9) chunk[9] = 255
      first = false
      done(null, chunk)
    },
  })
}
