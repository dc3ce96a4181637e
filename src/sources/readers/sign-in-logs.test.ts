import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { givenOf } from '../given.ts'
import { parseJson } from '../parse-json.ts'
import type { Reader, Translation } from '../reader.ts'
import { readers } from '../readers.ts'
import { entra } from './entra.ts'
import { googleWorkspace } from './google-workspace.ts'
import { ocsf } from './ocsf.ts'
import { okta } from './okta.ts'
import {
  addressOf,
  countryCodeIn,
  isPrivacyRelay,
  mailboxesOf,
  systemNumberOf,
} from './sign-in-logs.ts'

const context = { source: 'idp', organization: 'acme.example', documents: 'text' } as const

const jsonReaders: readonly Reader[] = Object.values<Reader>(readers).filter(
  ({ form }) => form === 'json',
)

interface Log {
  readonly name: string
  readonly reader: Reader
  /** A page that holds one event. */
  readonly page: (event: unknown) => unknown
  readonly events: readonly unknown[]
}

/** The events of a story that are one a line, those that are broken left out. */
function eventsOf(path: string): readonly unknown[] {
  const lines = readFileSync(`test/cases/${path}`, 'utf8').split('\n')
  return lines.flatMap((line) => {
    try {
      return [parseJson(line.replace(/,$/, ''))]
    } catch {
      // A bracket of the list, or the line that the story breaks off.
      return []
    }
  })
}

const logs: readonly Log[] = [
  {
    name: 'okta',
    reader: okta,
    page: (event) => ({ eventType: 'com.okta.event_hook', data: { events: [event] } }),
    events: eventsOf('read-okta/input/1-export.json'),
  },
  {
    name: 'entra',
    reader: entra,
    page: (event) => ({ records: [event] }),
    events: eventsOf('read-entra/input/1-storage.ndjson'),
  },
  {
    name: 'google-workspace',
    reader: googleWorkspace,
    page: (event) => ({ kind: 'admin#reports#activities', items: [event] }),
    events: eventsOf('read-google-workspace/input/2-exploded.ndjson'),
  },
  {
    name: 'ocsf',
    reader: ocsf,
    page: (event) => ({ events: [event] }),
    events: eventsOf('read-ocsf/input/1-array.json'),
  },
]

interface Read {
  readonly records: Translation['records']
  readonly refused: number
}

function read(reader: Reader, value: unknown): Read {
  const given = givenOf(value)
  const { records, problems = [] } = reader.read(given, context)
  const refused = given.problems().length + problems.length
  return { records: given.problems().length > 0 ? [] : records, refused }
}

type Change = (value: unknown, at: string) => unknown

/** The value, with each object in it changed. */
function changed(value: unknown, change: Change, at = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => changed(item, change, `${at}[]`))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, changed(inner, change, `${at}.${name}`)] as const,
  )
  return change(Object.fromEntries(entries), at)
}

const backwards: Change = (value) => Object.fromEntries(Object.entries(value as object).reverse())
const withoutEmpty: Change = (value) =>
  Object.fromEntries(
    Object.entries(value as object).filter(([, inner]) => inner !== null && inner !== ''),
  )

function placesOf(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => placesOf(item, `${at}[]`))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => [
    `${at}.${name}`,
    ...placesOf(inner, `${at}.${name}`),
  ])
}

/** The event with something else at one of its places. */
const disturbed = (events: readonly unknown[], other: fc.Arbitrary<unknown>) =>
  fc.constantFrom(...events).chain((event) =>
    fc.record({ place: fc.constantFrom(...placesOf(event)), other }).map(({ place, other: put }) =>
      changed(event, (value, at) => {
        const entries = Object.entries(value as object)
        return Object.fromEntries(
          entries.map(([name, inner]) => [name, `${at}.${name}` === place ? put : inner]),
        )
      }),
    ),
  )

describe.each(logs)('$name', ({ reader, page, events }) => {
  test('knows its events, and nobody else takes them for their own', () => {
    for (const event of events) {
      const known = jsonReaders.filter((each) => each.recognises(givenOf(event)))
      expect(known.map(({ title }) => title)).toEqual([reader.title])
      expect(reader.recognises(givenOf(page(event)))).toBe(true)
    }
  })

  test('takes something of the story, and refuses something', () => {
    const all = events.map((event) => read(reader, event))
    expect(all.some(({ records }) => records.length > 0)).toBe(true)
    expect(all.some(({ records }) => records.length === 0)).toBe(true)
  })

  test('the order of keys changes nothing', () => {
    for (const event of events) {
      expect(read(reader, changed(event, backwards))).toEqual(read(reader, event))
    }
  })

  test('what is null or empty is as what is absent', () => {
    for (const event of events) {
      expect(read(reader, changed(event, withoutEmpty))).toEqual(read(reader, event))
    }
    checkProperty(
      fc.property(disturbed(events, fc.constant(null)), (event) => {
        expect(read(reader, changed(event, withoutEmpty))).toEqual(read(reader, event))
      }),
      { runs: 100 },
    )
  })

  test('an event of a page gives what it gives alone', () => {
    checkProperty(
      fc.property(disturbed(events, fc.constant(null)), (event) => {
        expect(read(reader, page(event)).records).toEqual(read(reader, event).records)
      }),
      { runs: 100 },
    )
  })

  test('never throws, whatever stands where', () => {
    checkProperty(
      fc.property(disturbed(events, fc.jsonValue({ maxDepth: 2 })), (event) => {
        const given = givenOf(event)
        reader.recognises(givenOf(event))
        reader.read(given, context)
        expect(given.untouched()).toBeInstanceOf(Array)
        expect(() => read(reader, page(event))).not.toThrow()
      }),
      { runs: 100 },
    )
  })
})

test.each(logs)('$name refuses what is no event at all', ({ reader }) => {
  expect(read(reader, { foo: 1 })).toMatchObject({ records: [] })
  expect(read(reader, { foo: 1 }).refused).toBeGreaterThan(0)
})

test('a broken event of a page costs only itself, and is placed', () => {
  const [whole, ...others] = eventsOf('read-ocsf/input/1-array.json')
  const broken = { ...(others[0] as object), time: 'yesterday' }
  const { records, problems } = ocsf.read(givenOf({ events: [whole, broken, whole] }), context)
  expect(records).toHaveLength(2)
  expect(problems?.map(({ field }) => field)).toContain('events[1].time')
})

test.each([
  ['10.1.2.3', []],
  ['172.31.0.1', []],
  ['172.32.0.1', ['172.32.0.1']],
  ['192.168.1.1', []],
  ['169.254.9.9', []],
  ['::1', []],
  ['fe80::1', []],
  ['FD00::1', []],
  ['fdb8', ['fdb8']],
  ['2001:db8::1', ['2001:db8::1']],
  ['203.0.113.10', ['203.0.113.10']],
  [undefined, []],
])('of the address %s stays %j', (ip, ips) => {
  expect(addressOf(ip).ips).toEqual(ips)
})

test('a system number is read with and without AS; zero is none', () => {
  expect(['64500', 'AS64500', 'as64500', '0', '', 'none', undefined].map(systemNumberOf)).toEqual([
    ...[64_500, 64_500, 64_500],
    ...[undefined, undefined, undefined, undefined],
  ])
})

test('mailboxes are what looks like one, each once', () => {
  const texts = [
    'jo@acme.example',
    undefined,
    'jo',
    'jo@acme.example',
    'a@b',
    'x#EXT#@acme.example',
  ]
  expect(mailboxesOf(...texts)).toEqual(['jo@acme.example'])
})

test('a country is read by code and by name, the second time as the first', () => {
  const texts = ['US', 'us', 'United States', 'Europe', undefined]
  const codes = ['US', 'US', 'US', undefined, undefined]
  expect(texts.map(countryCodeIn)).toEqual(codes)
  expect(texts.map(countryCodeIn)).toEqual(codes)
})

test.each([
  [{ system: 13_335, names: ['anything'] }, true],
  [{ system: undefined, names: ['Akamai Technologies, Inc.', undefined] }, true],
  [{ system: 20_940, names: ['akamai international'] }, true],
  [{ system: 63_949, names: ['akamai connected cloud'] }, false],
  [{ system: 64_500, names: ['example cable'] }, false],
  [{ system: undefined, names: [undefined] }, false],
])('%j may be a privacy relay: %s', (carrier, isRelay) => {
  expect(isPrivacyRelay(carrier)).toBe(isRelay)
})
