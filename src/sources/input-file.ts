import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { Problem, reasonOf } from '../problem.ts'

/** How the bytes of a file are packed, told by its first bytes and never by its name. */
export type Packing = 'plain' | 'gzip' | 'zstd'

export interface InputFile {
  readonly path: string
  readonly packing: Packing
  /** Size on disk, in bytes. */
  readonly size: number
  /** Bytes read from disk so far, for progress. */
  readonly bytesRead: () => number
  /**
   * The unpacked bytes, in pieces. Where the packed data end early or are damaged, the pieces before
   * are given and then a `DamagedInput` is thrown.
   */
  readonly pieces: () => AsyncIterable<Buffer>
}

/** Data that end early, are damaged, or unpack to absurd size: what came before them still counts. */
export class DamagedInput extends Error {}

/** Opens a file for reading, or throws `not-found` / `unavailable` with its name and the reason. */
export function openInputFile(path: string): InputFile {
  const first = firstBytes(path)
  const packing = packingOf(first)
  const size = statSync(path).size
  let read = 0
  const count = (piece: Buffer): void => {
    read += piece.length
  }
  return {
    path,
    packing,
    size,
    bytesRead: () => read,
    pieces: () => unpacked(path, packing, count),
  }
}

function firstBytes(path: string): Buffer {
  try {
    if (statSync(path).isDirectory()) {
      throw new Problem('not-found', `${path} is a folder; name the files in it`)
    }
    const file = openSync(path, 'r')
    const bytes = Buffer.alloc(4)
    const length = readSync(file, bytes, 0, 4, 0)
    closeSync(file)
    return bytes.subarray(0, length)
  } catch (error) {
    if (error instanceof Problem) throw error
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing) throw new Problem('not-found', `no such file: ${path}`)
    throw new Problem('unavailable', `cannot read ${path}: ${reasonOf(error)}`, error)
  }
}

function packingOf(bytes: Buffer): Packing {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  return bytes.readUIntBE(0, Math.min(4, bytes.length) || 1) === 0x28b52ffd ? 'zstd' : 'plain'
}

// Evidence packs 5 to 30 times; deflate can reach 1,032. The rule starts late, so that a small file of
// one repeated line is still read.
const suspiciousRatio = 200
const ratioMattersFrom = 256 * 1024 * 1024

async function* unpacked(
  path: string,
  packing: Packing,
  count: (piece: Buffer) => void,
): AsyncIterable<Buffer> {
  let packed = 0
  let given = 0
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 })
  file.on('data', (piece) => {
    packed += piece.length
    count(piece as Buffer)
  })
  const stream = unpacker(file, packing)
  try {
    for await (const piece of stream) {
      given += (piece as Buffer).length
      if (given > ratioMattersFrom && given > packed * suspiciousRatio) {
        throw new DamagedInput(
          `unpacks to more than ${suspiciousRatio} times its size; reading stopped after ${given} bytes`,
        )
      }
      yield piece as Buffer
    }
  } catch (error) {
    if (error instanceof DamagedInput) throw error
    if (packing === 'plain') throw new Problem('unavailable', `cannot read ${path}: ${reasonOf(error)}`, error)
    throw new DamagedInput(`the ${packing} data end early or are damaged (${reasonOf(error)})`)
  } finally {
    file.destroy()
  }
}

function unpacker(file: Readable, packing: Packing): Readable {
  if (packing === 'plain') return file
  const transform =
    packing === 'gzip'
      ? createGunzip({ chunkSize: 256 * 1024 })
      : createZstdDecompress({ chunkSize: 256 * 1024 })
  file.on('error', (error) => transform.destroy(error))
  return file.pipe(transform)
}
