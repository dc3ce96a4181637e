import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import type { ReadingContext } from '../reader.ts'
import { misp, mispHashes } from './misp.ts'

const context: ReadingContext = { source: 'isac', documents: 'text' }
const read = (value: unknown) => misp.read(givenOf(value), context)

interface Item {
  readonly uuid: string
  readonly [other: string]: unknown
}

interface Event {
  readonly Event: { readonly Attribute: readonly Item[]; readonly Object: readonly Item[] }
}

const story = (): Event =>
  JSON.parse(readFileSync('test/cases/read-misp/input/1-event.json', 'utf8'))

const eventWith = (fields: Record<string, unknown>) => ({
  Event: {
    uuid: 'e1',
    info: 'invented',
    date: '2024-03-01',
    timestamp: '1709280000',
    Orgc: { name: 'Example CERT' },
    ...fields,
  },
})

const attribute = (uuid: string, type: string, value: string): Item => ({
  uuid,
  type,
  value,
  timestamp: '1709280060',
  deleted: false,
})

const part = (uuid: string, relation: string, value: string): Item => ({
  ...attribute(uuid, 'text', value),
  object_relation: relation,
})

const object = (uuid: string, name: string, parts: readonly Item[]): Item => ({
  uuid,
  name,
  timestamp: '1709280000',
  deleted: false,
  Attribute: parts,
})

const using = (item: Item, referenced_uuid: string): Item => ({
  ...item,
  ObjectReference: [{ relationship_type: 'uses', referenced_uuid }],
})

const refsOf = ({ records }: ReturnType<typeof read>): readonly unknown[] =>
  records.map((record) => (record['subject'] as { readonly ref?: unknown } | undefined)?.ref)

describe('who is a person', () => {
  test('a list of 1,000 mailboxes is 1,000 subjects', () => {
    const mailboxes = Array.from({ length: 1000 }, (_, n) =>
      attribute(`a${n}`, 'email-src', `persona${n}@mail.example`),
    )
    const refs = refsOf(read(eventWith({ Attribute: mailboxes })))
    expect(new Set(refs).size).toBe(1000)
  })

  test('two persons who use one account stay two, and the account is a third', () => {
    const objects = [
      using(object('p1', 'person', [part('1', 'e-mail', 'a@mail.example')]), 't'),
      using(object('p2', 'person', [part('2', 'e-mail', 'b@mail.example')]), 't'),
      object('t', 'telegram-account', [part('3', 'username', 'shared')]),
    ]
    expect(refsOf(read(eventWith({ Object: objects })))).toEqual(['p1', 'p2', 't'])
  })

  test('a real holder is out with all that is joined to them, also where their object is marked or broken', () => {
    for (const role of ['Victim', 'Impersonated', 'Target', 'Witness']) {
      const broken = { ...part('2', 'e-mail', 'pat@holder.example'), timestamp: 'broken' }
      const holder = using(object('p1', 'person', [part('1', 'role', role), broken]), 'm')
      const mailbox = attribute('m', 'email-src', 'also.pat@holder.example')
      for (const wrong of [{}, { timestamp: 'broken' }, { Tag: [{ name: 'tlp:red' }] }]) {
        const result = read(eventWith({ Object: [{ ...holder, ...wrong }], Attribute: [mailbox] }))
        expect(result.records).toEqual([])
        const kept = result.notTaken?.filter((name) => name === 'a real holder or victim')
        expect(kept).toHaveLength(2)
      }
    }
  })

  test('an account whose service is not said, or is one machine, is nobody', () => {
    for (const service of [undefined, 'unix', 'windows-domain', 'Other']) {
      const parts = [part('1', 'username', 'admin')]
      if (service !== undefined) parts.push(part('2', 'account-type', service))
      const { records, notTaken } = read(
        eventWith({ Object: [object('o', 'user-account', parts)] }),
      )
      expect(records).toEqual([])
      expect(notTaken).toContain('user-account username')
    }
  })

  test('whom an account follows is not looked at as the account', () => {
    const parts = [part('1', 'username', 'jreyes-dev'), part('2', 'follower', 'stranger')]
    const { records } = read(eventWith({ Object: [object('o', 'github-user', parts)] }))
    expect(JSON.stringify(records)).not.toContain('stranger')
  })
})

describe('what is never read', () => {
  test('nationality, birth, portraits and passwords leave no trace, not even as names', () => {
    const parts = [
      part('1', 'e-mail', 'a@mail.example'),
      ...['nationality', 'date-of-birth', 'place-of-birth', 'portrait', 'passport-number'].map(
        (relation, n) => part(`x${n}`, relation, 'SECRET'),
      ),
    ]
    const result = read(eventWith({ Object: [object('o', 'person', parts)] }))
    expect(JSON.stringify(result)).not.toMatch(/SECRET|nationality|birth|passport/)
    expect(result.records).toHaveLength(1)
  })
})

describe('markings', () => {
  test.each(['tlp:red', 'TLP:RED'])('%s on an event refuses all of it', (name) => {
    const mailbox = attribute('a', 'email-src', 'a@mail.example')
    const result = read(eventWith({ Tag: [{ name }], Attribute: [mailbox] }))
    expect(result.records).toEqual([])
    expect(result.problems).toMatchObject([{ field: 'Event.Tag' }])
  })

  test.each(['tlp:white', 'tlp:clear', 'tlp:green', 'tlp:amber', 'tlp:amber+strict'])(
    '%s is taken and named',
    (name) => {
      const mailbox = { ...attribute('a', 'email-src', 'a@mail.example'), Tag: [{ name }] }
      const result = read(eventWith({ Attribute: [mailbox] }))
      expect(result.records).toHaveLength(1)
      expect(result.notTaken?.join()).toMatch(/marking TLP:(CLEAR|GREEN|AMBER)/)
    },
  )
})

describe('what is taken back', () => {
  const withdrawn = (value: unknown) => read(value).records.map((record) => record['under'])

  test('an attribute, one of an object, and an object with all of its own', () => {
    const deleted = { deleted: true, value: '' }
    expect(
      withdrawn(eventWith({ Attribute: [{ ...attribute('a', 'email-src', ''), ...deleted }] })),
    ).toEqual(['event/e1/attribute/a'])
    const person = object('o', 'person', [{ ...part('1', 'e-mail', ''), ...deleted }])
    expect(withdrawn(eventWith({ Object: [person] }))).toEqual(['event/e1/object/o/attribute/1'])
    expect(withdrawn(eventWith({ Object: [{ ...person, deleted: true }] }))).toEqual([
      'event/e1/object/o',
    ])
  })

  test('nothing, where nothing of it was ever taken', () => {
    const file = { ...attribute('a', 'malware-sample', 'x'), deleted: true }
    expect(withdrawn(eventWith({ Attribute: [file] }))).toEqual([])
  })
})

test('our own name for somebody comes back as the id of the origin', () => {
  const comment = { comment: 'as published: idn_0123456789abc' }
  const { records } = read(
    eventWith({ Attribute: [{ ...attribute('a', 'email-src', 'a@b.example'), ...comment }] }),
  )
  expect(records).toMatchObject([{ origin: { id: 'idn_0123456789abc', first_hand: false } }])
})

test('of an attribute that stands twice in an event, the newer one counts', () => {
  const old = attribute('a', 'email-src', 'old@mail.example')
  const young = { ...attribute('a', 'email-src', 'new@mail.example'), timestamp: '1709290000' }
  for (const Attribute of [
    [old, young],
    [young, old],
  ]) {
    expect(read(eventWith({ Attribute })).records).toMatchObject([
      { subject: { emails: ['new@mail.example'] } },
    ])
  }
})

test('words of the language are no types', () => {
  const words = ['constructor', 'toString', '__proto__', 'valueOf']
  const Attribute = words.map((word) => attribute(word, word, 'x'))
  const objects = words.map((word) => object(word, word, [part(`p${word}`, word, 'x')]))
  const { records, notTaken } = read(eventWith({ Attribute, Object: objects }))
  expect(records).toEqual([])
  expect(notTaken).toEqual(
    expect.arrayContaining([...words.map((word) => `attribute ${word}`), 'object constructor']),
  )
})

test('a name by itself is not kept', () => {
  const { records } = read(
    eventWith({ Object: [object('o', 'person', [part('1', 'full-name', 'Jordan Reyes')])] }),
  )
  expect(records).toEqual([])
})

test('files of a feed that hold no events are known, and give nothing', () => {
  const manifest = { '5e000042-0000-4000-8000-000000000042': { info: 'x', Orgc: { name: 'y' } } }
  expect(misp.recognises(givenOf(manifest))).toBe(true)
  expect(read(manifest)).toEqual({ records: [], notTaken: ['manifest of a feed'] })
  const row = { '0cc175b9c0f1b6a831c399e269772661': '', '5e000042-0000-4000-8000-000000000042': '' }
  expect(mispHashes.recognises(givenOf(row))).toBe(true)
  expect(mispHashes.recognises(givenOf({ ...row, more: '' }))).toBe(false)
})

test('the order in which an event has its attributes and objects changes nothing', () => {
  const { Event } = story()
  const expected = read({ Event }).records
  expect(expected.length).toBeGreaterThan(20)
  checkProperty(
    fc.property(
      fc.shuffledSubarray([...Event.Attribute], { minLength: Event.Attribute.length }),
      fc.shuffledSubarray([...Event.Object], { minLength: Event.Object.length }),
      (Attribute, objects) => {
        const turned = objects.map((each) => ({
          ...each,
          Attribute: (each['Attribute'] as readonly unknown[]).toReversed(),
        }))
        const shuffled = read({ Event: { ...Event, Attribute, Object: turned } }).records
        const byText = (records: readonly unknown[]) =>
          records.map((each) => JSON.stringify(each)).sort()
        expect(byText(shuffled)).toEqual(byText(expected))
      },
    ),
    { runs: 30 },
  )
})

test('the forms in which an event is written say the same', () => {
  const event = eventWith({ Attribute: [attribute('a', 'email-src', 'a@mail.example')] })
  const { records } = read(event)
  expect(records).toHaveLength(1)
  for (const form of [{ response: [event] }, { response: event }, event.Event]) {
    expect(misp.recognises(givenOf(form))).toBe(true)
    expect(read(form).records).toEqual(records)
  }
})
