import { rmSync } from 'node:fs'
import type { StagedBatch } from '../evidence/index.ts'
import type { LineBatch } from './lines.ts'
import type { HowToRead, ReadBatch, ReadingPool } from './reading-pool.ts'

/** Read batches that go into one transaction: its fixed costs weigh less, and a kill loses little. */
const groupSize = 16

/** Rejections that are held until their group is committed: each has a text of its own. */
const groupRejections = 20_000

/** Several read batches as one, as many as go into one transaction. */
export async function* inGroups(batches: AsyncIterable<ReadBatch>): AsyncIterable<ReadBatch> {
  const held: ReadBatch[] = []
  let rejections = 0
  try {
    for await (const batch of batches) {
      held.push(batch)
      rejections += batch.rejections.length
      if (held.length < groupSize && rejections < groupRejections) continue
      yield merged(held.splice(0))
      rejections = 0
    }
    if (held.length > 0) yield merged(held.splice(0))
  } finally {
    removeStaged(merged(held).batch)
  }
}

const merged = (batches: readonly ReadBatch[]): ReadBatch => ({
  batch: {
    observations: batches.flatMap(({ batch }) => batch.observations),
    sources: batches.flatMap(({ batch }) => batch.sources),
    exposures: batches.flatMap(({ batch }) => batch.exposures),
    withdrawals: batches.flatMap(({ batch }) => batch.withdrawals ?? []),
  },
  rejections: batches.flatMap(({ rejections }) => rejections),
  removedNotes: batches.flatMap(({ removedNotes }) => removedNotes),
  leftOut: batches.flatMap(({ leftOut }) => leftOut),
  notTaken: batches.flatMap(({ notTaken }) => notTaken),
  unusable: batches.flatMap(({ unusable }) => unusable),
  remarks: batches.flatMap(({ remarks = [] }) => remarks),
})

/**
 * Reads batches in the workers while earlier ones are committed, and gives them back in the order of
 * the file, so that the newest version of an observation is the one that stands last in it. A group and
 * one batch per worker are under way at most: the workers go on while a group is committed, and the
 * memory is bounded.
 */
export async function* readInOrder(
  batches: AsyncIterable<LineBatch>,
  { pool, threads, how }: Reading,
): AsyncIterable<ReadBatch> {
  const underWay: Promise<ReadBatch>[] = []
  const next = (): Promise<ReadBatch> => underWay.shift() as Promise<ReadBatch>
  try {
    for await (const batch of batches) {
      const read = readBatch(pool, batch, how)
      // It is awaited in its turn, which may come after it has failed.
      read.catch(() => undefined)
      underWay.push(read)
      if (underWay.length >= groupSize + threads) yield await next()
    }
    while (underWay.length > 0) yield await next()
  } finally {
    // After a failure or a stop the rest is read to no purpose, and must not be left lying about.
    for (const rest of await Promise.allSettled(underWay)) {
      if (rest.status === 'fulfilled') removeStaged(rest.value.batch)
    }
  }
}

export interface Reading {
  readonly pool: ReadingPool
  readonly threads: number
  readonly how: HowToRead
}

export const emptyRead: ReadBatch = {
  batch: { observations: [], sources: [], exposures: [] },
  rejections: [],
  removedNotes: [],
  leftOut: [],
  notTaken: [],
  unusable: [],
}

async function readBatch(pool: ReadingPool, batch: LineBatch, how: HowToRead): Promise<ReadBatch> {
  const { refused = [], notTaken = [], remarks = [] } = batch
  const read = batch.bytes.length === 0 ? emptyRead : await pool.read(batch, how)
  return {
    ...read,
    remarks,
    rejections: [...read.rejections, ...refused].sort((one, other) => one.line - other.line),
    notTaken: [...read.notTaken, ...notTaken.map((name) => [name, 1] as const)],
  }
}

/** Paths of all staging files of a batch. */
export const pathsOf = (batch: StagedBatch): readonly string[] => [
  ...batch.observations,
  ...batch.sources,
  ...batch.exposures,
  ...(batch.withdrawals ?? []),
]

export function removeStaged(batch: StagedBatch): void {
  for (const path of pathsOf(batch)) rmSync(path, { force: true })
}
