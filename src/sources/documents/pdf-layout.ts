/** A run of characters of a page and where its baseline begins; `y` grows downwards, lengths in points. */
export interface PlacedText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly rightToLeft: boolean
}

/** What stands on one line without a wide gap. */
interface Segment extends PlacedText {
  /** The right end. */
  readonly end: number
}

type Row = readonly Segment[]

// All in units of the size of the type.
/** Spaces between words are a quarter wide, and narrower where a line is pressed together. */
const wordGap = 0.15
/** Justified lines stretch spaces to one; what is wider parts columns. */
const columnGap = 1.5
/** Baselines of one line differ by exponents and by fonts. */
const sameLine = 0.5
/** Lines of a paragraph are 1.0 to 1.5 apart. */
const paragraphGap = 1.9

/** Fewer lines beside each other are a heading with a date, not columns. */
const fewestColumnLines = 4
/** Columns of lines that begin within so many points begin at the same place. */
const sameEdge = 3
/** A sidebar, a middle and another sidebar: two cuts, and one more for what stands in them. */
const deepestCut = 3

/**
 * The text of a page in the order in which people read it: lines from the top, columns from the left.
 * Lines are found by their baselines; columns where several lines begin at the same place behind a gap
 * that nothing crosses. A column of dates or labels is the margin of a table and is read across.
 */
export function pageText(items: readonly PlacedText[]): string {
  const rows = rowsOf(items.filter(({ text }) => text.trim() !== ''))
  return joinedWords(linesOf(rows, 0).join('\n'))
}

/** What often stands before a hyphen that belongs to the word: `full-stack`, `front-end`. */
const beforeHyphen: ReadonlySet<string> = new Set(
  `all anti back build business client cloud co code cost cross customer data decision domain end event ex fast
  first five four front full fully hands hard high highly in industry inter key large lead life long low machine
  mid micro mission mobile multi near no non object off on one open out part peer performance post pre problem
  production pro re ready real remote role second self semi server service short side single six small so sub
  team technical test third three time to top two type up user vice web well world year`.split(
    /\s+/,
  ),
)

/**
 * Joins words that are parted at the end of a line. A PDF writes a soft hyphen as a hyphen, so whether it
 * belongs to the word is told by what stands before it.
 */
const joinedWords = (text: string): string =>
  text.replace(/(?<!\p{L})(\p{L}{2,40})[-\u00ad\u2010]\n(?=\p{Ll})/gu, (_parted, word: string) =>
    beforeHyphen.has(word.toLowerCase()) ? `${word}-` : word,
  )

function rowsOf(items: readonly PlacedText[]): readonly Row[] {
  const inOrder = [...items].sort((one, other) => one.y - other.y || one.x - other.x)
  const rows: PlacedText[][] = []
  for (const item of inOrder) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row && first && item.y - first.y < sameLine * Math.max(item.size, first.size))
      row.push(item)
    else rows.push([item])
  }
  return rows.map(segmentsOf)
}

function segmentsOf(row: readonly PlacedText[]): Row {
  const segments: Segment[] = []
  for (const item of [...row].sort((one, other) => one.x - other.x)) {
    const last = segments.at(-1)
    const joined = last && joinedTo(last, item)
    if (joined) segments[segments.length - 1] = joined
    else segments.push({ ...item, end: item.x + item.width })
  }
  return segments
}

/** The segment with what follows it; undefined where the gap parts them. Bullets and numbers hold on. */
function joinedTo(segment: Segment, item: PlacedText): Segment | undefined {
  const gap = (item.x - segment.end) / Math.max(segment.size, item.size, 1)
  const isMark = /^(?:[^\p{L}\p{N}]|\d{1,2}[.)])$/u.test(segment.text.trim())
  if (gap > columnGap && !isMark) return undefined
  const between = gap > wordGap ? ' ' : ''
  const [left, right] = item.rightToLeft ? [item, segment] : [segment, item]
  return {
    ...segment,
    text: `${left.text}${between}${right.text}`,
    end: Math.max(segment.end, item.x + item.width),
    size: Math.max(segment.size, item.size),
  }
}

function linesOf(rows: readonly Row[], depth: number): readonly string[] {
  const cut = depth < deepestCut ? columnsOf(rows) : undefined
  if (cut === undefined) return acrossLines(rows)
  const parts = [
    rows.slice(0, cut.from),
    sideOf(rows.slice(cut.from, cut.to), ({ x }) => x < cut.edge),
    sideOf(rows.slice(cut.from, cut.to), ({ x }) => x >= cut.edge),
    rows.slice(cut.to),
  ]
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => [...(index > 0 ? [''] : []), ...linesOf(part, depth + 1)])
}

const sideOf = (rows: readonly Row[], isInside: (segment: Segment) => boolean): readonly Row[] =>
  rows.map((row) => row.filter(isInside)).filter((row) => row.length > 0)

/** One line of text for each row, an empty one where a paragraph ends. */
function acrossLines(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row, index) => {
    const above = rows[index - 1]?.[0]
    const first = row[0]
    const isApart = above && first && first.y - above.y > paragraphGap * Math.max(above.size, 1)
    const texts = row.map(({ text }) => text.trim())
    const line = (first?.rightToLeft ? texts.reverse() : texts).join('\t')
    return isApart ? ['', line] : [line]
  })
}

/** Rows `from` up to `to` stand in two columns, the right one from `edge` on. */
interface Columns {
  readonly from: number
  readonly to: number
  readonly edge: number
}

/** The place at which most lines stand on both sides of a gap that nothing crosses. */
function columnsOf(rows: readonly Row[]): Columns | undefined {
  let best: Columns | undefined
  let most = fewestColumnLines - 1
  for (const edge of edgesOf(rows)) {
    for (const run of runsBeside(rows, edge)) {
      const sides = [
        sideOf(rows.slice(run.from, run.to), ({ x }) => x < edge),
        sideOf(rows.slice(run.from, run.to), ({ x }) => x >= edge),
      ]
      const lines = Math.min(...sides.map((side) => side.length))
      if (lines > most && !sides.some(isMargin)) {
        most = lines
        best = run
      }
    }
  }
  return best
}

/** Where columns may begin: left ends, behind a gap, that several lines have in common. */
function edgesOf(rows: readonly Row[]): readonly number[] {
  const counts = new Map<number, number>()
  for (const { x } of rows.flatMap((row) => row.slice(1))) {
    const place = Math.floor(x / sameEdge)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  // Half of a column may stand where the left one has no line beside it.
  const common = [...counts].filter(
    ([place, count]) => count + (counts.get(place + 1) ?? 0) >= fewestColumnLines / 2,
  )
  return common.map(([place]) => place * sameEdge - 1)
}

/** The runs of rows in which no segment crosses the edge, from the first row that has both sides to the last. */
function runsBeside(rows: readonly Row[], edge: number): readonly Columns[] {
  const runs: Columns[] = []
  let from = 0
  for (let at = 0; at <= rows.length; at++) {
    const crosses = rows[at]?.some(({ x, end }) => x < edge && end > edge) ?? true
    if (!crosses) continue
    if (at - from >= fewestColumnLines) runs.push(trimmed(rows, { from, to: at, edge }))
    from = at + 1
  }
  return runs
}

/** Without the rows above that are the left side alone: a name, a heading, an introduction. */
function trimmed(rows: readonly Row[], { from, to, edge }: Columns): Columns {
  const onRight = (row: Row | undefined): boolean => row?.some(({ x }) => x >= edge) ?? false
  let first = from
  while (first < to && !onRight(rows[first])) first++
  return { from: first, to, edge }
}

/** Dates, labels or single words at the side of a table: each belongs to the line beside it. */
function isMargin(side: readonly Row[]): boolean {
  const marks = side.filter((row) => {
    const text = row.map((segment) => segment.text).join(' ')
    return /\b(?:19|20)\d{2}\b|\b\d{1,2}\/\d{2,4}\b|:\s*$/.test(text) && text.length <= longestMark
  })
  return marks.length * 2 >= side.length
}

/** `September 2019 – December 2022`, with room. */
const longestMark = 34
