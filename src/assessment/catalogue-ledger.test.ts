import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

/**
 * What was once published under an id and a version stays what it was: `indicators/versions.csv` has one
 * line for each, and lines are only ever added. The hash is of the YAML as data, with sorted keys and
 * without the defaults of the schema: comments and line breaks are no content, and a new optional field
 * of the schema changes no file.
 */
interface Line {
  readonly id: string
  readonly version: number
  readonly hash: string
}

const folder = 'indicators'
const header = 'id,version,sha256'
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const current = files.map((name) => lineOf(readFileSync(`${folder}/${name}`, 'utf8')))
const ledger = readLedger(readFileSync(`${folder}/versions.csv`, 'utf8'))

function lineOf(yaml: string): Line {
  const content = parse(yaml) as { readonly id: string; readonly version: number }
  const hash = createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
  return { id: content.id, version: content.version, hash }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

function readLedger(csv: string): readonly Line[] {
  const [first, ...lines] = csv.trimEnd().split('\n')
  if (first !== header) throw new Error(`versions.csv starts with ${header}`)
  return lines.map((line) => {
    const [, id = '', version, hash = ''] = /^([a-z_]+),([1-9]\d*),([0-9a-f]{64})$/.exec(line) ?? []
    if (version === undefined) throw new Error(`versions.csv: "${line}" is not ${header}`)
    return { id, version: Number(version), hash }
  })
}

const written = ({ id, version, hash }: Line): string => `${id},${version},${hash}`

/** What is wrong between the files and the ledger, each with what to do. */
function faults(now: readonly Line[], lines: readonly Line[]): readonly string[] {
  const ids = new Set(now.map(({ id }) => id))
  const gone = [...new Set(lines.map(({ id }) => id))].filter((id) => !ids.has(id))
  return [
    ...now.flatMap((line) => faultOf(line, lines)),
    ...gone.map((id) => `${id} was published once and has vanished: bring ${id}.yaml back`),
    ...gaps(lines),
  ]
}

function faultOf(line: Line, lines: readonly Line[]): readonly string[] {
  const own = lines.filter(({ id }) => id === line.id)
  const last = own.at(-1)
  if (last?.version === line.version && last.hash === line.hash) return []
  if (last === undefined || line.version === last.version + 1) {
    return [`append to ${folder}/versions.csv: ${written(line)}`]
  }
  return [`${line.id} is not what version ${last.version} was: make it version ${last.version + 1}`]
}

function gaps(lines: readonly Line[]): readonly string[] {
  const latest = new Map<string, number>()
  return lines.flatMap(({ id, version }) => {
    const expected = (latest.get(id) ?? 0) + 1
    latest.set(id, version)
    return version === expected ? [] : [`${id}: version ${expected} is missing before ${version}`]
  })
}

describe('the ledger of versions', () => {
  test('has every indicator as it is, loses none and leaves no version out', () => {
    expect(faults(current, ledger)).toEqual([])
  })

  const base = lineOf('{ id: a_b, version: 2, title: t }')
  const before = { id: 'a_b', version: 1, hash: '0'.repeat(64) }

  test('is not disturbed by the order of keys, and by every change of content', () => {
    expect(lineOf('# why\ntitle: t\nversion: 2\nid: a_b\n')).toEqual(base)
    expect(lineOf('{ id: a_b, version: 2, title: u }').hash).not.toBe(base.hash)
  })

  test('names the line to append for a new indicator and for a new version', () => {
    expect(faults([base], [before, base])).toEqual([])
    expect(faults([base], [before])).toEqual([
      `append to indicators/versions.csv: ${written(base)}`,
    ])
    expect(faults([{ ...base, version: 1 }], [])).toEqual([
      `append to indicators/versions.csv: ${written({ ...base, version: 1 })}`,
    ])
  })

  test.each([
    { fault: 'make it version 3', now: [{ ...base, hash: before.hash }], lines: [before, base] },
    { fault: 'make it version 3', now: [before], lines: [before, base] },
    { fault: 'make it version 2', now: [{ ...base, version: 3 }], lines: [before] },
    { fault: 'bring a_b.yaml back', now: [], lines: [before] },
    { fault: 'version 1 is missing', now: [base], lines: [base] },
    { fault: 'version 2 is missing', now: [base], lines: [before, before, base] },
  ])('says "$fault"', ({ fault, now, lines }) => {
    expect(faults(now, lines).join('\n')).toContain(fault)
  })

  test('refuses a line that is none', () => {
    expect(() => readLedger(`${header}\na_b,0,${before.hash}\n`)).toThrow(/"a_b,0,/)
    expect(() => readLedger(`${written(before)}\n`)).toThrow(/starts with/)
  })
})

describe('the sources', () => {
  const Source = z.strictObject({
    title: z.string().min(8),
    by: z.string().min(3),
    date: z
      .string()
      .regex(/^20\d\d(-[01]\d(-[0-3]\d)?)?$/)
      .optional(),
    url: z.url({ protocol: /^https$/ }).optional(),
    /** How far it was read before the indicators were written. */
    read: z.enum(['in full', 'in part', 'press', 'general knowledge']),
  })
  const Sources = z.record(z.string().regex(/^[A-Z0-9-]+$/), Source)
  const named: unknown = JSON.parse(readFileSync(`${folder}/sources.json`, 'utf8'))

  test('are those that indicators name, no more and no less', () => {
    const used = files.flatMap((name) => {
      const { sources } = parse(readFileSync(`${folder}/${name}`, 'utf8')) as { sources: string[] }
      return sources
    })
    expect(Object.keys(Sources.parse(named)).sort()).toEqual([...new Set(used)].sort())
  })

  test('say how far each was read', () => {
    const unread = { X: { title: 'a long title', by: 'ourselves' } }
    expect(Sources.safeParse(unread).success).toBe(false)
    expect(Sources.safeParse({ X: { ...unread.X, read: 'press' } }).success).toBe(true)
    expect(Sources.safeParse({ X: { ...unread.X, read: 'skimmed' } }).success).toBe(false)
  })
})
