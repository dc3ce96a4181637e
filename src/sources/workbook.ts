import { Worker } from 'node:worker_threads'
import type { InputFile } from './input-file.ts'
import type { LineBatch, RefusedLine } from './lines.ts'
import type { Mapping } from './maps/mapping.ts'
import { batchRecords, type TableRecord } from './table-batches.ts'
import { DamagedInput } from './unpacking.ts'

/*
 * Workbooks (XLSX), as recruiting systems export them, are ZIP archives of XML that anybody may have made: they
 * are unpacked and read in a thread that is ended at a limit of time or memory. A workbook is read whole.
 */

/** What a workbook may cost: a report of 100,000 rows and 30 columns stays below all of it. */
export const workbookLimits = { bytes: 64 * 1024 * 1024, timeMs: 60_000, memoryMb: 1024 } as const

/** Rows of cells as text: numbers in full, days and times of day as `2024-03-18T09:41:00`, without a zone. */
export type Cells = readonly (readonly string[])[]

export interface WorkbookTask {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sheet?: string
}

export type WorkbookReading = { readonly rows: Cells } | { readonly refused: string }

/** A sheet cut at its header, with the number of the header's row. */
interface Sheet {
  readonly columns: readonly string[]
  readonly rows: Cells
  readonly header: number
}

type Form = Pick<Partial<Mapping>, 'sheet' | 'header'>

/** Rows of a sheet as batches of JSON objects, a text for each column that is not empty. */
export async function* batchWorkbook(file: InputFile, form: Form): AsyncIterable<LineBatch> {
  yield* batchRecords(records(await readSheet(file, form)))
}

async function* records({
  columns,
  rows,
  header,
}: Sheet): AsyncIterable<TableRecord | RefusedLine> {
  for (const [index, cells] of rows.entries()) {
    const filled = columns.flatMap((column, at) => {
      const cell = cells[at] ?? ''
      return cell.trim() === '' ? [] : [[column, cell] as const]
    })
    if (filled.length > 0) yield { line: header + index + 1, record: Object.fromEntries(filled) }
  }
}

export async function readWorkbookStart(
  file: InputFile,
  form: Form,
  rows: number,
): Promise<{ readonly columns: readonly string[]; readonly rows: Cells }> {
  const sheet = await readSheet(file, form)
  return { columns: sheet.columns, rows: sheet.rows.slice(0, rows) }
}

/** A table has two columns at least: what stands above its header is a title. */
const isHeader = (cells: readonly string[]): boolean =>
  cells.filter((cell) => cell.trim() !== '').length > 1

async function readSheet(file: InputFile, { sheet, header }: Form): Promise<Sheet> {
  const bytes = await bytesOf(file)
  const reading = await readInThread({ bytes, ...(sheet ? { sheet } : {}) })
  if ('refused' in reading) throw new DamagedInput(reading.refused)
  const at = header === undefined ? reading.rows.findIndex(isHeader) : header - 1
  const names = at < 0 ? [] : (reading.rows[at] ?? [])
  return {
    columns: names.map((name, index) => name.replace(/\s+/g, ' ').trim() || `column ${index + 1}`),
    rows: reading.rows.slice(at + 1),
    header: at + 1,
  }
}

async function bytesOf(file: InputFile): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of file.pieces()) {
    size += piece.length
    if (size > workbookLimits.bytes)
      throw new DamagedInput(`has more than ${workbookLimits.bytes} bytes; export it as CSV`)
    pieces.push(piece)
  }
  return new Uint8Array(Buffer.concat(pieces))
}

function readInThread(task: WorkbookTask): Promise<WorkbookReading> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: workbookLimits.memoryMb },
    // What a parser prints about a file is text of a stranger: not for anybody's terminal.
    stdout: true,
    stderr: true,
  })
  return new Promise<WorkbookReading>((resolve) => {
    const refuse = (refused: string) => (): void => resolve({ refused })
    const clock = setTimeout(
      refuse(`takes longer than ${workbookLimits.timeMs / 1000} s to read; export it as CSV`),
      workbookLimits.timeMs,
    )
    worker.once('message', resolve)
    worker.once(
      'error',
      refuse(`needs more than ${workbookLimits.memoryMb} MB of memory; export it as CSV`),
    )
    worker.once('exit', () => clearTimeout(clock))
    worker.postMessage(task, [task.bytes.buffer])
  }).finally(() => worker.terminate())
}
