import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { openAssessment } from '../src/assessment/index.ts'
import type { Observation } from '../src/evidence/index.ts'
import { checkAsyncProperty } from './property.ts'
import { type AssessedWorld, type Change, compareRenamed, openFirst } from './relabelled-worlds.ts'
import {
  type Draw,
  drawRenaming,
  type Renaming,
  renamed,
  renamedText,
  vocabularyOf,
} from './renaming.ts'
import { simulatedEvidence } from './simulated-evidence.ts'

/**
 * Who is called what, and comes from where, changes nothing: with names, cities, schools, languages and
 * countries renamed one to one throughout the evidence, every finding and every status stays.
 */
const schools = ['University of Padua', 'Osaka Institute', 'Kampala Polytechnic', 'Leeds College']
const languages = ['Korean', 'English', 'Hausa', 'Persian', 'Mandarin', 'Russian']

const numberOf = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)

/** The simulation writes neither schools nor languages: the same person is given the same ones. */
function schooled(observation: Observation): Observation {
  const { subject } = observation
  const number = numberOf(subject.name ?? subject.ref)
  const school = schools[number % schools.length] ?? ''
  const spoken = [0, 1].map((next) => languages[(number + next) % languages.length] ?? '')
  const added = `Studied for four years at the ${school}. Speaks ${spoken.join(' and ')} every day at work.`
  return {
    ...observation,
    subject: {
      ...subject,
      ...(subject.documents && {
        documents: subject.documents.map((document) =>
          document.text === undefined || document.kind !== 'resume'
            ? document
            : { kind: document.kind, text: `${document.text} ${added}` },
        ),
      }),
      ...(subject.claims && { claims: { ...subject.claims, school, languages: spoken } }),
    },
  }
}

const world = (seed: number, identities: number, genuine: number) => {
  const { declarations, observations } = simulatedEvidence({ seed, identities, genuine })
  return { declarations, observations: observations.map(schooled) }
}

const someDraw: Draw = (below) => Math.floor(below / 2)
const hundreds = world(5, 4, 120)
const vocabulary = vocabularyOf(hundreds.observations)
const renaming = drawRenaming(vocabulary, someDraw)

const tens = world(6, 2, 10)
const words = vocabularyOf(tens.observations)
let small: AssessedWorld
beforeAll(async () => {
  small = await openFirst(tens)
})
afterAll(() => small.system.close())

describe('a world in which everybody and every place is called otherwise', () => {
  test('has all sorts of words, and none is what it was', () => {
    const [names = [], cities = [], ...others] = vocabulary.classes
    expect(names.length).toBeGreaterThan(100)
    expect(cities.length).toBeGreaterThan(20)
    expect(others.map((words) => words.length)).toEqual([8, 6, 0])
    expect(vocabulary.countries.length).toBeGreaterThan(10)
    const stayed = [...renaming.words, ...renaming.countries].filter(([from, to]) => from === to)
    expect(stayed).toEqual([])
  })

  test('is renamed one to one, and the way back leads to where it began', () => {
    const back: Renaming = {
      ...renaming,
      words: new Map([...renaming.words].map(([from, to]) => [to, from])),
    }
    expect(back.words.size).toBe(renaming.words.size)
    for (const { subject } of hundreds.observations.slice(0, 400)) {
      const text = (subject.documents?.[0]?.text ?? subject.name ?? '').toLowerCase()
      expect(renamedText(renamedText(text, renaming), back)).toBe(text)
    }
  })

  test('has the same findings and the same statuses', async () => {
    const first = await openFirst(hundreds)
    const found = await compareRenamed(first, renaming)
    await first.system.close()
    expect(found.differences).toEqual([])
    expect(found.identities).toBeGreaterThan(120)
    expect(found.findings).toBeGreaterThan(800)
  })

  test('by any renaming', async () => {
    await checkAsyncProperty(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (stream) => {
        const draw: Draw = (below) => (stream.next().value ?? 0) % below
        const found = await compareRenamed(small, drawRenaming(words, draw))
        expect(found.differences).toEqual([])
      }),
      { runs: 2 },
    )
  })
})

describe('what the comparison is there to see', () => {
  const differing = async (also: Change): Promise<number> =>
    (await compareRenamed(small, drawRenaming(words, someDraw), also)).differences.length

  test('one fact that is another', async () => {
    const changed = tens.observations.find(
      ({ facts }) => facts?.['ip.network'] === 'residential',
    ) as Observation
    const found = await differing((observation) =>
      observation.id === changed.id && observation.source === changed.source
        ? { ...observation, facts: { ...observation.facts, 'ip.network': 'tor' } }
        : observation,
    )
    expect(found).toBeGreaterThan(0)
  })

  test('countries that are renamed in claims and not in facts', async () => {
    const facts = new Map(
      tens.observations.map((each) => [`${each.source}/${each.id}`, each.facts]),
    )
    const found = await differing((observation) => {
      const stayed = facts.get(`${observation.source}/${observation.id}`)
      return stayed === undefined ? observation : { ...observation, facts: stayed }
    })
    expect(found).toBeGreaterThan(0)
  })

  test('a family name that is no evidence but makes one person of two', async () => {
    const found = await differing((observation) => {
      const { subject } = observation
      const [first] = (subject.name ?? '').split(' ')
      return { ...observation, subject: { ...subject, name: `${first} Sample` } }
    })
    expect(found).toBeGreaterThan(0)
  })

  test('and the words that must not be evidence are in what is renamed', () => {
    const one: Observation = {
      source: 'ats',
      id: '1',
      kind: 'application',
      at: '2024-03-18T09:41:07Z',
      organization: { domain: 'acme.example', country: 'US' },
      subject: {
        ref: 'cand-1',
        name: 'Jordan REYES',
        emails: ['Jordan.Reyes+jobs@mail.example', 'j@reyes-5z.example', 'j.reyes@acme.example'],
        phones: ['(202) 555-0143'],
        handles: [{ service: 'github', value: 'https://github.com/reyes-dev/' }],
        addresses: [{ kind: 'home', text: '7 Austin Road, Austin', country: 'US' }],
        documents: [{ kind: 'resume', text: 'Jordan Reyes of Austin. Studied at Leeds College.' }],
        claims: {
          country: 'US',
          city: 'Austin',
          timezone: 'America/Chicago',
          references: [{ name: 'Sam Reyes', email: 'sam_reyes@mail.example' }],
        },
      },
      facts: { 'ip.country': 'CN', 'ip.network': 'vpn' },
    }
    const others = new Map(
      Object.entries({ jordan: 'min', reyes: 'park', austin: 'busan', leeds: 'padua', sam: 'ada' }),
    )
    const countries = new Map([
      ['US', 'KP'],
      ['CN', 'US'],
    ])
    const employers = new Set(['acme.example'])
    expect(renamed(one, { words: others, countries, employers })).toEqual({
      ...one,
      subject: {
        ref: 'cand-1',
        name: 'Min PARK',
        emails: ['min.park@mail.example', 'j@park-5z.example', 'j.park@acme.example'],
        phones: ['+12025550143'],
        handles: [{ service: 'github', value: 'park-dev' }],
        addresses: [{ kind: 'home', text: '7 Busan Road, Busan', country: 'KP' }],
        documents: [{ kind: 'resume', text: 'Min Park of Busan. Studied at Padua College.' }],
        claims: {
          country: 'KP',
          city: 'Busan',
          timezone: 'America/Chicago',
          references: [{ name: 'Ada Park', email: 'ada_park@mail.example' }],
        },
      },
      facts: { 'ip.country': 'US', 'ip.network': 'vpn' },
    })
  })
})

describe('an indicator that asks for a name, a country, a school or a language', () => {
  const base = parse(readFileSync('indicators/ip_hosting_or_vpn.yaml', 'utf8')) as object
  const conditions: readonly (readonly [string, object])[] = [
    ['a country of the network', { type: 'fact', name: 'ip.country', is_one_of: ['KP'] }],
    ['a country of the phone', { type: 'fact', name: 'phone.country', is_one_of: ['KP'] }],
    ['a country of a shipment', { type: 'fact', name: 'shipment.country', is_one_of: ['KP'] }],
    ['a claimed country', { type: 'fact', name: 'claims.country', is_one_of: ['KP'] }],
    ['a time zone', { type: 'fact', name: 'timezone.browser', is_one_of: ['Asia/Pyongyang'] }],
    ['a name', { type: 'fact', name: 'subject.name', contains_any: ['kim'] }],
    ['a language', { type: 'fact', name: 'claims.languages', contains_any: ['korean'] }],
    ['a school', { type: 'fact', name: 'claims.school', contains_any: ['pyongyang'] }],
    ['a birth year', { type: 'fact', name: 'claims.birth_year', at_least: 1990 }],
    [
      'names that are shared',
      { type: 'shared_selector', selector: { kind: 'name' }, at_least: 3, at_most: 60 },
    ],
    [
      'changing names',
      { type: 'distinct_selectors', selector: { kind: 'name' }, at_least: 3, within_days: 9 },
    ],
    [
      'a place by name',
      {
        type: 'fact_differs',
        comparison: 'network_from_residence',
        country: 'KP',
        observations: 3,
        days: 14,
        agreeing_share_below: 0.1,
      },
    ],
    [
      'words of a text',
      {
        type: 'shared_passages',
        passages_at_least: 1,
        held_by_at_most: 4,
        contains_any: ['university'],
      },
    ],
  ]

  const folder = mkdtempSync(join(tmpdir(), 'ringer-catalogue-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(conditions)('is refused: %s', (_, condition) => {
    const { store } = small.system
    const read = () => openAssessment({ store, catalogueFolder: folder }).catalogue.indicators
    writeFileSync(join(folder, 'ip_hosting_or_vpn.yaml'), stringify(base))
    expect(read).not.toThrow()
    const planted = stringify({ ...base, shown_by: [condition] })
    writeFileSync(join(folder, 'ip_hosting_or_vpn.yaml'), planted)
    expect(read).toThrow(/ip_hosting_or_vpn.yaml/)
  })
})
