import type { Draw } from '../draw.ts'

const below = (draw: Draw, limit: number): number => Math.floor(draw() * limit)
const pick = <Item>(draw: Draw, items: readonly Item[]): Item =>
  items[below(draw, items.length)] as Item

type Mutation = (bytes: Buffer, draw: Draw, other: Buffer) => Buffer

interface Cut {
  readonly at: number
  /** Bytes that go. */
  readonly gone: number
}

const spliced = (bytes: Buffer, { at, gone }: Cut, into: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), into, bytes.subarray(at + gone)])

const cutOf = (bytes: Buffer, draw: Draw, most: number): Cut => ({
  at: below(draw, bytes.length),
  gone: below(draw, most),
})

/** What has broken readers before: extremes, marks of other formats, openings that nobody closes. */
const nasty = [
  'null',
  '""',
  '[]',
  '{}',
  '-1',
  '1e999',
  '9007199254740993',
  '18446744073709551616',
  'NaN',
  '\\u0000',
  '\\ud800',
  '\u0000',
  '\uFFFD',
  '"',
  "'",
  ',',
  ';',
  '\t',
  '\r',
  '\n',
  '\r\n\r\n',
  '{',
  '[',
  '}',
  ']',
  '"9999-12-31T23:59:59Z"',
  '"0001-01-01"',
  '"2024-02-30T25:61:61Z"',
  '"__proto__"',
  '"constructor"',
  '=cmd()',
  '%PDF-1.7',
  'PK\u0003\u0004',
  '\uFEFF',
  '../../../etc/passwd',
  '🂡'.repeat(50),
] as const

/** On the bytes: knows nothing of the format. */
const onBytes: readonly Mutation[] = [
  (bytes, draw) => {
    const changed = Buffer.from(bytes)
    for (let count = 1 + below(draw, 8); count > 0; count -= 1) {
      changed[below(draw, changed.length)] = below(draw, 256)
    }
    return changed
  },
  (bytes, draw) => bytes.subarray(0, below(draw, bytes.length)),
  (bytes, draw) => spliced(bytes, cutOf(bytes, draw, 64), Buffer.alloc(0)),
  (bytes, draw) => spliced(bytes, cutOf(bytes, draw, 8), Buffer.from(pick(draw, nasty))),
  (bytes, draw) => {
    const from = below(draw, bytes.length)
    const piece = bytes.subarray(from, from + 1 + below(draw, 400))
    return spliced(bytes, cutOf(bytes, draw, 1), piece)
  },
  (bytes, draw, other) => {
    const from = below(draw, other.length)
    return spliced(bytes, cutOf(bytes, draw, 64), other.subarray(from, from + 200))
  },
  (bytes, draw) => {
    const opening = pick(draw, ['[', '{"a":', '(', '"'])
    return spliced(
      bytes,
      cutOf(bytes, draw, 1),
      Buffer.from(opening.repeat(1 + below(draw, 20_000))),
    )
  },
]

/** On the values of JSON: what parses, and says something else than it should. */
function onValues(bytes: Buffer, draw: Draw): Buffer | undefined {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    // One record a line, or no JSON: another mutation takes it.
    return undefined
  }
  return Buffer.from(JSON.stringify(changedValue(value, draw, 0)))
}

const odd: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e300,
  true,
  [],
  {},
  [[]],
  [null],
  { a: { b: {} } },
  'x'.repeat(3000),
  '\u0000',
  '\ud800',
  '9999-12-31T23:59:59Z',
  'a@b',
  '+++',
  '::',
  '999.999.999.999',
  'http://',
  'token:',
  Number.MAX_VALUE,
  { value: { value: 1 } },
  ['a', 1, null, {}],
]

/** Deeper, and everywhere it goes on, every third value on the way may change. */
function changedValue(value: unknown, draw: Draw, depth: number): unknown {
  if (depth > 0 && draw() < 0.05) return pick(draw, odd)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => changedValue(item, draw, depth + 1))
    return draw() < 0.03 ? [...items, ...items] : items
  }
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(() => draw() > 0.02)
  return Object.fromEntries(
    entries.map(([name, child]) => [
      draw() < 0.01 ? '__proto__' : name,
      changedValue(child, draw, depth + 1),
    ]),
  )
}

/** A file that is like `seed` and is not it. */
export function mutant(seed: Buffer, other: Buffer, draw: Draw): Buffer {
  if (draw() < 0.4) {
    const changed = onValues(seed, draw)
    if (changed !== undefined) return changed
  }
  let changed = seed
  for (let count = 1 + below(draw, 3); count > 0; count -= 1) {
    if (changed.length > 0) changed = pick(draw, onBytes)(changed, draw, other)
  }
  return changed
}
