import { fileURLToPath } from 'node:url'
import {
  getDocument,
  OPS,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type DocumentLimits, mostPixels, type RawDocument, RefusedDocument } from './document.ts'
import { type PlacedText, pageText } from './pdf-layout.ts'
import { countedReasons, type PictureReading, type RawPicture, readRawPicture } from './picture.ts'
import { pdfMoment } from './written-at.ts'

/** Tables of characters of East Asian fonts come with the package; nothing is fetched. */
const characterMaps = fileURLToPath(
  new URL('../../cmaps/', import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')),
)

const errorsOnly = 0

/** No scripts, no forms, no canvas, no fonts of the machine, no native decoders. */
const settings = {
  verbosity: errorsOnly,
  cMapUrl: characterMaps,
  cMapPacked: true,
  disableFontFace: true,
  useSystemFonts: false,
  useWorkerFetch: false,
  useWasm: false,
  enableXfa: false,
  isOffscreenCanvasSupported: false,
  isImageDecoderSupported: false,
  maxImageSize: mostPixels,
} as const

/**
 * The text of a PDF by position, the targets of its links, its pictures and when it was made; of the
 * first pages only. Takes the bytes (they are gone afterwards). Throws `RefusedDocument`.
 */
export async function readPdf(
  bytes: Uint8Array<ArrayBuffer>,
  limits: DocumentLimits,
): Promise<RawDocument> {
  const loading = getDocument({ ...settings, data: bytes })
  try {
    return await readPages(await loading.promise, limits)
  } catch (error) {
    throw refusalOf(error)
  } finally {
    await loading.destroy()
  }
}

interface Gathered {
  readonly texts: string[]
  readonly links: Set<string>
  readonly hashes: Set<string>
  readonly leftOut: string[]
  readonly damaged: number[]
  characters: number
}

async function readPages(pdf: PDFDocumentProxy, limits: DocumentLimits): Promise<RawDocument> {
  const gathered: Gathered = {
    texts: [],
    links: new Set(),
    hashes: new Set(),
    leftOut: [],
    damaged: [],
    characters: 0,
  }
  const last = Math.min(pdf.numPages, limits.pages)
  for (let number = 1; number <= last && gathered.characters <= limits.textCharacters; number++) {
    try {
      await gather(await pdf.getPage(number), { into: gathered, most: limits.pictures })
    } catch {
      // What pdf.js throws at a damaged page is many things; the other pages are worth reading.
      gathered.damaged.push(number)
    }
  }
  if (gathered.damaged.length === last)
    throw new RefusedDocument('is a PDF without a readable page')
  return rawDocument(gathered, { writtenAt: await writtenAtOf(pdf), pages: pdf.numPages, last })
}

interface Whole {
  readonly writtenAt: string | undefined
  readonly pages: number
  readonly last: number
}

function rawDocument(gathered: Gathered, { writtenAt, pages, last }: Whole): RawDocument {
  const text = gathered.texts.join('\n\n')
  return {
    ...(text.trim() === '' ? {} : { text }),
    ...(writtenAt === undefined ? {} : { writtenAt }),
    links: [...gathered.links],
    pictures: [...gathered.hashes].map((phash) => ({ phash })),
    cut: [
      ...(pages > last ? [`pages ${last + 1} to ${pages}`] : []),
      ...gathered.damaged.map((number) => `page ${number}, which is damaged`),
      ...(text.trim() === '' ? ['the text: the pages have none, as in a scan'] : []),
      ...countedReasons(gathered.leftOut),
    ],
  }
}

interface Gathering {
  readonly into: Gathered
  readonly most: number
}

async function gather(page: PDFPageProxy, { into, most }: Gathering): Promise<void> {
  const text = await textOf(page)
  if (text !== '') into.texts.push(text)
  into.characters += text.length
  for (const link of await linksOf(page)) into.links.add(link)
  for await (const reading of picturesOf(page)) {
    if ('leftOut' in reading) into.leftOut.push(reading.leftOut)
    else if (into.hashes.size < most) into.hashes.add(reading.phash)
    else into.leftOut.push(`pictures behind ${most}`)
  }
  page.cleanup()
}

async function textOf(page: PDFPageProxy): Promise<string> {
  const { transform } = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent()
  const placed: PlacedText[] = []
  const turned: string[] = []
  for (const item of items) {
    if (!('str' in item)) continue
    const [a, b, c, d, x, y] = product(transform, item.transform)
    const text = { text: item.str, x, y, width: item.width, size: Math.hypot(c, d) }
    if (Math.abs(b) < Math.abs(a)) placed.push({ ...text, rightToLeft: item.dir === 'rtl' })
    else if (item.str.trim() !== '') turned.push(item.str)
  }
  return [pageText(placed), ...turned].filter((part) => part !== '').join('\n')
}

type Matrix = readonly [number, number, number, number, number, number]

/** What the second matrix and then the first one do (ISO 32000, section 8.3.3). */
function product(outer: readonly number[], inner: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ]
}

async function linksOf(page: PDFPageProxy): Promise<readonly string[]> {
  const annotations: readonly { readonly url?: unknown; readonly unsafeUrl?: unknown }[] =
    await page.getAnnotations()
  return annotations.flatMap(({ url, unsafeUrl }) => {
    const link = url ?? unsafeUrl
    return typeof link === 'string' ? [link] : []
  })
}

async function* picturesOf(page: PDFPageProxy): AsyncIterable<PictureReading> {
  const { fnArray, argsArray } = await page.getOperatorList()
  for (const [index, operator] of fnArray.entries()) {
    const [subject]: readonly unknown[] = argsArray[index] ?? []
    if (operator === OPS.paintInlineImageXObject) yield await pictureOf(subject)
    if (operator === OPS.paintImageXObject) yield await pictureOf(await objectOf(page, subject))
  }
}

/** An image comes a little after the operator that paints it; one that cannot be decoded comes as null. */
const objectOf = (page: PDFPageProxy, id: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    if (typeof id !== 'string') return resolve(undefined)
    const objects = id.startsWith('g_') ? page.commonObjs : page.objs
    objects.get(id, resolve)
  })

async function pictureOf(image: unknown): Promise<PictureReading> {
  const raw = pixelsOf(image)
  try {
    if (raw !== undefined) return await readRawPicture(raw)
  } catch {
    // libvips says in words of its own what it does not like; none of them helps the reader.
  }
  return { leftOut: 'pictures that could not be read' }
}

interface PdfImage {
  readonly data: Uint8Array | Uint8ClampedArray
  readonly width: number
  readonly height: number
  /** `ImageKind` of pdf.js: 1 is one bit of grey, 2 RGB, 3 RGBA. */
  readonly kind: number
}

const isPdfImage = (image: unknown): image is PdfImage =>
  typeof image === 'object' && image !== null && 'data' in image && ArrayBuffer.isView(image.data)

function pixelsOf(image: unknown): RawPicture | undefined {
  if (!isPdfImage(image)) return undefined
  const { data, width, height, kind } = image
  if (kind === 1) return { data: greyOf(image), width, height, channels: 1 }
  return { data, width, height, channels: kind === 2 ? 3 : 4 }
}

/** Bits as bytes; rows begin at whole bytes. */
function greyOf({ data, width, height }: PdfImage): Uint8Array {
  const grey = new Uint8Array(width * height)
  const rowBytes = Math.ceil(width / 8)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = ((data[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      grey[y * width + x] = bit * 255
    }
  }
  return grey
}

async function writtenAtOf(pdf: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await pdf.getMetadata()
  return 'CreationDate' in info ? pdfMoment(info.CreationDate) : undefined
}

function refusalOf(error: unknown): RefusedDocument {
  if (error instanceof RefusedDocument) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException') {
    return new RefusedDocument('is a PDF that opens only with a password: save it without one')
  }
  if (error instanceof RangeError) return new RefusedDocument('is nested too deep')
  return new RefusedDocument('is a PDF that ends early or is damaged')
}
