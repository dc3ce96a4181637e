import { isUtf8 } from 'node:buffer'
import { batchCsv } from './csv.ts'
import { readCells } from './csv-rows.ts'
import { batchDocument } from './document-batches.ts'
import { documentFormOf } from './documents/document-form.ts'
import type { DocumentReader } from './documents/document-reader.ts'
import { decoded, type Encoding } from './encodings.ts'
import { givenOf } from './given.ts'
import type { InputFile } from './input-file.ts'
import { batchJson } from './json-batches.ts'
import { batchLines, type LineBatch } from './lines.ts'
import { batchMail, looksLikeMail } from './mail.ts'
import { batchParquet } from './parquet.ts'
import { parseJson } from './parse-json.ts'
import type { Reader, ReadingContext, SourceType } from './reader.ts'
import { type ReaderName, readerNames, readers } from './readers.ts'
import { batchTableFile, readTable, tableWriting } from './table-files.ts'

/** A way in which evidence is written down, as batches of lines. */
export interface SourceKind {
  readonly title: string
  readonly batches: (file: InputFile, reading: BatchReading) => AsyncIterable<LineBatch>
  /** Who reads the lines; absent: they are in the evidence format. */
  readonly reader?: ReaderName
  /** What a source of this kind is declared as, where nobody has declared it. */
  readonly type?: SourceType
  /** The format whose name its source bears, where that is another one. */
  readonly formOf?: string
}

export interface BatchReading {
  readonly staging: string
  readonly context: ReadingContext
  readonly documents: DocumentReader
}

/** The evidence format's own three ways, and documents. */
const ownKinds = {
  ndjson: { title: 'evidence, NDJSON', batches: (file) => batchLines(file.pieces()) },
  csv: { title: 'evidence, CSV with dotted columns', batches: batchCsv },
  parquet: {
    title: 'evidence, Parquet with dotted columns',
    batches: (file, { staging }) => batchParquet(file, staging),
  },
  document: { title: 'CV or picture', batches: batchDocument, type: 'ats' },
  mail: { title: 'e-mail (.eml, mbox)', batches: batchMail, type: 'ats' },
} as const satisfies Record<string, SourceKind>

export type SourceFormat = keyof typeof ownKinds | ReaderName

/** Every format there is, by the name that `--as` takes. */
export const sourceKinds: Readonly<Record<SourceFormat, SourceKind>> = {
  ...ownKinds,
  ...(Object.fromEntries(readerNames.map((name) => [name, kindOf(name)])) as Record<
    ReaderName,
    SourceKind
  >),
}

function kindOf(name: ReaderName): SourceKind {
  const { title, type, form, formOf }: Reader = readers[name]
  const batches: SourceKind['batches'] =
    form === 'json'
      ? (file) => batchJson(file)
      : (file, { context }) => batchTableFile(file, context.mapping)
  return { title, type, reader: name, batches, ...(formOf ? { formOf } : {}) }
}

export const sourceFormats = Object.keys(sourceKinds) as readonly SourceFormat[]

export const isSourceFormat = (name: string): name is SourceFormat =>
  Object.hasOwn(sourceKinds, name)

/**
 * Tells the format from the content and never from the name: Parquet, documents and pictures by their
 * marks, mail by its header, JSON by the shape of its first record, tables by their columns. Anything else
 * is read as NDJSON of the evidence format, whose lines are then refused one by one with their reasons.
 */
export async function recogniseFormat(file: InputFile): Promise<SourceFormat> {
  const start = await beginningOf(file)
  if (start.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet'
  if (documentFormOf(start) !== undefined) return 'document'
  const text = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/^[{[]/.test(text)) return jsonFormat(file)
  if (looksLikeMail(text)) return 'mail'
  return tableFormat(file, text, encodingOf(start))
}

/** Whole lines that are not UTF-8 are in the encoding of old office programs: enough to tell columns by. */
function encodingOf(start: Buffer): Encoding {
  const whole = start.subarray(0, start.lastIndexOf('\n') + 1)
  return isUtf8(whole) ? 'utf-8' : 'windows-1252'
}

/** What tells a format stands within it: a mail's header, a table's columns. */
const startBytes = 64 * 1024

async function beginningOf(file: InputFile): Promise<Buffer> {
  let start = Buffer.alloc(0)
  for await (const piece of decoded(file.pieces())) {
    start = Buffer.concat([start, piece])
    if (start.length >= startBytes) break
  }
  return start.subarray(0, startBytes)
}

async function jsonFormat(file: InputFile): Promise<SourceFormat> {
  for await (const batch of batchJson(file)) {
    const [first = ''] = Buffer.from(batch.bytes).toString('utf8').split('\n', 1)
    return readerOfJson(first) ?? 'ndjson'
  }
  return 'ndjson'
}

function readerOfJson(text: string): ReaderName | undefined {
  let first: unknown
  try {
    first = parseJson(text)
  } catch {
    // Not swallowed: it is read as evidence, and each line is refused with its reason.
    return undefined
  }
  const given = givenOf(first)
  const recognising = (form: 'json' | 'table') =>
    readerNames.find((name) => readers[name].form === form && readers[name].recognises(given))
  // A table may be written as objects with its columns as names.
  return recognising('json') ?? recognising('table')
}

const evidenceColumns = ['source', 'id', 'kind', 'subject.ref', 'period', 'unit']

async function tableFormat(
  file: InputFile,
  text: string,
  encoding: Encoding,
): Promise<SourceFormat> {
  const { cells } = readCells(text.split('\n')[0] ?? '', false)
  const isEvidence = cells.some((name) => evidenceColumns.includes(name.trim()))
  if (cells.length > 1 && isEvidence) return 'csv'
  const { columns } = await readTable(
    file,
    { encoding },
    { writing: await tableWriting(file), rows: 0 },
  )
  const row = givenOf(Object.fromEntries(columns.map((column) => [column, column])))
  const found = readerNames.find(
    (name) => readers[name].form === 'table' && readers[name].recognises(row),
  )
  return found ?? 'ndjson'
}
