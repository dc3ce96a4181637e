import { inflateRawSync } from 'node:zlib'
import { RefusedDocument } from './document.ts'

/** One file of a ZIP archive, as the central directory describes it. */
export interface ZipEntry {
  readonly name: string
  readonly packed: number
  readonly unpacked: number
  readonly method: number
  /** Where its local header begins. */
  readonly at: number
}

// A DOCX has 15 to 30 files and one more for every picture.
const mostEntries = 5_000
const endSignature = Buffer.from('PK\x05\x06', 'latin1')
const endBytes = 22
const headerSignature = 0x02014b50
const headerBytes = 46
const localBytes = 30
const stored = 0
const deflated = 8
/** Where 32 bits do not suffice (ZIP64) these stand instead; no document needs it. */
const beyond32Bits = 0xffffffff

const damaged = (what: string): RefusedDocument =>
  new RefusedDocument(`is a ZIP archive that is damaged or ends early (${what})`)

/**
 * The files of an archive (APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16), nothing unpacked yet. The last
 * end record counts, as for JSZip, which reads the same bytes after us. Throws `RefusedDocument`.
 */
export function zipEntries(bytes: Buffer): readonly ZipEntry[] {
  const end = bytes.lastIndexOf(endSignature)
  if (end === -1 || end + endBytes > bytes.length) throw damaged('no central directory')
  const count = bytes.readUInt16LE(end + 10)
  if (count > mostEntries) throw new RefusedDocument(`holds more than ${mostEntries} files`)
  const entries: ZipEntry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let number = 0; number < count; number++) {
    const [entry, next] = entryAt(bytes, at)
    entries.push(entry)
    at = next
  }
  refuseOverlap(entries)
  return entries
}

function entryAt(bytes: Buffer, at: number): readonly [ZipEntry, number] {
  if (at + headerBytes > bytes.length || bytes.readUInt32LE(at) !== headerSignature) {
    throw damaged('central directory')
  }
  const nameBytes = bytes.readUInt16LE(at + 28)
  const next =
    at + headerBytes + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1
  if (isEncrypted) throw new RefusedDocument('is locked with a password')
  const entry = {
    name: bytes.toString('utf8', at + headerBytes, at + headerBytes + nameBytes),
    method: bytes.readUInt16LE(at + 10),
    packed: bytes.readUInt32LE(at + 20),
    unpacked: bytes.readUInt32LE(at + 24),
    at: bytes.readUInt32LE(at + 42),
  }
  if ([entry.packed, entry.unpacked, entry.at].includes(beyond32Bits)) throw damaged('ZIP64')
  return [entry, next]
}

/** A bomb of overlapping files unpacks the same bytes again and again (Fifield 2019). */
function refuseOverlap(entries: readonly ZipEntry[]): void {
  const inOrder = [...entries].sort((one, other) => one.at - other.at)
  for (const [index, entry] of inOrder.entries()) {
    const next = inOrder[index + 1]
    if (next !== undefined && entry.at + localBytes + entry.packed > next.at) {
      throw new RefusedDocument('is a ZIP archive whose files overlap: an archive bomb')
    }
  }
}

/** The unpacked bytes of a file; it may not hold more than the directory says. Throws `RefusedDocument`. */
export function unpackEntry(bytes: Buffer, entry: ZipEntry): Buffer {
  if (entry.at + localBytes > bytes.length) throw damaged(entry.name)
  const start =
    entry.at + localBytes + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28)
  if (start + entry.packed > bytes.length) throw damaged(entry.name)
  const packed = bytes.subarray(start, start + entry.packed)
  if (entry.method === stored) return packed
  if (entry.method !== deflated) throw damaged(`${entry.name} is packed in an unusual way`)
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.unpacked, 1) })
  } catch (error) {
    if (error instanceof RangeError) throw liar(entry)
    throw damaged(entry.name)
  }
}

const liar = ({ name, unpacked }: ZipEntry): RefusedDocument =>
  new RefusedDocument(
    `is an archive bomb: ${name} says that it unpacks to ${unpacked} bytes and holds more`,
  )
