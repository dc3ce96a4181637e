import { expect, test } from 'vitest'
import type { Withdrawal } from '../evidence/index.ts'
import { openSmallWorld, type Presented, type SmallWorld, seen } from './small-evidence-fixture.ts'
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

/** One and two are one identity by a mailbox; three by a person's word. */
async function known(): Promise<SmallWorld> {
  const world = await openSmallWorld()
  await world.declare([{ source: 'ats', reliability: 'B', organization: 'acme.example' }])
  await world.partition([
    seen('ats/1', shown('Jordan Reyes', 'jordan@mail.example')),
    seen('ats/2', shown('Jordan Reyes', 'jordan@mail.example')),
    seen('ats/3', shown('Casey Marlow', 'casey@mail.example')),
    seen('ats/4', shown('Dana Hollis', 'dana@mail.example')),
  ])
  const said = { about: 'person', verdict: 'same', left: 'ats/2', right: 'ats/3' } as const
  await world.identities.judge({ ...signed, ...said })
  expect(await world.partition()).toEqual(['ats/1 ats/2 ats/3', 'ats/4'])
  return world
}

/** The words of the ledger that name anybody. */
const words = async (world: SmallWorld) =>
  (await world.identities.judgements()).map(
    ({ left, right, left_subject, right_subject, stands }) => ({
      left,
      right,
      left_subject,
      right_subject,
      stands,
    }),
  )

test('whoever is erased stands in no identity, and what joined others through them joins nobody', async () => {
  const world = await known()
  const before = await world.names()
  await world.withdraw([erased('2')])
  expect(await world.partition()).toEqual(['ats/1', 'ats/3', 'ats/4'])
  expect((await world.names())['ats/1']).toBe(before['ats/1'])
  expect(await words(world)).toEqual([
    { left: erasedText, right: 'ats/3', left_subject: null, right_subject: 'ats/3', stands: false },
  ])
  const [word] = await world.identities.judgements()
  expect([word?.author, word?.reason]).toEqual(['ana', erasedText])
})

test('whoever is alone and erased leaves an identity that is told as retired', async () => {
  const world = await known()
  const { 'ats/4': gone = '' } = await world.names()
  await world.withdraw([erased('4')])
  const stale = 'withdrew evidence since the last run'
  await expect(world.identities.explainSubjects('ats/1', 'ats/2')).rejects.toThrow(stale)
  await expect(world.identities.hubs()).rejects.toThrow(stale)
  expect(await world.partition()).toEqual(['ats/1 ats/2 ats/3'])
  const events = []
  for await (const rows of world.identities.events(0)) events.push(...rows)
  expect(events.at(-1)).toMatchObject({ event: 'retired', identity: gone, before: [], after: [] })
  await expect(world.identities.explainSubjects('ats/4', 'ats/1')).rejects.toThrow(
    'no subject ats/4',
  )
})

test('whoever is merged stands as the other, with what was said of both', async () => {
  const world = await known()
  await world.withdraw([merged('3', '4')])
  expect(await world.partition()).toEqual(['ats/1 ats/2 ats/4'])
  expect(await words(world)).toEqual([
    { left: 'ats/2', right: 'ats/3', left_subject: 'ats/2', right_subject: 'ats/4', stands: true },
  ])
  const told = await world.identities.explainSubjects('ats/3', 'ats/1')
  expect(told.together).toBe(true)
})

test('a word on a value is forgotten with the last who shows it', async () => {
  const world = await known()
  const muted = { kind: 'email', detail: '', muted: true }
  for (const value of ['dana@mail.example', 'jordan@mail.example']) {
    await world.identities.judgeHub({ ...signed, ...muted, value })
  }
  await world.withdraw([erased('4'), erased('1')])
  await world.partition()
  expect((await world.identities.hubJudgements()).map(({ value }) => value)).toEqual([
    erasedText,
    'jordan@mail.example',
  ])
})
