import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import type { ReadingContext } from '../reader.ts'
import { stix } from './stix.ts'

const context: ReadingContext = { source: 'taxii', documents: 'text' }

type Fields = Readonly<Record<string, unknown>>

const at = '2024-05-01T09:00:00.000Z'
const idOf = (type: string, n: number): string =>
  `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const sco = (type: string, n: number, fields: Fields): Fields => ({
  type,
  id: idOf(type, n),
  ...fields,
})
const sdo = (type: string, n: number, fields: Fields = {}): Fields =>
  sco(type, n, { spec_version: '2.1', created: at, modified: at, ...fields })
const mailbox = (n: number, fields: Fields = {}): Fields =>
  sco('email-addr', n, { value: `persona${n}@mail.example`, ...fields })
const persona = (n: number, fields: Fields = {}): Fields =>
  sdo('identity', n, { identity_class: 'individual', name: `Persona ${n}`, ...fields })
const tie = (n: number, kind: string, ends: readonly [Fields, Fields]): Fields =>
  sdo('relationship', n, {
    relationship_type: kind,
    source_ref: ends[0]['id'],
    target_ref: ends[1]['id'],
  })
const seen = (n: number, objects: readonly Fields[]): Fields =>
  sdo('observed-data', n, { first_observed: at, object_refs: objects.map(({ id }) => id) })

const read = (...objects: readonly Fields[]) =>
  stix.read(givenOf({ type: 'bundle', id: idOf('bundle', 1), objects }), context)

const refsOf = ({ records }: ReturnType<typeof read>): readonly unknown[] =>
  records.map((record) => (record['subject'] as { readonly ref?: unknown } | undefined)?.ref)

describe('who is a person', () => {
  test('a list of 1,000 mailboxes is 1,000 subjects, as observables and as one pattern', () => {
    const mailboxes = Array.from({ length: 1000 }, (_, n) => mailbox(n))
    expect(new Set(refsOf(read(...mailboxes, seen(1, mailboxes)))).size).toBe(1000)
    const pattern = `[${mailboxes.map(({ value }) => `email-addr:value = '${value}'`).join(' OR ')}]`
    const indicator = sdo('indicator', 1, { pattern, pattern_type: 'stix', valid_from: at })
    expect(new Set(refsOf(read(indicator))).size).toBe(1000)
  })

  test('what a persona uses is theirs; what two use, or a group, is nobody’s', () => {
    const [one, two] = [persona(1), persona(2)]
    const group = sdo('threat-actor', 3, { name: 'Example Group' })
    const [own, shared, first, second] = [mailbox(1), mailbox(2), mailbox(3), mailbox(4)]
    const objects = [one, two, group, own, shared, first, second]
    const ties = [
      tie(1, 'uses', [one, own]),
      tie(2, 'uses', [one, shared]),
      tie(3, 'uses', [two, shared]),
      tie(4, 'uses', [group, first]),
      tie(5, 'uses', [group, second]),
    ]
    const refs = refsOf(read(...objects, ...ties))
    expect(refs.filter((ref) => ref === one['id'])).toHaveLength(2)
    expect(refs).toEqual(expect.arrayContaining([shared['id'], first['id'], second['id']]))
    expect(refs).not.toContain(two['id'])
  })

  test.each([
    ['whoever is impersonated', [] as readonly string[], 'impersonates'],
    ['whoever is targeted', [], 'targets'],
    ['a victim by role', ['victim'], 'related-to'],
  ])('%s is out, with all that is joined to them', (_, roles, kind) => {
    const actor = sdo('threat-actor', 1, { resource_level: 'individual' })
    const real = persona(2, roles.length > 0 ? { roles } : {})
    const [used, near] = [mailbox(1), mailbox(2)]
    const result = read(
      actor,
      real,
      used,
      near,
      tie(1, kind, [actor, real]),
      tie(2, 'uses', [real, used]),
      tie(3, 'related-to', [near, real]),
    )
    expect(result.records).toEqual([])
    expect(result.notTaken?.filter((name) => name === 'a real holder or victim')).toHaveLength(3)
  })

  test('a victim that is marked too high still keeps what is theirs out', () => {
    const real = persona(1, {
      roles: ['victim'],
      object_marking_refs: ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'],
    })
    const used = mailbox(1)
    expect(read(real, used, tie(1, 'uses', [real, used])).records).toEqual([])
    const { object_marking_refs, ...unmarked } = real
    const hidden = { ...tie(1, 'uses', [unmarked, used]), object_marking_refs }
    const report = sdo('report', 1, { object_refs: [used['id']] })
    expect(read(unmarked, used, hidden, report).records).toEqual([])
    expect(read(used, report).records).toHaveLength(1)
  })

  test('an author’s mailbox is no evidence', () => {
    const author = persona(1)
    const used = mailbox(1)
    const report = sdo('report', 1, { created_by_ref: author['id'], object_refs: [used['id']] })
    expect(read(author, used, report, tie(1, 'uses', [author, used])).records).toEqual([])
  })
})

test('what AND joins in a pattern is one subject; a condition that is not understood takes nothing', () => {
  const shownBy = (pattern: string) =>
    read(sdo('indicator', 1, { pattern, pattern_type: 'stix', valid_from: at })).records.map(
      (record) => record['subject'],
    )
  const ref = idOf('indicator', 1)
  expect(shownBy("[ipv4-addr:value = '203.0.113.7' AND ipv6-addr:value = '2001:db8::7']")).toEqual([
    { ref, ips: ['203.0.113.7', '2001:db8::7'] },
  ])
  expect(
    shownBy("[user-account:account_type = 'github' AND user-account:account_login = 'jreyes']"),
  ).toEqual([{ ref, handles: [{ service: 'github', value: 'jreyes' }] }])
  for (const pattern of [
    "[email-addr:value = 'a' AND network-traffic:protocols = 'tcp']",
    "[email-addr:value = 'a' AND email-addr:value = 'b']",
    "[email-addr:value = '']",
    "[user-account:account_login = 'root']",
    "[constructor:value = 'x']",
  ]) {
    expect(shownBy(pattern)).toEqual([])
  }
})

test('observables of every type: those that identify are taken, the rest is counted', () => {
  const taken: readonly (readonly [string, Fields, Fields])[] = [
    ['email-addr', { value: 'a@mail.example' }, { emails: ['a@mail.example'] }],
    ['ipv4-addr', { value: '203.0.113.7' }, { ips: ['203.0.113.7'] }],
    ['ipv6-addr', { value: '2001:db8::7' }, { ips: ['2001:db8::7'] }],
    [
      'mac-addr',
      { value: '00:00:5e:00:53:af' },
      { devices: [{ kind: 'hardware', value: '00:00:5e:00:53:af' }] },
    ],
    [
      'user-account',
      { account_type: 'twitter', user_id: '17', account_login: 'jreyes', display_name: 'J' },
      { handles: [{ service: 'x', value: 'jreyes' }], name: 'J' },
    ],
    [
      'url',
      { value: 'https://github.com/jreyes/site' },
      { handles: [{ service: 'github', value: 'jreyes' }] },
    ],
    ['phone-number', { value: '+1 202 555 0143' }, { phones: ['+1 202 555 0143'] }],
    ['cryptocurrency-wallet', { value: 'bc1q' }, { accounts: [{ kind: 'wallet', value: 'bc1q' }] }],
    ['bank-account', { iban: 'GB00' }, { accounts: [{ kind: 'bank', value: 'GB00' }] }],
  ]
  const others = [
    ...['artifact', 'autonomous-system', 'directory', 'domain-name', 'email-message', 'file'],
    ...['mutex', 'network-traffic', 'process', 'software', 'windows-registry-key'],
    'x509-certificate',
  ]
  const objects = [
    ...taken.map(([type, fields], n) => sco(type, n, fields)),
    ...others.map((type, n) => sco(type, n, { name: 'x' })),
  ]
  const { records, notTaken, problems } = read(...objects, seen(1, objects))
  expect(problems).toEqual([])
  expect(notTaken).toEqual(others.toSorted())
  const shown = new Map(records.map((record) => [record['id'], record['subject']]))
  for (const [n, [type, , subject]] of taken.entries()) {
    expect(shown.get(idOf(type, n))).toEqual({ ref: idOf(type, n), ...subject })
  }
})

describe('what is taken back', () => {
  test('a person with all that was theirs, an indicator, and whose something is', () => {
    const revoked = { revoked: true, modified: '2024-06-01T00:00:00.000Z' }
    const base = { source: 'taxii', reason: 'deleted', at: revoked.modified }
    const [one, used] = [persona(1), mailbox(1)]
    expect(read({ ...one, ...revoked }).records).toEqual([
      { ...base, withdraws: 'subject', ref: one['id'] },
    ])
    const pattern = { pattern: "[email-addr:value = 'a']", pattern_type: 'stix' }
    expect(read(sdo('indicator', 1, { ...pattern, ...revoked })).records).toEqual([
      { ...base, withdraws: 'observations', under: idOf('indicator', 1) },
    ])
    const { records } = read(one, used, tie(7, 'uses', [one, used]))
    expect(records.map((record) => record['id'])).toContain(
      `${idOf('relationship', 7)}/${used['id']}`,
    )
    const taken = read(one, used, seen(1, [used]), {
      ...tie(7, 'uses', [one, used]),
      ...revoked,
    }).records
    expect(taken).toMatchObject([
      { id: used['id'], subject: { ref: used['id'] } },
      { ...base, withdraws: 'observations', under: idOf('relationship', 7) },
    ])
  })
})

test('markings of every form: up to TLP:AMBER+STRICT is taken, above is refused at its place', () => {
  const own = sdo('marking-definition', 1, {
    extensions: { 'extension-definition--x': { tlp_2_0: 'red' } },
  })
  const refused = [
    'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
    'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
    String(own['id']),
  ]
  for (const mark of refused) {
    const [marked, granular] = [
      mailbox(1, { object_marking_refs: [mark] }),
      mailbox(2, { granular_markings: [{ marking_ref: mark, selectors: ['value'] }] }),
    ]
    const { records, problems } = read(own, marked, granular, seen(1, [marked, granular]))
    expect(records).toEqual([])
    expect(problems?.map(({ field }) => field)).toEqual([
      'objects[1].object_marking_refs',
      'objects[2].object_marking_refs',
    ])
  }
  const strict = ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003']
  const allowed = mailbox(1, { object_marking_refs: strict })
  const { records, notTaken } = read(allowed, seen(1, [allowed]))
  expect(records).toHaveLength(1)
  expect(notTaken).toContain('marking TLP:AMBER+STRICT')
})

test('our own name for somebody comes back as the id of the origin of all that is theirs', () => {
  const external_references = [{ source_name: 'ringer', external_id: 'idn_0123456789abc' }]
  const [one, used] = [persona(1, { external_references }), mailbox(1)]
  const { records } = read(one, used, tie(1, 'uses', [one, used]))
  expect(records.map((record) => record['origin'])).toEqual([
    { id: 'idn_0123456789abc', first_hand: false },
    { id: 'idn_0123456789abc', first_hand: false },
  ])
})

test('what is broken is refused with its place, and the rest is taken', () => {
  const [good, other] = [mailbox(1), mailbox(2)]
  const broken = mailbox(3, { value: { not: 'text' } })
  const nameless = { type: 'email-addr', value: 'c@mail.example' }
  const { records, problems } = read(good, broken, nameless, other, seen(1, [good, broken, other]))
  expect(refsOf({ records })).toEqual([good['id'], other['id']])
  expect(problems?.map(({ field }) => field)).toEqual(['objects[1].value', 'objects[2].id'])
})

interface Story {
  readonly objects: readonly Fields[]
}

test('a bundle with its objects in another order gives the same observations', () => {
  const story: Story = JSON.parse(readFileSync('test/cases/read-stix/input/1-bundle.json', 'utf8'))
  const expected = read(...story.objects)
  expect(expected.records.length).toBeGreaterThan(15)
  checkProperty(
    fc.property(
      fc.shuffledSubarray([...story.objects], { minLength: story.objects.length }),
      (objects) => {
        const { records, notTaken } = read(...objects)
        expect(records).toEqual(expected.records)
        expect(notTaken?.toSorted()).toEqual(expected.notTaken?.toSorted())
      },
    ),
    { runs: 50 },
  )
})

test('a bundle, an envelope and lines are known by their shape', () => {
  const objects = [mailbox(1)]
  for (const form of [
    { type: 'bundle', id: idOf('bundle', 1), objects },
    { more: true, next: 'x', objects },
    { objects },
    mailbox(1),
  ]) {
    expect(stix.recognises(givenOf(form))).toBe(true)
  }
  for (const form of [{ objects: [{ id: 7 }] }, { type: 'x', id: 'y' }, { id: 'a--b' }, {}]) {
    expect(stix.recognises(givenOf(form))).toBe(false)
  }
})
