import { parentPort } from 'node:worker_threads'
import readWorkbook from 'read-excel-file/node'
import { reasonOf } from '../problem.ts'
import { RefusedDocument } from './documents/document.ts'
import { unpackEntry, zipEntries } from './documents/zip-archive.ts'
import type { Cells, WorkbookReading, WorkbookTask } from './workbook.ts'

/** What a workbook may unpack to: sheets pack to a tenth, so that this is a report of 30 MB. */
const mostUnpackedBytes = 300 * 1024 * 1024

/** Runs in a worker thread: reads one workbook. */
parentPort?.once('message', async (task: WorkbookTask) => {
  parentPort?.postMessage(await read(task))
})

async function read({ bytes, sheet }: WorkbookTask): Promise<WorkbookReading> {
  try {
    const buffer = Buffer.from(bytes.buffer)
    refuseBombs(buffer)
    const sheets = await readWorkbook(buffer)
    const found = sheets.find(({ sheet: name, data }) =>
      sheet === undefined ? data.length > 0 : name === sheet,
    )
    if (found === undefined) {
      const names = sheets.map(({ sheet: name }) => name).join(', ')
      return {
        refused:
          sheet === undefined
            ? 'is a workbook without rows'
            : `has no sheet "${sheet}"; it has ${names}`,
      }
    }
    return { rows: found.data.map((row) => row.map(textOf)) }
  } catch (error) {
    if (error instanceof RefusedDocument) return { refused: error.message }
    return { refused: `is no workbook (XLSX), or a damaged one: ${reasonOf(error).slice(0, 100)}` }
  }
}

/** Each file of the archive must unpack to what its directory says, and all of them to a size that can be held. */
function refuseBombs(bytes: Buffer): void {
  const entries = zipEntries(bytes)
  if (!entries.some(({ name }) => name === 'xl/workbook.xml')) {
    throw new RefusedDocument('is a ZIP archive and no workbook (XLSX)')
  }
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  if (unpacked > mostUnpackedBytes) {
    throw new RefusedDocument(
      `unpacks to ${unpacked} bytes, more than ${mostUnpackedBytes}; export it as CSV`,
    )
  }
  for (const entry of entries) unpackEntry(bytes, entry)
}

/** A date of a sheet has no zone: it is written as it is shown there. */
function textOf(cell: unknown): Cells[number][number] {
  if (cell === null || cell === undefined) return ''
  if (!(cell instanceof Date)) return String(cell)
  if (Number.isNaN(cell.getTime())) return ''
  // A day and its time are one number there, a fraction of a second off.
  const shown = new Date(Math.round(cell.getTime() / 1000) * 1000)
  return shown
    .toISOString()
    .slice(0, 19)
    .replace(/T00:00:00$/, '')
}
