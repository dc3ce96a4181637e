import type { CharacterTest, SafePattern, Step } from './pattern-steps.ts'

/** Characters of a text that are searched. */
const searched = 4_000

type Slots = readonly (number | undefined)[]

interface Thread {
  readonly at: number
  readonly slots: Slots
}

/** All texts of a pattern in a text, from the left: the groups joined by ":", or the whole where it has none. */
export function findPattern({ steps, groups }: SafePattern, text: string): readonly string[] {
  const characters = [...text.slice(0, searched)]
  const found: string[] = []
  for (let from = 0; from <= characters.length; ) {
    const slots = firstMatch(steps, characters, from)
    if (slots === undefined) return found
    const textOf = (slot: number): string =>
      characters.slice(slots[slot] ?? 0, slots[slot + 1] ?? 0).join('')
    const parts = Array.from({ length: groups }, (_, index) => textOf(2 * index + 2))
    const whole = groups === 0 ? textOf(0) : parts.filter((part) => part !== '').join(':')
    if (whole.trim() !== '') found.push(whole.trim())
    from = Math.max(slots[1] ?? 0, (slots[0] ?? from) + 1)
  }
  return found
}

function firstMatch(
  steps: readonly Step[],
  characters: readonly string[],
  from: number,
): Slots | undefined {
  let threads: readonly Thread[] = []
  let best: Slots | undefined
  for (let position = from; position <= characters.length; position += 1) {
    const run: Run = { steps, characters, position, seen: new Set(), threads: [] }
    for (const thread of threads) follow(run, thread)
    // A match that begins later is none while an earlier one may still be found.
    if (best === undefined) follow(run, { at: 0, slots: [] })
    const stepped = stepOver(run)
    best = stepped.match ?? best
    threads = stepped.threads
    if (threads.length === 0 && best !== undefined) break
  }
  return best
}

/** The threads that take the next character; those behind one that has matched are given up. */
function stepOver({ steps, characters, position, threads }: Run): {
  readonly threads: readonly Thread[]
  readonly match: Slots | undefined
} {
  const code = (characters[position] ?? '').codePointAt(0)
  const taking: Thread[] = []
  for (const { at, slots } of threads) {
    const step = steps[at]
    if (step?.op === 'match') return { threads: taking, match: slots }
    const isTaken = step?.op === 'character' && code !== undefined && fits(step.test, code)
    if (isTaken) taking.push({ at: at + 1, slots })
  }
  return { threads: taking, match: undefined }
}

interface Run {
  readonly steps: readonly Step[]
  readonly characters: readonly string[]
  readonly position: number
  readonly seen: Set<number>
  /** In the order of their preference. */
  readonly threads: Thread[]
}

/** Follows all that takes no character, with a stack of its own: a pattern may nest deep. */
function follow(run: Run, thread: Thread): void {
  const stack: Thread[] = [thread]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (run.seen.has(next.at)) continue
    run.seen.add(next.at)
    const ways = waysFrom(run, next)
    if (ways === undefined) run.threads.push(next)
    else stack.push(...ways)
  }
}

/** Where a thread goes without a character, the preferred way last; undefined where it needs one, or has matched. */
function waysFrom(run: Run, { at, slots }: Thread): readonly Thread[] | undefined {
  const step = run.steps[at]
  switch (step?.op) {
    case 'jump':
      return [{ at: step.to, slots }]
    case 'fork':
      return [
        { at: step.second, slots },
        { at: step.first, slots },
      ]
    case 'save':
      return [{ at: at + 1, slots: Object.assign([...slots], { [step.slot]: run.position }) }]
    case 'assert':
      return holds(run, step.at) ? [{ at: at + 1, slots }] : []
    default:
      return undefined
  }
}

function holds({ characters, position }: Run, at: 'start' | 'end' | 'boundary'): boolean {
  if (at === 'start') return position === 0
  if (at === 'end') return position === characters.length
  const isLetter = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}_]/u.test(character)
  return isLetter(characters[position - 1]) !== isLetter(characters[position])
}

function fits({ ranges, isNegated }: CharacterTest, code: number): boolean {
  const character = String.fromCodePoint(code)
  const codes = [
    code,
    character.toLowerCase().codePointAt(0),
    character.toUpperCase().codePointAt(0),
  ]
  const isInside = codes.some(
    (each) => each !== undefined && ranges.some(([from, to]) => each >= from && each <= to),
  )
  return isInside !== isNegated
}
