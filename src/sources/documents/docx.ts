import mammoth from 'mammoth'
import { type DocumentLimits, type RawDocument, RefusedDocument } from './document.ts'
import { countedReasons, type PictureReading, readPictureFile } from './picture.ts'
import { docxMoment } from './written-at.ts'
import { unpackEntry, type ZipEntry, zipEntries } from './zip-archive.ts'

/**
 * What all XML of a DOCX may unpack to. A hundred written pages have 2 MB. mammoth reads 4 MB in two seconds
 * and, as its time grows faster than the size, 16 MB no longer in the twenty that a document has.
 */
const mostXmlBytes = 8 * 1024 * 1024
/** One picture: 50 million pixels in JPEG, with room. */
const mostPictureBytes = 32 * 1024 * 1024

interface Archive {
  readonly bytes: Buffer
  readonly entries: readonly ZipEntry[]
}

/**
 * The text of a Word document (body, tables, text boxes; headers before it, footers behind it), its links,
 * its pictures and when it was made. Sizes are checked before anything is unpacked, and while it is.
 * Throws `RefusedDocument`.
 */
export async function readDocx(
  bytes: Uint8Array<ArrayBuffer>,
  limits: DocumentLimits,
): Promise<RawDocument> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const archive = { bytes: buffer, entries: zipEntries(buffer) }
  const xml = xmlOf(archive)
  const { pictures, cut } = await picturesOf(archive, limits.pictures)
  const writtenAt = docxMoment(xml.get('docProps/core.xml') ?? '')
  return {
    text: [...marginsOf(xml, 'header'), await bodyOf(archive), ...marginsOf(xml, 'footer')].join(
      '\n',
    ),
    ...(writtenAt === undefined ? {} : { writtenAt }),
    links: linksOf(xml),
    pictures,
    cut,
  }
}

/** Every XML part as text, each looked through for what Word never writes. */
function xmlOf({ bytes, entries }: Archive): ReadonlyMap<string, string> {
  const parts = entries.filter(({ name }) => /\.(?:xml|rels)$/i.test(name))
  const unpacked = parts.reduce((sum, entry) => sum + entry.unpacked, 0)
  if (unpacked > mostXmlBytes) {
    throw new RefusedDocument(
      `unpacks to ${unpacked} bytes of XML, more than ${mostXmlBytes}: an archive bomb or a book`,
    )
  }
  const xml = new Map<string, string>()
  for (const entry of parts) xml.set(entry.name, safeXml(unpackEntry(bytes, entry), entry.name))
  return xml
}

/** Entities that expand to other entities grow without end; a document type is never needed. */
function safeXml(bytes: Buffer, name: string): string {
  const text = bytes.toString('utf8')
  if (!/<!(?:DOCTYPE|ENTITY)/i.test(text)) return text
  throw new RefusedDocument(`declares XML entities in ${name}, which Word never does: an XML bomb`)
}

async function bodyOf({ bytes }: Archive): Promise<string> {
  try {
    const { value } = await mammoth.extractRawText({ buffer: bytes })
    // It ends each paragraph with two line feeds: one makes it a line, an empty paragraph an empty line.
    return value.replaceAll('\n\n', '\n')
  } catch (error) {
    if (error instanceof RangeError) throw new RefusedDocument('is nested too deep')
    throw new RefusedDocument('is a Word document that is damaged')
  }
}

/** Texts of the headers or footers, each once: the first page and the others often have the same. */
function marginsOf(xml: ReadonlyMap<string, string>, kind: 'header' | 'footer'): readonly string[] {
  const parts = [...xml].filter(([name]) => new RegExp(`^word/${kind}\\d*\\.xml$`).test(name))
  return [...new Set(parts.map(([, part]) => paragraphsOf(part)))].filter((text) => text !== '')
}

const paragraphsOf = (xml: string): string =>
  xml
    .split('</w:p>')
    .map((paragraph) =>
      [...paragraph.matchAll(/<w:(?:t(?:\s[^>]*)?>([^<]*)|tab\b|br\b)/g)]
        .map(([, text]) => plain(text ?? '\t'))
        .join(''),
    )
    .filter((line) => line.trim() !== '')
    .join('\n')

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

const plain = (xml: string): string =>
  xml.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, ...found) => {
    const [decimal, hexadecimal, name] = found as readonly (string | undefined)[]
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** Targets of links: relations of the parts to addresses outside, and fields `HYPERLINK "…"`. */
function linksOf(xml: ReadonlyMap<string, string>): readonly string[] {
  const found = [...xml].flatMap(([name, part]) => {
    if (name.startsWith('word/_rels/')) return relationsOf(part)
    return name.startsWith('word/') ? fieldsOf(part) : []
  })
  return [...new Set(found)]
}

const relationsOf = (xml: string): readonly string[] =>
  [...xml.matchAll(/<Relationship\s[^>]*>/g)]
    .map(([relation]) => relation)
    .filter((relation) => /\bType\s*=\s*"[^"]*\/hyperlink"/.test(relation))
    .flatMap((relation) => /\bTarget\s*=\s*"([^"]*)"/.exec(relation)?.[1] ?? [])
    .map(plain)

const fieldsOf = (xml: string): readonly string[] =>
  [...xml.matchAll(/HYPERLINK\s{1,20}(?:"|&quot;)([^"<>]{1,2000}?)(?:"|&quot;)/g)].map(
    ([, target = '']) => plain(target),
  )

interface Pictures {
  readonly pictures: readonly { readonly phash: string }[]
  readonly cut: readonly string[]
}

async function picturesOf({ bytes, entries }: Archive, most: number): Promise<Pictures> {
  const media = entries.filter(({ name }) => /^word\/media\/[^/]+$/.test(name))
  const hashes = new Set<string>()
  const leftOut: string[] = []
  for (const entry of media) {
    const reading =
      hashes.size < most ? await pictureOf(bytes, entry) : { leftOut: `pictures behind ${most}` }
    if ('phash' in reading) hashes.add(reading.phash)
    else leftOut.push(reading.leftOut)
  }
  return { pictures: [...hashes].map((phash) => ({ phash })), cut: countedReasons(leftOut) }
}

async function pictureOf(bytes: Buffer, entry: ZipEntry): Promise<PictureReading> {
  if (entry.unpacked > mostPictureBytes) return { leftOut: 'pictures that unpack to too much' }
  try {
    return await readPictureFile(unpackEntry(bytes, entry))
  } catch (error) {
    // The text is worth reading without it.
    if (error instanceof RefusedDocument) return { leftOut: 'pictures that could not be read' }
    throw error
  }
}
