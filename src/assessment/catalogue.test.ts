import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { realEffects } from '../effects.ts'
import { migrate, openDuckDb, type SqlEngine } from '../sql/index.ts'
import { neverEvidence } from './allowed-evidence.ts'
import { openAssessment } from './assess.ts'
import { readCatalogue, readIndicator } from './catalogue.ts'
import { type ExampleObservation, Indicator } from './indicator.ts'
import { bitsWhenSeen } from './rates.ts'
import { type SmallObservation, writeSmallWorld } from './small-world.ts'

const catalogue = readCatalogue('indicators')
const byId = (id: string): string => readFileSync(`indicators/${id}.yaml`, 'utf8')

describe('the catalogue', () => {
  test('has a file for each indicator, named for its id, and no two alike', () => {
    const ids = catalogue.indicators.map((indicator) => indicator.id)
    expect(readdirSync('indicators').sort()).toEqual(ids.map((id) => `${id}.yaml`))
    expect(new Set(catalogue.indicators.map((indicator) => indicator.title)).size).toBe(ids.length)
    expect(catalogue.indicators.length).toBeGreaterThanOrEqual(35)
  })

  test('weighs context next to nothing and everything else at least twofold', () => {
    for (const indicator of catalogue.indicators) {
      const { genuine, other } = bitsWhenSeen(indicator)
      if (indicator.strength === 'context') {
        expect(Math.abs(genuine), indicator.id).toBeLessThan(0.25)
        expect(Math.abs(other), indicator.id).toBeLessThan(0.25)
        expect(indicator.observable, indicator.id).toEqual([])
      } else {
        expect(genuine, indicator.id).toBeGreaterThanOrEqual(1)
      }
    }
  })

  test('holds its opinions lightly: no rate weighs more than a few hundred cases', () => {
    for (const { id, rates } of catalogue.indicators) {
      for (const [, cases] of Object.values(rates)) expect(cases, id).toBeLessThanOrEqual(400)
    }
  })

  test('says what protects people where a trait may be touched', () => {
    for (const { id, protected: touched } of catalogue.indicators) {
      if (touched.risk === 'high') expect(touched.note, id).toBeDefined()
    }
  })

  test('names no people and no place in what it observes', () => {
    const names = /korea|chin(a|ese)|asia|russia|nationalit|ethnic|accent|gender|\bage\b|birth/i
    for (const { id, title, shown_by, observable } of catalogue.indicators) {
      expect(JSON.stringify([id, title, shown_by, observable]), id).not.toMatch(names)
    }
  })
})

describe('what is never evidence cannot be written', () => {
  const base = parse(byId('ip_hosting_or_vpn')) as Record<string, unknown>
  const accepts = (change: Record<string, unknown>): boolean =>
    Indicator.safeParse({ ...base, ...change }).success

  test('the unchanged file is accepted', () => {
    expect(accepts({})).toBe(true)
  })

  test.each(Object.keys(neverEvidence))('%s', (id) => {
    expect(accepts({ id })).toBe(false)
  })

  test.each([
    { type: 'fact', name: 'ip.country', is_one_of: ['BB'] },
    { type: 'fact', name: 'phone.country', is_one_of: ['BB'] },
    { type: 'fact', name: 'shipment.country', is_one_of: ['BB'] },
    { type: 'fact', name: 'timezone.browser', is_one_of: ['Example/Two'] },
    { type: 'fact', name: 'ip.asn', at_least: 64496 },
    { type: 'fact', name: 'hour.local', at_least: 22 },
    { type: 'fact', name: 'claims.country', is_one_of: ['BB'] },
    { type: 'fact', name: 'birth_year', at_least: 1990 },
    { type: 'fact', name: 'subject.name', is_one_of: ['somebody'] },
    { type: 'fact', name: 'outcome.truth', is_one_of: ['fraud'] },
    { type: 'fact', name: 'ip.network', is_one_of: ['BB'] },
    { type: 'shared_selector', selector: { kind: 'name' }, at_least: 3, at_most: 9 },
    { type: 'shared_selector', selector: { kind: 'device' }, at_least: 2, at_most: 9 },
    {
      type: 'fact_differs',
      comparison: 'network_from_residence',
      observations: 1,
      days: 0,
      agreeing_share_below: 0.1,
    },
    { type: 'claimed_country', is_one_of: ['BB'] },
  ])('$type of $name$selector.kind', (condition) => {
    expect(accepts({ shown_by: [condition] })).toBe(false)
  })

  test.each([
    { type: 'fact', name: 'ip.network', at_least: 3 },
    { type: 'fact', name: 'ip.network' },
    { type: 'fact', name: 'ip.network', is_one_of: ['vpn'], is: true },
    { type: 'fact', name: 'camera.state', is_one_of: ['Refused'] },
  ])('a test that does not fit its fact is refused: %o', (condition) => {
    expect(accepts({ shown_by: [condition] })).toBe(false)
  })

  test('an unknown field, a file of another name and a missing reason are refused with their place', () => {
    const text = byId('app_velocity')
    expect(() => readIndicator('app_velocity.yaml', `${text}country: BB\n`)).toThrow(
      /app_velocity\.yaml.*country/,
    )
    expect(() => readIndicator('other.yaml', text)).toThrow(/name the file app_velocity\.yaml/)
    expect(() =>
      readIndicator('app_velocity.yaml', text.replace(/^why: .*(\n {2}.*)*/m, '')),
    ).toThrow(/app_velocity\.yaml, why/)
    expect(() => readIndicator('app_velocity.yaml', 'id: [')).toThrow(/is not YAML/)
  })
})

/** Every example of every indicator in one store, each with people and values of its own. */
describe('the examples', () => {
  interface Case {
    readonly id: string
    readonly me: string
    readonly fires: boolean
    readonly observations: readonly SmallObservation[]
  }
  const cases: readonly Case[] = catalogue.indicators.flatMap(({ id, examples }) =>
    [...examples.fires, ...examples.silent].map((example, index) => {
      const own = (word: string): string => `${id}-${index}-${word}`
      const fires = index < examples.fires.length
      return { id, me: own('me'), fires, observations: example.map((row) => ownRow(row, own)) }
    }),
  )
  let sql: SqlEngine
  let holding: ReadonlySet<string>

  beforeAll(async () => {
    sql = await openDuckDb(':memory:', { memory: '1GB', threads: 2 })
    await migrate(sql, 'migrations')
    await writeSmallWorld(
      sql,
      cases.flatMap(({ observations }) => observations),
    )
    await openAssessment({ sql, catalogueFolder: 'indicators' }).assess(realEffects)
    const rows = await sql.rows<{ identity: string; indicator: string }>(
      'select identity, indicator from finding join identity using (identity_no) where holds',
    )
    holding = new Set(rows.map(({ identity, indicator }) => `${identity} ${indicator}`))
    return () => sql.close()
  })

  test.each(cases)('$me fires: $fires', ({ id, me, fires }) => {
    expect(holding.has(`idn_${me} ${id}`)).toBe(fires)
  })
})

function ownRow(row: ExampleObservation, own: (word: string) => string): SmallObservation {
  return {
    ...row,
    who: row.who.map(own),
    selectors: row.selectors.map((selector) => ({ ...selector, value: own(selector.value) })),
  }
}
