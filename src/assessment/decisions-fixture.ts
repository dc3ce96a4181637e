import { realEffects } from '../effects.ts'
import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import type { Decided, DecisionStatement, NeedsReview } from './decision.ts'
import { type DecisionOn, decisionsOn, openDecisions } from './decisions.ts'
import type { IdentityExplanation } from './explanation.ts'
import { needsReviewSql, standingDecisionsSql } from './standing-decisions.ts'

/** What people say, without the words that every statement needs. */
export type Said = Pick<DecisionStatement, 'identity' | 'status' | 'author'> &
  Partial<DecisionStatement>

export interface Standing {
  readonly identity: string
  readonly status: string
  readonly attribution: string | null
  readonly decision_id: number
  readonly publishable: boolean
}

export interface DecisionStore {
  readonly sql: SqlEngine
  readonly close: () => Promise<void>
  /** Empties the store. */
  readonly clear: () => Promise<void>
  /** Who stands in which identity from now on; an identity is named for what it is given under (`a`: idn_a). */
  readonly stand: (groups: Readonly<Record<string, readonly number[]>>) => Promise<void>
  /** Moves the clock, in days since the beginning. */
  readonly wait: (days: number) => void
  readonly say: (said: Said) => Promise<Decided>
  /** The refusal, in words; fails where there is none. */
  readonly refused: (said: Said) => Promise<string>
  readonly standing: () => Promise<readonly Standing[]>
  /** `idn_a: expired 3` */
  readonly waiting: () => Promise<readonly string[]>
  readonly on: (identity: string) => Promise<readonly DecisionOn[]>
  /** The ledger as it is kept. */
  readonly ledger: () => Promise<readonly object[]>
}

const begun = Date.UTC(2026, 0, 1)
const day = 24 * 60 * 60 * 1000

/** As much of an explanation as deciding looks at: nothing is missing but the decision. */
const explained = (identity: string) =>
  ({
    identity,
    part: identity === 'idn_f' ? 'facilitator' : 'worker',
    missing: [],
    missingForAssessed: ['a person’s decision'],
  }) as Partial<IdentityExplanation> as IdentityExplanation

/** A store of subjects that stand where a test puts them, and people who decide by its clock. */
export async function openDecisionStore(): Promise<DecisionStore> {
  const { store, sql, close } = await openTestStore()
  await sql.run(`insert into link_run values (1, '2026-01-01', 0, 0, 0, '{}', 'full', 0, 0)`)
  let now = new Date(begun)
  const effects = { ...realEffects, now: () => now }
  const { decide } = openDecisions({
    store,
    effects,
    explainIdentity: async (identity) => explained(identity),
    versions: { program: '1' },
  })
  const say = (said: Said) => decide({ reason: 'looked at it with two others', ...said })
  return {
    sql,
    close,
    clear: async () => {
      now = new Date(begun)
      for (const table of ['decision', 'delivery', 'event', 'finding', 'ring_member', 'ring_link'])
        await sql.run(`delete from ${table}`)
      await sql.run('create or replace sequence decision_number')
    },
    stand: (groups) => stand(sql, groups),
    wait: (days) => {
      now = new Date(now.getTime() + days * day)
    },
    say,
    refused: async (said) => {
      const before = JSON.stringify(await ledgerOf(sql))
      const refusal = await say(said).then(
        () => 'not refused',
        (problem: unknown) => (problem instanceof Problem ? problem.message : `a bug: ${problem}`),
      )
      return before === JSON.stringify(await ledgerOf(sql)) ? refusal : `appended: ${refusal}`
    },
    standing: () =>
      sql.rows(`select i.identity, s.* exclude (identity_no) from (${standingDecisionsSql(now)}) as s
        join identity as i using (identity_no) order by i.identity`),
    waiting: async () => {
      const rows = await sql.rows<NeedsReview & { readonly identity: string }>(`
        select i.identity, w.* from (${needsReviewSql(now)}) as w join identity as i using (identity_no)
        order by i.identity`)
      return rows.map(({ identity, why, decision_id: id }) => `${identity}: ${why} ${id}`)
    },
    on: (identity) => decisionsOn(sql, identity, now),
    ledger: () => ledgerOf(sql),
  }
}

const ledgerOf = (sql: SqlEngine): Promise<readonly object[]> =>
  sql.rows<object>('select * from decision order by decision_id')

async function stand(
  sql: SqlEngine,
  groups: Readonly<Record<string, readonly number[]>>,
): Promise<void> {
  await sql.run('delete from identity')
  await sql.run('delete from identity_member')
  for (const [at, [name, subjects]] of Object.entries(groups).entries()) {
    await sql.run(`insert into identity values
      (${at + 1}, ${quoteText(`idn_${name}`)}, ${Math.min(...subjects)})`)
    await sql.run(
      `insert into identity_member select ${at + 1}, unnest([${subjects.join(', ')}]::integer[])`,
    )
  }
}
