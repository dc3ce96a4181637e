import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { type DecisionStore, openDecisionStore } from './decisions-fixture.ts'

let store: DecisionStore
beforeAll(async () => {
  store = await openDecisionStore()
  return store.close
})

const word = fc.record({
  author: fc.constantFrom('ana', 'bea', 'Ana'),
  status: fc.constantFrom('assessed', 'cleared', 'undecided', 'real_holder'),
  contest: fc.option(fc.nat(2), { nil: undefined }),
  wait: fc.constantFrom(0, 0, 100, 400),
} as const)

type Stood = Map<string, { readonly status: string; readonly until: number }>

/** By hand, of one identity: what each author's last word is, when it ends, and what follows. */
function follow(words: readonly KeptWord[], now: number): readonly string[] {
  const stood = words.reduce(hear, new Map())
  const alive = [...stood.values()].filter(({ until }) => until > now)
  return [...new Set(alive.map(({ status }) => status))]
}

function hear(stood: Stood, { author, status, contests, at }: KeptWord): Stood {
  const person = author.toLowerCase()
  if (status === 'undecided') {
    return new Map([...stood].filter(([other]) => contests === null && other !== person))
  }
  const agreeing = [...stood].filter(([, { status: before }]) => before === status)
  const until = status === 'real_holder' ? Number.POSITIVE_INFINITY : at + 365
  return new Map([...agreeing, [person, { status, until }]])
}

interface KeptWord {
  readonly author: string
  readonly status: string
  readonly contests: number | null
  readonly at: number
}

test('whatever is said, the ledger only grows, and what stands follows from it', async () => {
  await checkAsyncProperty(
    fc.asyncProperty(fc.array(word, { maxLength: 7 }), async (words) => {
      await store.clear()
      await store.stand({ a: [1, 2] })
      let now = 0
      const accepted: KeptWord[] = []
      for (const { author, status, contest, wait } of words) {
        store.wait(wait)
        now += wait
        const before = await store.ledger()
        const contests = contest === undefined ? undefined : before.length - contest
        const appended = await store.say({ identity: 'idn_a', author, status, contests }).then(
          () => true,
          () => false,
        )
        const after = await store.ledger()
        expect(after.slice(0, before.length)).toEqual(before)
        expect(after).toHaveLength(before.length + Number(appended))
        if (appended) accepted.push({ author, status, contests: contests ?? null, at: now })
        const standing = (await store.standing()).map((each) => each.status)
        expect(standing).toEqual(follow(accepted, now))
      }
      const stands = await store.standing()
      await store.sql.run(
        'create or replace temp table kept as from decision order by hash(decision_id)',
      )
      await store.sql.run('delete from decision')
      await store.sql.run('insert into decision from kept')
      expect(await store.standing()).toEqual(stands)
    }),
    { runs: 5 },
  )
})

const shuffled = fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4, maxLength: 4 })
const groups = fc.tuple(shuffled, fc.integer({ min: 1, max: 3 })).map(([order, cut]) => ({
  a: order.slice(0, cut),
  b: order.slice(cut),
}))

test('however identities change between the words, each has one status or waits, and never both', async () => {
  await checkAsyncProperty(
    fc.asyncProperty(
      fc.array(fc.record({ said: word, identity: fc.constantFrom('idn_a', 'idn_b'), groups }), {
        maxLength: 6,
      }),
      async (steps) => {
        await store.clear()
        for (const { said, identity, groups: now } of steps) {
          await store.stand(now)
          store.wait(said.wait)
          await store
            .say({ identity, author: said.author, status: said.status })
            .catch(() => undefined)
          const standing = (await store.standing()).map((each) => each.identity)
          const waiting = (await store.waiting()).map((each) => each.split(':')[0] ?? '')
          const both = [...standing, ...waiting]
          expect(new Set(both).size).toBe(both.length)
          const holders = await store.sql.rows<{ count: number }>(
            'select count(*) as count from listed_identity semi join real_holder using (identity_no)',
          )
          expect(holders).toEqual([{ count: 0 }])
        }
      },
    ),
    { runs: 5 },
  )
})
