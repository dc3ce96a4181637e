import { expect, test } from 'vitest'
import type { Withdrawal } from '../evidence/index.ts'
import { groupsWith, type Presented, seen, useSharedWorld } from './small-evidence-fixture.ts'
import { erasedText } from './withdrawn.ts'

const at = '2024-05-01T08:00:00Z'
const erased = (ref: string): Withdrawal => ({
  source: 'ats',
  withdraws: 'subject',
  ref,
  reason: 'deleted',
  at,
})
const merged = (merges: string, into: string): Withdrawal => ({ source: 'ats', merges, into, at })
const shown = (name: string, email: string): Presented => ({ name, emails: [email] })
const signed = { author: 'ana', reason: 'seen on two calls, the same face' }

/**
 * Four subjects for each test: one and two are one identity by a mailbox; three by a person's word.
 * Who they are says what is withdrawn of them.
 */
const families = ['linked', 'alone', 'merged', 'spoken'] as const
const four = (family: string): object[] => [
  seen(`ats/${family}-1`, shown(`Jordan ${family}`, `jordan@${family}.example`)),
  seen(`ats/${family}-2`, shown(`Jordan ${family}`, `jordan@${family}.example`)),
  seen(`ats/${family}-3`, shown(`Casey M${family}`, `casey@${family}.example`)),
  seen(`ats/${family}-4`, shown(`Dana H${family}`, `dana@${family}.example`)),
]

let before: Readonly<Record<string, string>>
/** How questions end between the withdrawal and the next run. */
let stale: readonly unknown[]
let identities: readonly string[]

const world = useSharedWorld(async (world) => {
  const { judge, judgeHub } = world.identities
  await world.declare([{ source: 'ats', reliability: 'B', organization: 'acme.example' }])
  await world.partition(families.flatMap(four))
  const same = { ...signed, about: 'person', verdict: 'same' } as const
  for (const family of families) {
    await judge({ ...same, left: `ats/${family}-2`, right: `ats/${family}-3` })
  }
  const linked = await world.partition()
  for (const family of families) {
    const [one, two, three, alone] = [1, 2, 3, 4].map((at) => `ats/${family}-${at}`)
    expect(groupsWith(linked, family)).toEqual([`${one} ${two} ${three}`, alone])
  }
  const muted = { kind: 'email', detail: '', muted: true }
  for (const value of ['dana@spoken.example', 'jordan@spoken.example']) {
    await judgeHub({ ...signed, ...muted, value })
  }
  before = await world.names()
  await world.withdraw([
    ...[erased('linked-2'), erased('alone-4'), merged('merged-3', 'merged-4')],
    ...[erased('spoken-4'), erased('spoken-1')],
  ])
  stale = await Promise.all([
    world.identities.explainSubjects('ats/alone-1', 'ats/alone-2').catch(String),
    world.identities.hubs().catch(String),
  ])
  identities = await world.partition()
})

const identitiesWith = (family: string) => groupsWith(identities, `${family}-`)

/** The words of the ledger that name anybody of a family, by their number. */
const wordsOf = async (family: (typeof families)[number]) =>
  (await world().identities.judgements())
    .filter(({ judgement }) => judgement === families.indexOf(family) + 1)
    .map(({ left, right, left_subject, right_subject, stands }) => ({
      ...{ left, right, left_subject, right_subject, stands },
    }))

test('whoever is erased stands in no identity, and what joined others through them joins nobody', async () => {
  expect(identitiesWith('linked')).toEqual(['ats/linked-1', 'ats/linked-3', 'ats/linked-4'])
  expect((await world().names())['ats/linked-1']).toBe(before['ats/linked-1'])
  expect(await wordsOf('linked')).toEqual([
    {
      ...{ left: erasedText, right: 'ats/linked-3', stands: false },
      ...{ left_subject: null, right_subject: 'ats/linked-3' },
    },
  ])
  const [word] = await world().identities.judgements()
  expect([word?.author, word?.reason]).toEqual(['ana', erasedText])
})

test('whoever is alone and erased leaves an identity that is told as retired', async () => {
  const { 'ats/alone-4': gone = '' } = before
  expect(stale).toEqual(
    Array(2).fill(expect.stringContaining('withdrew evidence since the last run')),
  )
  expect(identitiesWith('alone')).toEqual(['ats/alone-1 ats/alone-2 ats/alone-3'])
  const events = []
  for await (const rows of world().identities.events(0)) events.push(...rows)
  expect(events.filter(({ identity }) => identity === gone).at(-1)).toMatchObject({
    ...{ event: 'retired', before: [], after: [] },
  })
  await expect(world().identities.explainSubjects('ats/alone-4', 'ats/alone-1')).rejects.toThrow(
    'no subject ats/alone-4',
  )
})

test('whoever is merged stands as the other, with what was said of both', async () => {
  expect(identitiesWith('merged')).toEqual(['ats/merged-1 ats/merged-2 ats/merged-4'])
  expect(await wordsOf('merged')).toEqual([
    {
      ...{ left: 'ats/merged-2', right: 'ats/merged-3', stands: true },
      ...{ left_subject: 'ats/merged-2', right_subject: 'ats/merged-4' },
    },
  ])
  const told = await world().identities.explainSubjects('ats/merged-3', 'ats/merged-1')
  expect(told.together).toBe(true)
})

test('a word on a value is forgotten with the last who shows it', async () => {
  expect((await world().identities.hubJudgements()).map(({ value }) => value)).toEqual([
    erasedText,
    'jordan@spoken.example',
  ])
})
