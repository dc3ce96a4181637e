import { deflateSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'

/** A line of text of a PDF page: where its baseline begins, in points from the lower left corner. */
export interface Line {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size?: number
}

export interface PdfPage {
  readonly lines?: readonly Line[]
  readonly links?: readonly string[]
  /** RGB bytes of a picture that is painted on it. */
  readonly picture?: {
    readonly data: Uint8Array
    readonly width: number
    readonly height: number
  }
}

/** A PDF out of its objects (number 1 is the catalogue), with its table of places. */
export function pdfOfObjects(
  objects: readonly (string | Buffer)[],
  trailer = '',
): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n', 'latin1')]
  const places: number[] = []
  let at = parts[0]?.length ?? 0
  const push = (part: Buffer): void => {
    parts.push(part)
    at += part.length
  }
  for (const [index, object] of objects.entries()) {
    places.push(at)
    // One piece for each text: some tests make a million of them.
    if (typeof object === 'string')
      push(Buffer.from(`${index + 1} 0 obj\n${object}\nendobj\n`, 'latin1'))
    else for (const part of [`${index + 1} 0 obj\n`, object, '\nendobj\n']) push(Buffer.from(part))
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`
  push(Buffer.from(end, 'latin1'))
  return Buffer.concat(parts)
}

/** A stream object of packed bytes. */
export function streamOf(data: Buffer, dictionary = ''): Buffer<ArrayBuffer> {
  const packed = deflateSync(data)
  return rawStream(packed, `/Filter /FlateDecode ${dictionary}`)
}

export const rawStream = (data: Buffer, dictionary: string): Buffer<ArrayBuffer> =>
  Buffer.concat([
    Buffer.from(`<< /Length ${data.length} ${dictionary} >>\nstream\n`, 'latin1'),
    data,
    Buffer.from('\nendstream', 'latin1'),
  ])

/** Text of Latin letters as WinAnsi writes it in a PDF. */
const literal = (text: string): string =>
  text
    .replace(/[\\()]/g, (mark) => `\\${mark}`)
    .replaceAll('•', '\x95')
    .replaceAll('–', '\x96')
    .replaceAll('—', '\x97')

/** A PDF with such pages; A4, Helvetica, 10 points. */
export function pdfOf(pages: readonly PdfPage[], info = ''): Buffer<ArrayBuffer> {
  const objects: (string | Buffer)[] = ['', '']
  const add = (object: string | Buffer): number => objects.push(object)
  const font = add(
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  )
  const kids = pages.map((page) => add(pageObject(page, { add, font })))
  objects[0] = '<< /Type /Catalog /Pages 2 0 R >>'
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`
  return pdfOfObjects(objects, `/Info << ${info} >>`)
}

interface Objects {
  readonly add: (object: string | Buffer) => number
  readonly font: number
}

function pageObject({ lines = [], links = [], picture }: PdfPage, { add, font }: Objects): string {
  const drawn = lines.map(
    ({ x, y, text, size = 10 }) => `BT /F1 ${size} Tf ${x} ${y} Td (${literal(text)}) Tj ET`,
  )
  const painted = picture ? ['q 100 0 0 120 400 700 cm /Im1 Do Q'] : []
  const contents = add(streamOf(Buffer.from([...drawn, ...painted].join('\n'), 'latin1')))
  const image = picture
    ? add(
        streamOf(
          Buffer.from(picture.data),
          `/Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height} /ColorSpace /DeviceRGB /BitsPerComponent 8`,
        ),
      )
    : undefined
  const annotations = links.map((link) =>
    add(
      `<< /Type /Annot /Subtype /Link /Rect [0 0 10 10] /A << /S /URI /URI (${literal(link)}) >> >>`,
    ),
  )
  const objects = image === undefined ? '' : `/XObject << /Im1 ${image} 0 R >>`
  return `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} 0 R /Resources << /Font << /F1 ${font} 0 R >> ${objects} >> /Annots [${annotations.map((number) => `${number} 0 R`).join(' ')}] >>`
}

/** Lines one below the other from the top of a page. */
export const linesBelow = (
  texts: readonly string[],
  {
    x = 72,
    y = 780,
    step = 14,
  }: { readonly x?: number; readonly y?: number; readonly step?: number } = {},
): readonly Line[] => texts.map((text, index) => ({ x, y: y - index * step, text }))

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export const paragraph = (text: string): string =>
  `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`

const wordSpace =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

/** The parts of a Word document with such a body (XML), and further parts by name. */
export const docxParts = (
  body: string,
  more: Readonly<Record<string, string | Uint8Array>> = {},
): Readonly<Record<string, Uint8Array>> => {
  const parts: Readonly<Record<string, string | Uint8Array>> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<?xml version="1.0"?><w:document ${wordSpace}><w:body>${body}</w:body></w:document>`,
    ...more,
  }
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      typeof part === 'string' ? strToU8(part) : part,
    ]),
  )
}

export const docxOf = (...given: Parameters<typeof docxParts>): Buffer<ArrayBuffer> =>
  Buffer.from(zipSync({ ...docxParts(...given) }))

/** A header or footer of a Word document. */
export const margin = (kind: 'hdr' | 'ftr', text: string): string =>
  `<w:${kind} ${wordSpace}>${paragraph(text)}</w:${kind}>`

/** Relations of the document part: links to these addresses. */
export const linkRelations = (targets: readonly string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
    .map(
      (target, index) =>
        `<Relationship Id="rL${index}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="${escaped(target)}" TargetMode="External"/>`,
    )
    .join('')}</Relationships>`

/** RGB bytes of a picture in which there is something to see. */
export function pictureData(width: number, height: number, seed = 1): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = Math.sin((x / width) * 7 * seed) * Math.cos((y / height) * 5 + seed) + x / width
      data.fill(Math.round(128 + 60 * wave), (y * width + x) * 3, (y * width + x) * 3 + 3)
    }
  }
  return data
}
