import type { Effects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { nextNumber, quoteNumber, type SqlEngine } from '../sql/index.ts'
import { authorOf } from './decision.ts'

/** Something that somebody was handed, and the identities in it. */
export interface Delivery {
  /** A person, or an organization by its domain. */
  readonly recipient: string
  readonly what: 'list' | 'explanation' | 'report' | 'employer_view'
  /** The identities in it, each by the subject that stands for it (`founder_subject`). */
  readonly founderSubjects: readonly number[]
}

/** Longer ones are no name of anybody. */
const longestRecipient = 128

/**
 * Appends to `delivery` that somebody was handed something, with all decisions up to now in it: so that
 * whoever received what is contested later can be told. Record it before it is handed over: one who was
 * never given it is told in vain, the other way round one is never told.
 */
export async function recordDelivery(
  sql: SqlEngine,
  { recipient, what, founderSubjects }: Delivery,
  effects: Effects,
): Promise<void> {
  const name = recipientOf(recipient)
  await sql.insert('delivery', [
    {
      delivery_id: await nextNumber(sql, 'delivery'),
      delivered_at: effects.now().toISOString(),
      recipient: name,
      what,
      founder_subjects: { sql: `[${founderSubjects.map(quoteNumber).join(', ')}]::integer[]` },
      last_decision: { sql: '(select coalesce(max(decision_id), 0) from decision)' },
    },
  ])
}

function recipientOf(given: string): string {
  const name = authorOf(given)
  if (name !== '' && name.length <= longestRecipient) return name
  throw new Problem('usage', '--to: say who receives it, by a name or a domain')
}
