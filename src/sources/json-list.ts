import { isObject } from './given-values.ts'
import { columnsOfMap } from './maps/map-columns.ts'
import type { Mapping } from './maps/map-grammar.ts'
import { normalColumn } from './maps/mapped-row.ts'

/*
 * Lists of rows under a key, as interfaces answer: {"employees": [{…}, …], "total": 2}.
 */

/** Names that lead to the list: `['data', 'employees']`. */
export type ListPath = readonly string[]

/** What answers have beside their rows; an object with other names is a row itself. */
const aboutAnswer =
  /^(@odata\..*|_?links?|_?meta(data)?|pag(e|es|ing|ination|einfo|e_?size|e_?number|e_?count)|total.*|.*_?count|size|limit|offset|next.*|prev.*|cursor|has_?(more|next).*|success|ok|status|code|error|errors|message|request_?id|start_?at|max_?results|results?_?per_?page|is_?last|generated_?at|exported_?at|export_?date|timestamp|version|schema|api_?version|company|tenant|organi[sz]ation|fields|columns|title|report_?(name|date)|warnings?)$/i

const deepest = 3

interface FoundList {
  readonly path: ListPath
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Names beside the list. */
  readonly others: readonly string[]
}

/**
 * The list of rows of an answer; undefined where the object is a row itself. Of several lists, the one with the most of the
 * map's columns, and then the longest.
 */
export function listOfRows(first: unknown, mapping?: Mapping): FoundList | undefined {
  if (!isObject(first)) return undefined
  const columns = new Set((mapping ? columnsOfMap(mapping.records) : []).flat().map(normalColumn))
  const fitting = (row: Readonly<Record<string, unknown>>): number =>
    Object.keys(row).filter((name) => columns.has(normalColumn(name))).length
  if (fitting(first) > 0) return undefined
  const [best] = listsIn(first, [])
    .map((list) => ({
      list,
      fits: list.rows.slice(0, 20).reduce((sum, row) => sum + fitting(row), 0),
    }))
    .sort((one, other) => other.fits - one.fits || other.list.rows.length - one.list.rows.length)
  return best?.list
}

function listsIn(object: Readonly<Record<string, unknown>>, path: ListPath): readonly FoundList[] {
  if (path.length >= deepest) return []
  const names = Object.keys(object)
  const isAnswer = names.every(
    (name) =>
      aboutAnswer.test(name) ||
      isList(object[name]) ||
      isObject(object[name]) ||
      object[name] == null,
  )
  if (!isAnswer) return []
  return names.flatMap((name) => {
    const value = object[name]
    const here = [...path, name]
    if (isList(value))
      return [{ path: here, rows: value, others: names.filter((other) => other !== name) }]
    return isObject(value) && !aboutAnswer.test(name) ? listsIn(value, here) : []
  })
}

const isList = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject)

const marks = {
  open: 0x5b,
  close: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  colon: 0x3a,
  comma: 0x2c,
} as const
const [quote, backslash, lineFeed] = [0x22, 0x5c, 0x0a]

/**
 * The bytes of a list under a key, and of everything around it only the line ends: its rows keep their line numbers. Several
 * answers one after the other (pages) give several lists. Memory: a piece, and one name.
 */
export async function* insideList(
  pieces: AsyncIterable<Buffer>,
  path: ListPath,
): AsyncIterable<Buffer> {
  const finder = new ListFinder(path)
  for await (const piece of pieces) yield finder.inside(piece)
}

/** Follows names and brackets; whether all of it is JSON is for the parser to say. */
class ListFinder {
  readonly #path: ListPath
  /** The open brackets, with the last name in each. */
  readonly #open: { readonly isObject: boolean; name: string }[] = []
  #text: number[] | undefined
  #escaped = false
  #last = ''
  /** Depth of the list while it is open. */
  #list = -1

  constructor(path: ListPath) {
    this.#path = path
  }

  inside(piece: Buffer): Buffer {
    const kept = Buffer.alloc(piece.length)
    let length = 0
    for (const byte of piece) {
      const was = this.#list >= 0
      this.#step(byte)
      if (!was && this.#list < 0 && byte !== lineFeed) continue
      kept[length] = byte
      length += 1
    }
    return kept.subarray(0, length)
  }

  #step(byte: number): void {
    if (this.#text !== undefined) this.#inText(byte, this.#text)
    else if (byte === quote) this.#text = []
    else if (byte === marks.colon) this.#name()
    else if (byte === marks.open || byte === marks.openBrace) this.#begin(byte)
    else if (byte === marks.close || byte === marks.closeBrace) this.#end()
  }

  #inText(byte: number, text: number[]): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === backslash) this.#escaped = true
    else if (byte === quote) {
      this.#last = Buffer.from(text).toString('utf8')
      this.#text = undefined
      return
    }
    // Of a long text nothing is a name.
    if (text.length < longestName) text.push(byte)
  }

  #name(): void {
    const inner = this.#open.at(-1)
    if (inner !== undefined) inner.name = this.#last
  }

  #begin(byte: number): void {
    const isHere =
      byte === marks.open &&
      this.#list < 0 &&
      this.#open.length === this.#path.length &&
      this.#open.every(({ isObject: object, name }, index) => object && name === this.#path[index])
    this.#open.push({ isObject: byte === marks.openBrace, name: '' })
    if (isHere) this.#list = this.#open.length
  }

  #end(): void {
    if (this.#list === this.#open.length) this.#list = -1
    this.#open.pop()
  }
}

const longestName = 1_000
