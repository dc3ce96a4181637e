import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import {
  compact,
  folded,
  normalEmail,
  normalHandle,
  normalIp,
  normalWords,
  organizationKey,
} from './normal-forms.ts'
import { normalPhone } from './phones.ts'

describe('e-mail: lower case, without +tag, without dots only where the provider ignores them', () => {
  test.each([
    ['jordan.reyes.dev@mail.example', 'jordan.reyes.dev@mail.example'],
    ['  Jordan.Reyes@Mail.EXAMPLE\n', 'jordan.reyes@mail.example'],
    ['jordan+acme@mail.example', 'jordan@mail.example'],
    ['jordan+acme+2024@mail.example', 'jordan@mail.example'],
    ['j.o.r.d.a.n+x@gmail.com', 'jordan@gmail.com'],
    ['J.Ordan@GoogleMail.com', 'jordan@gmail.com'],
    ['j.ordan@notgmail.com', 'j.ordan@notgmail.com'],
    ['j.ordan@gmail.com.example', 'j.ordan@gmail.com.example'],
    ['jordan@mail.example.', 'jordan@mail.example'],
    ['jordan@mail+tag.example', 'jordan@mail+tag.example'],
    ['+only@mail.example', '+only@mail.example'],
    ['...@gmail.com', '...@gmail.com'],
    ['no mailbox', 'no mailbox'],
    ['@mail.example', '@mail.example'],
    ['Jordan@', 'jordan@'],
    ['', ''],
    ['token:K1:AbC+d@e', 'token:K1:AbC+d@e'],
  ])('%j → %j', (given, expected) => expect(normalEmail(given)).toBe(expected))
})

describe('phone: E.164 of whatever can be parsed, valid or not', () => {
  test.each([
    ['+1 202 555 0143', undefined, '+12025550143'],
    ['+1 (202) 555-0143', 'DE', '+12025550143'],
    ['(202) 555-0143', 'US', '+12025550143'],
    ['(202) 555-0143', 'us', '+12025550143'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['+44 (0)20 7946 0018', undefined, '+442079460018'],
    ['0044 20 7946 0018', undefined, '+442079460018'],
    ['00 44 20 7946 0018', 'US', '+442079460018'],
    ['011 44 20 7946 0018', 'US', '+442079460018'],
    ['+1 202 555 0143 ext. 12', undefined, '+12025550143'],
    ['202-555-0143 x12', 'US', '+12025550143'],
    ['tel:+1-202-555-0143;ext=5', undefined, '+12025550143'],
    ['＋１ ２０２ ５５５ ０１４３', undefined, '+12025550143'],
    // Invalid, but parsable: no such area, a digit missing, a digit too many.
    ['+1 000 555 0143', undefined, '+10005550143'],
    ['+1 202 555 014', undefined, '+1202555014'],
    ['+1 202 555 01433', undefined, '+120255501433'],
    // Not to be parsed, or no number at all: kept as given, case folded.
    ['(202) 555-0143', undefined, '(202) 555-0143'],
    ['(202) 555-0143', 'XX', '(202) 555-0143'],
    ['12345', 'US', '12345'],
    ['+1 23', undefined, '+1 23'],
    ['+999 12345678', undefined, '+999 12345678'],
    ['Call ME', 'US', 'call me'],
    ['', 'US', ''],
    ['token:K1:+1 202', 'US', 'token:K1:+1 202'],
  ])('%j in %s → %j', (given, country, expected) => {
    expect(normalPhone(given, country)).toBe(expected)
  })
})

describe('handle: lower case, an address reduced to the account name', () => {
  test.each([
    ['jreyes-dev', 'jreyes-dev'],
    [' @JReyes ', 'jreyes'],
    ['https://github.com/JReyes-Dev', 'jreyes-dev'],
    ['github.com/jreyes-dev/some-project?tab=readme', 'jreyes-dev'],
    ['https://www.linkedin.com/in/Jordan-Reyes-42/', 'jordan-reyes-42'],
    ['linkedin.com/in/jos%C3%A9-reyes', 'josé-reyes'],
    ['https://x.com/@JReyes?lang=en', 'jreyes'],
    ['https://t.me/jreyes#top', 'jreyes'],
    ['https://stackoverflow.com/users/12345/jordan-reyes', '12345'],
    ['https://www.upwork.com/freelancers/~0123abc', '0123abc'],
    ['~0123abc', '0123abc'],
    ['https://gitlab.example:8443/jreyes', 'jreyes'],
    // Without their id, all addresses of this form would be one account.
    ['https://www.facebook.com/profile.php?id=1000', '1000'],
    ['https://news.ycombinator.com/user?id=JReyes', 'jreyes'],
    ['https://x.com/intent/user?screen_name=JReyes', 'jreyes'],
    ['https://www.linkedin.com/in/', 'https://www.linkedin.com/in/'],
    ['https://github.com', 'https://github.com'],
    ['users', 'users'],
    ['jordan@mail.example', 'jordan@mail.example'],
    ['live:.cid.12AB', 'live:.cid.12ab'],
    ['@', '@'],
    ['token:K1:GitHub/A', 'token:K1:GitHub/A'],
  ])('%j → %j', (given, expected) => expect(normalHandle(given)).toBe(expected))
})

describe('IP: canonical text', () => {
  test.each([
    ['203.0.113.24', '203.0.113.24'],
    [' 203.0.113.24 ', '203.0.113.24'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['::ffff:203.0.113.24', '203.0.113.24'],
    ['::FFFF:CB00:7118', '203.0.113.24'],
    ['fe80::1%eth0', 'fe80::1'],
    ['203.0.113.24:8080', '203.0.113.24'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['203.0.113.24/32', '203.0.113.24'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.300', '203.0.113.300'],
    ['Not An Address', 'not an address'],
    ['token:K1:IP', 'token:K1:IP'],
  ])('%j → %j', (given, expected) => expect(normalIp(given)).toBe(expected))
})

describe('words: case and accents folded, punctuation dropped, order kept', () => {
  test.each([
    ['Jordan Reyes', 'jordan reyes'],
    ['REYES,  Jordan', 'reyes jordan'],
    ['José Ángel Núñez-Peña', 'jose angel nunez pena'],
    ['Jose\u0301', 'jose'],
    ['O’Brien', 'obrien'],
    ["O'Brien", 'obrien'],
    ['Łukasz Groß', 'lukasz gross'],
    ['Søren Ærø', 'soren aero'],
    ['Đặng Thị', 'dang thi'],
    ['ΑΣ.Β', 'ασ β'],
    ['İstanbul Işık', 'istanbul isik'],
    ['李 小龍', '李 小龍'],
    ['박지민', '박지민'],
    // Marks that are vowels or another sound are letters, not accents.
    ['कुमार', 'कुमार'],
    ['がく', 'がく'],
    ['１２ Main\nSt.', '12 main st'],
    ['zero\u200bwidth', 'zerowidth'],
    ['!!!', '!!!'],
    [' 😀 ', '😀'],
    ['', ''],
    ['token:K1:12 Main St', 'token:K1:12 Main St'],
  ])('%j → %j', (given, expected) => expect(normalWords(given)).toBe(expected))
})

test.each([
  ['fp-77AB01 ', 'fp-77ab01'],
  ['token:K1:AB', 'token:K1:AB'],
])('device: %j → %j', (given, expected) => expect(folded(given)).toBe(expected))

test.each([
  ['DE89 3704 0044 0532 0130 00', 'de89370400440532013000'],
  ['0xABCdef', '0xabcdef'],
  ['token:K1:A B', 'token:K1:A B'],
])('account: %j → %j', (given, expected) => expect(compact(given)).toBe(expected))

describe('organization: one by its domain; without one, by name and country', () => {
  test.each([
    [{ domain: 'acme.example' }, 'acme.example'],
    [{ domain: ' WWW.Acme.Example. ' }, 'acme.example'],
    [{ domain: 'https://www.acme.example:8443/careers?x=1' }, 'acme.example'],
    [{ domain: 'careers.acme.example' }, 'careers.acme.example'],
    [{ domain: 'www.example' }, 'example'],
    [{ domain: 'bücher.example' }, 'xn--bcher-kva.example'],
    [{ domain: 'acme.example', name: 'Acme', country: 'US' }, 'acme.example'],
    [{ name: 'Acme Health, Inc.', country: 'us' }, 'acme health inc|US'],
    [{ domain: '', name: 'ACME health inc' }, 'acme health inc|'],
    [{ domain: 'Acme Health' }, 'acme health'],
    [{ name: '!!!', country: 'US' }, '!!!|US'],
    [{ country: 'US' }, undefined],
    [{ domain: ' ', name: ' ' }, undefined],
  ])('%j → %j', (given, expected) => expect(organizationKey(given)).toBe(expected))
})

describe('every normal form is its own, and no text makes it fail', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(..."+@. 0123456789()-:/%[]ab~#?&=x\n\tßςΣİ'。") }),
  )
  const addresses = fc.webUrl({ withQueryParameters: true })
  const numbers = fc
    .tuple(
      fc.constantFrom(
        '',
        '+',
        '00',
        '+1',
        '+44 0',
        '+39',
        '+52 1',
        '+54 9',
        '8',
        '011',
        '+358',
        'tel:',
      ),
      fc.string({ unit: fc.constantFrom(...'0123456789 -()'), maxLength: 18 }),
    )
    .map((parts) => parts.join(''))
  const countries = ['US', 'GB', 'DE', 'IT', 'MX', 'AR', 'BR', 'FI', 'AU', 'VN', 'XX', undefined]
  const domain = (given: string): string => organizationKey({ domain: given }) ?? ''

  test.each([
    ['email', normalEmail, fc.oneof(anything, fc.emailAddress())],
    ['handle', normalHandle, fc.oneof(anything, addresses)],
    ['ip', normalIp, fc.oneof(anything, fc.ipV4(), fc.ipV6())],
    ['words', normalWords, anything],
    ['device', folded, anything],
    ['account', compact, anything],
    ['domain', domain, fc.oneof(anything, addresses, fc.domain())],
  ] as const)('%s', (_, normal, texts) => {
    const once = fc.property(texts, (text) => {
      const form = normal(text)
      expect(normal(form)).toBe(form)
    })
    checkProperty(once, { runs: 500 })
  })

  test.each(countries)('phone in %s', (country) => {
    const once = fc.property(fc.oneof(numbers, anything), (text) => {
      const form = normalPhone(text, country)
      expect(normalPhone(form, country)).toBe(form)
    })
    checkProperty(once, { runs: 500 })
  })

  test('a token is never touched', () => {
    const forms = [normalEmail, normalPhone, normalHandle, normalIp, normalWords, folded, compact]
    const untouched = fc.property(anything, (text) => {
      for (const normal of forms) expect(normal(`token:${text}`)).toBe(`token:${text}`)
    })
    checkProperty(untouched, { runs: 500 })
  })

  test('case never matters', () => {
    const upper = fc.property(fc.emailAddress(), (email) => {
      expect(normalEmail(email.toUpperCase())).toBe(normalEmail(email))
    })
    checkProperty(upper, { runs: 500 })
  })
})
