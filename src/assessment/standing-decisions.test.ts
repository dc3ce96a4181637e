import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DecisionStore, openDecisionStore, type Said } from './decisions-fixture.ts'

let store: DecisionStore
beforeAll(async () => {
  store = await openDecisionStore()
  return store.close
})
beforeEach(async () => {
  await store.clear()
  await store.stand({ a: [1, 2], b: [3, 4] })
})

const assessed = (identity: string, author: string, more: Partial<Said> = {}): Said => ({
  identity,
  author,
  status: 'assessed',
  ...more,
})
const statuses = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await store.standing()).map((row) => [row.identity, row.status]))

describe('the last word', () => {
  test('stands until it expires, and then waits for review', async () => {
    await store.say(assessed('idn_a', 'ana'))
    await store.say({ identity: 'idn_b', author: 'ana', status: 'cleared', until: '2026-02-01' })
    expect(await statuses()).toEqual({ idn_a: 'assessed', idn_b: 'cleared' })
    store.wait(31.9)
    expect(await statuses()).toEqual({ idn_a: 'assessed', idn_b: 'cleared' })
    expect(await store.waiting()).toEqual([])
    store.wait(0.1)
    expect(await statuses()).toEqual({ idn_a: 'assessed' })
    expect(await store.waiting()).toEqual(['idn_b: expired 2'])
    store.wait(333)
    expect(await statuses()).toEqual({})
    expect(await store.waiting()).toEqual(['idn_a: expired 1', 'idn_b: expired 2'])
    await store.say(assessed('idn_a', 'ana'))
    await store.say({ identity: 'idn_b', author: 'bea', status: 'undecided' })
    expect(await statuses()).toEqual({ idn_a: 'assessed' })
    expect(await store.waiting()).toEqual([])
  })

  test('that confirms takes nothing from what it confirms, and goes alone', async () => {
    await store.say(assessed('idn_a', 'ana'))
    const { confirms } = await store.say(assessed('idn_a', 'bea', { until: '2026-01-31' }))
    expect(confirms.map(({ decision }) => decision)).toEqual([1])
    store.wait(40)
    expect(await store.standing()).toMatchObject([{ status: 'assessed', decision_id: 1 }])
    await store.say(assessed('idn_a', 'bea'))
    await store.say({ identity: 'idn_a', author: 'ANA ', status: 'undecided' })
    expect(await store.standing()).toMatchObject([{ status: 'assessed', decision_id: 3 }])
    await store.say({ identity: 'idn_a', author: 'bea', status: 'undecided' })
    expect(await store.standing()).toEqual([])
    expect(await store.waiting()).toEqual([])
  })

  test('of somebody else needs the number of what it contradicts', async () => {
    await store.say(assessed('idn_a', 'Ana'))
    const cleared: Said = { identity: 'idn_a', author: 'bea', status: 'cleared' }
    expect(await store.refused(cleared)).toMatch(/contest it with --contest 1$/)
    expect(await store.refused({ ...cleared, contests: 2 })).toMatch(
      /^decision 2 does not stand on idn_a: decision 1/,
    )
    expect(await store.refused({ ...cleared, author: ' aNA', contests: 1 })).toMatch(
      /take it back first/,
    )
    expect(await store.refused({ ...cleared, status: 'undecided' })).toMatch(
      /contest it with --contest 1$/,
    )
    expect(await store.refused(assessed('idn_a', 'ANA'))).toMatch(/^you have said so in decision 1/)
    expect(await store.refused(assessed('idn_a', 'A\u200bna'))).toMatch(
      /^you have said so in decision 1/,
    )
    expect(await store.refused(assessed('idn_a', 'bea', { contests: 1 }))).toMatch(/says the same/)
    expect(await store.refused(assessed('idn_b', 'bea', { contests: 1 }))).toMatch(
      /does not stand on idn_b/,
    )
    expect(await store.refused({ identity: 'idn_b', author: 'bea', status: 'undecided' })).toMatch(
      /nothing to take back/,
    )
    await store.say({ ...cleared, contests: 1 })
    expect(await statuses()).toEqual({ idn_a: 'cleared' })
    const [first, second] = await store.on('idn_a')
    expect([first?.contested_by, first?.stands, second?.stands]).toEqual([2, false, true])
  })

  test('that contests and leaves open comes back for review until somebody decides', async () => {
    await store.say(assessed('idn_a', 'ana'))
    await store.say({ identity: 'idn_a', author: 'bea', status: 'undecided', contests: 1 })
    expect(await statuses()).toEqual({})
    expect(await store.waiting()).toEqual(['idn_a: contested 2'])
    await store.say({ identity: 'idn_a', author: 'cleo', status: 'cleared' })
    expect(await store.waiting()).toEqual([])
  })
})

describe('identities that change', () => {
  test('merged: a decision goes along; two that differ count for nothing until somebody decides', async () => {
    await store.say(assessed('idn_b', 'ana'))
    await store.stand({ a: [1, 2, 3, 4] })
    expect(await statuses()).toEqual({ idn_a: 'assessed' })
    await store.stand({ a: [1, 2], b: [3, 4] })
    await store.say({ identity: 'idn_a', author: 'bea', status: 'cleared' })
    await store.stand({ a: [1, 2, 3, 4] })
    expect(await statuses()).toEqual({})
    expect(await store.waiting()).toEqual(['idn_a: merged 2'])
    expect((await store.on('idn_a')).map(({ stands }) => stands)).toEqual([false, false])
    expect(await store.refused({ identity: 'idn_a', author: 'bea', status: 'cleared' })).toMatch(
      /contest 1$/,
    )
    await store.say(assessed('idn_a', 'cleo', { contests: 2 }))
    expect(await statuses()).toEqual({ idn_a: 'assessed' })
    expect(await store.waiting()).toEqual([])
  })

  test('merged: what one author takes back leaves the word of the other', async () => {
    await store.say(assessed('idn_b', 'ana'))
    await store.say({ identity: 'idn_a', author: 'bea', status: 'cleared' })
    await store.stand({ a: [1, 2, 3, 4] })
    await store.say({ identity: 'idn_a', author: 'bea', status: 'undecided' })
    expect(await store.standing()).toMatchObject([{ status: 'assessed', decision_id: 1 }])
  })

  test('split: the part with the founder keeps it, the others come back for review', async () => {
    await store.say(assessed('idn_a', 'ana'))
    await store.stand({ a: [1], c: [2], b: [3, 4] })
    expect(await statuses()).toEqual({ idn_a: 'assessed' })
    expect(await store.waiting()).toEqual(['idn_c: split 1'])
    await store.stand({ c: [2], b: [3, 4] })
    expect(await store.waiting()).toEqual(['idn_c: split 1'])
    await store.stand({ a: [1], c: [2], b: [3, 4] })
    await store.say({ identity: 'idn_c', author: 'bea', status: 'undecided' })
    expect(await store.waiting()).toEqual([])
    expect(await statuses()).toEqual({ idn_a: 'assessed' })
    await store.say({ identity: 'idn_a', author: 'ana', status: 'undecided' })
    expect(await store.waiting()).toEqual([])
  })

  test('a real holder stays one, whoever else stands there, and however long', async () => {
    await store.say({ identity: 'idn_a', author: 'ana', status: 'real_holder' })
    await store.say(assessed('idn_b', 'bea'))
    await store.stand({ a: [1, 2, 3, 4] })
    store.wait(4000)
    expect(await store.standing()).toMatchObject([{ status: 'real_holder', decision_id: 1 }])
    await store.stand({ a: [1], c: [2, 5], b: [3, 4] })
    expect(await statuses()).toEqual({ idn_a: 'real_holder', idn_c: 'real_holder' })
    expect(await store.waiting()).toEqual(['idn_b: expired 2'])
    expect(await store.on('idn_a')).toEqual([])
    for (const status of ['assessed', 'cleared', 'real_holder', 'undecided'] as const) {
      expect(await store.refused({ identity: 'idn_c', author: 'bea', status })).toMatch(
        /^no identity idn_c: /,
      )
    }
    const undo: Said = { identity: 'idn_c', author: 'ana', status: 'undecided', contests: 1 }
    expect(await store.refused(undo)).toMatch(/only somebody else can undo it$/)
    expect(await store.refused({ ...undo, author: 'bea', contests: 2 })).toMatch(
      /^no identity idn_c: /,
    )
    await store.say({ ...undo, author: 'bea' })
    expect(await statuses()).toEqual({ idn_a: 'real_holder' })
    expect(await store.waiting()).toEqual(['idn_b: expired 2', 'idn_c: contested 3'])
  })
})

describe('four eyes', () => {
  const publishable = async (): Promise<boolean | undefined> =>
    (await store.standing())[0]?.publishable
  const report = `insert into finding by name select 1 as identity_no, 'x' as indicator, 1 as version,
    'employer_reported' as category, 'REPORT' as evidence_group, true as holds, []::bigint[] as observations,
    ['Acme.example'] as origins, 'A' as grade, 0 as bits_other, 3 as bits_genuine, true as told,
    true as counted, true as supports`

  test.for([
    ['one person', [['ana', 'one.example']], false],
    [
      'two',
      [
        ['ana', 'one.example'],
        ['bea', 'two.example'],
      ],
      true,
    ],
    [
      'two of one organization',
      [
        ['ana', 'one.example'],
        ['bea', 'One.example'],
      ],
      true,
    ],
    [
      'one who speaks for nobody',
      [
        ['ana', 'one.example'],
        ['bea', undefined],
      ],
      false,
    ],
    [
      'one of the reporter',
      [
        ['ana', 'one.example'],
        ['bea', 'acme.example'],
      ],
      false,
    ],
    [
      'one of a daughter of the reporter',
      [
        ['ana', 'one.example'],
        ['bea', 'lab.example'],
      ],
      false,
    ],
    [
      'two beside one of the reporter',
      [
        ['ana', 'one.example'],
        ['bea', 'acme.example'],
        ['cleo', 'two.example'],
      ],
      true,
    ],
  ] as const)('%s', async ([, people, expected]) => {
    await store.sql.run(report)
    await store.sql.run(`insert into event by name select 1 as observation_id, 1 as subject_id, 's' as source,
      'report' as kind, now()::timestamp as happened_at, 'lab.example' as organization, 'acme.example' as parent`)
    for (const [author, organization] of people) {
      await store.say(assessed('idn_a', author, { organization }))
    }
    expect(await publishable()).toBe(expected)
  })

  test('no longer once one has expired or is taken back', async () => {
    await store.say(assessed('idn_a', 'ana', { organization: 'one.example' }))
    await store.say(assessed('idn_a', 'bea', { organization: 'one.example', until: '2026-01-31' }))
    expect(await publishable()).toBe(true)
    store.wait(31)
    expect(await publishable()).toBe(false)
    await store.say(assessed('idn_a', 'bea', { organization: 'one.example' }))
    expect(await publishable()).toBe(true)
    await store.say({ identity: 'idn_a', author: 'ana', status: 'undecided' })
    expect(await publishable()).toBe(false)
  })

  test('not of two who looked at two identities that were merged since', async () => {
    await store.say(assessed('idn_a', 'ana', { organization: 'one.example' }))
    await store.say(assessed('idn_b', 'bea', { organization: 'one.example' }))
    await store.stand({ a: [1, 2, 3, 4] })
    expect(await store.standing()).toMatchObject([{ status: 'assessed', publishable: false }])
    await store.say(assessed('idn_a', 'cleo', { organization: 'one.example' }))
    expect(await publishable()).toBe(true)
  })
})

describe('attribution', () => {
  const claim = (basis: 'listed_wallet' | 'attributed_ring', actor = 'Example Actor') =>
    ({ actor, basis, confidence: 'low' }) as const
  const claims = async () =>
    (await store.standing()).map(({ identity, attribution }) => [
      identity,
      attribution === null ? null : JSON.parse(attribution).basis,
    ])

  test('of a ring rests on one that has a basis of its own, and falls with it', async () => {
    await store.sql.run(`insert into ring_member values (1, 'rng_x', 1), (1, 'rng_x', 2)`)
    const rested = assessed('idn_b', 'ana', { attribution: claim('attributed_ring') })
    expect(await store.refused(rested)).toMatch(/another identity of its ring/)
    await store.say(assessed('idn_a', 'ana', { attribution: claim('listed_wallet', 'Other') }))
    expect(await store.refused(rested)).toMatch(/the same actor/)
    expect(
      await store.refused(assessed('idn_a', 'bea', { attribution: claim('listed_wallet') })),
    ).toMatch(/attributes it to somebody else/)
    await store.say({ identity: 'idn_a', author: 'ana', status: 'undecided' })
    await store.say(assessed('idn_a', 'ana', { attribution: claim('listed_wallet') }))
    await store.say(rested)
    await store.say(assessed('idn_a', 'bea'))
    expect(await claims()).toEqual([
      ['idn_a', 'listed_wallet'],
      ['idn_b', 'attributed_ring'],
    ])
    await store.say({ identity: 'idn_a', author: 'ana', status: 'undecided' })
    expect(await claims()).toEqual([
      ['idn_a', null],
      ['idn_b', null],
    ])
  })

  test('and knowledge go with what they are of', async () => {
    const cleared = { ...assessed('idn_a', 'ana'), status: 'cleared' } as const
    expect(await store.refused({ ...cleared, attribution: claim('listed_wallet') })).toMatch(
      /goes with assessed or linked/,
    )
    expect(await store.refused(assessed('idn_a', 'ana', { knowledge: 'disputed' }))).toMatch(
      /the part of idn_a is worker/,
    )
    await store.stand({ f: [1] })
    await store.say(assessed('idn_f', 'ana', { knowledge: 'disputed' }))
    expect(await store.on('idn_f')).toMatchObject([{ knowledge: 'disputed' }])
  })
})

describe('linked', () => {
  const link = (left: number, right: number, ...shared: readonly [string, number][]) =>
    store.sql.run(`insert into ring_link values (${left}, ${right}, 5,
      '${JSON.stringify(shared.map(([comparison, bits]) => ({ comparison, bits })))}')`)
  const linked: Said = { identity: 'idn_a', author: 'ana', status: 'linked' }

  test('takes two different exclusive things shared with who is assessed', async () => {
    await store.stand({ a: [1], b: [2], c: [3] })
    await link(1, 2, ['mfa', 12], ['fingerprint', 6], ['ip', 8], ['photo', 9], ['phone', -1])
    await link(1, 3, ['phone', 4])
    expect(await store.refused(linked)).toMatch(/there is none$/)
    await store.say(assessed('idn_b', 'ana'))
    expect(await store.refused(linked)).toMatch(/only device$/)
    await store.say(assessed('idn_c', 'ana'))
    const { expires_at: expires } = await store.say(linked)
    expect(expires).toBe('2026-06-30T00:00:00.000Z')
    expect(await statuses()).toMatchObject({ idn_a: 'linked' })
  })
})

describe('how long', () => {
  test.for([
    ['cleared', '2027-01-02', /holds for 365 days at most, until 2027-01-01$/],
    ['cleared', '2025-12-31', /has passed/],
    ['cleared', '2026-02-30', /is no day/],
    ['cleared', 'soon', /is no day/],
    ['real_holder', '2026-02-01', /does not expire/],
  ] as const)('%s until %s is refused', async ([status, until, message]) => {
    expect(await store.refused({ identity: 'idn_a', author: 'ana', status, until })).toMatch(
      message,
    )
  })

  test('its last day may be the last there is', async () => {
    const { expires_at: expires } = await store.say({
      identity: 'idn_a',
      author: 'ana',
      status: 'cleared',
      until: '2027-01-01',
    })
    expect(expires).toBe('2027-01-01T00:00:00.000Z')
  })
})

test('a decision keeps who stood there and what was on the screen; and who received it is told', async () => {
  await store.say(assessed('idn_a', 'ana', { organization: ' One.Example ' }))
  expect(await store.ledger()).toMatchObject([
    { founder_subject: 1, subjects: [1, 2], organization: 'one.example', identity_given: 'idn_a' },
  ])
  const [row] = await store.sql.rows<{ screen: string }>('select screen from decision')
  expect(JSON.parse(row?.screen ?? '')).toMatchObject({
    explanation: { identity: 'idn_a' },
    versions: { program: '1' },
  })
  await store.sql.run(`insert into delivery values
    (1, '2026-01-02', 'acme.example', 'list', [1, 3], 1), (2, '2026-01-02', 'early.example', 'list', [1], 0),
    (3, '2026-01-02', 'other.example', 'list', [3], 1)`)
  const { recipients } = await store.say({
    identity: 'idn_a',
    author: 'bea',
    status: 'cleared',
    contests: 1,
  })
  expect(recipients).toEqual([
    { recipient: 'acme.example', what: 'list', delivered_at: '2026-01-02T00:00:00Z' },
  ])
  expect((await store.on('idn_a')).map((each) => each.recipients.length)).toEqual([1, 0])
})
