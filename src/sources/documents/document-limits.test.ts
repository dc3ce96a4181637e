import { execFileSync } from 'node:child_process'
import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../../test/property.ts'
import {
  docxOf,
  linesBelow,
  paragraph,
  pdfOf,
  pdfOfObjects,
  rawStream,
  streamOf,
} from './document-fixture.ts'
import { documentLimits, openDocumentReader, refusalOfSize } from './document-reader.ts'

const mebibyte = 1024 * 1024

const reader = openDocumentReader({ memoryMb: 256, bytes: 64 * mebibyte })
/** For what would take any time and memory. */
const narrow = openDocumentReader({ memoryMb: 128, bytes: 64 * mebibyte })
afterAll(async () => {
  await Promise.all([reader.close(), narrow.close()])
})

const hello = pdfOf([{ lines: linesBelow(['Good morning, all']) }])

/** Reads a document and then a good one, which must still be readable. */
async function readBetween(bytes: Uint8Array<ArrayBuffer>, by = reader): Promise<unknown> {
  const [reading, next] = await Promise.all([by.read(bytes), by.read(hello)])
  expect(next).toMatchObject({ document: { text: 'Good morning, all' } })
  return reading
}

const catalogue = '<< /Type /Catalog /Pages 2 0 R >>'
const onePage = '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'
const page = (more = ''): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${more} >>`

/** So many times 16 MiB of spaces, packed: blocks that end at a whole byte can be repeated. */
function packedSpaces(times: number): Buffer {
  const finishFlush = constants.Z_FULL_FLUSH
  const block = deflateRawSync(Buffer.alloc(16 * mebibyte, ' '), { finishFlush })
  const head = Buffer.from([0x78, 0x9c])
  const lastBlock = Buffer.from([0x03, 0x00])
  return Buffer.concat([head, ...Array.from({ length: times }, () => block), lastBlock])
}

describe('a PDF', () => {
  test('whose stream unpacks to 2 GB is refused for its memory', async () => {
    const bomb = rawStream(packedSpaces(128), '/Filter /FlateDecode')
    const bytes = pdfOfObjects([catalogue, onePage, page('/Contents 4 0 R'), bomb])
    expect(await readBetween(bytes, narrow)).toEqual({
      refused: 'needs more than 128 MB of memory to read',
    })
  })

  test('of 150,000 objects is read where it has their places, and refused where it has not', async () => {
    const objects = Array.from(
      { length: 150_000 },
      (_, at) => [catalogue, onePage, page()][at] ?? '0',
    )
    const bytes = pdfOfObjects(objects)
    expect(await readBetween(bytes)).toHaveProperty('document')
    const cut = bytes.subarray(0, bytes.lastIndexOf('xref\n0'))
    // Looked for through the whole file, they come to nothing; how much memory that takes at once is not ours to say.
    expect(await readBetween(cut, narrow)).toMatchObject({
      refused: expect.stringMatching(/^(needs more than|takes longer|is a PDF that ends early)/),
    })
  })

  test('whose pages are their own parents is refused or read, not followed for ever', async () => {
    const loop = pdfOfObjects([catalogue, '<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>'])
    expect(await readBetween(loop)).toHaveProperty('refused')
  })

  test('that is encrypted is refused', async () => {
    const locked = `/ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`
    expect(await readBetween(pdfOfObjects([catalogue, onePage, page()], locked))).toEqual({
      refused: 'is a PDF that opens only with a password: save it without one',
    })
  })

  test('with a picture that is damaged is read without it', async () => {
    const image =
      '/Type /XObject /Subtype /Image /Width 99 /Height 99 /ColorSpace /DeviceRGB /BitsPerComponent 8'
    const objects = ['DCTDecode', 'JPXDecode', 'JBIG2Decode', 'FlateDecode'].map((filter) =>
      rawStream(Buffer.from('no picture'), `${image} /Filter /${filter}`),
    )
    const resources = objects.map((_, at) => `/Im${at} ${at + 5} 0 R`).join(' ')
    const paint = streamOf(Buffer.from(objects.map((_, at) => `/Im${at} Do`).join('\n')))
    const contents = page(`/Contents 4 0 R /Resources << /XObject << ${resources} >> >>`)
    expect(
      await readBetween(pdfOfObjects([catalogue, onePage, contents, paint, ...objects])),
    ).toMatchObject({
      document: { cut: expect.arrayContaining(['pictures that could not be read (4)']) },
    })
  })
})

describe('a DOCX', () => {
  test('that unpacks to much more is refused by what it declares', async () => {
    const bomb = docxOf('', { 'word/document.xml': new Uint8Array(20 * mebibyte) })
    expect(await readBetween(bomb)).toMatchObject({
      refused: expect.stringMatching(/^unpacks to \d+ bytes of XML/),
    })
  })

  test('that declares less than it holds is refused where it does', async () => {
    const bomb = docxOf('', { 'word/document.xml': new Uint8Array(20 * mebibyte) })
    const header = bomb.lastIndexOf('word/document.xml') - 46
    bomb.writeUInt32LE(1_000, header + 24)
    expect(await readBetween(bomb)).toEqual({
      refused:
        'is an archive bomb: word/document.xml says that it unpacks to 1000 bytes and holds more',
    })
  })

  test('whose files overlap is refused', async () => {
    const bomb = docxOf('', { 'word/a.xml': 'a'.repeat(1_000), 'word/b.xml': 'b'.repeat(1_000) })
    const [a, b] = ['word/a.xml', 'word/b.xml'].map((name) => bomb.lastIndexOf(name) - 46)
    bomb.writeUInt32LE(bomb.readUInt32LE((a ?? 0) + 42), (b ?? 0) + 42)
    expect(await readBetween(bomb)).toMatchObject({ refused: expect.stringContaining('overlap') })
  })

  test('with archives in archives is read as far as it is a document', async () => {
    const inner = zipSync({ 'bomb.bin': new Uint8Array(4 * mebibyte) })
    const outer = docxOf(paragraph('Hello'), {
      'word/embeddings/a.docx': zipSync({ 'inner.zip': inner }),
      'word/media/a.png': inner,
    })
    expect(await readBetween(outer)).toMatchObject({ document: { text: 'Hello' } })
  })

  test('with XML entities is refused', async () => {
    const entities = Array.from(
      { length: 9 },
      (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`,
    )
    const xml = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">${entities.join('')}]><w:document>&e9;</w:document>`
    expect(await readBetween(docxOf('', { 'word/document.xml': xml }))).toEqual({
      refused: 'declares XML entities in word/document.xml, which Word never does: an XML bomb',
    })
  })

  test('that is nested too deep is refused', async () => {
    const deep = docxOf(`${'<w:p>'.repeat(100_000)}${'</w:p>'.repeat(100_000)}`)
    expect(await readBetween(deep)).toMatchObject({
      refused: expect.stringMatching(/^(is nested too deep|takes longer)/),
    })
  })
})

/** The head of a PNG of so many pixels, and no more than a beginning of them. */
function pngOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const size = Buffer.alloc(8)
  size.writeUInt32BE(width)
  size.writeUInt32BE(height, 4)
  const head = chunk('IHDR', Buffer.concat([size, Buffer.from([1, 0, 0, 0, 0])]))
  const pixels = chunk('IDAT', deflateSync(Buffer.alloc(mebibyte)))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    head,
    pixels,
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

describe('a picture', () => {
  test('of 60,000 × 60,000 pixels is refused', async () => {
    expect(await readBetween(pngOf(60_000, 60_000))).toEqual({
      refused: 'is a picture of more than 50 million pixels',
    })
  })

  test('that ends early is refused', async () => {
    expect(await readBetween(pngOf(6_000, 6_000))).toEqual({
      refused: 'is a picture that ends early or is damaged',
    })
  })
})

describe('whatever it is', () => {
  test.each([
    ['empty', '', 'is empty'],
    ['white space', ' \n', 'holds nothing but white space'],
    ['an old Word document', '\xd0\xcf\x11\xe0\xa1\xb1', /old Word document/],
    ['rich text', '{\\rtf1 hello}', /rich text/],
    ['HEIC', '\0\0\0\x18ftypheic', /HEIC/],
    ['a ZIP archive', 'PK\x03\x04 hello', /ZIP archive but no DOCX/],
    ['gzip', '\x1f\x8b\x08', /gzip/],
    ['bytes of no form', '\0\x01\x02\x03', /none of PDF/],
    ['a PDF of its mark alone', '%PDF-1.7', /PDF that ends early/],
    ['a DOCX of its mark alone', 'PK\x03\x04 word/document.xml', /ends early/],
  ])('%s is refused', async (_name, text, reason) => {
    expect(await readBetween(Buffer.from(text, 'latin1'))).toEqual({
      refused: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    })
  })

  test('it is never read when it is too large', () => {
    expect(refusalOfSize(2 ** 31)).toBe('has 2048 MiB, more than 32')
    expect(refusalOfSize(documentLimits.bytes)).toBeUndefined()
    expect(refusalOfSize(3 * 2 ** 20, { bytes: 2 ** 20 })).toBe('has 3 MiB, more than 1')
  })

  test('changed or cut anywhere, it is read or refused in words', async () => {
    const whole = [
      hello,
      docxOf(paragraph('Hello')),
      Buffer.from(pngOf(100, 100)),
      Buffer.from('Hello'),
    ]
    const change = fc.record({
      bytes: fc.constantFrom(...whole),
      end: fc.double({ min: 0, max: 1, noNaN: true }),
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
    })
    await checkAsyncProperty(
      fc.asyncProperty(change, async ({ bytes, end, changes }) => {
        const mutated = new Uint8Array(bytes.subarray(0, Math.ceil(bytes.length * end)))
        for (const [at, value] of changes) mutated[at % Math.max(mutated.length, 1)] = value
        const reading = await reader.read(mutated)
        if ('refused' in reading) expect(reading.refused).toMatch(/^[a-z][^\n]{4,200}$/)
        else expect(reading.document.sha256).toHaveLength(64)
      }),
      { runs: 150 },
    )
  })
})

describe('the reader', () => {
  test('does not blame a document for what others take', async () => {
    const slow = reader.read(Buffer.from('1 '.repeat(50_000)))
    const others = Array.from({ length: 5 }, () => Buffer.alloc(64 * mebibyte, 1))
    expect(await slow).toHaveProperty('document')
    expect(others).toHaveLength(5)
  })

  test('answers what waits when it is closed, and refuses what comes later', async () => {
    const closing = openDocumentReader()
    const waiting = [closing.read(hello), closing.read(hello)]
    await closing.close()
    for (const reading of [...waiting, closing.read(hello)]) {
      expect(await reading).toMatchObject({ refused: expect.stringMatching(/reader/) })
    }
  })

  test('lets the process end without being closed', () => {
    const door = new URL('./document-reader.ts', import.meta.url).href
    const program = `const { openDocumentReader } = await import('${door}')
      const reading = await openDocumentReader().read(Buffer.from('Hello'))
      process.stdout.write(reading.document.text)`
    const options = { encoding: 'utf8', timeout: 600_000 } as const
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], options)).toBe(
      'Hello',
    )
  })
})
