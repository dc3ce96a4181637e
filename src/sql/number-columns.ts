import { type DuckDBDataChunk, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import bindings from '@duckdb/node-bindings'
import type { NumberColumn } from './engine.ts'

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
