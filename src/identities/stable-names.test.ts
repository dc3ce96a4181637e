import { expect, test } from 'vitest'
import type { SqlEngine } from '../sql/index.ts'
import { nameOf } from './naming.ts'
import { openSmallWorld, seen } from './small-evidence-fixture.ts'

const mailbox = { name: 'Jordan Reyes', emails: ['jordan@mail.example'] }
const number = { name: 'Jordan Reyes', phones: ['+1 202 555 0143'] }

test('a name tells nothing of whom it names, and equal founders have equal names', () => {
  expect(nameOf('idn', 'acme-ats/cand-881')).toMatch(/^idn_[0-9a-hjkmnp-tv-z]{13}$/)
  expect(nameOf('idn', 'acme-ats/cand-881')).toBe(nameOf('idn', 'acme-ats/cand-881'))
  const names = Array.from({ length: 5000 }, (_, at) => nameOf('idn', `acme-ats/${at}`))
  expect(new Set(names).size).toBe(5000)
  // Every bit counts: all 32 letters stand in every place.
  for (let place = 4; place < 17; place++) {
    expect(new Set(names.map((name) => name[place])).size).toBe(32)
  }
})

test('more evidence keeps the name, wherever its source and reference sort; a merge keeps the older', async () => {
  const world = await openSmallWorld()
  const other = { name: 'Casey Marlow', emails: ['casey@mail.example'] }
  const young = { name: 'Casey Marlow', phones: ['+1 202 555 0144'] }
  await world.partition([
    ...[seen('m/5', mailbox), seen('n/5', { name: 'Someone Else' }), seen('z/old', other)],
  ])
  const before = await world.names()
  await world.partition([
    ...[seen('a/1', mailbox), seen('z/9', mailbox), seen('b/2', { name: 'New' })],
    seen('a/young', young),
  ])
  const after = await world.names()
  expect(after['m/5']).toBe(before['m/5'])
  expect(after['n/5']).toBe(before['n/5'])
  expect([after['a/1'], after['z/9']]).toEqual([before['m/5'], before['m/5']])
  expect(after['z/old']).toBe(before['z/old'])
  expect(new Set(Object.values(after)).size).toBe(5)
  const merged = await world.partition([seen('b/bridge', { ...other, ...young })])
  expect(merged).toContain('a/young b/bridge z/old')
  const { 'a/young': younger, 'b/bridge': bridge, 'z/old': older, ...others } = await world.names()
  expect([younger, bridge, older]).toEqual(Array(3).fill(before['z/old']))
  expect(Object.values(others)).not.toContain(after['a/young'])
})

test('linking again, and from the ledger read again, keeps all names', async () => {
  const world = await openSmallWorld()
  const shared = { accounts: [{ kind: 'wise', value: 'W-1' }] }
  await world.rings([
    seen('b/1', { ...mailbox, ...shared }),
    seen('a/1', mailbox),
    seen('c/1', { name: 'Alexei Marlow', ...shared }),
    seen('d/1', { name: 'Priya Winter' }),
  ])
  const namesOfRings = 'select distinct ring from ring_member'
  const [names, rings] = [await world.names(), await world.sql.rows(namesOfRings)]
  expect(rings).toHaveLength(1)
  await world.identities.link()
  expect([await world.names(), await world.sql.rows(namesOfRings)]).toEqual([names, rings])
  for (const table of ['identity', 'identity_member', 'ring_member', 'ring_link', 'hub']) {
    await world.sql.run(`delete from ${table}`)
  }
  await world.identities.forget()
  await world.identities.link()
  expect([await world.names(), await world.sql.rows(namesOfRings)]).toEqual([names, rings])
})

test('what did not come to its end has not happened, its record neither', async () => {
  const world = await openSmallWorld()
  await world.partition([seen('a/1', mailbox)])
  const before = await world.names()
  await world.take([seen('b/1', number)])
  await world.sql.run('create table account (line varchar)')
  const failing = async (sql: SqlEngine): Promise<void> => {
    await sql.run(`insert into account values ('linked')`)
    throw new Error('the disk is full')
  }
  await expect(world.identities.link(failing)).rejects.toThrow('the disk is full')
  expect(await world.names()).toEqual(before)
  expect(await world.sql.rows('select * from account')).toEqual([])
})
