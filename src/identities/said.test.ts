import { describe, expect, test } from 'vitest'
import {
  groupsWith,
  openSmallWorld,
  type SmallWorld,
  seen,
  useSharedWorld,
} from './small-evidence-fixture.ts'

const mailbox = { name: 'Jordan Reyes', emails: ['jordan@mail.example'] }
const number = { name: 'Jordan Reyes', phones: ['+1 202 555 0143'] }
const signed = { author: 'ana', reason: 'they were met on the same day' }
const person = { ...signed, about: 'person' } as const

const isNow = (world: SmallWorld, ...subjects: readonly string[]) =>
  world.names().then((names) => subjects.map((subject) => names[subject] ?? ''))

/** One linked subject, of which nothing can be said: what is refused changes nothing. */
const refusing = useSharedWorld(async (world) => {
  const handles = [{ service: 'github', value: 'jreyes' }]
  await world.partition([seen('a/1', { ...mailbox, ...number, handles })])
})

describe('words on pairs', () => {
  test('are all kept, the last one on a pair stands, and a pair is explained with its own and those of others', async () => {
    const world = await openSmallWorld()
    const other = { name: 'Casey Marlow', emails: ['casey@mail.example'] }
    await world.partition([
      ...[seen('a/1', mailbox), seen('b/1', mailbox), seen('c/1', number)],
      ...[seen('x/1', other), seen('y/1', other), seen('z/1', { name: 'Casey Marlow' })],
    ])
    const { judge, judgements } = world.identities
    const first = await judge({ ...person, verdict: 'different', left: 'a/1', right: 'b/1' })
    expect(first).toEqual({ judgement: 1, earlier: null })
    await judge({ ...person, verdict: 'same', left: 'a/1', right: 'c/1' })
    expect((await judgements()).map(({ stands, seen: known }) => [stands, known])).toEqual([
      [true, false],
      [true, false],
    ])
    expect(await world.partition()).toEqual(['a/1 c/1', 'b/1', 'x/1 y/1', 'z/1'])
    const last = await judge({ ...person, verdict: 'unsure', left: 'b/1', right: 'a/1' })
    expect(last).toMatchObject({ judgement: 3, earlier: { judgement: 1, verdict: 'different' } })
    expect((await judgements()).map(({ stands, seen: known }) => [stands, known])).toEqual([
      [false, true],
      [true, true],
      [false, false],
    ])
    expect((await judgements())[2]).toMatchObject({
      ...person,
      left: 'b/1',
      left_subject: 'b/1',
      said_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    await judge({ ...person, verdict: 'different', left: 'y/1', right: 'z/1' })
    expect(await world.partition()).toEqual(['a/1 b/1 c/1', 'x/1 y/1', 'z/1'])
    const said = async (left: string, right: string) =>
      (await world.identities.explainSubjects(left, right)).said.map((word) => [
        word.verdict,
        word.direct,
        word.seen,
      ])
    expect(await said('z/1', 'y/1')).toEqual([['different', true, true]])
    expect(await said('x/1', 'z/1')).toEqual([['different', false, true]])
    expect(await said('x/1', 'y/1')).toEqual([])
  })

  test.for([
    ['x', 'a/1', 'usage', /neither a subject nor an identity/],
    ['a/1', 'a/1', 'usage', /the same subject/],
    ['a/1', 'a/9', 'not-found', /no subject a\/9/],
    ['a/1', 'idn_0000000000000', 'not-found', /no identity idn_0000000000000/],
  ] as const)('of %s and %s are refused', async ([left, right, kind, message]) => {
    await expect(
      refusing().identities.judge({ ...person, verdict: 'same', left, right }),
    ).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
    expect(await refusing().identities.judgements()).toEqual([])
  })
})

describe('words on selectors', () => {
  const crowd = Array.from({ length: 14 }, (_, at) =>
    seen(`agency/${at}`, {
      name: `${'ABCDEFGHIJKLMN'[at]}lex ${'NMLKJIHGFEDCBA'[at]}eyes`,
      emails: ['desk@agency.example'],
    }),
  )
  const say = (world: SmallWorld, selector: string, muted: boolean | null) =>
    world.identities.sayOfSelector({ ...signed, selector, muted })
  const list = async (world: SmallWorld) =>
    (await world.identities.hubs()).map(({ kind, value, muted, author, next, members }) => ({
      is: `${kind} ${value} ${muted ? 'muted' : 'counts'}`,
      author,
      next,
      members,
    }))

  test('un-mute a hub or mute what few share, and are seen before and after they hold', async () => {
    const world = await openSmallWorld()
    const few = async () => groupsWith(await world.listIdentities(), 'few')
    const hub = async () => (await list(world)).filter(({ is }) => is.startsWith('email'))
    const shared = async () => (await list(world)).filter(({ is }) => is.startsWith('phone'))
    await world.partition([...crowd, seen('a/few', number), seen('b/few', number)])
    const muted = { is: 'email desk@agency.example muted', members: 14 }
    expect(await list(world)).toEqual([{ ...muted, author: null, next: null }])
    expect(await few()).toEqual(['a/few b/few'])
    const said = await say(world, 'EMAIL: Desk+Jobs@Agency.Example', false)
    expect(said).toEqual({ selector: 'email:desk@agency.example', members: 14 })
    await say(world, 'phone:+1 (202) 555-0143', true)
    expect(await hub()).toEqual([{ ...muted, author: 'ana', next: 'counts' }])
    // For both questions.
    expect(await shared()).toMatchObject([
      { next: 'muted', members: 1 },
      { next: 'muted', members: 1 },
    ])
    await world.identities.link()
    const counts = { is: 'email desk@agency.example counts', members: 14 }
    expect(await hub()).toEqual([{ ...counts, author: 'ana', next: null }])
    expect(await few()).toEqual(['a/few', 'b/few'])
    expect(await shared()).toMatchObject([
      { is: 'phone +12025550143 muted', author: 'ana', next: null },
      { is: 'phone +12025550143 muted', author: 'ana', next: null },
    ])
    await say(world, 'email:desk@agency.example', null)
    expect(await hub()).toEqual([{ ...counts, author: 'ana', next: 'as the rule says' }])
    await world.identities.link()
    expect(await hub()).toEqual([{ ...muted, author: null, next: null }])
    const history = await world.identities.hubJudgements()
    expect(history.map((word) => [word.value, word.muted, word.stands])).toEqual([
      ['desk@agency.example', false, false],
      ['+12025550143', true, true],
      ['desk@agency.example', null, false],
    ])
  })

  test('reach accounts and handles by their service, and passages by their hash', async () => {
    const world = await openSmallWorld()
    const shown = {
      handles: [{ service: 'GitHub', value: 'https://github.com/jreyes-dev' }],
      accounts: [{ kind: 'wise', value: 'W 1' }],
      documents: [{ kind: 'resume', text: 'Kept the light of a small lighthouse burning.' }],
    }
    await world.take([seen('a/1', { name: 'X', ...shown })])
    const [passage] = await world.sql.rows<{ hash: string }>(
      'select hash::varchar as hash from passage',
    )
    const said: unknown[] = []
    for (const selector of [
      'handle/GitHub:@jreyes-dev',
      'account/wise:w1',
      `passage:${passage?.hash}`,
      'device/mfa:m-1',
    ]) {
      said.push(await say(world, selector, true).catch((error: Error) => error.message))
    }
    expect(said).toMatchObject([
      { selector: 'handle/github:jreyes-dev' },
      { selector: 'account/wise:w1' },
      { selector: `passage:${passage?.hash}` },
      expect.stringMatching(/^no observation shows device:m-1/),
    ])
    await expect(world.identities.link()).resolves.toMatchObject({ identities: 1 })
    const [, hub] = (await world.identities.hubs()).filter(({ kind }) => kind !== 'handle')
    expect(hub).toMatchObject({ text: 'Kept the light of a small lighthouse burning.' })
  })

  test.for([
    [
      'desk@agency.example',
      'usage',
      /is no selector: write kind:value.*kinds are account, address, /,
    ],
    ['name:jordan', 'usage', /kinds are /],
    ['toString:x', 'usage', /kinds are /],
    ['handle:jreyes', 'usage', /write handle\/WHICH:value, such as handle\/github:jreyes/],
    ['photo:zz', 'usage', /"zz" is no hash of a photo/],
    ["passage:1' or true", 'usage', /no hash of a passage/],
    ['phone:+1 202 555 9999', 'not-found', /no observation shows phone:\+12025559999/],
  ] as const)('%s is refused', async ([selector, kind, message]) => {
    await expect(say(refusing(), selector, true)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
    expect(await refusing().identities.hubJudgements()).toEqual([])
  })

  test('are taken back only where one stands', async () => {
    const world = await openSmallWorld()
    await world.take([seen('a/1', number)])
    const back = () => say(world, 'phone:+12025550143', null)
    await expect(back()).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('nothing that was said'),
    })
    await say(world, 'phone:+12025550143', true)
    await back()
    await expect(back()).rejects.toMatchObject({ kind: 'not-found' })
  })
})

describe('identities that are merged, and parted again', () => {
  const other = {
    mailbox: { name: 'Casey Marlow', emails: ['casey@mail.example'] },
    number: { name: 'Casey Marlow', phones: ['+1 202 555 0177'] },
  }
  /** Names before the merger, what was said of them, and what came of it. */
  let names: readonly string[]
  let hands: Omit<Parameters<SmallWorld['identities']['judge']>[0], 'verdict'>
  let ringsWhileSaid: readonly string[]
  let refusal: unknown
  let takenBack: unknown
  let ringsAfterwards: readonly string[]

  const world = useSharedWorld(async (shared) => {
    const { judge } = shared.identities
    await shared.partition([
      ...[seen('a/1', mailbox), seen('b/1', number)],
      ...[seen('e/1', other.mailbox), seen('f/1', other.number), seen('g/1', { name: 'X' })],
    ])
    names = await isNow(shared, 'a/1', 'b/1', 'e/1', 'f/1')
    const [x = ''] = await isNow(shared, 'g/1')
    hands = { ...signed, about: 'hands', left: names[3] ?? '', right: x }
    await judge({ ...hands, verdict: 'same' })
    ringsWhileSaid = await shared.rings([
      seen('c/1', { ...mailbox, ...number }),
      seen('h/1', { ...other.mailbox, ...other.number }),
    ])
    expect(await isNow(shared, 'b/1', 'f/1')).toEqual([names[0], names[2]])
    refusal = await judge({ ...hands, verdict: 'different' }).catch((error: unknown) => error)
    takenBack = await judge({ ...hands, verdict: 'unsure' })
    await judge({ ...person, verdict: 'different', left: 'b/1', right: 'c/1' })
    await judge({ ...person, verdict: 'different', left: 'b/1', right: 'a/1' })
    ringsAfterwards = await shared.rings()
  })

  const events = async (since: number) => {
    const found: { readonly before: readonly string[] }[] = []
    for await (const rows of world().identities.events(since)) found.push(...rows)
    return found
  }

  test('words can be taken back though the identity of which they were said has ended', () => {
    const [, , older, younger] = names
    expect(ringsWhileSaid).toEqual(['e/1 f/1 g/1 h/1'])
    expect(refusal).toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(`${younger} was merged in run 2 .*now stand in ${older}$`),
    })
    expect(takenBack).toMatchObject({ earlier: { judgement: 1 } })
    expect(ringsAfterwards).toEqual([])
  })

  test('events tell what became of identities, in order, from any run on', async () => {
    const [older, younger] = names
    const all = await events(0)
    expect(all.filter(({ before }) => before.includes('f/1'))).toMatchObject([
      { run: 2, event: 'merged', before: ['f/1'] },
    ])
    const [merged, split, ...more] = all.filter(({ before }) => !before.includes('f/1'))
    const [newest = ''] = await isNow(world(), 'b/1')
    expect(merged).toMatchObject({
      run: 2,
      event: 'merged',
      identity: younger,
      before: ['b/1'],
      after: [{ identity: older, subjects: ['a/1', 'b/1', 'c/1'] }],
    })
    expect(split).toMatchObject({
      run: 3,
      event: 'split',
      identity: older,
      before: ['a/1', 'b/1', 'c/1'],
      after: [
        { identity: older, subjects: ['a/1', 'c/1'] },
        { identity: newest, subjects: ['b/1'] },
      ],
    })
    expect(more).toEqual([])
    expect(await events(2)).toEqual([split])
    expect(await events(3)).toEqual([])
    await expect(world().identities.identityTogether(younger ?? '')).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(`^${younger} was merged in run 2 .* now stand in ${newest}$`),
    })
  })
})
