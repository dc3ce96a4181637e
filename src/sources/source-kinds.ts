import { batchCsv } from './csv.ts'
import { readCells } from './csv-rows.ts'
import type { InputFile } from './input-file.ts'
import { batchLines, type LineBatch } from './lines.ts'
import { batchParquet } from './parquet.ts'

/** A way in which evidence is written down, as batches of lines of the evidence format. */
export interface SourceKind {
  readonly title: string
  readonly batches: (file: InputFile, staging: string) => AsyncIterable<LineBatch>
}

/** Every format there is. Add yours here and nowhere else. */
export const sourceKinds = {
  ndjson: { title: 'NDJSON, one record a line', batches: (file) => batchLines(file.pieces()) },
  csv: { title: 'CSV with dotted columns', batches: batchCsv },
  parquet: { title: 'Parquet with dotted columns', batches: batchParquet },
} as const satisfies Record<string, SourceKind>

export type SourceFormat = keyof typeof sourceKinds

/**
 * Tells the format from the first bytes: Parquet by its mark, NDJSON by a brace, CSV by a header line
 * that names a column of the format. Anything else is read as NDJSON, whose lines are then refused
 * one by one with their reasons.
 */
export async function recogniseFormat(file: InputFile): Promise<SourceFormat> {
  for await (const piece of file.pieces()) return formatOf(piece)
  return 'ndjson'
}

function formatOf(start: Buffer): SourceFormat {
  if (start.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet'
  const text = start
    .subarray(0, 64 * 1024)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/^[{[]/.test(text)) return 'ndjson'
  const { cells } = readCells(text.split('\n')[0] ?? '', false)
  const known = ['source', 'id', 'kind', 'subject.ref', 'period', 'unit']
  return cells.length > 1 && cells.some((name) => known.includes(name.trim())) ? 'csv' : 'ndjson'
}
