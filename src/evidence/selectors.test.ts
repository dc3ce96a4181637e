import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PresentedPerson } from './observation.ts'
import { selectorsOf } from './selectors.ts'

const selectors = (subject: Omit<PresentedPerson, 'ref'>) =>
  selectorsOf({
    source: 'acme-ats',
    id: 'app-1',
    kind: 'application',
    at: '2024-03-18T09:41:07Z',
    subject: { ref: 'cand-1', ...subject },
  })

const briefly = (subject: Omit<PresentedPerson, 'ref'>): string[] =>
  selectors(subject).map(
    ({ kind, detail, value, controlled }) =>
      `${kind}${detail && `/${detail}`} ${value}${controlled ? ' (controlled)' : ''}`,
  )

describe('selectors of an observation', () => {
  test('every field of the format gives its kind, in the order of the fields', () => {
    const sha256 = 'AB'.repeat(32)
    expect(
      briefly({
        name: 'Jordan Reyes',
        emails: ['Jordan@mail.example'],
        phones: ['(202) 555-0143'],
        handles: [{ service: ' GitHub ', value: 'https://github.com/JReyes' }],
        ips: ['::ffff:203.0.113.24'],
        devices: [{ kind: 'fingerprint', value: 'FP-1' }],
        accounts: [{ kind: 'bank', value: 'DE89 3704' }],
        addresses: [{ kind: 'shipping', text: '12 Main St.' }],
        documents: [
          { kind: 'resume', sha256 },
          { kind: 'photo', phash: 'ABCDEF0123456789' },
        ],
        claims: {
          country: 'US',
          references: [{ name: 'A B', email: 'Ref+x@mail.example', phone: '202 555 0101' }],
        },
      }),
    ).toEqual([
      'email jordan@mail.example (controlled)',
      'phone +12025550143 (controlled)',
      'handle/github jreyes (controlled)',
      'ip 203.0.113.24',
      'device/fingerprint fp-1 (controlled)',
      'account/bank de893704 (controlled)',
      'address/shipping 12 main st',
      `document/resume ${'ab'.repeat(32)}`,
      'photo/photo abcdef0123456789',
      'name jordan reyes',
      'reference_email ref@mail.example',
      'reference_phone +12025550101',
    ])
  })

  test('one spelled in several ways stands once; the same value of another sort stands apart', () => {
    expect(
      briefly({
        emails: ['a@mail.example', 'A+x@mail.example'],
        accounts: [
          { kind: 'wise', value: 'x' },
          { kind: 'paypal', value: 'X' },
        ],
      }),
    ).toEqual([
      'email a@mail.example (controlled)',
      'account/wise x (controlled)',
      'account/paypal x (controlled)',
    ])
  })

  test('a document without a hash is known by its text', () => {
    const text = 'Senior engineer with …'
    const hash = createHash('sha256').update(text).digest('hex')
    expect(briefly({ documents: [{ kind: 'resume', text }] })).toEqual([`document/resume ${hash}`])
    expect(briefly({ documents: [{ kind: 'resume' }] })).toEqual([])
  })

  test('what is empty is no selector; what cannot be normalised is', () => {
    expect(briefly({ name: '', emails: [''], phones: [' '] })).toEqual([])
    expect(briefly({ phones: ['12 34'], addresses: [{ kind: 'home', text: '???' }] })).toEqual([
      'phone 12 34 (controlled)',
      'address/home ???',
    ])
  })

  test('tokens stand as they are in every field that may hold one', () => {
    const token = 'token:K1:Ab+C=='
    expect(
      briefly({
        emails: [token],
        phones: [token],
        ips: [token],
        handles: [{ service: 'x', value: token }],
        devices: [{ kind: 'serial', value: token }],
        accounts: [{ kind: 'wallet', value: token }],
        addresses: [{ kind: 'home', text: token }],
      }),
    ).toEqual([
      `email ${token} (controlled)`,
      `phone ${token} (controlled)`,
      `handle/x ${token} (controlled)`,
      `ip ${token}`,
      `device/serial ${token} (controlled)`,
      `account/wallet ${token} (controlled)`,
      `address/home ${token}`,
    ])
  })
})
