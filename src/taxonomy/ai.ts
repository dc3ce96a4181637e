import rules from '../../taxonomy/ai.json' with { type: 'json' }
import { normalTag } from './industries.ts'

/** `pure`: an AI company; `product`: builds AI into its products; `none`: neither, as the source says. */
export type AiFocus = 'pure' | 'product' | 'none'

export interface AiRule {
  /** A tag, in lower case, words joined by `-`. */
  readonly tag: string
  readonly ai: 'pure' | 'product'
}

/** Which tag says what, `pure` before `product`: for loading into SQL, and the order in which they win. */
export const aiRules = (): readonly AiRule[] => [
  ...rules.pure.map((tag) => ({ tag, ai: 'pure' }) as const),
  ...rules.product.map((tag) => ({ tag, ai: 'product' }) as const),
]

/**
 * Whether an organization is an AI company or builds AI into its products. What the source says wins;
 * else its tags, `pure` before `product`; undefined where neither tells, which is not `none`. Never by
 * name or by industry: the reasons stand in `taxonomy/ai.json`.
 */
export function aiOf(organization: {
  readonly ai?: AiFocus | undefined
  readonly tags?: readonly string[] | undefined
}): AiFocus | undefined {
  if (organization.ai !== undefined) return organization.ai
  const tags = new Set(organization.tags?.map(normalTag))
  return aiRules().find(({ tag }) => tags.has(tag))?.ai
}
