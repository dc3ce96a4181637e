import { Problem } from '../problem.ts'
import { isObject } from './given-values.ts'
import type { LineBatch, RefusedLine } from './lines.ts'
import { textLines } from './lines.ts'
import { parseJson } from './parse-json.ts'
import type { Gathering } from './reader.ts'
import { batchRecords, type TableRecord } from './table-batches.ts'

/** What rows that wait for the end of their file may take, in characters of JSON. */
const mostCharacters = 256 * 1024 * 1024

type Row = Readonly<Record<string, unknown>>

interface Group {
  readonly line: number
  readonly first: Row
  readonly rows: Row[]
}

/**
 * Rows of one machine as one record: an export has a row for each of its programs, and what they say together is
 * not what each says alone. The first row of a group stays whole, further ones stand under `@rows` where they are
 * kept. Rows that stand alone come out as they come in. Memory: the kept rows of one file.
 */
export function gatherRows(
  batches: AsyncIterable<LineBatch>,
  gathering: Gathering,
): AsyncIterable<LineBatch> {
  return batchRecords(gatheredRecords(batches, gathering))
}

async function* gatheredRecords(
  batches: AsyncIterable<LineBatch>,
  gathering: Gathering,
): AsyncIterable<TableRecord | RefusedLine> {
  const groups: Groups = { byKey: new Map(), characters: 0 }
  for await (const batch of batches) {
    yield* batch.refused ?? []
    for (const each of linesOf(batch)) yield* sorted(each, gathering, groups)
    if (groups.characters > mostCharacters) throw new Problem('invalid', tooMany)
  }
  for (const { line, first, rows } of groups.byKey.values()) {
    yield { line, record: rows.length === 0 ? first : { ...first, '@rows': rows } }
  }
}

interface Groups {
  readonly byKey: Map<string, Group>
  characters: number
}

/** Puts the rows of a line into their groups; gives those that stand alone or are wrong. */
function* sorted(
  { line, text }: { readonly line: number; readonly text: string },
  gathering: Gathering,
  groups: Groups,
): Iterable<TableRecord | RefusedLine> {
  for (const row of rowsOf(text, gathering)) {
    const place = isObject(row) ? gathering.groupOf(row) : undefined
    if (typeof row === 'string') yield { line, field: '', reason: row, text: '' }
    else if (place === undefined) yield { line, record: row }
    else groups.characters += gather(groups.byKey, { ...place, line, row })
  }
}

const tooMany =
  'has more rows than are gathered by machine at once; split the file so that all rows of a machine stay together'

interface GatheredRow {
  readonly key: string
  readonly isKept: boolean
  readonly line: number
  readonly row: Row
}

/** Adds a row to its group; gives what it takes. */
function gather(groups: Map<string, Group>, { key, isKept, line, row }: GatheredRow): number {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, { line, first: row, rows: [] })
  else if (isKept) group.rows.push(row)
  else return 0
  return JSON.stringify(row).length
}

function linesOf({ bytes, firstLine, lineNumbers }: LineBatch) {
  return [...textLines(bytes)].flatMap(({ text }, index) =>
    /\S/.test(text) ? [{ text, line: lineNumbers?.[index] ?? firstLine + index }] : [],
  )
}

/** The rows of a line, or what is wrong with one of them. */
function rowsOf(text: string, gathering: Gathering): readonly (Row | string)[] {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    // Not swallowed: the line is refused with its number.
    return ['is not whole JSON']
  }
  if (Array.isArray(value) && value.length === 0) return []
  return gathering.rowsOf(value).map((row) => (isObject(row) ? row : 'expected a JSON object'))
}
