import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import jobRoleList from '../../taxonomy/job-roles.json' with { type: 'json' }
import jobTitleList from '../../taxonomy/job-titles.json' with { type: 'json' }
import words from '../../taxonomy/title-words.json' with { type: 'json' }
import { checkProperty } from '../../test/property.ts'
import heldOut from './held-out-titles.json' with { type: 'json' }
import { jobRoleOf, occupationOf, occupationOfTitle } from './index.ts'
import { phrasesOf } from './job-titles.ts'
import { wordsOf } from './title-words.ts'

const codeOf = (title: string, soc?: string): string => {
  const occupation = occupationOfTitle(title, soc)
  return occupation === 'unmapped' ? 'unmapped' : occupation.code
}

const allPhrases = () => [...phrasesOf('phrases'), ...phrasesOf('weak')]

describe('titles', () => {
  test.each([
    ['Senior Software Engineer', '15-1252'],
    ['Sr. Software Engineer II (Remote - US)', '15-1252'],
    ['Engineer, Software', '15-1252'],
    ['Software Engineer - Customer Service', '15-1252'],
    ['Customer Service Systems Developer', '15-1252'],
    ['React Developer', '15-1254'],
    ['React Native Developer', '15-1252'],
    ['Softwareentwickler (m/w/d)', '15-1252'],
    ['Webentwicklerin (w/m/x)', '15-1254'],
    ['Ingeniero de Software', '15-1252'],
    ['Développeur·se Full Stack F/H', '15-1252'],
    ['Chef de projet', '13-1082'],
    ['Boekhouder', '13-2011'],
    ['Główny Księgowy', '13-2011'],
    ['Executive Assistant to the CEO', '43-6011'],
    ['Technical Recruiter - Software Engineering', '13-1071'],
    ['Payroll Software Engineer', '15-1252'],
  ])('%s is %s', (title, code) => expect(codeOf(title)).toBe(code))

  test.each([
    'Engineer',
    'Manager',
    'Consultant',
    'Senior Analyst',
    'Project Engineer',
    'Engineer (various)',
    'Team Member',
    'Customer',
    'Chief of the Moon',
    'm/f/d',
    '',
    '—',
  ])('%j is unmapped', (title) => expect(occupationOfTitle(title)).toBe('unmapped'))

  test('C, C++, C#, F# and .NET are words of their own', () => {
    const given = ['C Developer', 'C++ Developer', 'C# Developer', 'F# Developer', '.NET Developer']
    expect(given.map((title) => wordsOf(title)[0])).toEqual(['c', 'c++', 'c#', 'f#', '.net'])
    expect(wordsOf('C++/C# (ASP.NET)')).toEqual(['c++', 'c#', 'asp', '.net'])
    expect(wordsOf('dotnet, cpp')).toEqual(['.net', 'c++'])
  })

  test('a code decides only where the title does not, and only one of the edition', () => {
    expect(occupationOfTitle('Accountant', '43-3051')).toMatchObject({
      code: '13-2011',
      by: 'title',
    })
    expect(occupationOfTitle('Zauberlehrling', '43-3051.00')).toEqual({
      code: '43-3051',
      title: 'Payroll and Timekeeping Clerks',
      by: 'code',
    })
    expect(occupationOfTitle('Engineer', '17-2051')).toMatchObject({ code: '17-2051', by: 'code' })
    expect(occupationOfTitle('Zauberlehrling', '15-1132')).toBe('unmapped')
    expect(occupationOfTitle('Zauberlehrling', '99-9999')).toBe('unmapped')
  })

  test('case, accents, seniority and marks of gender change nothing; no text breaks it', () => {
    const titles = heldOut.map(({ title }) => title)
    checkProperty(
      fc.property(fc.constantFrom(...titles), (title) => {
        expect(codeOf(`Senior ${title.toUpperCase()} (m/f/d)`)).toBe(codeOf(title))
      }),
      { runs: 100 },
    )
    checkProperty(
      fc.property(fc.string({ unit: 'binary' }), (text) => typeof codeOf(text) === 'string'),
      { runs: 100 },
    )
  })
})

/**
 * Titles with the codes that would be right. Those written `before` the list by whoever made it say
 * little of what it does elsewhere: 229 of 232 at first. Those written `after` it, and tried once, say
 * more: 59 of 70 at first, one of them wrong and ten unmapped. Titles that the list still gets wrong
 * stay here and are named.
 */
test('titles held out', () => {
  const wrong = heldOut.filter(({ title, expected }) => !expected.includes(codeOf(title)))
  expect(heldOut.filter(({ written }) => written === 'before')).toHaveLength(232)
  expect(heldOut.filter(({ written }) => written === 'after')).toHaveLength(70)
  expect(wrong.map(({ title }) => title)).toEqual([
    'Principal Engineer - Distributed Systems',
    'BI Developer - Power BI',
    'Rockstar Ruby Ninja',
    'Cloud FinOps Analyst',
  ])
})

describe('the list', () => {
  test('every code is a detailed occupation of SOC 2018', () => {
    const codes = jobTitleList.rules.flatMap(({ code }) => (code === null ? [] : [code]))
    const levels = codes.map((code) => occupationOf(code))
    expect(codes.filter((_, at) => levels[at]?.edition !== 2018)).toEqual([])
    expect(levels.flatMap((of) => (of?.edition === 2018 ? [of.level] : []))).toEqual(
      codes.map(() => 'detailed'),
    )
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([])
  })

  test('no phrase is written out under two codes, and each is reached by its own words', () => {
    const written = jobTitleList.rules.flatMap(({ code, phrases }) =>
      phrases.filter((phrase) => !phrase.includes('{')).map((phrase) => ({ phrase, code })),
    )
    const key = (phrase: string) => wordsOf(phrase).toSorted().join(' ')
    const codes = new Map<string, Set<string>>()
    for (const { phrase, code } of written) {
      codes.set(key(phrase), (codes.get(key(phrase)) ?? new Set()).add(code ?? 'unmapped'))
    }
    expect([...codes].filter(([, of]) => of.size > 1).map(([phrase]) => phrase)).toEqual([])
    expect(written.filter(({ phrase, code }) => codeOf(phrase) !== (code ?? 'unmapped'))).toEqual(
      [],
    )
  })

  test('no phrase holds a word that is stripped: it would mean less than it says', () => {
    const stripped = new Set(words.stripped)
    const held = allPhrases().filter(([phrase]) => phrase.split(' ').some((of) => stripped.has(of)))
    expect(held.map(([phrase]) => phrase)).toEqual([])
  })

  test('a family with sure codes has one of them, or the exception is listed with its reason', () => {
    const listed = new Set(
      jobTitleList.outside_family.flatMap(({ family, codes }) =>
        codes.map((of) => `${family} ${of}`),
      ),
    )
    const found = new Set<string>()
    for (const [phrase] of allPhrases()) {
      const { family, soc } = jobRoleOf(phrase)
      const code = codeOf(phrase)
      if (code !== 'unmapped' && soc.length > 0 && !soc.includes(code))
        found.add(`${family} ${code}`)
    }
    expect([...found].filter((pair) => !listed.has(pair))).toEqual([])
    expect([...listed].filter((pair) => !found.has(pair))).toEqual([])
    expect(jobTitleList.outside_family.filter(({ why }) => why.length < 20)).toEqual([])
  })

  test('every phrase of the families has an occupation, or is known to be too broad for one', () => {
    const without = jobRoleList.families
      .flatMap(({ phrases }) => phrases)
      .filter((phrase) => codeOf(phrase) === 'unmapped')
    expect(without).toEqual([
      'mobile',
      'artificial intelligence',
      'prompt engineer',
      'research scientist',
      'quality engineer',
      'designer',
      'record keeping',
      'back office',
    ])
  })
})
