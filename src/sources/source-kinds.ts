import { batchCsv } from './csv.ts'
import { batchDocument } from './document-batches.ts'
import { documentFormOf } from './documents/document-form.ts'
import type { DocumentReader } from './documents/document-reader.ts'
import { decoded } from './encodings.ts'
import { gatherRows } from './gathering.ts'
import { givenOf } from './given.ts'
import type { InputFile } from './input-file.ts'
import { batchJson, firstRecord, hasLines, parsed } from './json-batches.ts'
import { listOfRows } from './json-list.ts'
import { batchLines, type LineBatch, textLines } from './lines.ts'
import { batchMail, looksLikeMail } from './mail.ts'
import { batchParquet } from './parquet.ts'
import type { Reader, ReadingContext, SourceType } from './reader.ts'
import { type ReaderName, readerNames, readers } from './readers.ts'
import { batchTableFile, readTable, type TableWriting, tableWriting } from './table-files.ts'
import {
  isEvidenceTable,
  isMeantAsEvidence,
  missingColumn,
  refusedFile,
  unknownJson,
  unknownTable,
} from './unknown-format.ts'

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
  csv: { title: 'evidence, CSV with dotted columns', batches: batchEvidenceTable },
  parquet: {
    title: 'evidence, Parquet with dotted columns',
    batches: (file, { staging }) => batchParquet(file, staging),
  },
  document: { title: 'CV or picture', batches: batchDocument, type: 'ats' },
  unknown: { title: 'no known format', batches: batchUnknown },
  mail: { title: 'e-mail (.eml, mbox)', batches: batchMail, type: 'ats' },
} as const satisfies Record<string, SourceKind>

export type SourceFormat = keyof typeof ownKinds | ReaderName

/** Without what every observation needs, one message about the header says more than one about each row. */
async function* batchEvidenceTable(file: InputFile): AsyncIterable<LineBatch> {
  const { columns } = await readTable(file, {}, { writing: 'text', rows: 0 })
  const missing = missingColumn(columns)
  yield* missing === undefined ? batchCsv(file) : refusedFile(missing)
}

/** Every format there is, by the name that `--as` takes. */
export const sourceKinds: Readonly<Record<SourceFormat, SourceKind>> = {
  ...ownKinds,
  ...(Object.fromEntries(readerNames.map((name) => [name, kindOf(name)])) as Record<
    ReaderName,
    SourceKind
  >),
}

function kindOf(name: ReaderName): SourceKind {
  const { title, type, form, formOf, gathering }: Reader = readers[name]
  const cut: SourceKind['batches'] =
    form === 'json'
      ? (file) => batchJson(file)
      : (file, { context }) => batchTableFile(file, context.mapping)
  const batches: SourceKind['batches'] =
    gathering === undefined ? cut : (file, reading) => gatherRows(cut(file, reading), gathering)
  return { title, type, reader: name, batches, ...(formOf ? { formOf } : {}) }
}

/** What `--as` takes. */
export const sourceFormats = (Object.keys(sourceKinds) as readonly SourceFormat[]).filter(
  (name) => name !== 'unknown',
)

export const isSourceFormat = (name: string): name is SourceFormat =>
  sourceFormats.some((format) => format === name)

/**
 * Tells the format from the content and never from the name: Parquet, documents and pictures by their
 * marks, mail by its header, JSON by the shape of its first record, tables by their columns. Anything else
 * that has a line of JSON is read as NDJSON of the evidence format, whose lines are then refused one by one with their
 * reasons; a file without one is in no known format, and that is one message.
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
  return tableFormat(file)
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
  const first = await firstRecord(file)
  // No record is whole: what is wrong with it is said line by line.
  if (first === undefined) return 'ndjson'
  const reader = readerOfJson(first)
  if (reader !== undefined) return reader
  if (await hasLines(file)) return (await hasEvidence(file)) ? 'ndjson' : 'unknown'
  return isMeantAsEvidence(first) && !(await hasMore(file)) ? 'ndjson' : 'unknown'
}

/** Among lines of another kind stand some of evidence: each of the others is told by its number. */
async function hasEvidence(file: InputFile): Promise<boolean> {
  for await (const { bytes } of batchLines(decoded(file.pieces()))) {
    for (const { text } of textLines(bytes)) if (isMeantAsEvidence(parsed(text))) return true
    return false
  }
  return false
}

function readerOfJson(first: unknown): ReaderName | undefined {
  const recognising = (record: unknown, form: 'json' | 'table') => {
    const given = givenOf(record)
    return readerNames.find(
      (name) => readers[name].form === form && readers[name].recognises(given),
    )
  }
  // A table may be written as objects with its columns as names, also under a key.
  return (
    recognising(first, 'json') ??
    recognising(first, 'table') ??
    recognising(listOfRows(first)?.rows[0], 'table')
  )
}

/** Whether the text goes on in a second line: one object in one line is NDJSON, with its line end or without. */
async function hasMore(file: InputFile): Promise<boolean> {
  const start = await beginningOf(file)
  const text = start.toString('utf8').trim()
  return text.startsWith('[') || text.includes('\n')
}

async function tableFormat(file: InputFile): Promise<SourceFormat> {
  const writing = await tableWriting(file)
  const { columns } = await readTable(file, {}, { writing, rows: 0 })
  if (writing === 'text' && isEvidenceTable(columns)) return 'csv'
  const row = givenOf(Object.fromEntries(columns.map((column) => [column, column])))
  const found = readerNames.find(
    (name) => readers[name].form === 'table' && readers[name].recognises(row),
  )
  return found ?? ((await isTable(file, writing)) ? 'unknown' : 'ndjson')
}

/** A header and a row of as many cells; lines of anything else are refused one by one. */
async function isTable(file: InputFile, writing: TableWriting): Promise<boolean> {
  if (writing === 'workbook') return true
  const { columns, rows } = await readTable(file, {}, { writing, rows: 1 })
  const [row] = rows
  return columns.length > 1 && (row === undefined || row.length === columns.length)
}

/** Says what a file is that is in no known format. */
async function* batchUnknown(file: InputFile): AsyncIterable<LineBatch> {
  const writing = await tableWriting(file)
  if (writing === 'json') return yield* refusedFile(unknownJson(await firstRecord(file)))
  const { columns } = await readTable(file, {}, { writing, rows: 0 })
  yield* refusedFile(unknownTable(columns))
}
