import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { clearRecord } from './record-clearing.ts'

const cleared = (subject: object, more: object = {}) =>
  clearRecord({ subject: { ref: 'r', ...subject }, ...more }, false)

test('a product that is called none was not observed', () => {
  const facts = { 'remote_admin.tools': ['none'], 'kvm.device': 'n/a', 'outcome.type': 'none' }
  expect(cleared({}, { facts }).record['facts']).toEqual({ 'outcome.type': 'none' })
  const some = { 'remote_admin.tools': ['AnyDesk', '-'] }
  expect(cleared({}, { facts: some }).record['facts']).toEqual({
    'remote_admin.tools': ['AnyDesk'],
  })
})

test('a list that was empty says that there is none, whatever else is left out', () => {
  const facts = { 'remote_admin.tools': [], 'vpn.product': 'n/a' }
  expect(cleared({}, { facts }).record['facts']).toEqual({ 'remote_admin.tools': [] })
})

test('a mailbox of the employer’s own is no applicant’s, and is its staff’s', () => {
  const record = {
    organization: { domain: 'Acme.example' },
    subject: { ref: 'r', emails: ['rita@acme.example', 'jo@notacme.example'] },
  }
  expect(clearRecord(record, true)).toEqual({
    record: { ...record, subject: { ref: 'r', emails: ['jo@notacme.example'] } },
    notTaken: ['mailbox of the employer’s own'],
  })
  expect(clearRecord(record, false).record).toBe(record)
})

test('what is left out once is not there again, and what is of the wrong type is left to the strict reading', () => {
  const field = fc.constantFrom('emails', 'phones', 'claims')
  const item = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('jo@acme.example', 'none'))
  const subject = fc.dictionary(field, fc.oneof(fc.array(item), item))
  const facts = fc.dictionary(fc.constantFrom('kvm.device', 'vpn.product', 'ip.asn'), item)
  const organization = fc.constantFrom({ domain: 'acme.example' }, undefined)
  checkProperty(
    fc.property(
      fc.record({ subject, facts, organization }),
      fc.boolean(),
      (record, isOfApplicant) => {
        const once = clearRecord({ id: '1', ...record }, isOfApplicant)
        const again = clearRecord(once.record, isOfApplicant)
        expect(again.record).toEqual(once.record)
        expect(again.notTaken).toEqual([])
      },
    ),
    { runs: 100 },
  )
})
