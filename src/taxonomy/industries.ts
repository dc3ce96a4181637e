import { createRequire } from 'node:module'
import industryGroupList from '../../taxonomy/industry-groups.json' with { type: 'json' }

export interface Industry {
  /** The longest code that is known of the one that was asked for. */
  readonly code: string
  readonly title: string
  /** The sector as NAICS writes it: `62`, `31-33`. */
  readonly sector: string
  readonly sectorTitle: string
}

/** One line of what belongs to a group; the longest matching code of a group and part decides. */
export interface GroupRule {
  readonly group: string
  /** A part of the group; '' for the group as such. */
  readonly part: string
  readonly by: 'code' | 'tag'
  /** A NAICS code that an industry may begin with, or a tag (lower case, words joined by `-`). */
  readonly value: string
  readonly belongs: boolean
}

export interface IndustryGroup {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly parts: readonly { readonly id: string; readonly title: string }[]
  /** Codes that hold members and others alike, and how the rule decides where evidence does not. */
  readonly cannotTell: { readonly codes: readonly string[]; readonly why: string } | null
}

interface Listed {
  readonly codes: readonly string[]
  readonly except: readonly string[]
  readonly tags: readonly string[]
}

/** `31-33` stands for `31`, `32` and `33`: three sectors are written as a range. */
function members(code: string): readonly string[] {
  const [first = code, last] = code.split('-')
  if (last === undefined) return [code]
  const count = Number(last) - Number(first) + 1
  return Array.from({ length: count }, (_, at) => String(Number(first) + at))
}

const isSector = (code: string): boolean => code.length === 2 || code.includes('-')

type Row = typeof import('../../taxonomy/industries.json', { with: { type: 'json' }})[number]

interface Industries {
  readonly sectors: readonly Row[]
  readonly rows: readonly Industry[]
  readonly byCode: ReadonlyMap<string, Industry>
}

let read: Industries | undefined

/** Read when the first code is asked for: no command pays at its start for what few commands ask. */
function lists(): Industries {
  if (read !== undefined) return read
  const listed: readonly Row[] = createRequire(import.meta.url)('../../taxonomy/industries.json')
  const sectors = listed.filter(({ code }) => isSector(code))
  const sectorOf = new Map(
    sectors.flatMap((sector) => members(sector.code).map((code) => [code, sector] as const)),
  )
  const rows = listed.flatMap(({ code, title }) => {
    const sector = sectorOf.get(code.slice(0, 2))
    if (sector === undefined) throw new Error(`industries.json: no sector for ${code}`)
    const place = { title, sector: sector.code, sectorTitle: sector.title }
    return members(code).map((member) => ({ code: member, ...place }))
  })
  read = { sectors, rows, byCode: new Map(rows.map((row) => [row.code, row])) }
  return read
}

/** One row per known code, a range sector once for each of its members: for loading into SQL. */
export const industryRows = (): readonly Industry[] => lists().rows

/** The 20 sectors in the order of their codes. */
export const sectorRows = (): readonly { readonly code: string; readonly title: string }[] =>
  lists().sectors.map(({ code, title }) => ({ code, title }))

/** The industry of a NAICS code of 2 to 6 digits by its longest known beginning. */
export function industryOf(code: string): Industry | undefined {
  const { byCode } = lists()
  for (let length = code.length; length >= 2; length -= 1) {
    const industry = byCode.get(code.slice(0, length))
    if (industry !== undefined) return industry
  }
  return undefined
}

/** The groups of industries that reports count by, with the reason for where each ends. */
export const industryGroups = (): readonly IndustryGroup[] =>
  industryGroupList.map(({ id, title, why, parts, cannot_tell }) => ({
    id,
    title,
    why,
    parts: parts.map((part) => ({ id: part.id, title: part.title })),
    cannotTell: cannot_tell ?? null,
  }))

/** Who belongs to which group and part, one rule a line: for loading into SQL. */
export function groupRules(): readonly GroupRule[] {
  return industryGroupList.flatMap((group) => [
    ...rulesOf(group, { group: group.id, part: '' }),
    ...group.parts.flatMap((part) => rulesOf(part, { group: group.id, part: part.id })),
  ])
}

function rulesOf(listed: Listed, place: { group: string; part: string }): readonly GroupRule[] {
  const rule = (by: 'code' | 'tag', belongs: boolean) => (value: string) => ({
    ...place,
    by,
    value,
    belongs,
  })
  return [
    ...listed.codes.map(rule('code', true)),
    ...listed.except.map(rule('code', false)),
    ...listed.tags.map(rule('tag', true)),
  ]
}

/** The groups of an organization; whoever belongs to a part belongs to the group. */
export function groupsOf(
  code: string | undefined,
  tags: readonly string[] = [],
): readonly string[] {
  const wanted = new Set(tags.map(normalTag))
  return industryGroupList
    .filter((group) => [group, ...group.parts].some((listed) => belongs(listed, code, wanted)))
    .map(({ id }) => id)
}

/** A tag as the rules write it: `Government Contractor` is `government-contractor`. */
export const normalTag = (tag: string): string => tag.trim().toLowerCase().replace(/[\s_]/g, '-')

function belongs(listed: Listed, code: string | undefined, tags: ReadonlySet<string>): boolean {
  if (listed.tags.some((tag) => tags.has(tag))) return true
  if (code === undefined) return false
  return longest(listed.codes, code) > longest(listed.except, code)
}

const longest = (prefixes: readonly string[], code: string): number =>
  Math.max(0, ...prefixes.filter((prefix) => code.startsWith(prefix)).map(({ length }) => length))
