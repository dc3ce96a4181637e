import { pipeline, Readable } from 'node:stream'
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib'
import { Problem, reasonOf } from '../problem.ts'

/** Data that end early, are damaged, or unpack to absurd size: what came before them still counts. */
export class DamagedInput extends Error {}

const options = { chunkSize: 64 * 1024 }

// Evidence packs 5 to 30 times; deflate can reach 1,032, zstd far more. The rule starts late, so that a
// small file of one repeated line is still read.
const suspiciousRatio = 200
const ratioMattersFrom = 8 * 1024 * 1024

/** Bytes so far, over all parts of a file. */
interface Meter {
  packed: number
  unpacked: number
}

/** The unpacked bytes of gzip data, of one member or many. */
export const unpackGzip = (packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> =>
  through(packed, {
    name: 'gzip',
    transform: createGunzip(options),
    meter: { packed: 0, unpacked: 0 },
  })

/**
 * The unpacked bytes of zstd data, of one frame or many. Node's decompressor ends with the first frame
 * and says nothing of what follows (`cat a.zst b.zst`, pzstd, appended logs), so each gets its own.
 */
export async function* unpackZstd(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const bytes = openBytes(packed)
  const meter = { packed: 0, unpacked: 0 }
  try {
    while (!(await bytes.atEnd())) {
      const transform = createZstdDecompress(options)
      yield* through(oneFrame(bytes), { name: 'zstd', transform, meter })
    }
  } finally {
    await bytes.close()
  }
}

interface Unpacker {
  readonly name: string
  readonly transform: Gunzip | ZstdDecompress
  readonly meter: Meter
}

async function* through(
  packed: AsyncIterable<Buffer>,
  { name, transform, meter }: Unpacker,
): AsyncIterable<Buffer> {
  const before = meter.packed
  // Its errors arrive through the iteration below.
  pipeline(Readable.from(packed, { highWaterMark: 1 }), transform, () => undefined)
  try {
    for await (const piece of transform) {
      meter.packed = before + transform.bytesWritten
      meter.unpacked += (piece as Buffer).length
      refuseBomb(meter)
      yield piece as Buffer
    }
  } catch (error) {
    if (error instanceof Problem || error instanceof DamagedInput) throw error
    // The iteration drops what was unpacked before the error and not yet fetched: how much would
    // depend on how fast it was fetched.
    for (let piece = transform.read(); piece !== null; piece = transform.read()) yield piece
    throw new DamagedInput(`the ${name} data end early or are damaged (${reasonOf(error)})`)
  }
}

function refuseBomb({ packed, unpacked }: Meter): void {
  if (unpacked <= ratioMattersFrom || unpacked <= packed * suspiciousRatio) return
  throw new DamagedInput(
    `unpacks to more than ${suspiciousRatio} times its size; reading stopped after ${unpacked} bytes`,
  )
}

interface Bytes {
  /** The next bytes, at most so many; none at the end. */
  readonly next: (most: number) => Promise<Buffer>
  readonly atEnd: () => Promise<boolean>
  readonly close: () => Promise<unknown>
}

function openBytes(pieces: AsyncIterable<Buffer>): Bytes {
  const iterator = pieces[Symbol.asyncIterator]()
  let rest = Buffer.alloc(0)
  const fill = async (): Promise<void> => {
    while (rest.length === 0) {
      const step = await iterator.next()
      if (step.done) return
      rest = step.value as Buffer<ArrayBuffer>
    }
  }
  return {
    next: async (most) => {
      await fill()
      const part = rest.subarray(0, most)
      rest = rest.subarray(part.length)
      return part
    },
    atEnd: async () => {
      await fill()
      return rest.length === 0
    },
    close: async () => iterator.return?.(),
  }
}

/** The bytes of one frame; fewer where the data end in it, which the decompressor then tells. */
async function* oneFrame(bytes: Bytes): AsyncIterable<Buffer> {
  const parts = frameParts()
  let seen: Buffer = Buffer.alloc(0)
  for (let part = parts.next(seen); !part.done; part = parts.next(seen)) {
    const gathered: Buffer[] = []
    for (let left = part.value.bytes; left > 0; ) {
      const piece = await bytes.next(left)
      if (piece.length === 0) return
      left -= piece.length
      if (part.value.needed) gathered.push(piece)
      yield piece
    }
    seen = Buffer.concat(gathered)
  }
}

interface FramePart {
  readonly bytes: number
  /** True where what follows depends on them. */
  readonly needed: boolean
}

const need = (bytes: number): FramePart => ({ bytes, needed: true })
const pass = (bytes: number): FramePart => ({ bytes, needed: false })

/** The parts of a frame, one after the other (RFC 8878, section 3.1); it is given what it needs. */
function* frameParts(): Generator<FramePart, void, Buffer> {
  const magic = (yield need(4)).readUInt32LE()
  if (magic >>> 4 === 0x184d2a5) {
    yield pass((yield need(4)).readUInt32LE())
    return
  }
  if (magic !== 0xfd2fb528) throw new DamagedInput('what follows the zstd data is not zstd')
  const descriptor = (yield need(1)).readUInt8()
  yield pass(headerBytes(descriptor))
  for (let isLast = false; !isLast; ) {
    const block = (yield need(3)).readUIntLE(0, 3)
    isLast = (block & 1) === 1
    const repeatsOneByte = ((block >> 1) & 3) === 1
    yield pass(repeatsOneByte ? 1 : block >> 3)
  }
  const hasChecksum = (descriptor & 4) !== 0
  yield pass(hasChecksum ? 4 : 0)
}

/** Window descriptor, dictionary id and content size: their lengths are in the descriptor's bits. */
function headerBytes(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0
  const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  return (isSingleSegment ? 0 : 1) + dictionary + contentSize
}
