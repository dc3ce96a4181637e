import { Problem } from '../problem.ts'
import { type InputFile, openInputFile } from './input-file.ts'
import { ReadingOutOfMemory } from './reading-pool.ts'
import { recogniseFormat, type SourceFormat } from './source-kinds.ts'
import { DamagedInput } from './unpacking.ts'

/** A file that was opened and begun, so that it is known to be readable and in which format. */
export interface BegunFile extends Pick<InputFile, 'path' | 'packing' | 'size'> {
  readonly format: SourceFormat
}

/** Read in about the time that a worker takes to start. */
const smallBytes = 256 * 1024

export const areSmall = (files: readonly BegunFile[]): boolean =>
  files.every(({ packing }) => packing === 'plain') &&
  files.reduce((sum, { size }) => sum + size, 0) < smallBytes

/** Opens all files and reads their beginnings; throws for the first that cannot be read. */
export async function beginFiles(
  paths: readonly string[],
  format?: SourceFormat,
): Promise<readonly BegunFile[]> {
  const begun: BegunFile[] = []
  for (const path of paths) {
    const file = openInputFile(path)
    // Read in any case: a file that cannot be read is a failure before anything is imported.
    const recognised = await readable(path, () => recogniseFormat(file))
    begun.push({ path, packing: file.packing, size: file.size, format: format ?? recognised })
  }
  return begun
}

/**
 * Names the file in what ends its import: data that are damaged before anything could be read (later damage
 * is a rejection), and lines that need more memory than a reading worker has.
 */
export async function readable<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ReadingOutOfMemory) {
      const advice = 'split it into smaller files, or shorten its longest lines'
      throw new Problem('unavailable', `cannot read ${path}: ${error.message}; ${advice}`, error)
    }
    if (!(error instanceof DamagedInput)) throw error
    throw new Problem('unavailable', `cannot read ${path}: ${error.message}`, error)
  }
}
