import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { contactsOf, findContacts } from './contacts.ts'

const cv = `Jordan Reyes
Senior Software Engineer
jordan.reyes@mail.example | +1 202 555 0143 | github.com/jreyes-dev/tools | https://jordan.example/work#top
Telegram: @jreyes_t  Skype: live:jreyes.1

Experience
Acme Health — Senior Developer — 2019–2022
Wrote services at scale with Node.js and ASP.NET in 2020-2021.
Developer at Globex GmbH (03/2016 - 12/2018)
• Did things, since 2016
Initech LLC\tJan 2014 – Feb 2016
Software Engineer

Education
Some School, 2008 – 2012

References
Dr. Maria Keller, CTO
maria.keller@acme.example
+1 202 555 0167

Sam Doe – sam@globex.example – +1 (202) 555-0188
`

describe('contacts of a CV', () => {
  test('are the person’s own; what stands behind References is the referees’', () => {
    expect(contactsOf(cv)).toEqual({
      name: 'Jordan Reyes',
      emails: ['jordan.reyes@mail.example'],
      phones: ['+12025550143'],
      handles: [
        { service: 'github', value: 'jreyes-dev' },
        { service: 'telegram', value: 'jreyes_t' },
        { service: 'skype', value: 'live:jreyes.1' },
      ],
      links: ['https://jordan.example/work'],
      employers: ['Acme Health', 'Globex GmbH', 'Initech LLC'],
      references: [
        { name: 'Maria Keller', email: 'maria.keller@acme.example', phone: '+12025550167' },
        { name: 'Sam Doe', email: 'sam@globex.example', phone: '+12025550188' },
      ],
    })
  })

  test('take links that the text only names', () => {
    const links = [
      'mailto:jordan.reyes@mail.example?subject=hello',
      'tel:+12025550143',
      'https://de.linkedin.com/in/jordan-reyes/',
      'https://www.upwork.com/freelancers/~01ab23',
      'https://stackoverflow.com/users/12345/jordan',
      'https://jreyes.github.io/notes',
      'HTTPS://www.npmjs.com/~jreyes',
      'https://x.com/jreyes/status/1',
      'https://www.facebook.com/profile.php?id=1000',
      'https://medium.com/@jreyes/a-post',
      'https://wa.me/12025550199',
      'skype:jreyes.2?call',
      'javascript:alert(1)',
      'https://localhost/x',
      'https://github.com/features',
      'https://t.me/+Ab12',
      'https://linkedin.com/company/acme',
    ]
    const found = contactsOf('Jordan Reyes', links)
    expect(found.emails).toEqual(['jordan.reyes@mail.example'])
    expect(found.phones).toEqual(['+12025550143', '+12025550199'])
    expect(found.links).toEqual([])
    expect(found.handles).toEqual([
      { service: 'linkedin', value: 'jordan-reyes' },
      { service: 'upwork', value: '01ab23' },
      { service: 'stackoverflow', value: '12345' },
      { service: 'github', value: 'jreyes' },
      { service: 'npm', value: 'jreyes' },
      { service: 'x', value: 'jreyes' },
      { service: 'facebook', value: '1000' },
      { service: 'medium', value: 'jreyes' },
      { service: 'skype', value: 'jreyes.2' },
    ])
  })

  test('of referees come in links too', () => {
    const links = [
      'https://linkedin.com/in/jordan',
      'mailto:maria.keller@acme.example',
      'tel:+1-202-555-0167',
      'https://linkedin.com/in/maria',
    ]
    const found = contactsOf(cv, links)
    expect(found.emails).toEqual(['jordan.reyes@mail.example'])
    expect(found.phones).toEqual(['+12025550143'])
    expect(found.handles.filter(({ service }) => service === 'linkedin')).toEqual([
      { service: 'linkedin', value: 'jordan' },
    ])
  })

  test('are none where they are a list of many people', () => {
    const people = Array.from({ length: 6 }, (_, number) => `p${number}@mail.example`)
    const { contacts, cut } = findContacts(`Team\n${people.join('\n')}\n+1 202 555 0143`, [])
    expect(contacts).toMatchObject({ emails: [], phones: [], handles: [] })
    expect(cut).toEqual(['contacts: 6 mail addresses are those of many people, so none was taken'])
    expect(contactsOf(people.slice(0, 5).join(' ')).emails).toHaveLength(5)
  })

  test('know numbers without a country code by country, label or shape', () => {
    expect(contactsOf('call 202 555 0143 now', [], 'US').phones).toEqual(['+12025550143'])
    expect(contactsOf('call (202) 555-0143 now').phones).toEqual(['(202) 555-0143'])
    expect(contactsOf('Tel.: 030 555 0143').phones).toEqual(['030 555 0143'])
    expect(contactsOf('+1 202 555 0143, Tel: (202) 555-0143').phones).toEqual(['+12025550143'])
    expect(contactsOf('(202) 555-0143', ['tel:+12025550143']).phones).toEqual(['+12025550143'])
    expect(contactsOf('I saved 2025550143 bytes').phones).toEqual([])
  })
})

describe('a name', () => {
  test.each([
    ['Jordan Reyes', 'Jordan Reyes'],
    ['JORDAN REYES', 'JORDAN REYES'],
    ['Lebenslauf\nDr. Zoë van der Müller-Lüdenscheidt', 'Zoë van der Müller-Lüdenscheidt'],
    ['Jordan Reyes, Software Engineer', 'Jordan Reyes'],
    ['Name: Jordan Q. Reyes', 'Jordan Q. Reyes'],
    ['Senior Software Engineer', undefined],
    ['Work Experience', undefined],
    ['Jordan', undefined],
    ['jordan reyes writes', undefined],
    ['12 Main Street', undefined],
    ['Acme Inc', undefined],
    ['', undefined],
  ])('of %j is %j', (text, name) => {
    expect(contactsOf(text).name).toBe(name)
  })
})

describe('employers', () => {
  test.each([
    ['Acme Health — Senior Developer — 2019–2022', ['Acme Health']],
    ['Senior Developer | Acme Health | Jan 2019 - Present', ['Acme Health']],
    ['Entwicklerin bei Acme Health, Berlin (seit 2019)', ['Acme Health']],
    ['2019 – 2022\tSenior Developer, Acme Health', ['Acme Health']],
    ['Acme Health, Berlin\t2019–2022\nSenior Developer', ['Acme Health']],
    ['Acme, Inc. — Senior Developer — 2019–2022', ['Acme, Inc.']],
    ['Senior Developer 2019–2022\nReact, Node, AWS', []],
    ['Led migrations 2019–2022\nSenior Developer', []],
    ['Freelance — Developer — 2019–2022', []],
    ['Acme Health 2019–2022', []],
    ['Cut costs by 30 % at Acme in 2020', []],
  ])('of %j are %j', (lines, employers) => {
    expect(contactsOf(`Experience\n${lines}`).employers).toEqual(employers)
  })

  test('stand in a section of experience only', () => {
    expect(contactsOf('Projects\nAcme Health — Developer — 2019–2022').employers).toEqual([])
  })
})

const country = fc.constantFrom(undefined, 'US', 'DE', 'GB', 'IN', 'CN', 'BR', 'FR')
const year = fc.integer({ min: 1950, max: 2049 })

describe('for every text', () => {
  test('a period is no phone number', () => {
    const month = fc.integer({ min: 1, max: 12 }).map((number) => String(number).padStart(2, '0'))
    const date = fc.oneof(
      year.map(String),
      fc.tuple(month, year).map(([m, y]) => `${m}/${y}`),
      fc.tuple(month, month, year).map(([d, m, y]) => `${d}.${m}.${y}`),
    )
    const dash = fc.constantFrom('-', ' - ', '–', ' – ', ' to ', ' bis ')
    checkProperty(
      fc.property(fc.tuple(date, dash, date), country, (period, code) => {
        expect(contactsOf(`Acme ${period.join('')} Developer`, [], code).phones).toEqual([])
      }),
      { runs: 100 },
    )
  })

  test('an ISBN is no phone number', () => {
    const digits = fc.stringMatching(/^97[89]-\d{1,2}-\d{3}-\d{5}-\d$/)
    checkProperty(
      fc.property(digits, fc.constantFrom('ISBN ', 'ISBN: ', ''), country, (isbn, label, code) => {
        expect(contactsOf(`Book, ${label}${isbn}.`, [], code).phones).toEqual([])
      }),
      { runs: 100 },
    )
  })

  test('nothing behind References is the person’s own', () => {
    const local = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/)
    const digits = fc.integer({ min: 100, max: 199 })
    checkProperty(
      fc.property(fc.array(fc.tuple(local, digits), { maxLength: 4 }), (people) => {
        const lines = people.map(([name, number]) => `${name}@mail.example +1 202 555 0${number}`)
        const found = contactsOf(['Jordan Reyes', 'References', ...lines].join('\n'))
        expect(found).toMatchObject({ emails: [], phones: [], handles: [], links: [] })
        expect(found.references.map(({ email }) => email)).toEqual(
          people.map(([name]) => `${name}@mail.example`),
        )
      }),
      { runs: 100 },
    )
  })

  test('what is taken stands in it, and no text makes it fail', () => {
    checkProperty(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const found = contactsOf(text)
        for (const value of [...found.emails, ...found.employers, found.name ?? '']) {
          expect(text).toContain(value)
        }
      }),
      { runs: 100 },
    )
  })

  test('an address on the web gives a profile or a place, never both', () => {
    checkProperty(
      fc.property(fc.webUrl(), (url) => {
        const { handles, links } = contactsOf('', [url])
        expect(handles.length + links.length).toBeLessThanOrEqual(1)
      }),
      { runs: 100 },
    )
  })
})
