import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { reasonOf } from '../problem.ts'
import { openEngine, readParquetSql } from '../sql/index.ts'
import type { InputFile } from './input-file.ts'
import type { LineBatch, RefusedLine } from './lines.ts'
import { batchRecords, type TableRecord } from './table-batches.ts'
import { recordOfRow } from './table-row.ts'
import { DamagedInput } from './unpacking.ts'

/** Rows of a Parquet file as batches of JSON lines; their "line" is the number of the row, from 1. */
export async function* batchParquet(file: InputFile, staging: string): AsyncIterable<LineBatch> {
  if (file.packing === 'plain') {
    yield* batchRecords(parquetRecords(file.path, staging))
    return
  }
  const path = join(staging, 'unpacked.parquet')
  try {
    await pipeline(Readable.from(file.pieces()), createWriteStream(path))
    yield* batchRecords(parquetRecords(path, staging))
  } finally {
    rmSync(path, { force: true })
  }
}

async function* parquetRecords(
  path: string,
  spill: string,
): AsyncIterable<TableRecord | RefusedLine> {
  // An engine of its own, with one
  // thread: one that keeps the order reads row after row, without sorting what may be larger than memory.
  const reader = await openEngine(':memory:', { memory: '512MB', threads: 1, spill })
  let line = 0
  try {
    await reader.run('set preserve_insertion_order = true')
    // What is read ahead is lost where the damage comes next.
    await reader.run("set streaming_buffer_size = '16KB'")
    const chunks = reader.stream<Record<string, unknown>>(`select * from ${readParquetSql(path)}`)
    for await (const chunk of chunks) {
      for (const { file_row_number: number, ...row } of chunk) {
        line = Number(number) + 1
        yield { line, record: recordOfRow(Object.entries(row)) }
      }
    }
  } catch (error) {
    const reason = `not readable as Parquet: ${reasonOf(error).split('\n')[0]}`
    if (line === 0) throw new DamagedInput(reason)
    yield { line: line + 1, field: '', reason: `from this row on ${reason}`, text: '' }
  } finally {
    reader.close()
  }
}
