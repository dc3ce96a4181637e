import { createRequire } from 'node:module'

type Rules = typeof import('../../taxonomy/title-words.json', { with: { type: 'json' }})

/**
 * How many words of a title are looked at. The longest titles that are met in the wild have some
 * twenty; whatever is longer is a text and no title.
 */
const WORDS_OF_A_TITLE = 40

/** The lists of `title-words.json` as they are asked. */
interface Words {
  readonly stripped: ReadonlySet<string>
  readonly genderMarks: ReadonlySet<string>
  readonly same: ReadonlyMap<string, readonly string[]>
  /** Of runs that mean the same, the most words that one beginning with this word has. */
  readonly longestFrom: ReadonlyMap<string, number>
  /** The longest ending first. */
  readonly endings: readonly (readonly [ending: string, meant: string])[]
}

let read: Words | undefined

/** Read when the first title is asked for: no command pays at its start for what few commands ask. */
function lists(): Words {
  if (read !== undefined) return read
  const rules: Rules = createRequire(import.meta.url)('../../taxonomy/title-words.json')
  const same = Object.entries(rules.same)
  read = {
    stripped: new Set(rules.stripped),
    genderMarks: new Set(rules.gender_marks),
    same: new Map(same.map(([words, meant]) => [words, meant.split(' ')])),
    longestFrom: longestRuns(same.map(([words]) => words.split(' '))),
    endings: Object.entries(rules.endings).toSorted(([a], [b]) => b.length - a.length),
  }
  return read
}

function longestRuns(runs: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const longest = new Map<string, number>()
  for (const [first = '', ...more] of runs) {
    longest.set(first, Math.max(longest.get(first) ?? 0, 1 + more.length))
  }
  return longest
}

/** Letters that Unicode does not take apart into a letter and an accent. */
const undivided: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', đ: 'd' }

/**
 * `C++`, `C#`, `F#` and `.NET` are words of their own: without their marks the first two would be
 * one language and the last a net.
 */
const word = /c\+\+|[cf]#|\.net(?![\p{L}\p{N}])|[\p{L}\p{N}]+/gu

/** The head of a title ends here: what follows is a team, a stack, a place or a condition. */
const headEnd = /[,;:|()[\]{}@–—·•]|\s[-/]\s|\s(?:to|for|with|at)\s/u

/**
 * The words of a title in one spelling: lower case without accents, words of seniority, contract and
 * gender dropped, what is the same in another language or in short put into one form.
 */
export function wordsOf(title: string): readonly string[] {
  const all = (folded(title).match(word) ?? []).slice(0, WORDS_OF_A_TITLE)
  const { stripped } = lists()
  const known = unified(withoutGenderMarks(all).flatMap(apart))
  return unified(known.filter((of) => !stripped.has(of))).filter((of) => !stripped.has(of))
}

/** The words before the first comma, dash or bracket that has any word before it. */
export function headOf(title: string): readonly string[] {
  for (const part of title.split(headEnd)) {
    const words = wordsOf(part)
    if (words.length > 0) return words
  }
  return []
}

function folded(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøßæđ]/gu, (letter) => undivided[letter] ?? letter)
}

/** `(m/w/d)`, `H/F`, `f/m/x`: two such letters or more in a row; one alone may be a language. */
function withoutGenderMarks(words: readonly string[]): readonly string[] {
  const { genderMarks } = lists()
  const marked = words.map((of) => genderMarks.has(of))
  return words.filter(
    (_, at) => !(marked[at] === true && (marked[at - 1] === true || marked[at + 1] === true)),
  )
}

/** German and Dutch write `Softwareentwickler` in one word. */
function apart(of: string): readonly string[] {
  const { same, endings } = lists()
  if (same.has(of)) return [of]
  for (const [ending, meant] of endings) {
    if (of === ending) return [meant]
    if (of.endsWith(ending)) return [of.slice(0, -ending.length).replace(/s$/u, ''), meant]
  }
  return [of]
}

/** Puts what means the same into one form, the longest run of words first. */
function unified(words: readonly string[]): readonly string[] {
  const out: string[] = []
  for (let at = 0; at < words.length; ) {
    const { taken, meant } = meaningAt(words, at)
    out.push(...meant)
    at += taken
  }
  return out
}

function meaningAt(words: readonly string[], at: number) {
  const { same, longestFrom } = lists()
  const longest = longestFrom.get(words[at] ?? '') ?? 0
  for (let taken = Math.min(longest, words.length - at); taken > 0; taken -= 1) {
    const meant = same.get(words.slice(at, at + taken).join(' '))
    if (meant !== undefined) return { taken, meant }
  }
  return { taken: 1, meant: words.slice(at, at + 1) }
}
