import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { readIdentifiers } from './identifiers.ts'
import type { IdentifierKind } from './unusable-values.ts'

const unusable: readonly (readonly [
  kind: IdentifierKind,
  reason: string,
  values: readonly string[],
])[] = [
  [
    'email',
    'placeholder for a mailbox',
    [
      'n/a',
      'N.A.',
      'none',
      '(blank)',
      '-',
      '—',
      '???',
      'keine Angabe',
      'sin correo',
      'não informado',
      'brak',
      'нет',
      '無し',
      '[none]',
      'nan',
      'NULL',
      'n/d',
      'not provided',
      'see CV',
      'xxx',
    ],
  ],
  [
    'email',
    'placeholder for a mailbox',
    [
      'noreply@acme.example',
      'test@test.com',
      'none@none.com',
      'a@b.invalid',
      'do-not-reply@x.example',
    ],
  ],
  ['email', 'mailbox without one @', ['ana', 'ana at home', 'mail.example']],
  ['email', 'masked mailbox', ['j***@mail.example', 'jo••••@mail.example']],
  [
    'email',
    'spreadsheet error in place of a mailbox',
    ['#N/A', '#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '########', '#NV', 'Err:502'],
  ],
  [
    'phone',
    'placeholder for a phone number',
    ['000-000-0000', '+1 000 000 0000', '(555) 555-5555', '1234567890', 'unknown', 'k. A.'],
  ],
  ['phone', 'masked phone number', ['+1 *** *** 0143', 'xxx-xxx-0143', '+49 151 ••••43']],
  ['phone', 'phone number rounded by a spreadsheet', ['1.20256E+10', '4,91512E+12', '1E+10']],
  ['phone', 'too few digits for a phone number', ['12', 'ext 44', 'call me']],
  [
    'account',
    'masked payout account',
    [
      '****1234',
      'XXXX1234',
      'XXXX-XXXX-1234',
      '•••• 1234',
      '…1234',
      'ending in 1234',
      '1234****5678',
      '####1234',
    ],
  ],
  ['account', 'shortened payout account', ['1234', '0042']],
  [
    'account',
    'wallet or account that nobody holds',
    [
      '0x0000000000000000000000000000000000000000',
      '0x000000000000000000000000000000000000dEaD',
      '1111111111111111111114oLvT2',
      '11111111111111111111111111111111',
      '0000 0000',
      'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb',
    ],
  ],
  ['account', 'payout account rounded by a spreadsheet', ['4.53E+15', '1.2e12']],
  ['account', 'placeholder for a payout account', ['n/a', '123456789', '111111']],
  ['handle', 'placeholder for an account name', ['n/a', 'me', 'YourName', 'none', 'username']],
  [
    'ip',
    'address range in place of an IP address',
    ['203.0.113.0/24', '203.0.113.1-203.0.113.9', '203.0.113.*', '203.0.113.x', '2001:db8::/32'],
  ],
  [
    'ip',
    'private or reserved IP address',
    [
      '10.0.0.1',
      '192.168.1.5',
      '127.0.0.1',
      '0.0.0.0',
      '::1',
      'fe80::1',
      '::ffff:10.1.2.3',
      '224.0.0.1',
      '100.64.3.2',
    ],
  ],
  [
    'device',
    'placeholder for a device id',
    [
      'To be filled by O.E.M.',
      'Default string',
      '0000-0000',
      'FF:FF:FF:FF:FF:FF',
      '03000200-0400-0500-0006-000700080009',
      'n/a',
    ],
  ],
  [
    'address',
    'placeholder for an address',
    ['Remote', 'n/a', 'USA', 'United States', 'Portugal', 'unbekannt'],
  ],
  ['name', 'placeholder for a name', ['N/A', 'unknown', '-']],
]

describe('what cannot be an identifier', () => {
  test.each(
    unusable.flatMap(([kind, reason, values]) =>
      values.map((value) => [kind, value, reason] as const),
    ),
  )('%s %j: %s', (kind, value, reason) => {
    expect(readIdentifiers(kind, value)).toEqual({ values: [], unusable: [reason] })
  })
})

const usable: readonly (readonly [kind: IdentifierKind, values: readonly string[]])[] = [
  [
    'email',
    [
      'jo@mail.example',
      'info@jo.example',
      'na@ames.example',
      'noreen@mail.example',
      "o'hara@mail.example",
      '"a,b"@mail.example',
      'token:k:n/a',
      '123+ada@users.noreply.github.com',
    ],
  ],
  [
    'phone',
    [
      '+1 202 555 0143',
      '202-555-0100',
      '+372 5555 1234',
      '0151/12345678',
      '+1 202 555 0143 ext. 12',
      'token:k:0',
    ],
  ],
  [
    'handle',
    ['meg', 'no-name-dev', 'n', 'a', 'name#1234', 'https://github.com/jreyes', 'live:.cid.0a1b'],
  ],
  [
    'account',
    [
      'GB00 EXAM 0000 0000 0000 01',
      '12345',
      'payee@mail.example',
      'bc1qexampleexampleexampleexample',
    ],
  ],
  [
    'ip',
    ['203.0.113.24', '100.63.0.1', '172.32.0.1', '2001:db8::1', '5d41402abc4b2a76b9719d911017c592'],
  ],
  ['device', ['SN-EXAMPLE-1', '0000A1', 'fp-77ab01', '1E10']],
  ['address', ['12 Oak St, Springfield', 'Remote Lane 4']],
  ['name', ['Ana Nan', 'Nil Muster']],
]

describe('what is merely unusual', () => {
  test.each(usable.flatMap(([kind, values]) => values.map((value) => [kind, value] as const)))(
    'stays: %s %j',
    (kind, value) => {
      expect(readIdentifiers(kind, value)).toEqual({ values: [value], unusable: [] })
    },
  )
})

describe('what stands around or beside an identifier', () => {
  test.each([
    ['email', 'am.dev@mail.example, am2@mail.example', ['am.dev@mail.example', 'am2@mail.example']],
    [
      'email',
      'a@mail.example; b@mail.example / c@mail.example',
      ['a@mail.example', 'b@mail.example', 'c@mail.example'],
    ],
    [
      'email',
      'Ana Muster <ana@mail.example>, "Muster, B" <b@mail.example>',
      ['ana@mail.example', 'b@mail.example'],
    ],
    ['email', 'a@mail.example or b@mail.example', ['a@mail.example', 'b@mail.example']],
    ['email', 'persona[at]mail[.]example', ['persona@mail.example']],
    ['email', 'persona (at) mail (dot) example', ['persona@mail.example']],
    ['email', 'mailto:ana@mail.example', ['ana@mail.example']],
    ['email', 'ana@mail.example (work)', ['ana@mail.example']],
    ['email', '="ana@mail.example"', ['ana@mail.example']],
    ['email', 'ana@\u200bmail.example', ['ana@mail.example']],
    ['email', 'аna@mail.example', ['ana@mail.example']],
    ['phone', '+1 202 555 0143 / +1 202 555 0144', ['+1 202 555 0143', '+1 202 555 0144']],
    ['phone', '+1 202 555 0143, 202 555 0144', ['+1 202 555 0143', '202 555 0144']],
    ['phone', '12025550143.0', ['12025550143']],
    ['phone', "'+12025550143", ['+12025550143']],
    ['phone', 'tel: +1 202 555 0143', ['+1 202 555 0143']],
    ['ip', '203.0.113[.]7', ['203.0.113.7']],
    ['ip', '203.0.113.7, 203.0.113.8', ['203.0.113.7', '203.0.113.8']],
    ['ip', '203.0.113.7/32', ['203.0.113.7']],
    ['ip', '203.0.113.7:443', ['203.0.113.7']],
    ['handle', 't.me/x (ID: 1)', ['t.me/x']],
    ['handle', 'hxxps://github[.]com/jreyes', ['https://github.com/jreyes']],
    ['handle', 'jreyes, jreyes-dev', ['jreyes', 'jreyes-dev']],
    ['account', 'acc-0001; acc-0002', ['acc-0001', 'acc-0002']],
  ] as const)('%s %j is %j', (kind, text, values) => {
    expect(readIdentifiers(kind, text)).toEqual({ values, unusable: [] })
  })

  test('of several the usable ones stay, and the others are told', () => {
    expect(readIdentifiers('email', 'ana@mail.example; noreply@mail.example')).toEqual({
      values: ['ana@mail.example'],
      unusable: ['placeholder for a mailbox'],
    })
    expect(readIdentifiers('ip', '10.0.0.7, 203.0.113.7')).toEqual({
      values: ['203.0.113.7'],
      unusable: ['private or reserved IP address'],
    })
  })
})

const kinds = ['email', 'phone', 'handle', 'ip', 'device', 'account', 'address', 'name'] as const

test('whatever is usable is usable as it is: reading again changes nothing', () => {
  const written = unusable.flatMap(([, , values]) => values)
  const piece = fc.oneof(
    fc.constantFrom(...written, 'ana@mail.example', '+12025550143', '203.0.113.7'),
    fc.string(),
  )
  const text = fc
    .array(fc.tuple(piece, fc.constantFrom('', ' ', ', ', '; ', ' / ', '\n', '@')))
    .map((parts) => parts.flat().join(''))
  checkProperty(
    fc.property(fc.constantFrom(...kinds), text, (kind, given) => {
      const once = readIdentifiers(kind, given)
      const again = once.values.map((value) => readIdentifiers(kind, value))
      expect(again.flatMap(({ unusable: reasons }) => reasons)).toEqual([])
    }),
    { runs: 500 },
  )
})
