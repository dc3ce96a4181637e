import type { Column, Condition, MappedItem, MappedRecord, MappedValue } from './map-grammar.ts'

/** In a template, the moment of the record itself: the same event has the same id, however its date is written. */
export const ownMoment = '@at'

/** Every column that a value looks at. */
export function columnsOfValue({ from }: MappedValue): readonly Column[] {
  if ('columns' in from) return from.columns
  return 'templates' in from
    ? from.templates
        .flat()
        .filter((piece) => typeof piece !== 'string')
        .filter(([name]) => name !== ownMoment)
    : []
}

/** Every column that the records of a map look at. */
export function columnsOfMap(records: readonly MappedRecord[]): readonly Column[] {
  return records.flatMap(({ when, fields }) => [
    ...columnsOfConditions(when),
    ...fields.flatMap(({ content }) =>
      'from' in content ? columnsOfValue(content) : content.flatMap(columnsOfItem),
    ),
  ])
}

const columnsOfItem = ({ when, parts }: MappedItem): readonly Column[] => [
  ...columnsOfConditions(when),
  ...Object.values(parts).flatMap(columnsOfValue),
]

const columnsOfConditions = (when: readonly Condition[]): readonly Column[] =>
  when.map(({ column }) => column)
