import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PresentedPerson } from './observation.ts'
import { readSelectors } from './selectors.ts'

const read = (subject: Omit<PresentedPerson, 'ref'>) =>
  readSelectors({
    source: 'acme-ats',
    id: 'app-1',
    kind: 'application',
    at: '2024-03-18T09:41:07Z',
    subject: { ref: 'cand-1', ...subject },
  })

const briefly = (subject: Omit<PresentedPerson, 'ref'>): string[] =>
  read(subject).selectors.map(
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
      'national_number 2025550143 (controlled)',
      'handle/github jreyes (controlled)',
      'ip 203.0.113.24',
      'device/fingerprint fp-1 (controlled)',
      'account/bank de893704 (controlled)',
      'place/shipping 12 main st',
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
          { kind: 'wise', value: 'w1' },
          { kind: 'paypal', value: 'W1' },
        ],
      }),
    ).toEqual([
      'email a@mail.example (controlled)',
      'account/wise w1 (controlled)',
      'account/paypal w1 (controlled)',
    ])
  })

  test('a document without a hash is known by its text', () => {
    const text = 'Senior engineer with …'
    const hash = createHash('sha256').update(text).digest('hex')
    expect(briefly({ documents: [{ kind: 'resume', text }] })).toEqual([`document/resume ${hash}`])
    expect(briefly({ documents: [{ kind: 'resume' }] })).toEqual([])
  })

  test('what is empty is no selector and no reason', () => {
    expect(read({ name: '', emails: [''], phones: [' '] })).toEqual({
      selectors: [],
      unusable: [],
    })
  })

  test('what cannot be an identifier is none, and is told by its reason', () => {
    const subject = { phones: ['12 34'], addresses: [{ kind: 'home', text: '???' }], name: 'N/A' }
    expect(read(subject)).toEqual({
      selectors: [],
      unusable: [
        'too few digits for a phone number',
        'placeholder for an address',
        'placeholder for a name',
      ],
    })
  })

  test('a number without a country code stands by its digits alone', () => {
    expect(briefly({ phones: ['(202) 555-0143'] })).toEqual([
      'national_number/without_prefix 2025550143 (controlled)',
    ])
  })

  test('an address gives its house, told by postcode and by town, and its flat in both', () => {
    const text = '1418 Larkspur Ln, Unit B, Nashville, TN 37013'
    expect(briefly({ addresses: [{ kind: 'home', text, country: 'US' }] })).toEqual([
      'place/home 1418 larkspur ln, 37013',
      'unit/home 1418 larkspur ln, 37013, unit b',
      'place/home 1418 larkspur ln, nashville tn',
      'unit/home 1418 larkspur ln, nashville tn, unit b',
    ])
  })

  test('a company gives its name, registration, domain and agent, all claimed', () => {
    const company = { name: 'Acme Ltd.', registration: 'GB 00012345', agent: 'n/a' }
    expect(briefly({ companies: [company] })).toEqual([
      'company/name acme ltd',
      'company/registration gb 00012345',
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
      `place/home ${token}`,
    ])
  })
})
