import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import {
  docxOf,
  linesBelow,
  linkRelations,
  margin,
  paragraph,
  pdfOf,
  pictureData,
} from './document-fixture.ts'
import { documentFormOf, openDocumentReader, type ReadDocument } from './document-reader.ts'

const reader = openDocumentReader()
afterAll(() => reader.close())

async function read(bytes: Uint8Array<ArrayBuffer>): Promise<ReadDocument> {
  const reading = await reader.read(bytes)
  if ('refused' in reading) throw new Error(reading.refused)
  return reading.document
}

const rawPicture = (width: number, height: number, seed = 1) =>
  sharp(pictureData(width, height, seed), { raw: { width, height, channels: 3 } })

/** Bits in which two hashes differ. */
function distance(one: ReadDocument, other: ReadDocument): number {
  const [a, b] = [one, other].map(({ pictures }) => BigInt(`0x${pictures[0]?.phash}`))
  return ((a ?? 0n) ^ (b ?? 0n)).toString(2).replaceAll('0', '').length
}

const experience = [
  'Berufserfahrung',
  '01/2019 – heute  Senior Entwicklerin bei Acme Health GmbH',
  '• Führte eine Gruppe von fünf Leuten, die Dienste für Kranken\xad',
  'häuser baut und betreibt.',
]
const references = [
  'Referenzen',
  'Dr. Maria Keller',
  'maria.keller@acme.example',
  '+1 202 555 0167',
]

describe('a PDF', () => {
  const bytes = pdfOf(
    [
      {
        lines: linesBelow(['Zoë Müller', 'zoe@mail.example · +1 202 555 0143', '', ...experience]),
        links: ['https://github.com/zoe-m'],
        picture: { data: pictureData(100, 120), width: 100, height: 120 },
      },
      { lines: linesBelow(references) },
    ],
    "/CreationDate (D:20240301093000+01'00')",
  )

  test('gives text, contacts, the picture, when it was made and its hash', async () => {
    const document = await read(bytes)
    expect(document).toEqual({
      form: 'pdf',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      text: [
        'Zoë Müller',
        'zoe@mail.example · +1 202 555 0143',
        '',
        'Berufserfahrung',
        '01/2019 – heute Senior Entwicklerin bei Acme Health GmbH',
        '• Führte eine Gruppe von fünf Leuten, die Dienste für Krankenhäuser baut und betreibt.',
        '',
        ...references,
      ].join('\n'),
      writtenAt: '2024-03-01T09:30:00+01:00',
      pictures: [{ phash: expect.stringMatching(/^[0-9a-f]{16}$/) }],
      contacts: {
        name: 'Zoë Müller',
        emails: ['zoe@mail.example'],
        phones: ['+12025550143'],
        handles: [{ service: 'github', value: 'zoe-m' }],
        links: [],
        employers: ['Acme Health GmbH'],
        references: [
          { name: 'Maria Keller', email: 'maria.keller@acme.example', phone: '+12025550167' },
        ],
      },
      cut: [],
    })
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('without text is a scan, and says so', async () => {
    const document = await read(
      pdfOf([{ picture: { data: pictureData(200, 300), width: 200, height: 300 } }]),
    )
    expect(document).not.toHaveProperty('text')
    expect(document.pictures).toHaveLength(1)
    expect(document.cut).toEqual(['the text: the pages have none, as in a scan'])
  })

  test('of too many pages and pictures is read in part', async () => {
    const small = openDocumentReader({ pages: 3, pictures: 2, textCharacters: 40 })
    const pages = [1, 2, 3, 4, 5].map((seed) => ({
      lines: linesBelow([`This is page ${seed}`]),
      picture: { data: pictureData(64, 64, seed), width: 64, height: 64 },
    }))
    const reading = await small.read(pdfOf(pages))
    expect(reading).toMatchObject({
      document: {
        text: 'This is page 1\n\nThis is page 2\n\nThis is',
        cut: ['pages 4 to 5', 'pictures behind 2 (1)', 'the text behind 40 characters'],
      },
    })
    await small.close()
  })
})

describe('a DOCX', () => {
  test('gives headers, body, tables, links, pictures and when it was made', async () => {
    const bytes = docxOf(
      `${paragraph('Worked & wrote.')}<w:tbl><w:tr><w:tc>${paragraph('A cell')}</w:tc><w:tc>${paragraph('Another')}</w:tc></w:tr></w:tbl>`,
      {
        'word/header1.xml': margin('hdr', 'Jordan Reyes'),
        'word/header2.xml': margin('hdr', 'Jordan Reyes'),
        'word/footer1.xml': margin('ftr', 'jordan@mail.example'),
        'word/_rels/document.xml.rels': linkRelations(['https://x.example/a?b=1&c=2']),
        'docProps/core.xml':
          '<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">2024-03-01T09:30:00Z</dcterms:created></cp:coreProperties>',
        'word/media/image1.png': await rawPicture(120, 150).png().toBuffer(),
        'word/media/image2.png': await rawPicture(20, 20).png().toBuffer(),
        'word/media/image3.emf': Buffer.from('no picture that is read'),
        'word/media/image4.png': (await rawPicture(120, 150).png().toBuffer()).subarray(0, 300),
      },
    )
    expect(await read(bytes)).toMatchObject({
      form: 'docx',
      text: 'Jordan Reyes\nWorked & wrote.\nA cell\nAnother\n\njordan@mail.example',
      writtenAt: '2024-03-01T09:30:00Z',
      pictures: [{}],
      contacts: {
        name: 'Jordan Reyes',
        emails: ['jordan@mail.example'],
        links: ['https://x.example/a?b=1&c=2'],
      },
      cut: [
        'pictures smaller than 64 × 64 (1)',
        'pictures of other forms (1)',
        'pictures that could not be read (1)',
      ],
    })
  })
})

describe('plain text', () => {
  test.each([
    ['UTF-8', Buffer.from('\ufeffZoë\r\nwrites\0')],
    ['Windows-1252', Buffer.from('Zo\xeb\nwrites', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffZoë\nwrites', 'utf16le')],
  ])('in %s is read', async (_encoding, bytes) => {
    // One control character among many letters is dropped.
    const padding = Buffer.alloc(bytes[0] === 0xff ? 0 : 200, 'x')
    const { form, text } = await read(Buffer.concat([bytes, padding]))
    expect(form).toBe('text')
    expect(text?.replace(/x+$/, '')).toBe('Zoë\nwrites')
  })

  test('is cut at its limit, never within a character', async () => {
    const short = openDocumentReader({ textCharacters: 5 })
    const reading = await short.read(Buffer.from('abcd😀efg'))
    expect(reading).toMatchObject({
      document: { text: 'abcd', cut: ['the text behind 5 characters'] },
    })
    await short.close()
  })
})

describe('a picture', () => {
  test('has one hash in every form and size', async () => {
    const forms = await Promise.all(
      [
        rawPicture(300, 400).png(),
        rawPicture(300, 400).jpeg(),
        rawPicture(300, 400).webp(),
        rawPicture(300, 400).gif(),
        rawPicture(300, 400).resize(90, 120).png(),
      ].map(async (picture) => read(new Uint8Array(await picture.toBuffer()))),
    )
    const [first] = forms
    for (const other of forms) {
      expect(other).toMatchObject({ form: 'picture', contacts: { emails: [] }, cut: [] })
      if (first) expect(distance(first, other)).toBeLessThanOrEqual(8)
    }
    const another = await read(new Uint8Array(await rawPicture(300, 400, 3).png().toBuffer()))
    if (first) expect(distance(first, another)).toBeGreaterThan(16)
  })

  test('is turned upright before it is hashed', async () => {
    const upright = await read(new Uint8Array(await rawPicture(300, 400).png().toBuffer()))
    const lying = await rawPicture(300, 400).rotate(270).png().toBuffer()
    const marked = await sharp(lying).withMetadata({ orientation: 6 }).png().toBuffer()
    expect(distance(upright, await read(new Uint8Array(marked)))).toBeLessThanOrEqual(2)
    expect(distance(upright, await read(new Uint8Array(lying)))).toBeGreaterThan(8)
  })

  test('stands on white where it is transparent', async () => {
    const { data, info } = await rawPicture(100, 100).raw().toBuffer({ resolveWithObject: true })
    const pixels = Array.from({ length: 10_000 }, (_, at) => [
      ...data.subarray(at * 3, at * 3 + 3),
      at % 100 < 50 ? 0 : 255,
    ])
    const clear = sharp(Buffer.from(pixels.flat()), { raw: { ...info, channels: 4 } })
    const onWhite = await clear.clone().flatten({ background: '#fff' }).png().toBuffer()
    const [one, other] = [await clear.png().toBuffer(), onWhite]
    expect(distance(await read(new Uint8Array(one)), await read(new Uint8Array(other)))).toBe(0)
  })

  test.each([
    [63, 80, 'pictures smaller than 64 × 64 (1)'],
    [64, 129, 'pictures longer than twice their width or height (1)'],
  ])('of %i × %i pixels is no portrait', async (width, height, reason) => {
    const bytes = await rawPicture(width, height).png().toBuffer()
    expect(await read(new Uint8Array(bytes))).toMatchObject({ pictures: [], cut: [reason] })
  })

  test('of an even ground has no hash that would be like all the others', async () => {
    const blank = sharp({ create: { width: 99, height: 99, channels: 3, background: '#eee' } })
    expect(await read(new Uint8Array(await blank.png().toBuffer()))).toMatchObject({
      pictures: [],
      cut: ['pictures of an even ground (1)'],
    })
  })
})

test('the form is told by the first bytes', () => {
  expect(documentFormOf(pdfOf([{}]))).toBe('pdf')
  expect(documentFormOf(Buffer.from('\n\n%PDF-1.4'))).toBe('pdf')
  expect(documentFormOf(docxOf('').subarray(0, 1_000))).toBe('docx')
  expect(documentFormOf(Buffer.from('PK\x03\x04 something'))).toBeUndefined()
  expect(documentFormOf(Buffer.from('\xff\xd8\xff\xe0', 'latin1'))).toBe('picture')
  expect(documentFormOf(Buffer.from('RIFF\0\0\0\0WEBPVP8 '))).toBe('picture')
  expect(documentFormOf(Buffer.from('RIFF\0\0\0\0WAVEfmt '))).toBeUndefined()
  expect(documentFormOf(new Uint8Array(0))).toBeUndefined()
})
