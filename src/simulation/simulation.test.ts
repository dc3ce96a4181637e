import { beforeAll, describe, expect, test } from 'vitest'
import { type Observation, readRecord } from '../evidence/index.ts'
import { published } from './published.ts'
import { groupBy, type ReadWorld, readWorld } from './reading-back.ts'

const reservedMail = /^[^@\s]+@[^@\s]+\.example$/i
const reservedAddress =
  /^(192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+|100\.64\.\d+|2[45]\d\.\d+\.\d+)\.\d+$|^2001:db8:/
/** 555 numbers, blocks of five regulators, and 5550… where there is none; the last digit may be left out by a slip. */
const reservedPhone =
  /^(1?\d{3}555\d{3,4}|1?5550?\d{6,7}|(44|0)?(7700900|2079460|1[1-6]\d4960|1914980|1632960)\d{2,3}|(49|0)?(3023125|6990009|4066969|2214710|8999998)\d{2,3}|(61|0)?[2378](5550|7010)\d{3,4}|(33|0)?(63998|19900|26191|35301|46571|53649)\d{3,4}|(353|0)?2091\d{4,5}|(\d{2,3}|0)?5550\d{5,6})$/

describe.each([77])('a world of seed %i', (seed) => {
  let world: ReadWorld
  beforeAll(() => {
    world = readWorld({ seed, identities: 130, genuine: 500 })
  })

  test('every line is read by the real reader, nothing left out', () => {
    const parsed = (file: string): readonly unknown[] =>
      (world.files.get(file) ?? []).map((line) => JSON.parse(line))
    const expected = {
      source: parsed('sources.ndjson'),
      observation: world.known.map(({ observation }) => observation),
      exposure: parsed('exposure.ndjson'),
    }
    for (const [record, values] of Object.entries(expected)) {
      expect(values.length).toBeGreaterThan(0)
      const misread = values.filter((value) => {
        const reading = readRecord(value)
        if (reading.record !== record || reading.record === 'problems') return true
        return reading.leftOut.length > 0
      })
      expect(misread).toEqual([])
    }
  })

  test('every subject stands in the truth once, and no other does', () => {
    expect(world.truth.size).toBe(world.rows.length)
    const met = new Set(world.known.map(({ observation: o }) => `${o.source}/${o.subject.ref}`))
    expect(met).toEqual(new Set(world.truth.keys()))
    const ids = new Set(world.known.map(({ observation: o }) => `${o.source}/${o.id}`))
    expect(ids.size).toBe(world.known.length)
  })

  test('the published totals come out of the observations', () => {
    const counted = countInterviews(world)
    const near = (value: number, wanted: number) =>
      expect(Math.abs(value / wanted - 1)).toBeLessThanOrEqual(0.05)
    const people = (label: string) =>
      new Set(world.rows.filter((row) => row[4] === label).map((row) => row[2])).size
    expect(people('worker') + people('facilitator')).toBe(published.identities)
    near(counted.interviews, published.interviews)
    near(counted.organizations, published.organizations)
    near(counted.outsideIt, published.shareOutsideIt)
    near(counted.outsideUs, published.shareOutsideUs)
    near(counted.aiLastHalf, published.aiInterviewsLastHalf)
    near(counted.healthLastHalf, published.healthInterviewsLastHalf)
    for (const country of ['GB', 'CA', 'DE']) {
      expect(counted.byCountry.get(country)).toBeGreaterThanOrEqual(150)
      expect(counted.byCountry.get(country)).toBeLessThanOrEqual(250)
    }
    expect(counted.aiSinceMid2023).toBeGreaterThan(3 * counted.aiBefore)
    expect(counted.first >= '2021-01' && counted.last < '2025-07').toBe(true)
  })

  test('mailboxes, phones, addresses and domains can belong to nobody', () => {
    const subjects = world.known.map(({ observation }) => observation.subject)
    const references = subjects.flatMap(({ claims }) => claims?.references ?? [])
    const mailboxes = [
      ...subjects.flatMap(({ emails = [] }) => emails),
      ...references.map(({ email = '' }) => email),
    ]
    const phones = [
      ...subjects.flatMap((subject) => subject.phones ?? []),
      ...references.flatMap(({ phone }) => phone ?? []),
    ].map((phone) => phone.replaceAll(/\D/g, '').replace(/^0/, ''))
    const domains = [
      ...world.known.map(({ observation: { organization } }) => organization?.domain ?? '.example'),
      ...(world.files.get('sources.ndjson') ?? []).map(
        (line) => (JSON.parse(line) as { organization: string }).organization,
      ),
    ]
    const ips = subjects.flatMap((subject) => subject.ips ?? [])
    const free = (values: readonly string[], reserved: RegExp) =>
      [...new Set(values)].filter((value) => !reserved.test(value))
    expect(free(mailboxes, reservedMail)).toEqual([])
    expect(free(phones, reservedPhone)).toEqual([])
    expect(free(ips, reservedAddress)).toEqual([])
    expect(free(domains, /\.example$/)).toEqual([])
    expect(phones.length).toBeGreaterThan(5000)
  })

  test('every worker is seen by several sources, most are reported, few hide well', () => {
    const workers = groupBy(world, 'worker')
    const reported = [...workers.values()].filter((seen) =>
      seen.some(({ observation }) => observation.kind === 'report'),
    )
    for (const seen of workers.values())
      expect(new Set(seen.map(({ observation }) => observation.source)).size).toBeGreaterThan(4)
    expect(reported.length / workers.size).toBeGreaterThan(0.6)
    expect(reported.length).toBeLessThan(workers.size)
    for (const seen of groupBy(world, 'facilitator').values()) {
      expect(seen.some(({ observation }) => observation.kind === 'application')).toBe(false)
      expect(new Set(seen.map(({ observation }) => observation.source)).size).toBeGreaterThan(1)
    }
  })

  test('about three in five of the checks of workers fail, few of the others', () => {
    const failing = (label: string) => {
      const results = world.known
        .filter((one) => one.label === label && one.observation.kind === 'verification')
        .map(({ observation }) => observation.facts?.['verification.result'])
      return results.filter((result) => result !== 'passed').length / results.length
    }
    expect(Math.abs(failing('worker') - 0.6)).toBeLessThan(0.08)
    expect(failing('genuine')).toBeLessThan(0.2)
  })

  test('a prefix of the file holds workers and genuine people alike', () => {
    const start = world.known.slice(0, Math.floor(world.known.length / 20))
    const share = start.filter(({ label }) => label === 'worker').length / start.length
    const overall =
      world.known.filter(({ label }) => label === 'worker').length / world.known.length
    expect(Math.abs(share - overall)).toBeLessThan(0.2)
  })
})

const isIt = (industry: string) => /^(5132|5112|518|5192|5415)/.test(industry)
const isHealth = (organization: NonNullable<Observation['organization']>) =>
  /^(62|3391|3254)/.test(organization.industry ?? '') || organization.tags?.includes('medtech')

/** Counts as the report does: one per identity, organization, subject and role title. */
function countInterviews(world: ReadWorld) {
  const interviews = new Map<string, Observation>()
  for (const { observation, identity, label } of world.known) {
    if (label !== 'worker' || observation.stage !== 'initial') continue
    const { source, subject, organization, role } = observation
    const key = [identity, organization?.domain, source, subject.ref, role?.title].join('|')
    if (!interviews.has(key)) interviews.set(key, observation)
  }
  const held = [...interviews.values()].flatMap(({ at, organization }) =>
    organization ? [{ at, organization }] : [],
  )
  const organizations = new Map(held.map(({ organization }) => [organization.domain, organization]))
  const shareOf = (test: (organization: NonNullable<Observation['organization']>) => boolean) =>
    [...organizations.values()].filter(test).length / organizations.size
  const lastHalf = held.filter(({ at }) => at >= '2025')
  const ai = held.filter(({ organization }) => organization.ai !== 'none')
  const dates = held.map(({ at }) => at).sort()
  return {
    interviews: held.length,
    organizations: organizations.size,
    outsideIt: shareOf(({ industry = '' }) => !isIt(industry)),
    outsideUs: shareOf(({ country }) => country !== 'US'),
    aiLastHalf: lastHalf.filter(({ organization }) => organization.ai !== 'none').length,
    healthLastHalf: lastHalf.filter(({ organization }) => isHealth(organization)).length,
    aiSinceMid2023: ai.filter(({ at }) => at >= '2023-07').length,
    aiBefore: ai.filter(({ at }) => at < '2023-07').length,
    byCountry: new Map(
      [...Map.groupBy(held, ({ organization }) => organization.country)].map(([country, all]) => [
        country,
        all.length,
      ]),
    ),
    first: dates[0] ?? '',
    last: dates.at(-1) ?? '',
  }
}
