import { describe, expect, test } from 'vitest'
import industries from '../../taxonomy/industries.json' with { type: 'json' }
import industryGroupList from '../../taxonomy/industry-groups.json' with { type: 'json' }
import jobRoleList from '../../taxonomy/job-roles.json' with { type: 'json' }
import {
  accessOf,
  countryName,
  countryOf,
  countryRows,
  groupsOf,
  industryGroups,
  industryOf,
  industryRows,
  jobRoleOf,
  jobRoles,
  sectorRows,
} from './index.ts'

const repeated = (values: readonly string[]) =>
  values.filter((value, at) => values.indexOf(value) !== at)

describe('industries', () => {
  test('NAICS 2022 is whole: 20 sectors, 96 subsectors, 308 groups', () => {
    const current = industries.filter((row) => !('edition' in row)).map(({ code }) => code)
    expect(sectorRows()).toHaveLength(20)
    expect(current.filter((code) => code.length === 3)).toHaveLength(96)
    expect(current.filter((code) => code.length === 4)).toHaveLength(308)
    expect(repeated(industryRows().map(({ code }) => code))).toEqual([])
  })

  test.each([
    ['31', '31-33'],
    ['32', '31-33'],
    ['3254', '31-33'],
    ['45', '44-45'],
    ['49', '48-49'],
    ['541511', '54'],
    ['92', '92'],
  ])('%s stands in sector %s', (code, sector) => {
    expect(industryOf(code)?.sector).toBe(sector)
  })

  test('an unknown end falls back to the longest known beginning', () => {
    expect(industryOf('622110')).toMatchObject({ code: '6221', sector: '62' })
    expect(industryOf('629999')).toMatchObject({ code: '62' })
    expect(industryOf('99')).toBeUndefined()
    expect(industryOf('')).toBeUndefined()
  })

  test.each([
    ['5132', true],
    ['513210', true],
    ['5112', true],
    ['5415', true],
    ['541512', true],
    ['518210', true],
    ['519290', true],
    ['519130', true],
    ['334111', true],
    ['51', true],
    ['513', true],
    ['54', false],
    ['541', false],
    ['5411', false],
    ['517111', false],
    ['5131', false],
    ['519210', false],
    ['33', false],
    ['62', false],
  ])('%s is information technology: %s', (code, expected) => {
    expect(groupsOf(code).includes('information_technology')).toBe(expected)
  })

  test.each([
    ['62', [], ['healthcare']],
    ['339112', [], ['healthcare']],
    ['334511', [], []],
    ['5132', ['MedTech'], ['information_technology', 'healthcare']],
    ['5221', [], ['finance']],
    ['5132', ['crypto'], ['information_technology', 'finance']],
    ['92', [], ['public_administration']],
    ['54', ['Government Contractor'], ['public_administration', 'professional_services']],
    ['5415', [], ['information_technology']],
    ['5416', [], ['professional_services']],
    [undefined, ['fintech'], ['finance']],
  ] as const)('%s with tags %j belongs to %j', (code, tags, groups) => {
    expect(groupsOf(code, tags)).toEqual(groups)
  })

  test('every code that a rule names is known, and every group says why it ends where it ends', () => {
    const known = new Set(industries.map(({ code }) => code))
    // Two five-digit codes stand for their six-digit members in both editions.
    const within = (code: string) => known.has(code) || [...known].some((k) => k.startsWith(code))
    for (const group of industryGroupList) {
      const listed = [group, ...group.parts].flatMap((part) => [...part.codes, ...part.except])
      expect(listed.filter((code) => !within(code))).toEqual([])
      expect(group.why.length).toBeGreaterThan(20)
    }
    expect(industryGroups().flatMap(({ cannotTell }) => cannotTell?.codes ?? [])).toContain('54')
  })
})

describe('countries', () => {
  test('ISO 3166-1 has 249, each once, all but Antarctica in a region', () => {
    expect(countryRows()).toHaveLength(249)
    expect(repeated(countryRows().map(({ code }) => code))).toEqual([])
    expect(countryRows().filter(({ region }) => region === null)).toMatchObject([{ code: 'AQ' }])
  })

  test('names', () => {
    expect(countryName('us')).toBe('United States')
    expect(countryOf('DE')).toEqual({ code: 'DE', name: 'Germany', region: 'Europe' })
    expect(countryName('ZZ')).toBe('ZZ')
  })
})

describe('job roles', () => {
  test.each([
    ['Senior Software Engineer', 'software_development'],
    ['Sr. Full-Stack Developer (Remote)', 'software_development'],
    ['C++ Engineer II', 'software_development'],
    ['Développeur', 'software_development'],
    ['React Developer', 'web_development'],
    ['React Native Developer', 'mobile_development'],
    ['Mobile App Developer', 'mobile_development'],
    ['Machine Learning Engineer', 'machine_learning'],
    ['AI Software Engineer', 'machine_learning'],
    ['EHR Integration Developer', 'record_keeping_systems'],
    ['Customer Service Systems Developer', 'customer_service_systems'],
    ['Customer Service Representative', 'customer_support'],
    ['Payments Operations Analyst', 'financial_operations'],
    ['Payroll Accountant', 'payroll'],
    ['Staff Accountant', 'accounting'],
    ['UI/UX Designer', 'design'],
    ['IT Support Specialist', 'it_support'],
    ['Business Developer', 'marketing_and_sales'],
    ['Chief of the Moon', 'unmapped'],
    ['Senior', 'unmapped'],
    ['', 'unmapped'],
  ])('%s is %s', (title, family) => {
    expect(jobRoleOf(title).family).toBe(family)
  })

  test('a SOC code decides only where the title does not', () => {
    expect(jobRoleOf('Zauberlehrling', '43-3051').family).toBe('payroll')
    expect(jobRoleOf('Accountant', '43-3051').family).toBe('accounting')
    expect(jobRoleOf('Zauberlehrling', '99-9999').family).toBe('unmapped')
  })

  test('every phrase and code belongs to one family, and each family says what it would reach', () => {
    const phrases = jobRoleList.families.flatMap((family) => family.phrases)
    expect(repeated(phrases)).toEqual([])
    expect(repeated(jobRoles().flatMap(({ soc }) => soc))).toEqual([])
    for (const { id, phrases: own } of jobRoleList.families) {
      expect(accessOf(id).length).toBeGreaterThan(0)
      // A phrase that its own words do not reach (because one of them is stripped) can never fire.
      expect(own.filter((phrase) => jobRoleOf(phrase).family !== id)).toEqual([])
    }
    expect(accessOf('unmapped')).toEqual([])
  })
})
