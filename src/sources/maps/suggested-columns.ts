import { type ColumnMeaning, columnWords, headerWords, standsIn } from './header-words.ts'
import { unusedBehind, wordsOf } from './never-evidence.ts'
import { indicatorIds } from './shipped-path.ts'
import { type ResultColumn, resultColumn } from './sign-in-results.ts'
import { dateFormatsOf, type ShapeName, shapeOf } from './value-shapes.ts'

/** A column of a table whose map is wanted. */
export interface GivenColumn {
  readonly name: string
  /** Its filled cells among the first rows. */
  readonly cells: readonly string[]
  /** Of JSON: it holds lists of objects, which no value of a map reads. */
  readonly isObjects?: boolean
}

/** A column that no line of the map takes, with why, as a remark says it. */
export interface LeftColumn {
  readonly column: GivenColumn
  readonly because: string
}

/** What the columns of a table seem to hold. Each stands in one place only. */
export interface SuggestedColumns {
  readonly kind: string
  readonly type: string
  readonly ignored: readonly LeftColumn[]
  readonly meant: readonly {
    readonly column: GivenColumn
    readonly meaning: ColumnMeaning
    readonly by: 'name' | 'values'
  }[]
  readonly names: readonly GivenColumn[]
  readonly address: readonly GivenColumn[]
  readonly dates: readonly GivenColumn[]
  /** Of sign-ins: which column says that they succeeded. */
  readonly result: ResultColumn | undefined
  /** Answers to questions that are indicators. */
  readonly answers: readonly GivenColumn[]
  readonly left: readonly LeftColumn[]
}

/** Sorts the columns by their names and, where these say nothing, by what their cells look like. */
export function suggestColumns(columns: readonly GivenColumn[]): SuggestedColumns {
  const { address: addressWords, first_name, last_name } = headerWords()
  const nameWords = [...first_name, ...last_name]
  const told = kindOf(columns)
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
  const unread = take(isUnread)
  const answers = take(
    ({ name, cells }) =>
      indicatorIds().includes(wordsOf(name).replaceAll(' ', '_')) && isAnswered(cells),
  )
  const result = told.kind === 'sign_in' ? resultColumn([...rest]) : undefined
  if (result !== undefined) rest.delete(result.column)
  const own = ownEmployer(told.kind, columns)
  const presently = take(({ name }) => own.left.includes(columnWords(name)))
  const names = take(({ name }) => isCalled(name, nameWords))
  const hasStreet = columns.some(({ name }) => isCalled(name, addressWords.street))
  const isAddress = ({ name, cells }: GivenColumn): boolean =>
    Object.entries(addressWords).some(
      ([part, words]) => isCalled(name, words) && (hasStreet || part !== 'number'),
    ) && shapeOf(cells) !== 'email'
  const address = take(isAddress)
  const dates = take(isDate)
  const byName = take((column) => meaningByName(column, own) !== undefined)
  const byShape = take((column) => meaningByShape(column) !== undefined)
  return {
    ...told,
    ignored,
    answers,
    result,
    names,
    address,
    dates: inOrder(dates),
    meant: [
      ...byName.flatMap((column) => meant(column, meaningByName(column, own), 'name')),
      ...byShape.flatMap((column) => meant(column, meaningByShape(column), 'values')),
    ],
    left: leftColumns({ presently, unread, rest: [...rest] }),
  }
}

interface Untaken {
  readonly presently: readonly GivenColumn[]
  readonly unread: readonly GivenColumn[]
  readonly rest: readonly GivenColumn[]
}

const leftColumns = ({ presently, unread, rest }: Untaken): readonly LeftColumn[] => [
  ...presently.map((column) => ({
    column,
    because: ' (the applicant’s present job, or the one applied for?)',
  })),
  ...unread.map((column) => ({ column, because: unreadBecause(column) })),
  ...rest.map((column) => ({ column, because: column.cells.length === 0 ? ' (empty)' : '' })),
]

const meant = (column: GivenColumn, meaning: ColumnMeaning | undefined, by: 'name' | 'values') =>
  meaning === undefined ? [] : [{ column, meaning, by }]

export const isCalled = (name: string, words: readonly string[]): boolean =>
  words.includes(columnWords(name))

/** The mailbox of a recruiter or of a reference is nobody's of the row; a list of objects is read by no value. */
const isUnread = (column: GivenColumn): boolean =>
  column.isObjects === true || isAboutOthers(column.name)

const isAboutOthers = (name: string): boolean => {
  const words = columnWords(name)
  return headerWords().others.some((other) => standsIn(other, words))
}

const unreadBecause = (column: GivenColumn): string =>
  column.isObjects === true ? ' (a list of objects)' : ' (about somebody else)'

const isAnswered = (cells: readonly string[]): boolean =>
  cells.length === 0 || shapeOf(cells) === 'answer'

/** A date is needed; a column that is called one and holds something else is left to the user. */
const isDate = ({ name, cells }: GivenColumn): boolean =>
  dateFormatsOf(cells).length > 0 || (isCalled(name, dateWords()) && cells.length > 0)

const dateWords = (): readonly string[] =>
  headerWords().columns.find(({ field }) => field === 'at')?.words ?? []

/** Dates of an event before the others: what is called one, in the order of the words. */
const inOrder = (dates: readonly GivenColumn[]): readonly GivenColumn[] =>
  [...dates].sort(
    (one, other) =>
      Number(isCalled(other.name, dateWords())) - Number(isCalled(one.name, dateWords())),
  )

interface OwnEmployer {
  /** Words of columns that name the applicant's present employer. */
  readonly employers: readonly string[]
  /** Words of columns that may name the present job. */
  readonly left: readonly string[]
}

/**
 * In a table of applications, `company` is where the applicant works now: the employer who exports it knows itself. Taken
 * as the place of the event, every applicant would have been seen at another employer.
 */
function ownEmployer(kind: string, columns: readonly GivenColumn[]): OwnEmployer {
  if (kind !== 'application') return { employers: [], left: [] }
  const employers =
    headerWords().columns.find(({ field }) => field === 'organization.name')?.words ?? []
  const isNamed = columns.some(({ name }) => isCalled(name, employers))
  const hiring = ['hiring company', 'legal entity', 'mandant', 'entite legale', 'razon social']
  return {
    employers: employers.filter((word) => !hiring.includes(word)),
    left: isNamed ? ['title', 'position', 'role', 'cargo', 'poste', 'puesto'] : ['title'],
  }
}

/** A column that is called `Candidate` holds names or ids: names have no digits. */
function meaningByName({ name, cells }: GivenColumn, own: OwnEmployer): ColumnMeaning | undefined {
  const { columns } = headerWords()
  if (own.employers.includes(columnWords(name)))
    return columns.find(({ field }) => field === 'subject.claims.employers')
  const meaning = columns.find(({ field, words }) => field !== 'at' && isCalled(name, words))
  if (meaning === undefined) return undefined
  // A name or a login in the place of a mailbox is an id.
  if (meaning.field === 'subject.emails' && cells.length > 0 && shapeOf(cells) !== 'email')
    return columns.find(({ field }) => field === 'subject.ref')
  if (meaning.field === 'subject.name' && shapeOf(cells) === 'email')
    return columns.find(({ field }) => field === 'subject.emails')
  const isNumbered = cells.length > 0 && cells.every((cell) => /\d/.test(cell))
  if (meaning.field !== 'subject.name' || !isNumbered) return meaning
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
  const names = columns.map(({ name }) => columnWords(name))
  const hits = (words: readonly string[]): number =>
    names.filter((name) => words.some((word) => standsIn(word, name))).length
  const [best] = headerWords()
    .kinds.map((each) => ({ ...each, hits: hits(each.words) }))
    .sort((one, other) => other.hits - one.hits)
  if (best === undefined || best.hits === 0) return { kind: 'application', type: 'ats' }
  return { kind: best.kind, type: best.type }
}
