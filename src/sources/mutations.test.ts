import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCases } from '../../test/property.ts'
import { openTestImport, type TestImport } from './import-fixture.ts'

let store: TestImport

beforeAll(async () => {
  store = await openTestImport()
})
afterAll(() => store.close())

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ maxLength: 12 }))
const anyTexts = fc.array(anyText, { maxLength: 3 })
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null | undefined> =>
  fc.option(fc.option(value, { nil: undefined }), { nil: null, freq: 9 })

/** Observations with anything where the format allows anything. */
const observations = fc.record({
  source: fc.constantFrom('acme-ats', 'beta-idp'),
  id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }),
  kind: fc.constantFrom('application', 'report', 'outcome'),
  at: fc.constantFrom('2024-03-18T09:41:07Z', '2016-12-31T23:59:60.999999999+14:00'),
  organization: maybe(
    fc.record({ domain: anyText, name: anyText, tags: anyTexts, parent: anyText }),
  ),
  role: maybe(fc.record({ title: anyText, remote: fc.boolean() })),
  origin: maybe(fc.record({ organization: anyText, first_hand: fc.boolean() })),
  subject: fc.record({
    ref: fc.constantFrom('r1', 'r2', '\u2028', '\uffff'),
    name: anyText,
    emails: anyTexts,
    phones: anyTexts,
    ips: anyTexts,
    handles: fc.array(fc.record({ service: fc.string({ minLength: 1 }), value: anyText }), {
      maxLength: 2,
    }),
    addresses: fc.array(fc.record({ kind: fc.constant('home'), text: anyText }), { maxLength: 2 }),
    claims: fc.oneof(
      fc.dictionary(anyText, fc.jsonValue({ maxDepth: 3 })),
      fc.record({ country: fc.constantFrom('US', 'xx'), birth_year: fc.integer() }),
    ),
  }),
  facts: maybe(
    fc.dictionary(
      anyText,
      fc.oneof(anyText, fc.double(), fc.maxSafeInteger(), fc.boolean(), anyTexts),
    ),
  ),
  flags: maybe(fc.array(fc.record({ indicator: anyText, note: anyText }), { maxLength: 2 })),
})

const json = observations.map((observation) => Buffer.from(JSON.stringify(observation)))

/** A line with a few of its bytes changed, cut out, doubled or replaced by something JSON means. */
const mutated = fc
  .tuple(
    json,
    fc.array(
      fc.tuple(
        fc.nat(10_000),
        fc.nat(8),
        fc.oneof(
          fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
          fc
            .constantFrom(
              '"',
              '{',
              '}',
              '[',
              ']',
              ',',
              ':',
              'null',
              '1e999',
              '-',
              '\\u0000',
              '\\ud800',
            )
            .map((text) => Buffer.from(text)),
        ),
      ),
      { maxLength: 3 },
    ),
  )
  .map(([line, changes]) =>
    changes.reduce((bytes, [place, length, inserted]) => {
      const at = place % (bytes.length + 1)
      return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + length)])
    }, line),
  )
  .map((line) => Buffer.from(line.map((byte) => (byte === 0x0a ? 0x20 : byte))))

test('whatever becomes of a line, it is taken or rejected, and all lines are accounted for', async () => {
  // The first byte decides about the encoding of the file; here it is about the lines.
  const first = Buffer.from('{}')
  const given = generateCases(fc.oneof(json, mutated), 2000)
  const lines = [first, ...given].filter((line) => line.toString('latin1').trim() !== '')
  const newline = Buffer.from('\n')
  const path = store.file('any.ndjson', Buffer.concat(lines.flatMap((line) => [line, newline])))
  const { counts, rejected, ...report } = await store.run([path])
  expect(counts.accepted).toBeGreaterThan(300)
  expect(rejected).toBeGreaterThan(300)
  expect(counts.accepted + counts.known + rejected).toBe(lines.length)
  const rejections = store.rejected({ counts, rejected, ...report })
  expect(rejections).toHaveLength(rejected)
  for (const { line, reason } of rejections) {
    expect(line).toBeLessThanOrEqual(lines.length)
    expect(reason).not.toBe('')
  }

  // What was taken is the same again, and reads the same again out of the ledger.
  const before = await store.contents()
  expect((await store.run([path])).counts).toEqual({
    accepted: 0,
    known: counts.accepted + counts.known,
    newer: 0,
    withdrawn: 0,
  })
  await store.evidence.rebuild()
  expect(await store.contents()).toEqual(before)
})
