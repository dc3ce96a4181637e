import { type DuckDBDataChunk, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import bindings from '@duckdb/node-bindings'
import type { AppendColumn, NumberColumn } from './engine.ts'

/**
 * One numeric column of a result, copied out of the engine's own vectors: a value at a time, through the
 * binding's objects, ten million numbers take seconds.
 */
export function numbersOf(
  chunks: readonly DuckDBDataChunk[],
  column: number,
  type: DuckDBType,
): NumberColumn {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0)
  const numbers = emptyColumn(type, rows)
  let at = 0
  for (const { chunk, rowCount } of chunks) {
    if (rowCount === 0) continue
    const vector = bindings.data_chunk_get_vector(chunk, column)
    requireValues(bindings.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8), rowCount)
    const bytes = bindings.vector_get_data(vector, rowCount * numbers.BYTES_PER_ELEMENT)
    new Uint8Array(numbers.buffer, at * numbers.BYTES_PER_ELEMENT).set(bytes)
    at += rowCount
  }
  return numbers
}

function emptyColumn({ typeId }: DuckDBType, rows: number): NumberColumn {
  if (typeId === DuckDBTypeId.INTEGER) return new Int32Array(rows)
  if (typeId === DuckDBTypeId.DOUBLE) return new Float64Array(rows)
  throw new TypeError(`no column of integers or doubles: type ${DuckDBTypeId[typeId]}`)
}

/** The validity of a vector is a bit per row, or nothing at all where every row has a value. */
function requireValues(validity: Uint8Array | null, rows: number): void {
  if (validity === null) return
  for (let row = 0; row < rows; row++) {
    if (((validity[row >> 3] ?? 0) & (1 << (row & 7))) === 0) {
      throw new TypeError('a null in a column of numbers')
    }
  }
}

interface Filling {
  /** Number of the column in the chunk. */
  readonly at: number
  readonly type: AppendColumn['type']
  readonly values: ArrayLike<unknown>
  /** Which of the values: from the first up to, not with, the last. */
  readonly from: number
  readonly to: number
}

/** Copies numbers that lie as the engine's own do into a chunk; false: they do not, and nothing was copied. */
export function fillWithNumbers(
  { chunk }: DuckDBDataChunk,
  { at, type, values, from, to }: Filling,
): boolean {
  const isLikeEngine =
    (type === 'integer' && values instanceof Int32Array) ||
    (type === 'double' && values instanceof Float64Array)
  if (!isLikeEngine) return false
  const size = values.BYTES_PER_ELEMENT
  bindings.copy_data_to_vector(
    bindings.data_chunk_get_vector(chunk, at),
    0,
    values.buffer as ArrayBuffer,
    values.byteOffset + from * size,
    (to - from) * size,
  )
  return true
}
