import { describe, expect, test } from 'vitest'
import industries from '../../taxonomy/industries.json' with { type: 'json' }
import industryGroupList from '../../taxonomy/industry-groups.json' with { type: 'json' }
import jobRoleList from '../../taxonomy/job-roles.json' with { type: 'json' }
import {
  accessOf,
  groupsOf,
  industryGroups,
  industryOf,
  industryRows,
  jobRoleOf,
  jobRoles,
  sectorRows,
} from './index.ts'

/** What stands in a list for the second time, or the third. */
function repeated(values: readonly string[]): readonly string[] {
  const met = new Set<string>()
  return values.filter((value) => {
    const isMet = met.has(value)
    met.add(value)
    return isMet
  })
}

describe('industries', () => {
  test('NAICS 2022 is whole: 20 sectors, 96 subsectors, 308 groups, 689 and 1,012 industries', () => {
    const current = industries
      .filter((row) => !('edition' in row) && !row.code.includes('-'))
      .map(({ code }) => code)
    const count = (length: number) => current.filter((code) => code.length === length).length
    expect(sectorRows()).toHaveLength(20)
    expect([3, 4, 5, 6].map(count)).toEqual([96, 308, 689, 1012])
    expect(repeated(industryRows().map(({ code }) => code))).toEqual([])
    const known = new Set(industryRows().map(({ code }) => code))
    const orphans = current.filter((code) => /^\d{3,}$/.test(code) && !known.has(code.slice(0, -1)))
    expect(orphans).toEqual([])
  })

  test('an industry of five digits that is not divided has one of six with its title', () => {
    const titles = new Map(industries.map(({ code, title }) => [code, title]))
    const six = industries.filter((row) => /^\d{6}$/.test(row.code) && !('edition' in row))
    const divided = new Set(repeated(six.map(({ code }) => code.slice(0, 5))))
    const undivided = six.filter(({ code }) => !divided.has(code.slice(0, 5)))
    const other = undivided.filter(
      ({ code, title }) => !code.endsWith('0') || titles.get(code.slice(0, 5)) !== title,
    )
    expect(undivided.length).toBeGreaterThan(400)
    expect(other.map(({ code }) => code)).toEqual([])
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
    expect(industryOf('622110')).toEqual({
      code: '622110',
      title: 'General Medical and Surgical Hospitals',
      sector: '62',
      sectorTitle: 'Health Care and Social Assistance',
    })
    expect(industryOf('622199')).toMatchObject({ code: '6221', sector: '62' })
    expect(industryOf('511210')).toMatchObject({ code: '5112', title: 'Software Publishers' })
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

  test.each([
    ['information_technology', 17],
    ['healthcare', 50],
    ['finance', 35],
    ['public_administration', 29],
    ['professional_services', 45],
  ])('%s has %i industries of six digits', (group, count) => {
    const six = industries.filter((row) => /^\d{6}$/.test(row.code) && !('edition' in row))
    expect(six.filter(({ code }) => groupsOf(code).includes(group))).toHaveLength(count)
  })

  test('every code that a rule names is known, and every group says why it ends where it ends', () => {
    const known = new Set(industries.map(({ code }) => code))
    // Retired five-digit codes stand for their six-digit members of the edition of 2017.
    const within = (code: string) => known.has(code) || [...known].some((k) => k.startsWith(code))
    for (const group of industryGroupList) {
      const listed = [group, ...group.parts].flatMap((part) => [...part.codes, ...part.except])
      expect(listed.filter((code) => !within(code))).toEqual([])
      expect(group.why.length).toBeGreaterThan(20)
    }
    expect(industryGroups().flatMap(({ cannotTell }) => cannotTell?.codes ?? [])).toContain('54')
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
