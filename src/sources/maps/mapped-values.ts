import { type CellReading, meaningOf, meaningsOf } from './cell-meanings.ts'
import { columnsOfValue } from './map-columns.ts'
import type { FieldType } from './map-fields.ts'
import type { Column, Constant, MappedValue, Template } from './map-grammar.ts'
import type { MappedRow } from './mapped-row.ts'
import { type SafePattern, safePattern } from './pattern-steps.ts'
import { findPattern } from './safe-pattern.ts'

/** The one text of a column; undefined where it is empty. */
export const cellOf = (row: MappedRow, column: Column): string | undefined => row.cells(column)[0]

interface Target {
  readonly field: string
  readonly type: FieldType
}

/** What a value of the map gives for this row; undefined is "not observed". What is wrong refuses the row. */
export function mappedValueOf(row: MappedRow, value: MappedValue, target: Target): unknown {
  const { from } = value
  if ('constant' in from) return target.type === 'list' ? [from.constant].flat() : from.constant
  if (target.type === 'list') return listOf(row, value)
  const [column = []] = columnsOfValue(value)
  const text = textOf(row, from)
  const reading = { row, column, value, type: target.type }
  const [part] = text === undefined ? [] : patternParts(reading, text)
  return part === undefined ? undefined : meaningOf(reading, part)
}

type Source = Exclude<MappedValue['from'], { readonly constant: Constant }>

/** A template with an empty column says nothing: half an id is another id. */
function textOf(row: MappedRow, from: Source): string | undefined {
  if ('columns' in from) {
    const texts = from.columns.flatMap((column) => row.cells(column))
    return texts.length === 0 ? undefined : texts.join(from.join ?? ', ')
  }
  return from.templates
    .map((template) => filledIn(row, template))
    .find((each) => each !== undefined)
}

function filledIn(row: MappedRow, template: Template): string | undefined {
  const pieces = template.map((piece) => (typeof piece === 'string' ? piece : cellOf(row, piece)))
  return pieces.includes(undefined) ? undefined : pieces.join('')
}

/** The items of all cells; of one column each, or of a template. */
function listOf(row: MappedRow, value: MappedValue): readonly unknown[] | undefined {
  const { from, split = [] } = value
  if ('constant' in from) return undefined
  const columns = 'columns' in from ? from.columns : []
  const found = columns.flatMap((column) => {
    const reading: CellReading = { row, column, value, type: 'text' }
    return row
      .cells(column)
      .flatMap((cell) => pieces(cell, split))
      .flatMap((item) => patternParts(reading, item))
      .flatMap((part) => meaningsOf(reading, part))
  })
  const whole = 'templates' in from ? textOf(row, from) : undefined
  const items = [...new Set(whole === undefined ? found : pieces(whole, split))]
  return items.length === 0 ? undefined : items
}

const pieces = (text: string, separators: readonly string[]): readonly string[] =>
  separators
    .reduce((parts, separator) => parts.flatMap((part) => part.split(separator)), [text])
    .map((part) => part.trim())
    .filter((part) => part !== '')

const patterns = new Map<string, SafePattern | string>()

/** The text, or of a value with a pattern what the pattern finds in it; a cell without it is named once a row. */
function patternParts({ row, column, value }: CellReading, text: string): readonly string[] {
  const { pattern: source } = value
  if (source === undefined) return [text]
  const pattern = patterns.get(source) ?? safePattern(source)
  patterns.set(source, pattern)
  const found = typeof pattern === 'string' ? [] : findPattern(pattern, text)
  if (found.length === 0) row.leaveOut(`${row.called(column)}, cells without its pattern`)
  return found
}
