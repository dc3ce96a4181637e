import { hash } from 'node:crypto'
import { plainLines } from './normal-forms.ts'
import type { Observation } from './observation.ts'

/** A sentence, bullet or line of a text: what people take over from each other's CVs. */
export interface Passage {
  /**
   * The first 64 bits of the SHA-256 of the normal form, signed. Of ten million different passages two
   * share a hash by accident with a probability of 3 in a million (birthday bound, n² / 2⁶⁵).
   */
  readonly hash: bigint
  /** As it stands in the text, for people to read. */
  readonly text: string
}

/** Shorter ones are headings, names of employers, dates and lists of skills that everybody has. */
const fewestWords = 5

/**
 * Passages that are kept of one text. A CV of four pages, 500 words each in bullets of 20, has a
 * hundred; this bounds what a pasted book costs. The lowest hashes stay (Broder 1997, a bottom sketch): two texts that share passages
 * keep the same ones, wherever they stand.
 */
const mostPassages = 200

/** Ends a sentence where white space follows, perhaps behind quotes and brackets: `.` `!` `?` `;` … */
const sentenceEnd = /(?<=[\p{Sentence_Terminal}…;\u037e\u061b]["'”’»)\]]{0,3})\s/u
/** Ends of sentences in scripts that put no space behind them. */
const wideEnd = /(?<=[。！？｡．；])/u
/** Marks of lists, also those that word processors keep in their own fonts; `·` may stand in a word. */
const bullet = /[•◦▪▫■□●○‣⁃▶►➢➤❖✓✔\uf0a7\uf0b7]|·\s/u
/**
 * A line end, unless the next line goes on in lower case: then a page was too narrow. The white space
 * it looks through is bounded, so that a text of nothing else takes no longer.
 */
const lineEnd =
  /(?:\r\n|\r(?!\n)|[\n\v\f\u0085\u2028\u2029])(?![ \t\u00a0]{0,40}\p{Lowercase_Letter})/u

const ends = new RegExp(
  [sentenceEnd, wideEnd, bullet, lineEnd].map(({ source }) => source).join('|'),
  'u',
)

/** Letters of scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu
/** A word of running Chinese, Japanese or Thai has two letters or more. */
const lettersOfWord = 2

/**
 * The passages of a text, in its order, each once. A passage ends at `.`, `!`, `?`, `…` or `;` (and what
 * other scripts use for them) with white space behind it, at a bullet, and at a line end behind which the
 * text does not go on in lower case. It has at least five words. Case, accents, white space and
 * punctuation inside it make no difference, nor does its place; any other letter or digit does.
 */
export function passagesOf(text: string): readonly Passage[] {
  const pieces = piecesOf(text)
  const found = new Map<bigint, Passage>()
  for (const [at, words] of wordsOf(pieces).entries()) {
    const value = isLong(words) ? hashOf(words) : undefined
    if (value === undefined || found.has(value)) continue
    found.set(value, { hash: value, text: (pieces[at] ?? '').trim() })
  }
  const kept = lowest(new Set(found.keys()))
  return [...found.values()].filter((passage) => kept.has(passage.hash))
}

/** What people write in sentences. The text of other documents is their fields. */
const written: ReadonlySet<string> = new Set(['resume', 'cover_letter', 'work_sample'])

/** Hashes of the passages in the written documents of an observation, without repetition. */
export function passageHashesOf({ subject }: Observation): readonly bigint[] {
  const found = new Set<bigint>()
  for (const { kind, text } of subject.documents ?? []) {
    if (text && written.has(kind)) for (const value of hashesOf(text)) found.add(value)
  }
  return [...found]
}

const hashesOf = (text: string): ReadonlySet<bigint> =>
  lowest(new Set(wordsOf(piecesOf(text)).filter(isLong).map(hashOf)))

const piecesOf = (text: string): readonly string[] => text.split(ends)

/** The normal form of each piece; lines inside one are made one. */
const wordsOf = (pieces: readonly string[]): readonly string[] =>
  plainLines(pieces.map((piece) => piece.replaceAll('\n', ' ')).join('\n'))

function isLong(normal: string): boolean {
  const letters = normal.match(unspaced)?.length ?? 0
  if (letters === 0) return hasWords(normal, fewestWords)
  const others = normal.replace(unspaced, ' ').match(/\S+/g)?.length ?? 0
  return others + letters / lettersOfWord >= fewestWords
}

/** Whether a normal form, whose words stand one space apart, has so many of them. */
function hasWords(normal: string, fewest: number): boolean {
  let space = 0
  for (let word = 1; word < fewest && space !== -1; word++) space = normal.indexOf(' ', space + 1)
  return space !== -1 && normal !== ''
}

const hashDigits = 16

const hashOf = (words: string): bigint =>
  BigInt.asIntN(64, BigInt(`0x${hash('sha256', words).slice(0, hashDigits)}`))

const lowest = (hashes: ReadonlySet<bigint>): ReadonlySet<bigint> =>
  hashes.size <= mostPassages
    ? hashes
    : new Set([...hashes].sort((one, other) => (one < other ? -1 : 1)).slice(0, mostPassages))
