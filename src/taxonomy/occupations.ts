import { createRequire } from 'node:module'

type Listed = typeof import('../../taxonomy/occupations.json', { with: { type: 'json' }})[number]
type Former = typeof import('../../taxonomy/occupations-2010.json', { with: {
  type: 'json',
}})[number]

export type OccupationLevel = 'major' | 'minor' | 'broad' | 'detailed'

/** An occupation of SOC 2018. */
export interface Occupation {
  readonly edition: 2018
  /** `15-1252`; `15-0000` for a major group. */
  readonly code: string
  readonly title: string
  readonly level: OccupationLevel
  readonly major: { readonly code: string; readonly title: string }
}

/** An occupation of SOC 2010 whose code is gone and that was divided among several of SOC 2018. */
export interface FormerOccupation {
  readonly edition: 2010
  readonly code: string
  readonly title: string
  /** Codes of SOC 2018 among which it was divided; which one is meant nobody can tell. */
  readonly successors: readonly string[]
}

interface Occupations {
  readonly titles: ReadonlyMap<string, string>
  readonly former: ReadonlyMap<string, Former>
}

let read: Occupations | undefined

/** Read when the first code is asked for: no command pays at its start for what few commands ask. */
function lists(): Occupations {
  if (read !== undefined) return read
  const open = createRequire(import.meta.url)
  const current: readonly Listed[] = open('../../taxonomy/occupations.json')
  const gone: readonly Former[] = open('../../taxonomy/occupations-2010.json')
  read = {
    titles: new Map(current.map(({ code, title }) => [code, title])),
    former: new Map(gone.map((row) => [row.code, row])),
  }
  return read
}

/** `15-1252`, `151252`, and `15-1252.00` of O*NET, whose last digits divide an occupation of SOC. */
const written = /^(\d{2})-?(\d{4})(?:\.\d{2})?$/u

/** Every occupation of SOC 2018 at all four levels, in the order of the codes. */
export const occupationRows = (): readonly Occupation[] =>
  [...lists().titles].map(([code, title]) => occupation(code, title))

/**
 * The occupation of a code of SOC 2018, or of O*NET by the SOC code that it begins with. A code of SOC
 * 2010 that is gone is given as the one code that it became, by the crosswalk of the Bureau of Labor
 * Statistics; where it was divided (`15-1132`), it is said to be of the older edition. A code that
 * stands in both editions is read as 2018: the code alone does not tell. Undefined for anything else.
 */
export function occupationOf(code: string): Occupation | FormerOccupation | undefined {
  const parts = written.exec(code.trim())
  if (parts === null) return undefined
  const { titles, former } = lists()
  const wanted = `${parts[1]}-${parts[2]}`
  const title = titles.get(wanted)
  if (title !== undefined) return occupation(wanted, title)
  const gone = former.get(wanted)
  const [successor = '', ...more] = gone?.successors ?? []
  if (gone === undefined) return undefined
  if (more.length > 0) return { edition: 2010, ...gone }
  return occupation(successor, titles.get(successor) ?? gone.title)
}

function occupation(code: string, title: string): Occupation {
  const major = `${code.slice(0, 2)}-0000`
  return {
    edition: 2018,
    code,
    title,
    level: levelOf(code),
    major: { code: major, title: lists().titles.get(major) ?? '' },
  }
}

/** SOC writes its levels as zeros at the end; `15-1200` is a minor group by exception of the standard. */
function levelOf(code: string): OccupationLevel {
  if (code.endsWith('-0000')) return 'major'
  if (code.endsWith('00')) return 'minor'
  return code.endsWith('0') ? 'broad' : 'detailed'
}
