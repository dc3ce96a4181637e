import { type ColumnMeaning, headerWords } from './header-words.ts'
import { unusedBehind, wordsOf } from './never-evidence.ts'
import { indicatorIds } from './shipped-path.ts'
import { dateFormatsOf, type ShapeName, shapeOf } from './value-shapes.ts'

/** A column of a table whose map is wanted. */
export interface GivenColumn {
  readonly name: string
  /** Its filled cells among the first rows. */
  readonly cells: readonly string[]
}

/** What the columns of a table seem to hold. Each stands in one place only. */
export interface SuggestedColumns {
  readonly kind: string
  readonly type: string
  readonly ignored: readonly { readonly column: GivenColumn; readonly because: string }[]
  readonly meant: readonly {
    readonly column: GivenColumn
    readonly meaning: ColumnMeaning
    readonly by: 'name' | 'values'
  }[]
  readonly names: readonly GivenColumn[]
  readonly address: readonly GivenColumn[]
  readonly dates: readonly GivenColumn[]
  /** Answers to questions that are indicators. */
  readonly answers: readonly GivenColumn[]
  readonly left: readonly GivenColumn[]
}

/** Sorts the columns by their names and, where these say nothing, by what their cells look like. */
export function suggestColumns(columns: readonly GivenColumn[]): SuggestedColumns {
  const { address: addressWords, first_name, last_name } = headerWords()
  const nameWords = [...first_name, ...last_name]
  const rest = new Set(columns.filter(({ name }) => name !== ''))
  const take = (wanted: (column: GivenColumn) => boolean): readonly GivenColumn[] => {
    const taken = [...rest].filter(wanted)
    for (const column of taken) rest.delete(column)
    return taken
  }
  // First of all, so that nothing below can make evidence of them.
  const ignored = take(({ name }) => unusedBehind(name) !== undefined).map((column) => ({
    column,
    because: unusedBehind(column.name)?.because ?? '',
  }))
  const answers = take(
    ({ name, cells }) =>
      indicatorIds().includes(wordsOf(name).replaceAll(' ', '_')) && isAnswered(cells),
  )
  const names = take(({ name }) => isCalled(name, nameWords))
  const address = take(
    ({ name, cells }) => isCalled(name, addressWords.flat()) && shapeOf(cells) !== 'email',
  )
  const dates = take(isDate)
  const byName = take((column) => meaningByName(column) !== undefined)
  const byShape = take((column) => meaningByShape(column) !== undefined)
  return {
    ...kindOf(columns),
    ignored,
    answers,
    names,
    address,
    dates: [...dates].sort(
      (one, other) =>
        Number(isCalled(other.name, dateWords())) - Number(isCalled(one.name, dateWords())),
    ),
    meant: [
      ...byName.flatMap((column) => meant(column, meaningByName(column), 'name')),
      ...byShape.flatMap((column) => meant(column, meaningByShape(column), 'values')),
    ],
    left: [...rest],
  }
}

const meant = (column: GivenColumn, meaning: ColumnMeaning | undefined, by: 'name' | 'values') =>
  meaning === undefined ? [] : [{ column, meaning, by }]

const isCalled = (name: string, words: readonly string[]): boolean => words.includes(wordsOf(name))

const isAnswered = (cells: readonly string[]): boolean =>
  cells.length === 0 || shapeOf(cells) === 'answer'

/** A date is needed; a column that is called one and holds something else is left to the user. */
const isDate = ({ name, cells }: GivenColumn): boolean =>
  dateFormatsOf(cells).length > 0 || (isCalled(name, dateWords()) && cells.length > 0)

const dateWords = (): readonly string[] =>
  headerWords().columns.find(({ field }) => field === 'at')?.words ?? []

/** A column that is called `Candidate` holds names or ids: names have no digits. */
function meaningByName({ name, cells }: GivenColumn): ColumnMeaning | undefined {
  const { columns } = headerWords()
  const meaning = columns.find(
    ({ field, words }) => field !== 'at' && words.includes(wordsOf(name)),
  )
  const isNumbered = cells.length > 0 && cells.every((cell) => /\d/.test(cell))
  if (meaning?.field !== 'subject.name' || !isNumbered) return meaning
  return columns.find(({ field }) => field === 'subject.ref')
}

const shapesOfValues: readonly ShapeName[] = ['email', 'ip', 'linkedin', 'github', 'phone', 'iban']

/** Of what cells look like, only what is seldom anything else; countries and answers may be about anything. */
function meaningByShape({ cells }: GivenColumn): ColumnMeaning | undefined {
  const shape = shapeOf(cells)
  if (shape === undefined || !shapesOfValues.includes(shape)) return undefined
  return headerWords().columns.find((meaning) => meaning.shape === shape)
}

/** The kind of event of whose words one stands in the most names of columns. */
function kindOf(columns: readonly GivenColumn[]): {
  readonly kind: string
  readonly type: string
} {
  const names = columns.map(({ name }) => wordsOf(name).split(' '))
  const hits = (words: readonly string[]): number =>
    names.filter((name) => name.some((word) => words.includes(word))).length
  const [best] = headerWords()
    .kinds.map((each) => ({ ...each, hits: hits(each.words) }))
    .sort((one, other) => other.hits - one.hits)
  if (best === undefined || best.hits === 0) return { kind: 'application', type: 'ats' }
  return { kind: best.kind, type: best.type }
}
