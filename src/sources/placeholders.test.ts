import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { observationLine, openTestImport, type TestImport } from './import-fixture.ts'
import { withoutPlaceholders } from './placeholders.ts'

let store: TestImport

beforeAll(async () => {
  store = await openTestImport()
})
afterAll(() => store.close())

const cleared = (subject: object, more: object = {}) =>
  withoutPlaceholders({ subject: { ref: 'r', ...subject }, ...more }, false)
const subjectOf = (subject: object) => cleared(subject).record['subject']

const nobody: readonly (readonly [field: string, values: readonly unknown[]])[] = [
  ['emails', ['n/a', 'N/A', 'none', '-', 'noreply@acme.example', 'do-not-reply@x.example']],
  [
    'emails',
    ['no@email.com', 'test@test.com', 'none@none.com', 'noemail@noemail.com', 'a@b.invalid'],
  ],
  ['phones', ['000-000-0000', '+1 000 000 0000', '(555) 555-5555', '1234567890', 'n/a', '-', '12']],
  ['phones', ['9876543210', '+49 1111111', 'ask me']],
  ['handles', ['me', 'n-a', 'YourName', 'your-name', 'none'].map(named('linkedin'))],
  [
    'devices',
    ['To be filled by O.E.M.', 'Default string', 'n/a', '0000-0000', 'FFFFFFFF'].map(
      kind('serial'),
    ),
  ],
  ['devices', ['00:00:00:00:00:00', '03000200-0400-0500-0006-000700080009'].map(kind('hardware'))],
  ['accounts', ['n/a', '0000 0000', 'none'].map(kind('bank'))],
  [
    'addresses',
    ['Remote', 'n/a', '-', 'USA', 'United States', 'Portugal'].map((text) => ({
      kind: 'home',
      text,
    })),
  ],
  ['ips', ['192.168.1.5', '10.0.0.1', '100.64.3.2', '127.0.0.1', 'fe80::1']],
]

function kind(name: string) {
  return (value: string) => ({ kind: name, value })
}

function named(service: string) {
  return (value: string) => ({ service, value })
}

test.each(nobody)('of %s, %j identifies nobody and is counted', (field, values) => {
  const { record, notTaken } = cleared({ [field]: values })
  expect(record['subject']).toEqual({ ref: 'r' })
  expect(notTaken).toHaveLength(values.length)
})

test.each([
  [
    'emails',
    ['jo@mail.example', 'info@jo.example', 'na@ames.example', 'noreen@mail.example', 'token:k:n/a'],
  ],
  ['phones', ['+1 202 555 0143', '202-555-0100', '+372 5555 1234', '+49 30 5550100', 'token:k:0']],
  ['handles', ['meg', 'no-name-dev', 'n', 'a'].map(named('github'))],
  ['devices', ['SN-EXAMPLE-1', '0000A1', 'fp-77ab01'].map(kind('serial'))],
  ['accounts', ['GB00 EXAM 0000 0000 0000 01'].map(kind('bank'))],
  [
    'addresses',
    ['12 Oak St, Springfield', 'Remote Lane 4'].map((text) => ({ kind: 'home', text })),
  ],
  ['ips', ['203.0.113.24', '100.63.0.1', '172.32.0.1', '2001:db8::1']],
])('of %s, %j stay', (field, values) => {
  expect(subjectOf({ [field]: values })).toEqual({ ref: 'r', [field]: values })
})

test('a referee without a mailbox of their own stays by name', () => {
  const references = [{ name: 'A. Lee', email: 'n/a', phone: '000-0000' }]
  expect(subjectOf({ claims: { references, country: 'US' } })).toEqual({
    ref: 'r',
    claims: { references: [{ name: 'A. Lee' }], country: 'US' },
  })
})

test('a product that is called none was not observed', () => {
  const facts = { 'remote_admin.tools': ['none'], 'kvm.device': 'n/a', 'outcome.type': 'none' }
  expect(cleared({}, { facts }).record['facts']).toEqual({ 'outcome.type': 'none' })
  const some = { 'remote_admin.tools': ['AnyDesk', '-'] }
  expect(cleared({}, { facts: some }).record['facts']).toEqual({
    'remote_admin.tools': ['AnyDesk'],
  })
})

test('a mailbox of the employer’s own is no applicant’s, and is its staff’s', () => {
  const record = {
    organization: { domain: 'Acme.example' },
    subject: { ref: 'r', emails: ['rita@acme.example', 'jo@notacme.example'] },
  }
  expect(withoutPlaceholders(record, true)).toEqual({
    record: { ...record, subject: { ref: 'r', emails: ['jo@notacme.example'] } },
    notTaken: ['mailbox of the employer’s own'],
  })
  expect(withoutPlaceholders(record, false).record).toBe(record)
})

test('what is left out once is not there again, and what is of the wrong type is left to the strict reading', () => {
  const field = fc.constantFrom(
    'emails',
    'phones',
    'handles',
    'devices',
    'addresses',
    'ips',
    'claims',
  )
  const values = nobody.flatMap(([, list]) => [...list])
  const item = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...values))
  const subject = fc.dictionary(field, fc.oneof(fc.array(item), item))
  checkProperty(
    fc.property(subject, fc.boolean(), (given, isOfApplicants) => {
      const once = withoutPlaceholders({ id: '1', subject: given }, isOfApplicants)
      const again = withoutPlaceholders(once.record, isOfApplicants)
      expect(again.record).toEqual(once.record)
      expect(again.notTaken).toEqual([])
    }),
    { runs: 100 },
  )
})

test('data in the evidence format is taken as it is', async () => {
  const line = observationLine('x', { subject: { ref: 'x', emails: ['n/a'], phones: ['000'] } })
  await store.run([store.file('a.ndjson', line)])
  const values = await store.sql.rows('select value from selector order by value')
  expect(values).toEqual([{ value: '000' }, { value: 'n/a' }])
})
