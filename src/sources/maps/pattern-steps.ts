/*
 * A small part of regular expressions that cannot hang: letters, `.`, classes, `\d \w \s \b`, groups, `|`, `^`, `$` and
 * quantifiers. All ways through a pattern are followed side by side (Thompson's construction, Pike's captures), so the time
 * is at most the length of the text times that of the pattern, whatever stands in either. A backtracking engine can take
 * years for a pattern of ten characters, and a map may come from somebody else (decisions/0025). Letters match without case.
 */

/** Ranges of code points, of which one must (or, negated, none may) hold the character. */
export interface CharacterTest {
  readonly ranges: readonly (readonly [from: number, to: number])[]
  readonly isNegated: boolean
}

export type Step =
  | { readonly op: 'character'; readonly test: CharacterTest }
  | { readonly op: 'fork'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly at: 'start' | 'end' | 'boundary' }
  | { readonly op: 'match' }

export interface SafePattern {
  readonly steps: readonly Step[]
  readonly groups: number
}

/** Steps of one pattern: repeated parts count as often as they repeat. */
const mostSteps = 1_000
const mostRepeats = 100

class PatternFault extends Error {}

/** The pattern, or what is wrong with it. */
export function safePattern(source: string): SafePattern | string {
  try {
    return new PatternReader(source).read()
  } catch (error) {
    if (error instanceof PatternFault) return error.message
    throw error
  }
}

const digits = [[0x30, 0x39]] as const
const letters = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
] as const
const spaces = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
] as const
const classes: Readonly<Record<string, CharacterTest['ranges']>> = {
  d: digits,
  w: letters,
  s: spaces,
}

class PatternReader {
  readonly #text: readonly string[]
  #at = 0
  #groups = 0

  constructor(source: string) {
    this.#text = [...source]
  }

  read(): SafePattern {
    const body = this.#alternatives()
    if (this.#at < this.#text.length)
      throw new PatternFault('a bracket is closed that was never opened')
    const steps: readonly Step[] = [
      { op: 'save', slot: 0 },
      ...moved(body, 1),
      { op: 'save', slot: 1 },
      { op: 'match' },
    ]
    return { steps, groups: this.#groups }
  }

  #alternatives(): Step[] {
    let all = this.#sequence()
    while (this.#takes('|')) {
      const other = this.#sequence()
      all = limited([
        { op: 'fork', first: 1, second: all.length + 2 },
        ...moved(all, 1),
        { op: 'jump', to: all.length + other.length + 2 },
        ...moved(other, all.length + 2),
      ])
    }
    return all
  }

  #sequence(): Step[] {
    const steps: Step[] = []
    while (this.#at < this.#text.length && !['|', ')'].includes(this.#text[this.#at] ?? '')) {
      const part = this.#repeated(this.#atom())
      steps.push(...moved(part, steps.length))
      limited(steps)
    }
    return steps
  }

  #atom(): Step[] {
    const mark = this.#next()
    if (mark === '(') return this.#group()
    if (mark === '[') return [{ op: 'character', test: this.#class() }]
    if (mark === '.')
      return [{ op: 'character', test: { ranges: [[0x0a, 0x0a]], isNegated: true } }]
    if (mark === '^') return [{ op: 'assert', at: 'start' }]
    if (mark === '$') return [{ op: 'assert', at: 'end' }]
    if (mark === '\\') return this.#escape()
    if (['*', '+', '?', '{'].includes(mark)) throw new PatternFault(`"${mark}" repeats nothing`)
    return [{ op: 'character', test: oneOf(mark) }]
  }

  #group(): Step[] {
    const isCaptured = !this.#takes('?')
    if (!isCaptured && !this.#takes(':')) {
      throw new PatternFault(
        'of groups with a question mark only (?:…) is known; there is no looking ahead or behind',
      )
    }
    if (isCaptured) this.#groups += 1
    const slot = 2 * this.#groups
    const body = this.#alternatives()
    if (!this.#takes(')')) throw new PatternFault('a bracket is opened and never closed')
    if (!isCaptured) return body
    return [{ op: 'save', slot }, ...moved(body, 1), { op: 'save', slot: slot + 1 }]
  }

  #escape(): Step[] {
    const mark = this.#next()
    if (mark === 'b') return [{ op: 'assert', at: 'boundary' }]
    return [{ op: 'character', test: escaped(mark) }]
  }

  #class(): CharacterTest {
    const isNegated = this.#takes('^')
    const ranges: (readonly [number, number])[] = []
    for (let isFirst = true; isFirst || !this.#takes(']'); isFirst = false)
      ranges.push(...this.#range())
    return { ranges, isNegated }
  }

  #range(): readonly (readonly [number, number])[] {
    const from = this.#member()
    const [first] = from.ranges
    const isRange = this.#text[this.#at] === '-' && this.#text[this.#at + 1] !== ']'
    if (!isRange || first === undefined || from.ranges.length > 1 || first[0] !== first[1])
      return from.ranges
    this.#at += 1
    const [last] = this.#member().ranges
    if (last === undefined || last[0] !== last[1] || last[0] < first[0]) {
      throw new PatternFault('a range in [ ] runs backwards')
    }
    return [[first[0], last[0]]]
  }

  #member(): CharacterTest {
    const mark = this.#next()
    const test = mark === '\\' ? escaped(this.#next()) : oneOf(mark)
    if (test.isNegated) throw new PatternFault('in [ ], write [^…] for all but some')
    return test
  }

  #repeated(part: Step[]): Step[] {
    const times = this.#times()
    if (times === undefined) return part
    const isLazy = this.#takes('?')
    const steps: Step[] = []
    for (let count = 0; count < times.from; count += 1) steps.push(...moved(part, steps.length))
    if (times.to === undefined) steps.push(...moved(loop(part, isLazy), steps.length))
    for (let count = times.from; count < (times.to ?? 0); count += 1) {
      steps.push(...moved(optional(part, isLazy), steps.length))
      limited(steps)
    }
    return limited(steps)
  }

  #times(): Times | undefined {
    if (this.#takes('*')) return { from: 0 }
    if (this.#takes('+')) return { from: 1 }
    if (this.#takes('?')) return { from: 0, to: 1 }
    return this.#takes('{') ? this.#count() : undefined
  }

  #count(): Times {
    const close = this.#text.indexOf('}', this.#at)
    const count = /^(\d{1,3})(,(\d{0,3}))?$/.exec(this.#text.slice(this.#at, close).join(''))
    if (close < 0 || count === null) throw new PatternFault('write {2}, {2,} or {2,4}')
    this.#at = close + 1
    const [, least, comma, most] = count
    const from = Number(least)
    if (comma !== undefined && most === '') return limitedTimes({ from })
    return limitedTimes({ from, to: Number(most ?? least) })
  }

  #next(): string {
    const mark = this.#text[this.#at]
    if (mark === undefined) throw new PatternFault('it ends in the middle')
    this.#at += 1
    return mark
  }

  #takes(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false
    this.#at += 1
    return true
  }
}

interface Times {
  readonly from: number
  /** Absent: as often as there is text. */
  readonly to?: number
}

function limitedTimes(times: Times): Times {
  const { from, to = from } = times
  if (Math.max(from, to) > mostRepeats)
    throw new PatternFault(`repeats at most ${mostRepeats} times`)
  if (to < from) throw new PatternFault('a repetition runs backwards')
  return times
}

function limited(steps: Step[]): Step[] {
  if (steps.length > mostSteps) throw new PatternFault('is too long; write it shorter')
  return steps
}

const oneOf = (mark: string): CharacterTest => {
  const code = mark.codePointAt(0) ?? 0
  return { ranges: [[code, code]], isNegated: false }
}

function escaped(mark: string): CharacterTest {
  const known = Object.hasOwn(classes, mark.toLowerCase()) ? classes[mark.toLowerCase()] : undefined
  if (known !== undefined) return { ranges: known, isNegated: mark !== mark.toLowerCase() }
  if (/[\p{L}\p{N}]/u.test(mark)) {
    throw new PatternFault(`\\${mark} is not known; use \\d \\w \\s \\b, or a mark such as \\.`)
  }
  return oneOf(mark)
}

const moved = (steps: readonly Step[], by: number): Step[] =>
  steps.map((step) => {
    if (step.op === 'fork') return { ...step, first: step.first + by, second: step.second + by }
    return step.op === 'jump' ? { ...step, to: step.to + by } : step
  })

const fork = (inside: number, behind: number, isLazy: boolean): Step =>
  isLazy
    ? { op: 'fork', first: behind, second: inside }
    : { op: 'fork', first: inside, second: behind }

const loop = (part: readonly Step[], isLazy: boolean): readonly Step[] => [
  fork(1, part.length + 2, isLazy),
  ...moved(part, 1),
  { op: 'jump', to: 0 },
]

const optional = (part: readonly Step[], isLazy: boolean): readonly Step[] => [
  fork(1, part.length + 1, isLazy),
  ...moved(part, 1),
]
