import { expect, test } from 'vitest'
import type { Observation } from './observation.ts'
import { normalSelector, readSelectors } from './selectors.ts'

const observation = {
  source: 'acme-ats',
  id: '1',
  kind: 'application',
  at: '2024-03-18T09:41:07Z',
  subject: {
    ref: '1',
    name: 'Jordan  Réyes',
    emails: ['Jordan+jobs@Mail.example'],
    phones: ['+1 (202) 555-0143'],
    handles: [{ service: 'GitHub', value: 'https://github.com/JReyes-dev' }],
    ips: ['2001:DB8::0:1'],
    devices: [{ kind: 'fingerprint', value: ' FP-77 ' }],
    accounts: [{ kind: 'wise', value: 'W 1 2' }],
    addresses: [{ kind: 'shipping', text: '9, Depot Lane' }],
    documents: [{ kind: 'photo', sha256: 'AB'.repeat(32), phash: '0F1E2D3C4B5A6978' }],
    claims: { references: [{ name: 'X', email: 'Ref+x@Mail.example', phone: '+1 202 555 0100' }] },
  },
} satisfies Observation

test('what somebody types of any kind becomes the selector that an observation of it has', () => {
  const { subject } = observation
  const [reference] = subject.claims.references
  const typed = [
    normalSelector('email', '', subject.emails[0] ?? ''),
    normalSelector('phone', '', subject.phones[0] ?? ''),
    normalSelector('national_number', '', '202-555-0143'),
    normalSelector('handle', 'GitHub', subject.handles[0]?.value ?? ''),
    normalSelector('ip', '', subject.ips[0] ?? ''),
    normalSelector('device', 'fingerprint', subject.devices[0]?.value ?? ''),
    normalSelector('account', 'Wise', subject.accounts[0]?.value ?? ''),
    normalSelector('place', 'shipping', subject.addresses[0]?.text ?? ''),
    normalSelector('document', 'photo', subject.documents[0]?.sha256 ?? ''),
    normalSelector('photo', 'photo', subject.documents[0]?.phash ?? ''),
    normalSelector('name', '', subject.name),
    normalSelector('reference_email', '', reference?.email ?? ''),
    normalSelector('reference_phone', '', reference?.phone ?? ''),
  ]
  const shown = readSelectors(observation).selectors.map(({ kind, detail, value }) => ({
    kind,
    detail,
    value,
  }))
  expect(typed).toEqual(shown)
})
