import { describe, expect, test } from 'vitest'
import {
  openSmallWorld,
  type Presented,
  type SmallWorld,
  seen,
  useSharedWorld,
} from './small-evidence-fixture.ts'

const jordan: Presented = {
  name: 'Jordan Reyes',
  emails: ['jordan@mail.example', 'work@mail.example'],
  phones: ['+1 202 555 0143'],
  devices: [{ kind: 'fingerprint', value: 'fp-1' }],
  claims: { birth_year: 1990, city: 'Springfield' },
}

/** Another person, who has nothing of the first one. */
const alexei: Presented = {
  name: 'Alexei Marlow',
  emails: ['alexei@mail.example'],
  phones: ['+1 202 555 0144'],
}

const crowd = Array.from({ length: 14 }, (_, at) =>
  seen(`agency/${at}`, {
    name: `Person ${'abcdefghijklmn'[at]}`,
    emails: ['desk@agency.example'],
  }),
)

const world = useSharedWorld(async (world) => {
  await world.partition([
    seen('a/1', jordan),
    seen('b/1', { ...jordan, name: 'J Reyes', emails: ['jordan@mail.example'] }),
    seen('c/1', { name: 'Casey Reyes', phones: jordan.phones ?? [], emails: ['c@mail.example'] }),
    seen('d/1', { ...jordan, emails: ['desk@agency.example'], claims: { birth_year: 1991 } }),
    ...crowd,
    ...[seen('a/2', alexei), seen('b/2', alexei), seen('c/2', { name: 'X' })],
    { ...seen('a/3', {}), subject: { ref: "o'x/y", name: 'Priya Winter' } },
  ])
})

interface Stored {
  readonly left: string
  readonly right: string
  readonly bits: number
}

const storedLinks = (world: SmallWorld): Promise<Stored[]> =>
  world.sql.rows(`select l.order_key as "left", r.order_key as "right", key_bits + column_bits as bits
    from person_pair join person_record as l on l.record_id = left_id
    join person_record as r on r.record_id = right_id order by 1, 2`)

describe('why two subjects are or are not one', () => {
  test('adds up to the stored weight of every link, from either side', async () => {
    const links = (await storedLinks(world())).filter(({ left }) => left !== 'a/2')
    expect(links).toHaveLength(6)
    for (const { left, right, bits } of links) {
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const) {
        const why = await world().identities.explainSubjects(one, other)
        const sum = why.comparisons.reduce((total, each) => total + each.bits, 0)
        // Stored in 1024ths of a bit, keys and columns each rounded once.
        expect(Math.abs(sum - bits)).toBeLessThanOrEqual(1 / 1024)
        expect(why.bits).toBeCloseTo(why.prior_bits + sum, 9)
        expect(why.compared).toBe(true)
      }
    }
  })

  test('says where they stand, what is shared, and what is a hub', async () => {
    const names = await world().names()
    const why = await world().identities.explainSubjects('a/2', 'b/2')
    expect(why).toMatchObject({
      together: true,
      identities: [names['a/2'], names['a/2']],
      sizes: [2, 2],
      threshold_bits: 0,
    })
    expect(why.comparisons.find(({ comparison }) => comparison === 'phone')).toMatchObject({
      level: 'shared',
      left: '+12025550144',
      members: 1,
    })
    const strangers = await world().identities.explainSubjects('a/2', 'c/2')
    expect(strangers).toMatchObject({ together: false, compared: false, sizes: [2, 1] })
  })

  test('is kept for a reference with slashes and quotes in it', async () => {
    await expect(world().identities.explainSubjects("a/o'x/y", "a/o'x/y")).resolves.toMatchObject({
      sizes: [1, 1],
    })
  })
})

describe('a question that cannot be answered', () => {
  test.for(['', 'a', '/1', 'a/'])('"%s" is no subject', async (wrong) => {
    await expect(world().identities.explainSubjects('a/1', wrong)).rejects.toMatchObject({
      kind: 'usage',
      message: `"${wrong}" is no subject: write source/ref, such as acme-ats/cand-881`,
    })
  })

  test('a subject that nobody has seen, or that is not linked yet', async () => {
    const world = await openSmallWorld()
    await world.take([seen('a/1', jordan)])
    const ask = (): Promise<unknown> => world.identities.explainSubjects('a/1', 'b/9')
    await expect(ask()).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('nothing is linked yet'),
    })
    await world.partition()
    await world.take([seen('c/1', jordan)])
    for (const right of ['b/9', 'c/1']) {
      await expect(world.identities.explainSubjects('a/1', right)).rejects.toMatchObject({
        kind: 'not-found',
        message: expect.stringContaining(`no subject ${right} in an identity`),
      })
    }
  })
})
