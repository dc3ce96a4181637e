import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { DamagedInput, unpackGzip, unpackZstd } from './unpacking.ts'

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

interface Unpacked {
  readonly bytes: Buffer
  readonly error: unknown
}

/** What comes out, and how it ends. A slow reader must see as much as a fast one. */
async function unpacked(pieces: AsyncIterable<Buffer>, isSlow = false): Promise<Unpacked> {
  const found: Buffer[] = []
  try {
    for await (const piece of pieces) {
      found.push(Buffer.from(piece))
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 1))
    }
  } catch (error) {
    return { bytes: Buffer.concat(found), error }
  }
  return { bytes: Buffer.concat(found), error: undefined }
}

/** Lines that do not pack well, so that there are many blocks: the same on every run. */
const lines = Buffer.from(
  Array.from({ length: 40_000 }, (_, i) => `line ${i} ${(i * 2654435761) % 4294967296}\n`).join(''),
)

const checksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

const gzip = (bytes: Buffer): Buffer => gzipSync(bytes)
/** Without a checksum, as zlib writes it, damage inside of the text cannot be told. */
const plainZstd = (bytes: Buffer): Buffer => zstdCompressSync(bytes)
const zstd = (bytes: Buffer): Buffer => zstdCompressSync(bytes, checksum)

const packings = [
  { title: 'gzip', name: 'gzip', pack: gzip, unpack: unpackGzip },
  { title: 'zstd with a checksum', name: 'zstd', pack: zstd, unpack: unpackZstd },
  { title: 'zstd', name: 'zstd', pack: plainZstd, unpack: unpackZstd },
] as const

describe.each(packings)('$title', ({ name, pack, unpack }) => {
  const packed = pack(lines)
  const read = (bytes: Buffer, size = 64 * 1024): Promise<Unpacked> =>
    unpacked(unpack(inPieces(bytes, size)))

  test('one part after the other is read to the end, wherever the pieces are cut', async () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 })
    const same = fc.asyncProperty(parts, fc.integer({ min: 1, max: 200 }), async (given, size) => {
      const buffers = given.map((part) => Buffer.from(part))
      const { bytes, error } = await read(Buffer.concat(buffers.map(pack)), size)
      expect(error).toBeUndefined()
      expect(bytes.equals(Buffer.concat(buffers))).toBe(true)
    })
    await checkAsyncProperty(same, { runs: 100 })
  })

  test('large parts too', async () => {
    for (const size of [1000, packed.length, packed.length + 1, 1_000_000]) {
      const { bytes, error } = await read(Buffer.concat([packed, packed]), size)
      expect(error).toBeUndefined()
      expect(bytes.equals(Buffer.concat([lines, lines]))).toBe(true)
    }
  })

  test.each([0.01, 0.3, 0.6, 0.99])(
    'cut short at %d: what came before, then the damage',
    async (at) => {
      const cut = packed.subarray(0, Math.floor(packed.length * at))
      const { bytes, error } = await read(cut)
      expect(error).toBeInstanceOf(DamagedInput)
      expect(String(error)).toContain(`the ${name} data end early or are damaged`)
      expect(lines.subarray(0, bytes.length).equals(bytes)).toBe(true)
      const slow = await unpacked(unpack(inPieces(cut, 64 * 1024)), true)
      expect(slow.bytes.length).toBe(bytes.length)
    },
  )

  test('cut short in the second part: all of the first', async () => {
    for (const cut of [1, 3, 5, 10, 1000]) {
      const { bytes, error } = await read(Buffer.concat([packed, packed.subarray(0, cut)]))
      expect(error).toBeInstanceOf(DamagedInput)
      expect(bytes.length).toBeGreaterThanOrEqual(lines.length)
    }
  })

  test('followed by something else: the damage is told', async () => {
    for (const more of ['hello', 'x'.repeat(3_000_000)]) {
      const { error } = await read(Buffer.concat([packed, Buffer.from(more)]))
      expect(error).toBeInstanceOf(DamagedInput)
    }
  })

  test('a reader that stops leaves nothing open', async () => {
    let closed = false
    async function* source(): AsyncIterable<Buffer> {
      try {
        for (;;) yield packed
      } finally {
        closed = true
      }
    }
    for await (const piece of unpack(source())) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    await expect.poll(() => closed).toBe(true)
  })
})

test('zstd: frames that are to be skipped are skipped', async () => {
  const skippable = Buffer.concat([
    Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 5, 0, 0, 0]),
    Buffer.from('noise'),
  ])
  const packed = zstdCompressSync(Buffer.from('text'))
  const bytes = Buffer.concat([skippable, packed, skippable, packed])
  const read = await unpacked(unpackZstd(inPieces(bytes, 7)))
  expect(read).toEqual({ bytes: Buffer.from('texttext'), error: undefined })
})

test.each(packings.slice(0, 2))(
  '$title: a byte that was changed is damage, never other text',
  async ({ pack, unpack }) => {
    const packed = pack(lines)
    const changed = fc.asyncProperty(fc.nat({ max: packed.length - 1 }), async (at) => {
      const bytes = Buffer.from(packed)
      bytes[at] = (bytes[at] ?? 0) ^ 0x5a
      const read = await unpacked(unpack(inPieces(bytes, 64 * 1024)))
      if (read.error === undefined) expect(read.bytes.equals(lines)).toBe(true)
      else expect(read.error).toBeInstanceOf(DamagedInput)
    })
    await checkAsyncProperty(changed, { runs: 25 })
  },
)
