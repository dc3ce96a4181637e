import { isObject } from './given-values.ts'
import type { InputFile } from './input-file.ts'
import { textLines } from './lines.ts'
import type { Column, MappedField, Mapping } from './maps/map-grammar.ts'
import { normalColumn } from './maps/mapped-row.ts'
import { type ShippedMapName, shippedMap, shippedMapNames } from './maps/mapping.ts'
import { isNoDate } from './maps/no-dates.ts'
import { batchTableFile } from './table-files.ts'

/*
 * Tables read with a shipped map, whose dates are those of a user's locale: 18/03/2024. A column is read day first where one
 * of its days is above twelve and none reads month first only; month first likewise. All of the file is looked at, as its last row
 * may contradict. Where every day is below thirteen, it stays unread: a guess would be wrong half of the time, in silence.
 */

/** How the dates of one file are ordered. */
export interface DatedMapping {
  readonly mapping?: Mapping
  readonly remarks: readonly string[]
}

export const isShippedMap = (reader: string | undefined): reader is ShippedMapName =>
  shippedMapNames.some((name) => name === reader)

/** Rows within which a column of locale dates shows that it is one. */
const firstRows = 1_000

interface Seen {
  /** As the file has it. */
  readonly name: string
  readonly mark: string
  dayFirst: number
  monthFirst: number
}

/** The shipped map with the order of the file's dates, where the file tells it. */
export async function datedMapping(file: InputFile, name: ShippedMapName): Promise<DatedMapping> {
  const mapping = shippedMap(name)
  const seen = await datesIn(file, mapping)
  const told = [...seen.values()].flatMap((each) => {
    const isDayFirst = each.dayFirst > 0
    if (isDayFirst === each.monthFirst > 0) return []
    const { mark } = each
    return [
      {
        ...each,
        isDayFirst,
        format: (isDayFirst ? ['d', 'M', 'yyyy'] : ['M', 'd', 'yyyy']).join(mark),
      },
    ]
  })
  if (told.length === 0) return { remarks: [] }
  const formatsOf = (columns: readonly Column[]): readonly string[] =>
    told
      .filter((each) =>
        columns.flat().some((column) => normalColumn(column) === normalColumn(each.name)),
      )
      .map(({ format }) => format)
  return {
    mapping: {
      ...mapping,
      records: mapping.records.map((record) => ({
        ...record,
        fields: record.fields.map((field) => withFormats(field, formatsOf)),
      })),
    },
    remarks: told.map(({ name: column, isDayFirst, format }) =>
      isDayFirst
        ? `"${column}" is read day first (${format}): some of its days are above 12, and none reads month first.`
        : `"${column}" is read month first (${format}): some of its days are above 12, and none reads day first.`,
    ),
  }
}

function withFormats(
  field: MappedField,
  formatsOf: (columns: readonly Column[]) => readonly string[],
): MappedField {
  const { content } = field
  if (field.field !== 'at' || !('from' in content) || !('columns' in content.from)) return field
  return {
    ...field,
    content: { ...content, date: [...(content.date ?? []), ...formatsOf(content.from.columns)] },
  }
}

/** Columns of which the map takes the date of a record. */
const dateColumns = ({ records }: Mapping): ReadonlySet<string> =>
  new Set(
    records.flatMap(({ fields }) =>
      fields.flatMap(({ field, content }) =>
        field === 'at' && 'from' in content && 'columns' in content.from
          ? content.from.columns.flat().map(normalColumn)
          : [],
      ),
    ),
  )

async function datesIn(file: InputFile, mapping: Mapping): Promise<ReadonlyMap<string, Seen>> {
  const columns = dateColumns(mapping)
  const seen = new Map<string, Seen>()
  let rows = 0
  for await (const { bytes } of batchTableFile(file, mapping)) {
    for (const { text } of textLines(bytes)) {
      rows += 1
      noteDates(JSON.parse(text), columns, seen)
      if (rows > firstRows && seen.size === 0) return seen
    }
  }
  return seen
}

const localDate = /^(\d{1,2})([./-])(\d{1,2})\2\d{4}$/

function noteDates(row: unknown, columns: ReadonlySet<string>, seen: Map<string, Seen>): void {
  if (!isObject(row)) return
  for (const [name, cell] of Object.entries(row)) {
    if (typeof cell === 'string' && columns.has(normalColumn(name))) noteDate(name, cell, seen)
  }
}

function noteDate(name: string, cell: string, seen: Map<string, Seen>): void {
  const found = localDate.exec(cell.trim())
  if (found === null || isNoDate(cell)) return
  const [, first, mark = '', second] = found
  const key = `${name}${mark}`
  const known = seen.get(key) ?? { name, mark, dayFirst: 0, monthFirst: 0 }
  seen.set(key, known)
  const isDay = (number: string | undefined): boolean => Number(number) > mostMonths
  if (isDay(first) && !isDay(second)) known.dayFirst += 1
  if (isDay(second) && !isDay(first)) known.monthFirst += 1
}

const mostMonths = 12
