import type { Effects } from '../effects.ts'
import type { LinkModel } from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { hubJudgementSql, judgeHub } from './hubs.ts'
import { type NamedSelector, readSelector, requireShown, selectorText } from './named-selectors.ts'

/** A word on a selector as somebody types it. */
export interface SelectorWord {
  /** `kind:value` or `kind/detail:value`. */
  readonly selector: string
  /** Null takes back what was said before. */
  readonly muted: boolean | null
  readonly author: string
  readonly reason: string
}

export interface SaidOfSelector {
  /** In its normal form. */
  readonly selector: string
  /** How many share it as a hub; 0 where it is none. */
  readonly members: number
}

interface Parts {
  readonly sql: SqlEngine
  readonly models: readonly LinkModel[]
  readonly effects: Effects
}

/** Appends the word. Refuses a selector that nothing shows, and to take back what nobody said. */
export async function sayOfSelector(
  { sql, models, effects }: Parts,
  { selector: text, ...word }: SelectorWord,
): Promise<SaidOfSelector> {
  const selector = readSelector(models, text)
  await (word.muted === null ? requireSaid : requireShown)(sql, selector)
  const { members } = await judgeHub(sql, { ...selector, ...word }, effects)
  return { selector: selectorText(selector), members }
}

async function requireSaid(sql: SqlEngine, selector: NamedSelector): Promise<void> {
  const { kind, detail, value } = selector
  const [said] = await sql.rows(`select 1 from (${hubJudgementSql})
    where kind = ${quoteText(kind)} and detail = ${quoteText(detail)} and value = ${quoteText(value)}`)
  if (said !== undefined) return
  throw new Problem('not-found', `nothing that was said of ${selectorText(selector)} stands`)
}
