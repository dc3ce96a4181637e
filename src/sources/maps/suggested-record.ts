import { headerWords } from './header-words.ts'
import { ownMoment } from './map-columns.ts'
import { wordsOf } from './never-evidence.ts'
import { type GivenColumn, isCalled, type SuggestedColumns } from './suggested-columns.ts'
import { dateFormatsOf, needsTimezone, unfitting } from './value-shapes.ts'
import { yamlList, yamlText } from './yaml-words.ts'

/** The lines of the one record of a suggested map, and whether its dates need a time zone. */
export function suggestedRecord(suggested: SuggestedColumns): {
  readonly lines: readonly string[]
  readonly zone: boolean
} {
  const date = dateLines(suggested)
  const lines = [
    ...identityLines(suggested),
    ...date.lines,
    ...stageLines(suggested),
    ...nameLines(suggested),
    ...addressLines(suggested),
    ...fieldLines(suggested),
    ...answerLines(suggested),
  ]
  const kinds =
    'application, interview, employment, sign_in, device, shipment, payment, verification, report, outcome'
  return {
    lines: [
      `  - kind: ${suggested.kind}  # what one row tells of: ${kinds}`,
      ...whenLines(suggested).map((line) => `    ${line}`),
      '    fields:',
      ...lines.map((line) => `      ${line}`),
    ],
    zone: date.zone,
  }
}

/** Failed sign-ins show who was tried, not who signed in; a person without a first or last day was neither hired nor left. */
function whenLines({ kind, result, dates }: SuggestedColumns): readonly string[] {
  const [date] = dates
  if (kind === 'employment' && date !== undefined)
    return [`when: {column: ${yamlText(date.name)}, filled: true}`]
  if (kind !== 'sign_in') return []
  if (result === undefined)
    return [
      '# A failed sign-in is no evidence of anybody. Where a column says which succeeded, add: when: {column: …, is: [Success]}',
    ]
  const is = result.success.length === 0 ? '[FILL IN]' : JSON.stringify(result.success)
  const others =
    result.other.length === 0 ? '' : `  # not: ${result.other.slice(0, shownWords).join(', ')}`
  return [`when: {column: ${yamlText(result.column.name)}, is: ${is}}${others}`]
}

const shownWords = 8

type Meant = SuggestedColumns['meant'][number]

const meantFor = ({ meant }: SuggestedColumns, field: string): readonly Meant[] =>
  meant.filter(({ meaning }) => meaning.field === field)

const firstFor = (suggested: SuggestedColumns, field: string): GivenColumn | undefined =>
  meantFor(suggested, field)[0]?.column

/** Kinds of which a table is often a list of people: its ids are theirs. */
const listsOfPeople = ['application', 'employment']

/** A source's own ids, or what comes nearest to them. */
function identityLines(suggested: SuggestedColumns): readonly string[] {
  const id = firstFor(suggested, 'id')
  const person = firstFor(suggested, 'subject.ref')
  const mail = firstFor(suggested, 'subject.emails')
  const ref = person ?? (listsOfPeople.includes(suggested.kind) ? (id ?? mail) : mail)
  const isGuess = person === undefined
  const refLine =
    ref === undefined
      ? 'subject.ref: {column: FILL IN}  # the source’s own id of the person'
      : `subject.ref: {column: ${yamlText(ref.name)}}${isGuess ? '  # no other id of the person was found' : ''}`
  const others = meantFor(suggested, 'subject.ref')
    .slice(1)
    .map(({ column }) => `# or: ${yamlText(column.name)}`)
  if (id !== undefined) return [`id: {text: ${template(suggested.kind, [id])}}`, refLine, ...others]
  const parts = ref === undefined ? [] : [ref, { name: ownMoment }]
  return parts.length === 0
    ? ['id: {column: FILL IN}  # what tells one row from all others, for good', refLine]
    : [
        `id: {text: ${template(suggested.kind, parts)}}  # no id of the event was found: is it one per person and date?`,
        refLine,
        ...others,
      ]
}

const template = (kind: string, columns: readonly Pick<GivenColumn, 'name'>[]): string =>
  JSON.stringify([kind, ...columns.map(({ name }) => `{${name}}`)].join('/'))

/** What fits more than one format is left to the user, with what speaks for each. */
function dateLines({ dates }: SuggestedColumns): {
  readonly lines: readonly string[]
  readonly zone: boolean
} {
  const [date, ...others] = dates
  if (date === undefined) {
    return { lines: ['at: {column: FILL IN, date: yyyy-MM-dd}  # when it happened'], zone: false }
  }
  const formats = dateFormatsOf(date.cells)
  const zone = formats.some((format) => needsTimezone(format, date.cells))
  const line = (format: string): string =>
    `at: {column: ${yamlText(date.name)}, date: ${JSON.stringify(format)}}`
  const more = others.map(({ name }) => `# another date: ${yamlText(name)}`)
  const [only] = formats
  if (only !== undefined && formats.length === 1) {
    return { lines: [`${line(only)}${unfit(only, date.cells)}`, ...more], zone }
  }
  if (only === undefined) {
    const example = JSON.stringify(date.cells[0] ?? '')
    return {
      lines: [`at: {column: ${yamlText(date.name)}, date: FILL IN}  # as in ${example}`, ...more],
      zone: true,
    }
  }
  const warning = `# FILL IN: ${JSON.stringify(date.cells[0] ?? '')} and all others fit ${formats.length} formats; day and month cannot be told apart. Keep the line that is true:`
  return { lines: [warning, ...formats.map((format) => `# ${line(format)}`), ...more], zone }
}

/** What will be refused is known before. */
function unfit(format: string, cells: readonly string[]): string {
  const [first, ...more] = unfitting(format, cells)
  return first === undefined
    ? ''
    : `  # ${more.length + 1} of ${cells.length} do not fit, such as ${JSON.stringify(first)}`
}

function stageLines({ kind, dates }: SuggestedColumns): readonly string[] {
  if (kind === 'interview')
    return [
      'stage: {value: FILL IN}  # initial, follow_up, technical or final; or a column with words: {…}',
    ]
  if (kind !== 'employment') return []
  const isEnd = /terminat|end|aus(tritt|scheid)|sortie|baja/i.test(dates[0]?.name ?? '')
  return [`stage: {value: ${isEnd ? 'ended' : 'started'}}  # offered, started or ended`]
}

function nameLines(suggested: SuggestedColumns): readonly string[] {
  const { names } = suggested
  if (names.length === 0 || firstFor(suggested, 'subject.name') !== undefined) return []
  const isLast = ({ name }: GivenColumn): number =>
    isCalled(name, headerWords().last_name) ? 1 : 0
  const inOrder = [...names].sort((one, other) => isLast(one) - isLast(other))
  return [`subject.name: {columns: ${yamlList(inOrder.map(({ name }) => name))}, join: " "}`]
}

/** One address of all its columns, each as the part that it is. */
function addressLines(suggested: SuggestedColumns): readonly string[] {
  const { address, kind } = suggested
  const country = firstFor(suggested, 'subject.claims.country')
  const parts = Object.entries(headerWords().address).flatMap(([part, words]) => {
    const columns = address.filter(({ name }) => isCalled(name, words))
    const [first, ...more] = columns.map(({ name }) => yamlText(name))
    if (first === undefined) return []
    return [`${part}: {column: ${more.length === 0 ? first : `[${[first, ...more].join(', ')}]`}}`]
  })
  if (parts.length === 0) return []
  return [
    'subject.addresses:',
    `  kind: ${kind === 'shipment' ? 'shipping' : 'home'}`,
    ...parts.map((part) => `  ${part}`),
    ...(country ? [`  country: {column: ${yamlText(country.name)}, as: country}`] : []),
  ]
}

const elsewhere = ['id', 'subject.ref']
const lists = ['subject.emails', 'subject.phones', 'subject.ips', 'subject.claims.employers']

/** A field with one column each; lists take all of theirs, of the others the first is taken and the rest named. */
function fieldLines(suggested: SuggestedColumns): readonly string[] {
  const fields = [...new Set(suggested.meant.map(({ meaning }) => meaning.field))]
  return fields
    .filter((field) => !elsewhere.includes(field))
    .flatMap((field) => {
      const found = meantFor(suggested, field)
      const [first] = found
      if (first === undefined) return []
      if (lists.includes(field)) return [listLine(field, found)]
      if (first.meaning.content.startsWith('{kind') || first.meaning.content.startsWith('{service'))
        return [`${field}:`, ...found.map((each) => `  - ${contentOf(each)}${remark(each)}`)]
      const more = found.slice(1).map(({ column }) => `# or: ${yamlText(column.name)}`)
      return [`${field}: ${contentOf(first)}${remark(first)}`, ...more]
    })
}

const remark = ({ by, meaning }: Meant): string => {
  if (meaning.field === 'subject.claims.employers')
    return '  # where the applicant works or worked; the employer of the event is yours'
  return by === 'values' ? '  # told by its values' : ''
}

const contentOf = ({ column, meaning }: Meant): string =>
  meaning.content
    .replace('COLUMN', () => yamlText(column.name))
    .replace('WORDS', () => answerWords(column.cells))

function listLine(field: string, found: readonly Meant[]): string {
  const [first] = found
  if (first === undefined) return ''
  if (found.length === 1) return `${field}: ${contentOf(first)}${remark(first)}`
  const columns = `columns: ${yamlList(found.map(({ column }) => column.name))}`
  return `${field}: ${first.meaning.content.replace('column: COLUMN', () => columns)}${field === 'subject.claims.employers' ? remark(first) : ''}`
}

const yes = /^(yes|y|ja|j|oui|o|s[ií]|true|1|x|remote)$/i
const no = /^(no|n|nein|non|false|0|on-?site|office)$/i
const mostWords = 12

/** What the cells say; of words that nobody can know, nothing. */
function answerWords(cells: readonly string[]): string {
  const words = [...new Set(cells)].slice(0, mostWords)
  const meaning = (word: string): string =>
    yes.test(word) ? 'true' : no.test(word) ? 'false' : 'null'
  const pairs = words.map((word) => `${JSON.stringify(word)}: ${meaning(word)}`)
  return `{${(pairs.length > 0 ? pairs : ['"yes": true', '"no": false']).join(', ')}}`
}

function answerLines({ answers }: SuggestedColumns): readonly string[] {
  if (answers.length === 0) return []
  return [
    'flags:',
    ...answers.map(({ name, cells }) => {
      const words = [...new Set(cells.map((cell) => cell.toLowerCase()))]
      const is = words.filter((word) => yes.test(word))
      const not = words.filter((word) => no.test(word))
      const list = (given: readonly string[], otherwise: string): string =>
        JSON.stringify(given.length > 0 ? given : [otherwise])
      const when = `{column: ${yamlText(name)}, is: ${list(is, 'yes')}, not: ${list(not, 'no')}}`
      return `  - {indicator: ${wordsOf(name).replaceAll(' ', '_')}, when: ${when}}`
    }),
  ]
}
