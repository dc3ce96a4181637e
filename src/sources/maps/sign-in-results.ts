import { columnWords, headerWords } from './header-words.ts'
import type { GivenColumn } from './suggested-columns.ts'

/** The column of a table of sign-ins that says which of them succeeded. */
export interface ResultColumn {
  readonly column: GivenColumn
  /** Words, as the file has them, of which a map makes sign-ins. */
  readonly success: readonly string[]
  /** All others. */
  readonly other: readonly string[]
}

/** More different words are no answer to whether it succeeded. */
const mostWords = 30

/** A column whose cells say success or failure, else one of codes of which zero is success; undefined where neither is there. */
export function resultColumn(columns: readonly GivenColumn[]): ResultColumn | undefined {
  const { columns: named, codes } = headerWords().sign_in_results
  const byWords = columns.filter(({ name }) => named.includes(columnWords(name))).map(byItsWords)
  const byCodes = columns.filter(({ name }) => codes.includes(columnWords(name))).map(byItsCodes)
  const found = [...byWords, ...byCodes].filter((each) => each !== undefined)
  return found.find(({ success }) => success.length > 0) ?? found[0]
}

function byItsWords(column: GivenColumn): ResultColumn | undefined {
  const { success, failure } = headerWords().sign_in_results
  const words = [...new Set(column.cells)]
  const isOf = (known: readonly string[], word: string): boolean =>
    known.includes(columnWords(word))
  const isAnswer = words.some((word) => isOf(success, word) || isOf(failure, word))
  if (!isAnswer || words.length > mostWords) return undefined
  return {
    column,
    success: words.filter((word) => isOf(success, word)),
    other: words.filter((word) => !isOf(success, word)),
  }
}

/** Entra's result 0 is success; every other number is an error. */
function byItsCodes(column: GivenColumn): ResultColumn | undefined {
  const words = [...new Set(column.cells)]
  if (!words.includes('0') || words.some((word) => !/^-?\d+$/.test(word))) return undefined
  return { column, success: ['0'], other: words.filter((word) => word !== '0').slice(0, mostWords) }
}
