import { existsSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { realEffects } from '../effects.ts'
import { openEvidence } from './evidence.ts'
import {
  derivedContents,
  derivedTables,
  openTestLedger,
  rowCounts,
  type TestLedger,
} from './ledger-fixture.ts'
import { passagesOf } from './passages.ts'

let ledger: TestLedger

beforeAll(async () => {
  ledger = await openTestLedger()
})
afterAll(() => ledger.close())
beforeEach(() => ledger.empty())

interface Given {
  readonly source?: string
  readonly ref?: string
  readonly at?: string
  readonly subject?: object
  readonly facts?: object
  readonly flags?: readonly object[]
  readonly organization?: object
}

const observation = (id: string, given: Given = {}): object => {
  const { source = 'acme-ats', ref = `cand-${id}`, subject = {}, ...rest } = given
  const base = { source, id, kind: 'application', at: '2024-03-18T09:41:07Z' }
  return { ...base, ...rest, subject: { ref, ...subject } }
}

const resume = (text: string): object => ({ kind: 'resume', text })
const passage = (n: number): string => `Built ${n} billing systems for clinics.`
const hashesOf = (text: string): string[] => passagesOf(text).map(({ hash }) => String(hash))

const version = (n: number): object =>
  observation('app-1', {
    ref: `cand-${n}`,
    subject: {
      emails: [`v${n}@mail.example`],
      documents: [resume(passage(n))],
    },
    facts: { 'ip.asn': n },
    flags: [{ indicator: `seen_${n}` }],
  })

const standing = (): Promise<unknown[]> =>
  ledger.sql.rows(`select s.value, f.number as asn, g.indicator, p.hash::varchar as passage
    from event as e join selector as s using (observation_id)
    join fact as f using (observation_id) join flag as g using (observation_id)
    join passage as p using (observation_id)
    where s.kind = 'email' order by all`)

const only = (n: number): unknown[] => [
  {
    value: `v${n}@mail.example`,
    asn: n,
    indicator: `seen_${n}`,
    passage: hashesOf(passage(n))[0],
  },
]

describe('a batch', () => {
  test('gives one event, its selectors, facts and flags', async () => {
    const counts = await ledger.commit([
      observation('app-1', {
        at: '2024-03-18T23:41:07.25-02:00',
        organization: {
          domain: 'https://www.Acme.example/jobs',
          name: 'Acme',
          country: 'us',
          tags: ['a'],
        },
        subject: {
          name: 'Jordan Reyes',
          emails: ['J+x@mail.example'],
          claims: { birth_year: 1990, city: 'São Paulo', country: 'br' },
        },
        facts: {
          'remote_admin.tools': ['AnyDesk', 'RustDesk'],
          'access.scopes': [],
          'ip.asn': 64500,
          'email.disposable': false,
        },
        flags: [{ indicator: 'camera_refusal', note: 'twice', by: 'hr' }],
      }),
    ])
    expect(counts).toEqual({ accepted: 1, known: 0, newer: 0, withdrawn: 0 })
    const { event, selector, fact, flag } = await derivedContents(ledger.sql)
    expect(event).toEqual([
      expect.objectContaining({
        source: 'acme-ats',
        id: 'app-1',
        ref: 'cand-app-1',
        happened_at: '2024-03-19T01:41:07.25Z',
        organization: 'acme.example',
        organization_country: 'US',
        tags: ['a'],
        birth_year: 1990,
        claimed_city: 'sao paulo',
        claimed_country: 'BR',
        stage: null,
        first_hand: null,
      }),
    ])
    expect(selector).toEqual([
      expect.objectContaining({
        kind: 'email',
        detail: '',
        value: 'j@mail.example',
        controlled: true,
      }),
      expect.objectContaining({ kind: 'name', value: 'jordan reyes', controlled: false }),
    ])
    const values = { text: null, number: null, truth: null, items: null }
    expect(fact).toEqual([
      expect.objectContaining({ ...values, name: 'access.scopes', items: 0 }),
      expect.objectContaining({ ...values, name: 'email.disposable', truth: false }),
      expect.objectContaining({ ...values, name: 'ip.asn', number: 64500 }),
      expect.objectContaining({ ...values, name: 'remote_admin.tools', text: 'AnyDesk', items: 2 }),
      expect.objectContaining({
        ...values,
        name: 'remote_admin.tools',
        text: 'RustDesk',
        items: 2,
      }),
    ])
    expect(flag).toEqual([
      expect.objectContaining({ indicator: 'camera_refusal', note: 'twice', noticed_by: 'hr' }),
    ])
  })

  test('numbers observations and subjects densely, in the order of its lines', async () => {
    await ledger.commit(['c', 'a', 'b'].map((id) => observation(id, { ref: `r-${id}` })))
    await ledger.commit([observation('d', { ref: 'r-a' }), observation('e', { ref: 'r-e' })])
    expect(
      await ledger.sql.rows(
        'select observation_id as n, id from observation order by observation_id',
      ),
    ).toEqual(['c', 'a', 'b', 'd', 'e'].map((id, index) => ({ n: index + 1, id })))
    expect(await ledger.sql.rows('select subject_id as n, ref from subject order by all')).toEqual(
      ['r-c', 'r-a', 'r-b', 'r-e'].map((ref, index) => ({ n: index + 1, ref })),
    )
  })

  test('that fails in the middle leaves nothing behind', async () => {
    await ledger.commit([observation('before')])
    const before = await rowCounts(ledger.sql)
    const batch = ledger.stage([observation('a'), { period: '2024', unit: 'postings', value: 1 }])
    const broken = { ...batch, observations: ['/no/such/file.ndjson'] }
    const importId = await ledger.evidence.begin('a broken file')
    await expect(ledger.evidence.commit(broken, importId)).rejects.toThrow('no/such/file')
    expect(await rowCounts(ledger.sql)).toEqual(before)
    expect(await ledger.commit([observation('a')])).toMatchObject({ accepted: 1 })
  })

  test('adds its counts to the record of its import', async () => {
    const importId = await ledger.evidence.begin('evidence.ndjson')
    await ledger.evidence.commit(ledger.stage([observation('a'), observation('b')]), importId)
    await ledger.evidence.commit(
      ledger.stage([observation('a', { ref: 'x' }), observation('b')]),
      importId,
    )
    await ledger.evidence.recordRejected(importId, 3)
    expect(
      await ledger.sql.rows('select file, accepted, known, newer, rejected from import_run'),
    ).toEqual([{ file: 'evidence.ndjson', accepted: 3, known: 1, newer: 1, rejected: 3 }])
  })
})

describe('passages', () => {
  const standingHashes = async (): Promise<unknown> => {
    const [hashes] = await ledger.sql.columns('select hash::varchar from passage order by 1')
    return hashes
  }

  test('of CVs, cover letters and work samples stand once for each observation', async () => {
    const shared = 'Led the migration of claims.'
    const documents = [
      resume(`${shared} Cut the time to pay by half.`),
      { kind: 'cover_letter', text: `Dear all! ${shared} I would do it again for you.` },
      { kind: 'work_sample', text: 'This parser reads a list of numbers' },
      { kind: 'id', text: 'Driving licence of the state of Ohio' },
      { kind: 'photo', phash: 'ABCDEF0123456789' },
    ]
    await ledger.commit([
      observation('a', { ref: 'r-1', subject: { documents } }),
      observation('b', { ref: 'r-2', subject: { documents: [resume(shared)] } }),
      observation('c', { ref: 'r-1', subject: { documents: [{ kind: 'resume' }, resume('')] } }),
    ])
    const first = `${shared} Cut the time to pay by half. I would do it again for you.
      This parser reads a list of numbers`
    expect(hashesOf(first)).toHaveLength(4)
    const ofBoth = [...hashesOf(first), ...hashesOf(shared)].sort()
    expect(await standingHashes()).toEqual(ofBoth)
    expect(
      await ledger.sql.rows(`select ref, count(*) as n from passage
        join subject using (subject_id) group by ref order by ref`),
    ).toEqual([
      { ref: 'r-1', n: 4 },
      { ref: 'r-2', n: 1 },
    ])
  })

  test('keep all 64 bits of their hashes, with their sign', async () => {
    const text = Array.from({ length: 50 }, (_, n) => passage(n)).join(' ')
    await ledger.commit([observation('a', { subject: { documents: [resume(text)] } })])
    const hashes = hashesOf(text).sort()
    expect(await standingHashes()).toEqual(hashes)
    const beyond = hashes.filter((hash) => String(Number(hash)) !== hash)
    expect(beyond.some((hash) => hash.startsWith('-'))).toBe(true)
    expect(beyond.some((hash) => !hash.startsWith('-'))).toBe(true)
  })

  test('leave with the version that a newer one replaces, also where that has none', async () => {
    await ledger.commit([version(1)])
    expect(await standingHashes()).toEqual(hashesOf(passage(1)))
    await ledger.commit([observation('app-1', { ref: 'cand-1' })])
    expect(await standingHashes()).toEqual([])
    await ledger.evidence.rebuild()
    expect(await standingHashes()).toEqual([])
  })
})

describe('the same again', () => {
  test('changes nothing', async () => {
    const records = [
      observation('a', { subject: { emails: ['a@mail.example'] }, facts: { 'ip.asn': 1 } }),
      observation('b', { flags: [{ indicator: 'x' }] }),
      { source: 'acme-ats', type: 'ats', reliability: 'B' },
      { period: '2024-Q1', unit: 'postings', value: 7 },
    ]
    expect(await ledger.commit(records)).toEqual({ accepted: 4, known: 0, newer: 0, withdrawn: 0 })
    const [counts, tables] = [await rowCounts(ledger.sql), await derivedTables(ledger.sql)]
    expect(await ledger.commit([...records, ...records])).toEqual({
      accepted: 0,
      known: 8,
      newer: 0,
      withdrawn: 0,
    })
    expect(await rowCounts(ledger.sql)).toEqual(counts)
    expect(await derivedTables(ledger.sql)).toEqual(tables)
  })

  test('twice in one batch is taken once', async () => {
    expect(await ledger.commit([version(1), version(1)])).toEqual({
      accepted: 1,
      known: 1,
      newer: 0,
      withdrawn: 0,
    })
    expect(await standing()).toEqual(only(1))
  })

  test('an old version is known; it does not come back into force', async () => {
    await ledger.commit([version(1)])
    await ledger.commit([version(2)])
    expect(await ledger.commit([version(1)])).toEqual({
      accepted: 0,
      known: 1,
      newer: 0,
      withdrawn: 0,
    })
    expect(await standing()).toEqual(only(2))
  })

  test('the same id of another source is another observation', async () => {
    await ledger.commit([observation('a'), observation('a', { source: 'beta-ats' })])
    expect(await ledger.evidence.state()).toMatchObject({
      observations: 2,
      subjects: 2,
      sources: 2,
    })
  })
})

describe('newer versions', () => {
  const history = (): Promise<unknown[]> =>
    ledger.sql.rows(
      `select observation_id as old, superseded_by as new from superseded order by all`,
    )

  test('the one committed last counts, the older stay in the history', async () => {
    for (const n of [1, 2, 3]) {
      const newer = n > 1 ? 1 : 0
      expect(await ledger.commit([version(n)])).toEqual({
        accepted: 1,
        known: 0,
        newer,
        withdrawn: 0,
      })
      expect(await standing()).toEqual(only(n))
    }
    expect(await history()).toEqual([
      { old: 1, new: 2 },
      { old: 2, new: 3 },
    ])
    expect(await ledger.sql.rows('select count(*) as n from observation')).toEqual([{ n: 3 }])
  })

  test('several in one batch count in the order of its lines', async () => {
    expect(await ledger.commit([version(1), version(3), version(2)])).toEqual({
      accepted: 3,
      known: 0,
      newer: 2,
      withdrawn: 0,
    })
    expect(await standing()).toEqual(only(2))
    expect(await ledger.commit([version(5), version(2), version(4)])).toEqual({
      accepted: 2,
      known: 1,
      newer: 2,
      withdrawn: 0,
    })
    expect(await standing()).toEqual(only(4))
    expect(await history()).toEqual([1, 2, 3, 4].map((n) => ({ old: n, new: n + 1 })))
    // The e-mail and the document are a selector each.
    const readings = { event: 1, selector: 2, fact: 1, flag: 1, passage: 1 }
    expect(await rowCounts(ledger.sql)).toMatchObject(readings)
  })
})

describe('sources', () => {
  const inForce = (): Promise<unknown[]> =>
    ledger.sql.rows(
      'select source, reliability, tlp, declared from source_in_force order by source',
    )

  test('an undeclared one has grade F and TLP:AMBER+STRICT', async () => {
    await ledger.commit([observation('a')])
    expect(await inForce()).toEqual([
      { source: 'acme-ats', reliability: 'F', tlp: 'TLP:AMBER+STRICT', declared: false },
    ])
  })

  test('one declared afterwards has what it declares, and the last declaration counts', async () => {
    await ledger.commit([observation('a')])
    await ledger.commit([{ source: 'acme-ats', type: 'ats', reliability: 'C' }])
    expect(await inForce()).toEqual([
      { source: 'acme-ats', reliability: 'C', tlp: 'TLP:AMBER+STRICT', declared: true },
    ])
    const newer = { source: 'acme-ats', type: 'ats', reliability: 'B', tlp: 'TLP:GREEN' }
    expect(await ledger.commit([newer])).toEqual({ accepted: 1, known: 0, newer: 1, withdrawn: 0 })
    expect(await inForce()).toEqual([
      { source: 'acme-ats', reliability: 'B', tlp: 'TLP:GREEN', declared: true },
    ])
    expect(await ledger.evidence.state()).toMatchObject({ sources: 1, last_declaration: 2 })
  })

  test('two declarations in one batch: the later line counts, and is a newer version', async () => {
    const counts = await ledger.commit([
      { source: 'a', type: 'ats', reliability: 'C' },
      { source: 'a', type: 'ats', reliability: 'B' },
      { source: 'b', type: 'ats', reliability: 'D' },
    ])
    expect(counts).toEqual({ accepted: 3, known: 0, newer: 1, withdrawn: 0 })
    expect(await inForce()).toEqual([
      { source: 'a', reliability: 'B', tlp: 'TLP:AMBER+STRICT', declared: true },
      { source: 'b', reliability: 'D', tlp: 'TLP:AMBER+STRICT', declared: true },
    ])
  })

  test('what was obtained from the actors is TLP:RED unless it says otherwise', async () => {
    const acquisition = { basis: 'seized', by: 'an agency', at: '2024-01-01' }
    await ledger.commit([
      { source: 'a', type: 'actor_side', reliability: 'A', acquisition },
      { source: 'b', type: 'actor_side', reliability: 'A', tlp: 'TLP:AMBER', acquisition },
    ])
    expect(await inForce()).toEqual([
      { source: 'a', reliability: 'A', tlp: 'TLP:RED', declared: true },
      { source: 'b', reliability: 'A', tlp: 'TLP:AMBER', declared: true },
    ])
    const [row] = await ledger.sql.rows<{ acquisition: string }>(
      "select acquisition from source_declaration where source = 'a'",
    )
    expect(JSON.parse(row?.acquisition ?? '')).toEqual(acquisition)
  })

  test('the organization of a source is the key of that organization', async () => {
    await ledger.commit([{ source: 'a', type: 'ats', organization: 'https://www.Acme.example/' }])
    expect(await ledger.sql.columns('select organization from source_in_force')).toEqual([
      ['acme.example'],
    ])
  })
})

test('exposure is kept as it is, once', async () => {
  const lines = [
    { period: '2024-Q1', sector: '62', country: 'US', unit: 'remote_postings', value: 1234.5 },
    { period: '2024-Q1', unit: 'reporting_sources', value: 3, provenance: 'counted' },
  ]
  await ledger.commit(lines)
  expect(await ledger.commit(lines)).toEqual({ accepted: 0, known: 2, newer: 0, withdrawn: 0 })
  expect(
    await ledger.sql.rows('select period, sector, country, unit, value from exposure order by all'),
  ).toEqual([
    { period: '2024-Q1', sector: '62', country: 'US', unit: 'remote_postings', value: 1234.5 },
    { period: '2024-Q1', sector: null, country: null, unit: 'reporting_sources', value: 3 },
  ])
})

const fact = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.array(fc.string(), { maxLength: 2 }),
)
const wellFormed = (value: unknown): boolean =>
  !/\\u(00[01]|d[89a-f])|\\b/i.test(JSON.stringify(value))
const email = fc.constantFrom('a@mail.example', 'B@mail.example', 'b+x@mail.example')
const cv = fc
  .array(fc.constantFrom(passage(1), passage(2), passage(3), 'Skills:'), { maxLength: 4 })
  .map((passages) => resume(passages.join(' ')))
const observations = fc
  .array(
    fc.record({
      source: fc.constantFrom('acme-ats', 'beta-idp'),
      ref: fc.constantFrom('r1', 'r2', 'r3'),
      subject: fc.record({
        emails: fc.array(email, { maxLength: 2 }),
        documents: fc.array(cv, { maxLength: 2 }),
      }),
      facts: fc.dictionary(fc.constantFrom('x.a', 'x.b'), fact, { maxKeys: 2 }),
      flags: fc.array(fc.record({ indicator: fc.constantFrom('i1', 'i2') }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .filter(wellFormed)
  .map((all) => all.map((given, index) => observation(`id-${index}`, given)))

describe('for any observations', () => {
  test('their order and their division into batches change nothing but numbers', async () => {
    const orders = observations.chain((all) =>
      fc.record({
        all: fc.constant(all),
        shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
        cut: fc.nat({ max: all.length }),
      }),
    )
    const same = fc.asyncProperty(orders, async ({ all, shuffled, cut }) => {
      await ledger.empty()
      await ledger.commit(all)
      const expected = await derivedContents(ledger.sql)
      await ledger.empty()
      if (cut > 0) await ledger.commit(shuffled.slice(0, cut))
      await ledger.commit(shuffled.slice(cut).concat(shuffled.slice(0, 1)))
      expect(await derivedContents(ledger.sql)).toEqual(expected)
    })
    await checkAsyncProperty(same, { runs: 6 })
  })

  test('reading the ledger again gives exactly the same tables', async () => {
    const cases = fc.tuple(observations, observations)
    const rebuilt = fc.asyncProperty(cases, async ([first, second]) => {
      await ledger.empty()
      await ledger.commit(first)
      await ledger.commit(second)
      const [tables, counts] = [await derivedTables(ledger.sql), await rowCounts(ledger.sql)]
      await ledger.evidence.rebuild()
      expect(await derivedTables(ledger.sql)).toEqual(tables)
      expect(await rowCounts(ledger.sql)).toEqual(counts)
    })
    await checkAsyncProperty(rebuilt, { runs: 4 })
    expect(readdirSync(ledger.evidence.staging)).not.toContain('rebuild.ndjson')
  })
})

describe('the state', () => {
  test('of an empty ledger', async () => {
    expect(await ledger.evidence.state()).toEqual({
      observations: 0,
      subjects: 0,
      sources: 0,
      last_observation: 0,
      last_declaration: 0,
      last_withdrawal: 0,
      latest_at: null,
    })
    await ledger.evidence.rebuild()
  })

  test('counts what is in force, and dates it by the latest observation', async () => {
    await ledger.commit([
      observation('a', { at: '2024-05-01T00:00:00Z' }),
      observation('b', { at: '2024-04-01T00:00:00Z' }),
    ])
    await ledger.commit([observation('a', { at: '2024-03-01T00:00:00Z' })])
    expect(await ledger.evidence.state()).toMatchObject({
      observations: 2,
      last_observation: 3,
      latest_at: '2024-04-01T00:00:00Z',
    })
  })
})

test('what a killed import left in the staging folder is gone after opening', () => {
  const { store, evidence, stage } = ledger
  const { observations } = stage([observation('a')])
  expect(observations.map((path) => existsSync(path))).toEqual([true])
  openEvidence({ store, staging: evidence.staging, effects: realEffects })
  expect(readdirSync(evidence.staging)).toEqual([])
})
