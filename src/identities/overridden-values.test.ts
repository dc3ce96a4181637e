import { describe, expect, test } from 'vitest'
import { valueId } from '../evidence/index.ts'
import { readModel } from '../linkage/index.ts'
import { evidenceKinds } from './overridden-values.ts'
import { openSmallWorld, type Presented, type SmallWorld, seen } from './small-evidence-fixture.ts'

/** A store whose readings were made in other normal forms. */
async function olderStore(
  observations: readonly object[],
  overridden: string,
  olden: string,
): Promise<SmallWorld> {
  const world = await openSmallWorld()
  await world.take(observations)
  await makeOlder(world, overridden, olden)
  return world
}

/** Overrides a value, then lets `olden` rewrite the readings as an older version left them. */
async function makeOlder(world: SmallWorld, selector: string, olden: string): Promise<void> {
  const reason = 'said by a test about one value, for the next reader'
  await world.identities.sayOfSelector({ selector, muted: true, author: 'ana', reason })
  await world.sql.run(olden)
}

/** Rewrites the values of selectors and of what was said of them. */
const oldForm = (from: string, to: string): string =>
  `update selector set value = replace(value, '${from}', '${to}');
   update hub_judgement set value = replace(value, '${from}', '${to}')`

const overrides = (world: SmallWorld): Promise<object[]> =>
  world.sql.rows('select kind, value, muted from hub_judgement_now order by value')
const adopt = ({ evidence, identities }: SmallWorld) =>
  evidence.adoptNormalForms(1_000, identities.adoptNormalForms)

const person = (subject: string, presented: Presented) =>
  seen(subject, { name: 'Ada Park', ...presented })

test('the models tell values apart by their detail exactly where the ids do', () => {
  for (const name of ['same-person', 'same-hands']) {
    for (const { kind, same_detail: sameDetail } of readModel(`models/${name}.json`).keys) {
      for (const of of evidenceKinds(kind)) {
        const [one, other] = ['one', 'other'].map((detail) =>
          valueId({ kind: of, detail, value: 'a' }),
        )
        expect([name, kind, one !== other]).toEqual([name, kind, sameDetail])
      }
    }
  }
})

describe('an override, after a normal form has changed', () => {
  test('holds for what its value is now in the observations that showed it', async () => {
    const world = await openSmallWorld()
    const shared = { emails: ['ada@x.example'] }
    expect(await world.partition([person('a/1', shared), person('b/1', shared)])).toEqual([
      'a/1 b/1',
    ])
    await makeOlder(world, 'email:ada@x.example', oldForm('ada@x', 'ADA@x'))
    await adopt(world)
    expect(await overrides(world)).toEqual([{ kind: 'email', value: 'ada@x.example', muted: true }])
    expect(await world.partition()).toEqual(['a/1', 'b/1'])
  })

  test('stays in the ledger as it was said', async () => {
    const world = await olderStore(
      [person('a/1', { emails: ['ada@x.example'] })],
      'email:ada@x.example',
      oldForm('ada@x', 'ADA@x'),
    )
    await adopt(world)
    expect(await world.sql.rows('select value from hub_judgement')).toEqual([
      { value: 'ADA@x.example' },
    ])
  })

  test('holds for each of the values that one value has become', async () => {
    const world = await olderStore(
      [person('a/1', { emails: ['ada@x.example'] }), person('b/1', { emails: ['a.da@x.example'] })],
      'email:ada@x.example',
      oldForm('a.da@x', 'ada@x'),
    )
    await adopt(world)
    expect(await overrides(world)).toEqual([
      { kind: 'email', value: 'a.da@x.example', muted: true },
      { kind: 'email', value: 'ada@x.example', muted: true },
    ])
  })

  test('is not carried to what merely stands beside its value', async () => {
    const world = await olderStore(
      [
        person('a/1', { emails: ['ada@x.example', 'bo@x.example'] }),
        person('b/1', { emails: ['ada@x.example'] }),
      ],
      'email:ada@x.example',
      oldForm('@x', '@X'),
    )
    await adopt(world)
    expect(await overrides(world)).toEqual([{ kind: 'email', value: 'ada@x.example', muted: true }])
  })

  test('without an observation that decides, goes to what most of them show', async () => {
    const two = (other: string) => ({ emails: ['ada@x.example', other] })
    const world = await olderStore(
      [person('a/1', two('bo@x.example')), person('b/1', two('cy@x.example'))],
      'email:ada@x.example',
      oldForm('@x', '@X'),
    )
    await adopt(world)
    expect(await overrides(world)).toEqual([{ kind: 'email', value: 'ada@x.example', muted: true }])
  })

  test('on a value that nothing shows any more takes the new form of its text', async () => {
    const world = await olderStore(
      [person('a/1', { phones: ['+12025550143'] })],
      'phone:+12025550143',
      `update hub_judgement set value = '001 202 555 0143'`,
    )
    await adopt(world)
    expect(await overrides(world)).toEqual([{ kind: 'phone', value: '+12025550143', muted: true }])
  })

  test('of a referee counts for the mailbox, whoever shows it', async () => {
    const world = await olderStore(
      [
        person('a/1', { claims: { references: [{ name: 'Bo', email: 'bo@x.example' }] } }),
        person('b/1', { emails: ['bo@x.example'] }),
      ],
      'reference:bo@x.example',
      oldForm('bo@x', 'BO@x'),
    )
    await adopt(world)
    await world.identities.link()
    expect(await overrides(world)).toEqual([
      { kind: 'reference', value: 'bo@x.example', muted: true },
    ])
    expect(await world.sql.rows('select distinct muted from hands_mute')).toEqual([{ muted: true }])
    expect(
      await world.sql.rows(
        'select count(*) as named from hands_mute semi join hands_held using (key, value_id)',
      ),
    ).toEqual([{ named: 1 }])
  })

  test('is the same after the forms have changed twice', async () => {
    const world = await olderStore(
      [person('a/1', { emails: ['ada@x.example'] })],
      'email:ada@x.example',
      oldForm('ada@x', 'ADA@x'),
    )
    await adopt(world)
    await world.evidence.adoptNormalForms(1_001, world.identities.adoptNormalForms)
    expect(await overrides(world)).toEqual([{ kind: 'email', value: 'ada@x.example', muted: true }])
  })
})
