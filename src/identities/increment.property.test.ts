import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import type { SourceDeclaration, Withdrawal } from '../evidence/index.ts'
import { openSmallWorld, type Presented, type SmallWorld, seen } from './small-evidence-fixture.ts'

/** The shipped models with low caps, so that few records make hubs and stand-ins. */
const models = mkdtempSync(join(tmpdir(), 'ringer-models-'))
for (const name of ['same-person', 'same-hands']) {
  const model = JSON.parse(readFileSync(`models/${name}.json`, 'utf8')) as { keys: object[] }
  const keys = model.keys.map((key) => ({ ...key, hub_above: 3, anchored_above: 3 }))
  writeFileSync(join(models, `${name}.json`), JSON.stringify({ ...model, keys }))
}
afterAll(() => rmSync(models, { recursive: true }))

const some = <Value>(...values: Value[]): fc.Arbitrary<Value[]> =>
  fc.subarray(values, { maxLength: 2 })

const numbered = <Value>(count: number, of: (at: number) => Value): fc.Arbitrary<Value[]> =>
  fc.uniqueArray(fc.nat(count - 1).map(of), {
    maxLength: 2,
    selector: (value) => JSON.stringify(value),
  })

/** Values enough that most are shared by two or three, and some by so many that they are hubs. */
const presented: fc.Arbitrary<Presented> = fc.record(
  {
    name: fc.constantFrom(
      'Jordan Reyes',
      'Jordan Reyes',
      'Casey Reyes',
      'Alexei Marlow',
      'J Reyes',
    ),
    emails: numbered(9, (at) => `mail${at}@mail.example`),
    // One of them without its country code, which is the digits of another.
    phones: numbered(6, (at) => (at < 5 ? `+1 202 555 014${at}` : '202-555-0140')),
    ips: numbered(5, (at) => `203.0.113.2${at}`),
    devices: some(
      { kind: 'fingerprint' as const, value: 'fp-1' },
      { kind: 'fingerprint' as const, value: 'fp-2' },
      { kind: 'mfa' as const, value: 'm-1' },
    ),
    accounts: some(
      { kind: 'wise' as const, value: 'W-1' },
      { kind: 'bank' as const, value: 'W-1' },
    ),
    addresses: some(
      { kind: 'home' as const, text: '1 Example Square' },
      { kind: 'shipping' as const, text: '1 Example Square' },
    ),
    documents: some(
      {
        kind: 'resume' as const,
        text: 'Rebuilt the ledger of a small lighthouse company. Kept it lit.',
      },
      { kind: 'photo' as const, phash: '0f1e2d3c4b5a6978' },
      { kind: 'photo' as const, phash: '0f1e2d3c4b5a6979' },
    ),
    claims: fc.record(
      {
        birth_year: fc.constantFrom(1990, 1991, 1970),
        city: fc.constantFrom('Springfield', 'Shelby'),
        references: some(
          { name: 'A Friend', email: 'mail1@mail.example' },
          { name: 'B', phone: '+1 202 555 0143' },
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['name', 'emails'] },
)

/** Which flat of the house equipment goes to, by the name that somebody goes by; some leave it out. */
const flats: Readonly<Record<string, string>> = {
  'Jordan Reyes': '1 Example Sq, Apt A',
  'Casey Reyes': '1 Example Sq #B',
}

const housed = (shown: Presented): Presented => ({
  ...shown,
  ...(shown.addresses && {
    addresses: shown.addresses.map((address) =>
      address.kind === 'shipping'
        ? { ...address, text: flats[shown.name ?? ''] ?? address.text }
        : address,
    ),
  }),
})

const us = 'us.example'

/** Whose selectors are our own release: it names us, or an identity that has its name by then. */
type Echo = 'organization' | 'id' | 'reference'

interface Shown {
  readonly subject: number
  readonly id: number
  readonly shown: Presented
  readonly echo?: Echo | undefined
}

/** Of 24 subjects, some seen twice, some of it a newer version of what was said before, or passed on. */
const observation: fc.Arbitrary<Shown> = fc.record({
  subject: fc.nat(23),
  id: fc.nat(1),
  shown: presented.map(housed),
  // Most are first-hand: an echo joins nobody, and of too many of them nothing would be linked.
  echo: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom<Echo>('organization', 'id', 'reference') },
  ),
})

/** Every second subject is of a source that has not declared itself, until it does. */
const nameOf = (subject: number): string => `${subject % 2 === 0 ? 'f' : 's'}/${subject}`

function passedOn({ subject, id, shown, echo }: Shown, known: readonly string[]): object {
  const given = { id: `${subject}-${id}` }
  if (echo === undefined) return seen(nameOf(subject), shown, given)
  const name = known[subject % Math.max(1, known.length)] ?? 'idn_none'
  if (echo === 'reference')
    return seen(`s/${name}`, shown, { id: `p-${subject}`, kind: 'publication' })
  const origin =
    echo === 'organization'
      ? { organization: us }
      : { organization: 'partner.example', id: name, first_hand: false }
  return seen(nameOf(subject), shown, { ...given, origin })
}

const declaration: fc.Arbitrary<SourceDeclaration> = fc.record({
  source: fc.constantFrom('s', 'f'),
  reliability: fc.constantFrom('B', 'F'),
  organization: fc.constantFrom('acme.example', us),
})

/** A subject deleted, merged with another of its source, or one observation deleted. */
const withdrawal: fc.Arbitrary<Withdrawal> = fc
  .record({
    subject: fc.nat(23),
    other: fc.nat(11),
    sort: fc.constantFrom('gone', 'merged', 'part'),
  })
  .map(({ subject, other, sort }) => {
    const source = subject % 2 === 0 ? 'f' : 's'
    const at = '2024-05-01T08:00:00Z'
    const into = 2 * other + (subject % 2)
    if (sort === 'merged' && into !== subject)
      return { source, merges: `${subject}`, into: `${into}`, at }
    const erasure = { source, reason: 'deleted' as const, at }
    return sort === 'part'
      ? { ...erasure, withdraws: 'observations', under: `${subject}-0` }
      : { ...erasure, withdraws: 'subject', ref: `${subject}` }
  })

interface HubWord {
  readonly place: number
  readonly muted: boolean
}

interface Word {
  readonly about: 'person' | 'hands'
  readonly verdict: 'same' | 'different' | 'unsure'
  readonly left: number
  readonly right: number
}

const word: fc.Arbitrary<Word> = fc.record({
  about: fc.constantFrom('person', 'person', 'hands'),
  verdict: fc.constantFrom('same', 'different', 'unsure'),
  left: fc.nat(23),
  right: fc.nat(23),
})

const hubWord = fc.record({ place: fc.nat(8), muted: fc.boolean() })

const signed = { author: 'ana', reason: 'for tests of the machinery' }

/** Says what can be said of linked subjects: a contradiction is refused and changes nothing. */
async function say(world: SmallWorld, { about, verdict, left, right }: Word): Promise<void> {
  const names = await world.names()
  const subjects = Object.keys(names).sort()
  const of = (place: number): string => {
    const subject = subjects[place % subjects.length] ?? 's/none'
    return about === 'person' ? subject : (names[subject] ?? 'idn_none')
  }
  await world.identities
    .judge({ ...signed, about, verdict, left: of(left), right: of(right) })
    .catch((error: { kind?: string }) => expect(error.kind).toMatch(/usage|not-found|conflict/))
}

/** Overrides one of the mailboxes that are shown, if any is. */
async function override(world: SmallWorld, { place, muted }: HubWord): Promise<void> {
  const shown = await world.sql.rows<{ value: string }>(
    `select distinct value from selector where kind = 'email' order by value`,
  )
  const value = shown[place % shown.length]?.value
  if (value === undefined) return
  await world.identities.judgeHub({ ...signed, kind: 'email', detail: '', value, muted })
}

/** All that linkage made, told by what arrived, not by numbers that depend on when. */
async function madeBy(world: SmallWorld): Promise<unknown> {
  const side = (id: string): string =>
    `(select order_key from person_record where record_id = ${id})`
  const first = (no: string): string =>
    `(select order_key from hands_record where record_id = ${no})`
  return {
    identities:
      await world.sql.rows(`select string_agg(order_key, ' ' order by order_key) as members
      from identity_member join person_record on record_id = subject_id group by identity_no order by 1`),
    pairs: await world.sql.rows(`select least(${side('left_id')}, ${side('right_id')}) as one,
        greatest(${side('left_id')}, ${side('right_id')}) as other, key_bits, column_bits
      from person_pair order by one, other`),
    rings: await world.sql.rows(`select string_agg(order_key, ' ' order by order_key) as members
      from ring_member join hands_record on record_id = identity_no group by ring order by 1`),
    links: await world.sql.rows(`select least(${first('left_id')}, ${first('right_id')}) as one,
        greatest(${first('left_id')}, ${first('right_id')}) as other, key_bits, column_bits
      from hands_pair order by one, other`),
    hubs: await world.sql.rows(
      'select model, kind, detail, value, members, muted_by from hub order by all',
    ),
  }
}

interface Piece {
  readonly observations: readonly Shown[]
  readonly declared?: SourceDeclaration | undefined
  readonly said?: Word | undefined
  readonly withdrawn?: readonly Withdrawal[] | undefined
  readonly muted?: HubWord | undefined
}

/** Links after every piece, then all at once, and holds the one against the other. */
async function expectSame(world: SmallWorld, pieces: readonly Piece[]): Promise<void> {
  await world.declare([{ source: 's', reliability: 'B', organization: 'acme.example' }])
  for (const { observations, declared, said, muted, withdrawn } of pieces) {
    const known = Object.values(await world.names()).sort()
    if (declared) await world.declare([declared])
    if (said) await say(world, said)
    if (muted) await override(world, muted)
    await world.take(observations.map((each) => passedOn(each, known)))
    if (withdrawn) await world.withdraw(withdrawn)
    await world.identities.link()
  }
  const grown = await madeBy(world)
  await noteReached(world)
  const scopes = await world.sql.rows('select scope from link_run where run_id > 1 group by scope')
  expect(scopes).toEqual([{ scope: 'increment' }])
  await world.identities.forget()
  await world.identities.link()
  expect(await madeBy(world)).toEqual(grown)
}

/** How often the rare cases occurred: a property of cases that never occur would always hold. */
const reached = { crowded: 0, echoes: 0, withdrawals: 0, muted: 0, judgements: 0 }

async function noteReached({ sql }: SmallWorld): Promise<void> {
  const [row] = await sql.rows<typeof reached>(`select
    (select count(*) from person_value where crowded)
      + (select count(*) from hands_value where crowded) as crowded,
    (select count(*) from linkage_echo) as echoes,
    (select count(*) from withdrawal) as withdrawals,
    (select count(*) from judgement) as judgements,
    (select count(*) from hub where muted_by is not null) as muted`)
  reached.crowded += row?.crowded ?? 0
  reached.echoes += row?.echoes ?? 0
  reached.withdrawals += row?.withdrawals ?? 0
  reached.muted += row?.muted ?? 0
  reached.judgements += row?.judgements ?? 0
}

const sometimes = { nil: undefined, freq: 2 }

test('linking piece by piece makes what linking all at once makes', async () => {
  const piece: fc.Arbitrary<Piece> = fc.record({
    observations: fc.array(observation, { minLength: 1, maxLength: 10 }),
    declared: fc.option(declaration, { nil: undefined, freq: 4 }),
    said: fc.option(word, sometimes),
    withdrawn: fc.option(fc.array(withdrawal, { minLength: 1, maxLength: 2 }), sometimes),
    muted: fc.option(hubWord, sometimes),
  })
  // A seed whose first two cases are short and reach all that is counted in `reached`.
  await checkAsyncProperty(
    fc.asyncProperty(fc.array(piece, { minLength: 3, maxLength: 4 }), async (pieces) =>
      expectSame(await openSmallWorld(models, us), pieces),
    ),
    { runs: 2, seed: 99 },
  )
  const missed = Object.entries(reached).filter(([, count]) => count === 0)
  expect(missed).toEqual([])
})

test('whoever comes first in the order of stand-ins takes the place of another, at any time', async () => {
  // Thirty records of one mailbox and name: each is compared with eight of them, the first by reference.
  const order = fc.shuffledSubarray(
    Array.from({ length: 30 }, (_, at) => at),
    { minLength: 30 },
  )
  const one = (at: number): Shown => ({
    subject: at,
    id: 0,
    shown: {
      name: 'Jordan Reyes',
      emails: ['desk@mail.example'],
      phones: [`+1 202 555 01${10 + (at % 7)}`],
    },
  })
  await checkAsyncProperty(
    fc.asyncProperty(order, async (drawn) => {
      const pieces = [0, 10, 20].map((from) => ({
        observations: drawn.slice(from, from + 10).map(one),
      }))
      await expectSame(await openSmallWorld(models), pieces)
    }),
    { runs: 1 },
  )
})
