import { closeSync, createReadStream, openSync, readSync, type Stats, statSync } from 'node:fs'
import { Problem, reasonOf } from '../problem.ts'
import { unpackGzip, unpackZstd } from './unpacking.ts'

/** How the bytes of a file are packed, told by its first bytes and never by its name. */
export type Packing = 'plain' | 'gzip' | 'zstd'

export interface InputFile {
  readonly path: string
  readonly packing: Packing
  /** Size on disk, in bytes. */
  readonly size: number
  /** When it was last written, RFC 3339. */
  readonly writtenAt: string
  /** Bytes read from disk so far, for progress. */
  readonly bytesRead: () => number
  /**
   * The unpacked bytes, in pieces. Where the packed data end early or are damaged, the pieces before
   * are given and then a `DamagedInput` is thrown.
   */
  readonly pieces: () => AsyncIterable<Buffer>
}

/** Opens a file for reading, or throws `not-found` / `unavailable` with its name and the reason. */
export function openInputFile(path: string): InputFile {
  const { size, mtime } = fileAt(path)
  const packing = packingOf(firstBytes(path))
  let read = 0
  const packed = (): AsyncIterable<Buffer> =>
    fileBytes(path, (piece) => {
      read += piece.length
    })
  return {
    path,
    packing,
    size,
    writtenAt: mtime.toISOString(),
    bytesRead: () => read,
    pieces: () => (packing === 'plain' ? packed() : unpackers[packing](packed())),
  }
}

const unpackers = { gzip: unpackGzip, zstd: unpackZstd } as const

function fileAt(path: string): Stats {
  const found = attempt(path, () => statSync(path))
  if (found.isDirectory()) {
    throw new Problem('not-found', `${path} is a folder; name the files in it`)
  }
  // A pipe can be read only once, and a file is read from its start twice: first to see what it is.
  if (!found.isFile()) {
    throw new Problem('unavailable', `${path} is a pipe or a device; write it to a file first`)
  }
  return found
}

function firstBytes(path: string): Buffer {
  return attempt(path, () => {
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(4)
      return bytes.subarray(0, readSync(file, bytes, 0, 4, 0))
    } finally {
      closeSync(file)
    }
  })
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing) throw new Problem('not-found', `no such file: ${path}`)
    throw new Problem('unavailable', `cannot read ${path}: ${reasonOf(error)}`, error)
  }
}

function packingOf(bytes: Buffer): Packing {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  return bytes.length === 4 && bytes.readUInt32LE() === 0xfd2fb528 ? 'zstd' : 'plain'
}

/** What is asked of the disk at once: also the most lines, blank or not, that come at once. */
const pieceBytes = 256 * 1024

async function* fileBytes(path: string, count: (piece: Buffer) => void): AsyncIterable<Buffer> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) {
      count(piece as Buffer)
      yield piece as Buffer
    }
  } catch (error) {
    throw new Problem('unavailable', `cannot read ${path}: ${reasonOf(error)}`, error)
  }
}
