import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { findControlCharacter } from './control-characters.ts'
import { isMoment, momentMs } from './moment.ts'
import { type Reading, readRecord } from './reading.ts'

const least = {
  source: 'acme-ats',
  id: 'app-1',
  kind: 'application',
  at: '2024-03-18T09:41:07Z',
  subject: { ref: 'cand-1' },
}

const withSubject = (fields: object): object => ({
  ...least,
  subject: { ref: 'cand-1', ...fields },
})

/** What became of it: `ok`, or each problem as `field: reason`. */
function outcome(value: unknown): string | string[] {
  const reading = readRecord(value)
  return reading.record === 'problems'
    ? reading.problems.map(({ field, reason }) => `${field}: ${reason}`)
    : 'ok'
}

function taken(value: unknown, source?: string): Exclude<Reading, { record: 'problems' }> {
  const reading = readRecord(value, source)
  if (reading.record === 'problems') throw new Error(JSON.stringify(reading.problems))
  return reading
}

describe('what a record is', () => {
  test.each([
    [least, 'observation'],
    [{ source: 'a', type: 'ats' }, 'source'],
    [{ source: 'a', reliability: 'B' }, 'source'],
    [{ source: 'a', name: 'Acme' }, 'source'],
    [{ period: '2024-Q1', unit: 'postings', value: 1 }, 'exposure'],
  ])('%j is read as %s', (value, record) => expect(taken(value).record).toBe(record))

  test.each([[null], ['text'], [7], [true]])('%j is no record', (value) => {
    expect(outcome(value)).toEqual([': expected a JSON object, one per line'])
  })

  test('a list is no record', () => {
    expect(outcome([least])).toEqual([': is a JSON array; write one object per line'])
  })

  test('an empty object says what an observation needs', () => {
    expect(outcome({})).toEqual(
      ['source', 'id', 'kind', 'at', 'subject'].map(
        (field) => `${field}: needed, but it is absent`,
      ),
    )
  })
})

describe('an observation: what the format allows', () => {
  const everything = {
    ...least,
    organization: {
      domain: 'acme.example',
      name: 'Acme Health',
      industry: '62',
      country: 'US',
      ai: 'none',
      tags: ['fintech'],
      size: '1000-4999',
      parent: 'group.example',
      work_mode: 'hybrid',
    },
    role: { title: 'Senior Mobile Developer', soc: '15-1252', remote: true, country: 'US' },
    engagement: { type: 'agency', via: 'Talent Ltd', client: { name: 'Beta', country: 'GB' } },
    origin: { organization: 'beta.example', id: 'x', first_hand: false },
    subject: {
      ref: 'cand-881',
      name: 'Jordan Reyes',
      emails: ['jordan@mail.example'],
      phones: ['+1 202 555 0143'],
      ips: ['203.0.113.24'],
      devices: [{ kind: 'mfa', value: 'x' }],
      handles: [{ service: 'an unknown service', value: 'x' }],
      accounts: [{ kind: 'wallet', value: 'x' }],
      addresses: [{ kind: 'office', text: '12 Main St\nSpringfield', country: 'US' }],
      documents: [
        { kind: 'work_sample', sha256: 'a'.repeat(64), text: 't', phash: '0'.repeat(16) },
      ],
      claims: {
        country: 'US',
        timezone: 'America/Chicago',
        city: 'Chicago',
        birth_year: 1990,
        references: [{ name: 'A', email: 'a@mail.example', phone: '1' }],
        anything: { else: [1, 'x', null] },
      },
    },
    facts: { 'ip.asn': 64500, 'camera.state': 'off', 'no.such.fact': ['a'], 'another.one': false },
    flags: [{ indicator: 'camera_refusal', note: 'twice', by: 'hr' }, { indicator: 'unknown_one' }],
  }

  test('every field of the page is kept as given', () => {
    const { value, leftOut } = taken(everything)
    expect(value).toEqual({
      ...everything,
      subject: {
        ...everything.subject,
        claims: { ...everything.subject.claims, anything: { else: [1, 'x', null] } },
      },
    })
    expect(leftOut).toEqual([])
  })

  test.each([
    ...['application', 'sign_in', 'device', 'shipment', 'payment', 'verification', 'report'],
    ...['publication', 'outcome'],
  ])('kind %s needs no stage', (kind) => expect(outcome({ ...least, kind })).toBe('ok'))

  test.each([
    ['interview', ['initial', 'follow_up', 'technical', 'final', 'setup']],
    ['employment', ['offered', 'started', 'ended']],
  ])('kind %s needs one of its stages', (kind, stages) => {
    for (const stage of stages) expect(outcome({ ...least, kind, stage })).toBe('ok')
    const needed = [`stage: needed for ${kind}: one of ${stages.join(', ')}`]
    expect(outcome({ ...least, kind })).toEqual(needed)
    expect(outcome({ ...least, kind, stage: 'hired' })).toEqual(needed)
  })

  test.each([
    ['source', 'ab'.repeat(64)],
    ['id', 'x'.repeat(256)],
    ['id', '😀'.repeat(256)],
  ])('%s at its longest', (field, text) => expect(outcome({ ...least, [field]: text })).toBe('ok'))

  test('a value of null is absent', () => {
    const absent = { ...least, stage: null, role: { title: null }, facts: { 'ip.asn': null } }
    expect(taken(absent).value).toEqual({ ...least, role: {}, facts: {} })
    expect(taken({ ...least, source: null }, 'acme-ats').value).toEqual(least)
  })

  test('a line without a source takes the one that is given, and keeps its own', () => {
    const { source, ...nameless } = least
    expect(taken(nameless, source).value).toEqual(least)
    expect(taken(least, 'another').value).toEqual(least)
    expect(outcome(nameless)).toEqual(['source: needed, but it is absent'])
  })

  test('equal content has equal text, in whatever order it was written', () => {
    const turned = Object.fromEntries(Object.entries(everything).reverse())
    expect(JSON.stringify(taken(turned).value)).toBe(JSON.stringify(taken(everything).value))
  })
})

describe('an observation: what is refused, by field and reason', () => {
  const needed = 'needed, but it is absent'
  test.each([
    [{ ...least, source: '' }, ['source: is empty']],
    [{ ...least, source: 'x'.repeat(129) }, ['source: longer than 128 characters']],
    [{ ...least, source: 'a/b' }, ['source: must not contain "/"']],
    [{ ...least, source: 7 }, ['source: expected string, received number']],
    [{ ...least, id: '' }, ['id: is empty']],
    [{ ...least, id: '😀'.repeat(257) }, ['id: longer than 256 characters']],
    [{ ...least, id: 10021 }, ['id: expected string, received number']],
    [{ ...least, id: 'a\tb' }, ['id: holds a control character']],
    [{ ...least, subject: {} }, [`subject.ref: ${needed}`]],
    [{ ...least, subject: [] }, ['subject: expected object, received array']],
    [{ ...least, subject: 'cand-1' }, ['subject: expected object, received string']],
    [withSubject({ ref: '' }), ['subject.ref: is empty']],
    [withSubject({ name: 7 }), ['subject.name: expected string, received number']],
    [withSubject({ name: 'Jos\u0085' }), ['subject.name: holds a control character']],
    [withSubject({ emails: 'a@b' }), ['subject.emails: expected array, received string']],
    [withSubject({ emails: ['a@b', 7] }), ['subject.emails[1]: expected string, received number']],
    [withSubject({ emails: [null] }), ['subject.emails[0]: expected string, received null']],
    [withSubject({ emails: ['a\u009fb'] }), ['subject.emails[0]: holds a control character']],
    [
      withSubject({ emails: Array.from({ length: 100_000 }, (_, i) => `a${i}@mail.example`) }),
      ['subject.emails: more than 1000 items'],
    ],
    [withSubject({ ips: ['x'.repeat(2001)] }), ['subject.ips[0]: longer than 2000 characters']],
    [withSubject({ handles: [{ value: 'x' }] }), [`subject.handles[0].service: ${needed}`]],
    [
      withSubject({ devices: [{ kind: 'phone', value: 'x' }] }),
      ['subject.devices[0].kind: expected one of fingerprint, serial, mfa, hardware'],
    ],
    [withSubject({ accounts: [{ value: 'x' }] }), [`subject.accounts[0].kind: ${needed}`]],
    [
      withSubject({ documents: [{ kind: 'photo', phash: 'xyz' }] }),
      ['subject.documents[0].phash: write 16 hexadecimal digits'],
    ],
    [
      withSubject({ documents: [{ kind: 'resume', sha256: '9f2c…' }] }),
      ['subject.documents[0].sha256: write 64 hexadecimal digits'],
    ],
    [
      withSubject({ claims: { birth_year: '1990' } }),
      ['subject.claims.birth_year: expected number, received string'],
    ],
    [
      withSubject({ claims: { birth_year: 1990.5 } }),
      ['subject.claims.birth_year: expected a whole number, received number'],
    ],
    [
      withSubject({ claims: { country: 'Canada' } }),
      ['subject.claims.country: write an ISO 3166-1 alpha-2 code such as US'],
    ],
    [
      { ...least, organization: { industry: 62 } },
      ['organization.industry: expected string, received number'],
    ],
    [
      { ...least, organization: { ai: 'some' } },
      ['organization.ai: expected one of pure, product, none'],
    ],
    [
      { ...least, organization: { tags: ['a', {}] } },
      ['organization.tags[1]: expected string, received object'],
    ],
    [{ ...least, role: { remote: 'yes' } }, ['role.remote: expected boolean, received string']],
    [
      { ...least, origin: { first_hand: 1 } },
      ['origin.first_hand: expected boolean, received number'],
    ],
    [{ ...least, facts: [] }, ['facts: expected object, received array']],
    [
      { ...least, facts: { 'x.y': { nested: 1 } } },
      ['facts.x.y: expected text, a number, true, false or a list of text'],
    ],
    [
      { ...least, facts: { 'x.y': [1] } },
      ['facts.x.y: expected text, a number, true, false or a list of text'],
    ],
    [
      { ...least, facts: { 'x.y': Number.POSITIVE_INFINITY } },
      ['facts.x.y: expected text, a number, true, false or a list of text'],
    ],
    [{ ...least, facts: { 'ip.country': 7 } }, ['facts.ip.country: expected text']],
    [{ ...least, facts: { 'ip.asn': '64500' } }, ['facts.ip.asn: expected number']],
    [{ ...least, facts: { 'kvm.device': true } }, ['facts.kvm.device: expected text']],
    [
      { ...least, facts: { 'email.disposable': 'true' } },
      ['facts.email.disposable: expected boolean'],
    ],
    [
      { ...least, facts: { 'remote_admin.tools': 'x' } },
      ['facts.remote_admin.tools: expected a list of text'],
    ],
    [
      { ...least, facts: { 'face.match_score': 1.2 } },
      ['facts.face.match_score: expected a number from 0 to 1'],
    ],
    [{ ...least, facts: { '': 1 } }, ['facts.: name a fact in 1 to 200 characters']],
    [{ ...least, flags: [{ note: 'x' }] }, [`flags[0].indicator: ${needed}`]],
    [{ ...least, flags: 'camera_refusal' }, ['flags: expected array, received string']],
  ])('%#', (value, problems) => expect(outcome(value)).toEqual(problems))

  test('all problems of a line are told, but not more than ten', () => {
    expect(outcome({ ...least, id: 7, at: 'x', subject: { ref: 1, name: 2 } })).toHaveLength(4)
    const many = Array.from({ length: 500 }, () => 7)
    expect(outcome(withSubject({ emails: many, phones: many }))).toHaveLength(10)
  })

  test('facts of any number but a thousand and more', () => {
    const facts = (n: number): object => ({
      ...least,
      facts: Object.fromEntries(Array.from({ length: n }, (_, i) => [`f${i}`, i])),
    })
    expect(outcome(facts(1000))).toBe('ok')
    expect(outcome(facts(1001))).toEqual(['facts: more than 1000 facts'])
  })

  test('nesting that is deeper than eight levels names its field, however deep it is', () => {
    const nest = (levels: number): unknown =>
      JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
    expect(outcome({ ...least, extra: nest(9) })).toBe('ok')
    const refused = ['extra: is nested deeper than 8 levels']
    expect(outcome({ ...least, extra: nest(10) })).toEqual(refused)
    expect(outcome({ ...least, extra: nest(1_000_000) })).toEqual(refused)
  })
})

describe('`at`', () => {
  test.each([
    ['2024-03-18T09:41:07Z', '2024-03-18T09:41:07.000Z'],
    ['2024-03-18t09:41:07z', '2024-03-18T09:41:07.000Z'],
    ['2024-03-18 09:41:07Z', '2024-03-18T09:41:07.000Z'],
    ['2024-03-18T09:41:07+02:00', '2024-03-18T07:41:07.000Z'],
    ['2024-03-18T09:41:07-23:59', '2024-03-19T09:40:07.000Z'],
    ['2024-03-18T09:41:07-00:00', '2024-03-18T09:41:07.000Z'],
    ['2024-03-18T09:41:07.5Z', '2024-03-18T09:41:07.500Z'],
    ['2024-03-18T09:41:07.123456789+00:00', '2024-03-18T09:41:07.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
    ['2016-12-31T23:59:60.25+00:00', '2016-12-31T23:59:59.250Z'],
    ['1990-01-01T00:00:00Z', '1990-01-01T00:00:00.000Z'],
    ['2100-12-31T23:59:59Z', '2100-12-31T23:59:59.000Z'],
  ])('%s is %s', (at, utc) => {
    expect(outcome({ ...least, at })).toBe('ok')
    expect(new Date(momentMs(at)).toISOString()).toBe(utc)
  })

  test.each([
    ...['9999-01-01T00:00:00Z', '-0001-01-01T00:00:00Z', '-1', '0000-01-01T00:00:00Z'],
    ...['2024-03-18', '2024-03-18T09:41:07', '2024-03-18T09:41Z', '2024-3-18T09:41:07Z'],
    ...['2024-02-30T00:00:00Z', '2023-02-29T00:00:00Z', '2024-13-01T00:00:00Z'],
    ...['2024-00-10T00:00:00Z', '2024-01-00T00:00:00Z', '2024-01-01T24:00:00Z'],
    ...['2024-01-01T00:60:00Z', '2024-01-01T00:00:61Z', '2024-01-01T00:00:00+24:00'],
    ...['2024-01-01T00:00:00+0100', '2024-01-01T00:00:00 Z', ' 2024-01-01T00:00:00Z', ''],
    ...['1989-12-31T23:59:59Z', '2101-01-01T00:00:00Z', '٢٠٢٤-01-01T00:00:00Z', 'yesterday'],
  ])('%j is no moment', (at) => {
    expect(outcome({ ...least, at })).toEqual([
      'at: write an RFC 3339 date-time with an offset, from 1990 to 2100, such as 2024-03-18T09:41:07Z',
    ])
  })

  test('every moment that is accepted can be stored', () => {
    const two = (most: number) =>
      fc.integer({ min: 0, max: most }).map((n) => `${n}`.padStart(2, '0'))
    const moments = fc
      .tuple(
        fc.integer({ min: 1985, max: 2105 }),
        two(13),
        two(32),
        two(24),
        two(60),
        two(61),
        two(24),
      )
      .map(([y, m, d, h, min, s, offset]) => `${y}-${m}-${d}T${h}:${min}:${s}+${offset}:00`)
    const stored = fc.property(fc.oneof(moments, fc.string()), (at) => {
      if (isMoment(at)) expect(Number.isSafeInteger(momentMs(at))).toBe(true)
    })
    checkProperty(stored, { runs: 1000 })
  })
})

describe('what the format does not have is left out and named', () => {
  test('fields at every depth; facts, claims and flags of unknown names are kept', () => {
    const { value, leftOut } = taken({
      ...least,
      surprise: 1,
      organization: { domain: 'acme.example', ceo: 'x' },
      engagement: { client: { name: 'B', ceo: 'y' } },
      subject: {
        ref: 'cand-1',
        nationality: 'x',
        handles: [
          { service: 'github', value: 'a', since: 1 },
          { service: 'x', value: 'b' },
        ],
        claims: { shoe_size: 44, references: [{ name: 'A', title: 'CTO' }] },
      },
      facts: { 'shoe.size': 44 },
      flags: [{ indicator: 'shoe_size', severity: 9 }],
    })
    expect([...leftOut].sort()).toEqual([
      'engagement.client.ceo',
      'flags[].severity',
      'organization.ceo',
      'subject.claims.references[].title',
      'subject.handles[].since',
      'subject.nationality',
      'surprise',
    ])
    expect(value).toMatchObject({
      subject: { claims: { shoe_size: 44 } },
      facts: { 'shoe.size': 44 },
      flags: [{ indicator: 'shoe_size' }],
    })
  })

  test('names of every object’s properties are names like others', () => {
    const { value } = taken({
      ...least,
      facts: { constructor: 'x', toString: 7, hasOwnProperty: true },
    })
    expect(value).toMatchObject({ facts: { constructor: 'x', toString: 7, hasOwnProperty: true } })
  })

  test('a key __proto__ changes no prototype, and is named', () => {
    const given: unknown = JSON.parse(
      `{"__proto__":{"polluted":1},"source":"a","id":"1","kind":"report","at":"2024-03-18T09:41:07Z",
        "subject":{"ref":"r","__proto__":{"polluted":1},"claims":{"__proto__":{"polluted":1}}},
        "facts":{"__proto__":"x"}}`,
    )
    const { value, leftOut } = taken(given)
    expect([...leftOut].sort()).toEqual([
      '__proto__',
      'facts.__proto__',
      'subject.__proto__',
      'subject.claims.__proto__',
    ])
    expect(JSON.stringify(value)).not.toContain('polluted')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('control characters and broken Unicode', () => {
  const found = (line: string) => findControlCharacter(line, JSON.parse(line))

  test.each([
    ['{"a":{"b":["x\\u0000"]}}', { field: 'a.b[0]', reason: 'holds a control character' }],
    ['{"a":"\\b"}', { field: 'a', reason: 'holds a control character' }],
    ['{"a":"\\u001F"}', { field: 'a', reason: 'holds a control character' }],
    ['{"a\\u0007":1}', { field: 'a?', reason: 'holds a control character' }],
    ['{"a":"\\uD800"}', { field: 'a', reason: 'holds broken Unicode' }],
    ['{"a":"\\ude00x"}', { field: 'a', reason: 'holds broken Unicode' }],
    ['{"x\\ud800":1}', { field: 'x\ufffd', reason: 'holds broken Unicode' }],
  ])('%s', (line, problem) => expect(found(line)).toEqual(problem))

  test.each([['{"a":"\\n\\t\\f\\r"}'], ['{"a":"\\ud83d\\ude00 \\\\b \\\\u0000"}'], ['{"a":"é"}']])(
    '%s is text',
    (line) => expect(found(line)).toBeUndefined(),
  )
})

describe('a declaration of a source', () => {
  const whole = {
    source: 'acme-ats',
    name: 'Acme Health recruiting',
    type: 'ats',
    organization: 'acme.example',
    reliability: 'B',
    tlp: 'TLP:AMBER+STRICT',
  }
  const acquisition = { basis: 'court order', by: 'A', at: '2024-01-01' }

  test('every field is kept', () => {
    expect(taken(whole)).toEqual({ record: 'source', value: whole, leftOut: [] })
    const actors = { source: 'a', type: 'actor_side', acquisition }
    expect(taken(actors).value).toEqual(actors)
  })

  test.each([
    [{ ...whole, source: 'a/b' }, ['source: must not contain "/"']],
    [{ type: 'ats' }, ['source: needed, but it is absent']],
    [{ ...whole, reliability: 'G' }, ['reliability: expected one of A, B, C, D, E, F']],
    [
      { ...whole, tlp: 'TLP:WHITE' },
      ['tlp: expected one of TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT, TLP:RED'],
    ],
    [
      { source: 'a', type: 'actor_side' },
      ['acquisition: needed for actor_side: {basis, by, at}, how it was lawfully obtained'],
    ],
    [
      { source: 'a', type: 'actor_side', acquisition: { basis: 'x', by: '', at: 'x' } },
      ['acquisition.by: is empty'],
    ],
  ])('%#', (value, problems) => expect(outcome(value)).toEqual(problems))
})

describe('a line of exposure', () => {
  const whole = {
    period: '2024-Q1',
    sector: '62',
    country: 'US',
    unit: 'remote_postings',
    value: 1234,
    provenance: 'counted',
  }

  test('sector and country may be absent', () => {
    expect(taken(whole)).toEqual({ record: 'exposure', value: whole, leftOut: [] })
    for (const period of ['2024', '2024-Q4', '2024-03']) {
      expect(outcome({ period, unit: 'postings', value: 0 })).toBe('ok')
    }
  })

  test.each([
    [{ ...whole, period: '2024-Q5' }, ['period: write 2024, 2024-Q1 or 2024-03']],
    [
      { ...whole, unit: 'jobs' },
      ['unit: expected one of postings, remote_postings, applications, reporting_sources'],
    ],
    [{ ...whole, value: -1 }, ['value: must not be negative']],
    [{ ...whole, value: '12' }, ['value: expected number, received string']],
    [{ period: '2024', value: 1 }, ['unit: needed, but it is absent']],
  ])('%#', (value, problems) => expect(outcome(value)).toEqual(problems))
})

describe('a withdrawal', () => {
  const at = '2024-05-01T08:00:00Z'
  const gone = { source: 'acme-ats', withdraws: 'subject', ref: '7', reason: 'deleted', at }
  const under = {
    source: 'acme-ats',
    withdraws: 'observations',
    under: 'a/7',
    reason: 'deleted',
    at,
  }
  const merged = { source: 'acme-ats', merges: '7', into: '8', at }

  test.each([gone, { ...gone, reason: 'anonymized' }, under, merged])('%#', (value) =>
    expect(taken(value)).toEqual({ record: 'withdrawal', value, leftOut: [] }),
  )

  test('is of the source of its file where it names none', () => {
    const { source: _, ...nameless } = gone
    expect(taken(nameless, 'acme-ats').value).toEqual(gone)
  })

  test('is refused with whatever is not understood: it might have said that less is meant', () => {
    expect(outcome({ ...gone, kind_of: 'soft' })).toEqual([expect.stringContaining('kind_of')])
    expect(outcome({ ...gone, withdraws: 'everything' })).toEqual([
      'withdraws: expected one of subject, observations',
    ])
    expect(outcome({ ...gone, ref: '' })).toEqual(['ref: is empty'])
    expect(outcome({ ...gone, reason: 'moved' })).toEqual([
      'reason: expected one of deleted, anonymized',
    ])
    expect(outcome({ ...gone, at: undefined })).toEqual(['at: needed, but it is absent'])
    expect(outcome({ ...under, under: 'a/' })).toEqual([
      'under: name the id without the slash at its end',
    ])
    expect(outcome({ ...merged, into: '7' })).toEqual(['into: is the same as merges'])
    expect(outcome({ ...merged, withdraws: 'subject' })).toEqual([
      expect.stringContaining('withdraws'),
    ])
  })

  test('is no observation, and an observation is none, whatever else stands in it', () => {
    const observation = taken({ ...least, withdraws: 'subject', merges: '7' })
    expect(observation).toMatchObject({ record: 'observation', leftOut: ['withdraws', 'merges'] })
    expect(outcome({ ...least, id: undefined, withdraws: 'subject' })).toContain(
      'id: needed, but it is absent',
    )
  })
})

test('no value at all makes the reading fail: it is a record or has problems', () => {
  const records = fc.record(
    {
      source: fc.anything(),
      id: fc.anything(),
      kind: fc.constantFrom('report', 'interview', 7),
      at: fc.anything(),
      subject: fc.oneof(fc.anything(), fc.record({ ref: fc.string(), claims: fc.jsonValue() })),
      facts: fc.anything(),
      flags: fc.anything(),
    },
    { requiredKeys: [] },
  )
  const read = fc.property(fc.oneof(fc.anything(), records), (value) => {
    const reading = readRecord(value)
    if (reading.record === 'problems') expect(reading.problems.length).toBeGreaterThan(0)
  })
  checkProperty(read, { runs: 500 })
})
