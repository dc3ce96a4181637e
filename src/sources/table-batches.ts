import { batchBytes, type LineBatch, longestLine, type RefusedLine } from './lines.ts'

/** A record of a table, with the number of its line or row. */
export interface TableRecord {
  readonly line: number
  readonly record: Readonly<Record<string, unknown>>
}

/** Rows that go to a worker at once: about as many as a batch of ordinary lines holds. */
const batchRows = 5_000

interface JsonLine {
  readonly line: number
  readonly json: string
}

/** Batches of JSON lines with their numbers, bounded in rows and in size. */
export async function* batchRecords(
  records: AsyncIterable<TableRecord | RefusedLine>,
): AsyncIterable<LineBatch> {
  let lines: JsonLine[] = []
  let refused: RefusedLine[] = []
  let characters = 0
  for await (const record of records) {
    const read = 'record' in record ? jsonLine(record) : record
    if ('json' in read) lines.push(read)
    else refused.push(read)
    characters += 'json' in read ? read.json.length : 0
    if (lines.length + refused.length < batchRows && characters < batchBytes) continue
    yield batchOf(lines, refused)
    lines = []
    refused = []
    characters = 0
  }
  if (lines.length + refused.length > 0) yield batchOf(lines, refused)
}

function jsonLine({ line, record }: TableRecord): JsonLine | RefusedLine {
  try {
    const json = JSON.stringify(record)
    if (json.length <= longestLine) return { line, json }
    const mebibytes = longestLine / 1024 / 1024
    return {
      line,
      field: '',
      reason: `the row is longer than ${mebibytes} MiB and was skipped`,
      text: '',
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // A cell of JSON that is nested so deep that the stack does not hold it.
    return { line, field: '', reason: 'is nested too deep', text: '' }
  }
}

function batchOf(lines: readonly JsonLine[], refused: readonly RefusedLine[]): LineBatch {
  const text = lines.map(({ json }) => `${json}\n`).join('')
  return {
    bytes: new Uint8Array(Buffer.from(text)),
    firstLine: lines[0]?.line ?? 1,
    lineNumbers: lines.map(({ line }) => line),
    refused,
  }
}
