import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { realEffects } from '../effects.ts'
import type { SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { neverEvidence } from './allowed-evidence.ts'
import { openAssessment } from './assess.ts'
import { readCatalogue, readIndicator } from './catalogue.ts'
import { Condition } from './condition.ts'
import { type ExampleObservation, Indicator } from './indicator.ts'
import { bitsWhenSeen } from './rates.ts'
import { type SmallObservation, writeSmallWorld } from './small-world.ts'

const catalogue = readCatalogue('indicators')
const byId = (id: string): string => readFileSync(`indicators/${id}.yaml`, 'utf8')

/** The contract with everybody who sends flags: an id of this list means what it meant, for good. */
const contract = `
  account_younger_than_commits answers_read_or_lagged app_velocity appearance_changes_person
  asks_colleagues_for_pii automation_artifacts avoids_meetups bank_detail_churn
  below_market_rate call_centre_background call_join_telemetry_mismatch camera_refusal
  code_to_personal_cloud coding_test_cheating commit_wrong_identity contact_list_peer_hit
  contributor_cluster copied_repos_rewritten credential_or_cookie_harvest crypto_insistence
  dead_profile_links deepfake_challenge_fail degree_not_offered device_auth_location_never_meets
  device_first_boot_elsewhere device_many_identities dormant_account_revived
  email_in_stealer_log_persona_kit email_linked_to_other_name email_local_part_pattern
  email_no_history employer_denies_history employer_investigation_confirms employer_nonexistent
  equipment_not_returned equipment_reshipped extortion_after_exit first_day_malware
  handle_switch hardware_key_refused id_document_tampered identity_element_mismatch
  identity_owner_denies image_geotag_contradiction impossible_travel insists_byod
  ip_geo_vs_claim_persistent ip_hosting_or_vpn ip_many_identities jiggler_keepawake kvm_over_ip
  law_enforcement_notice listed_wallet_flow many_commit_identities many_devices_same_site
  mfa_device_shared no_digital_footprint opaque_subcontract overlapping_jobs
  own_cv_contradiction payee_name_mismatch payee_shared performance_oscillates phone_changes
  phone_shared_across_identities phone_voip photo_absent_or_obscured photo_ai_or_faceswap
  photo_reused_other_name pickup_other_person portfolio_template_clone post_exit_access
  prefers_text_only prepay_demand privilege_seeking profile_resume_mismatch
  profiles_same_identity_diff_photo reference_cross_linked reference_free_mail
  refers_linked_candidates refuses_identity_recheck refuses_onsite_or_test remote_desktop_ports
  resume_idiosyncratic_reuse resume_text_reuse rmm_multiple rmm_unapproved sanctions_exact_match
  screen_share_marathon screen_share_other_persona serial_number_refused
  sessions_continuous_days ship_to_forwarder ship_to_not_residence ship_to_shared
  skill_predates_technology spam_contributions ssn_no_match timezone_activity_mismatch
  two_workers_one_identity unreachable_in_hours vanishes_on_check virtual_account_payout
  virtual_camera_in_use
`
  .trim()
  .split(/\s+/)

/** Bits against `genuine`, from and below. They overlap: strength says what opens a review, not how much it weighs. */
const bands = { context: [-0.25, 0.25], combination: [1, 5], alone: [3.4, 6.5] } as const

/** What passes with the day or the call. A document, an account or a machine that was shared stays so. */
const passing = ['NET', 'LIVE', 'BULK']
const lasting = (condition: Condition): boolean =>
  condition.type === 'shared_selector' && condition.within_days === undefined

const peopleAndPlaces =
  /korea|chin(a|ese)|asia|russia|nationalit|ethnic|accent|gender|\bage\b|birth|religio|disab/i

/** House rules that the schema cannot say. Each gives what is wrong, or nothing. */
const rules: Readonly<Record<string, (indicator: Indicator) => string | false>> = {
  'its weight is in the band of its strength': (indicator) => {
    const { genuine, other } = bitsWhenSeen(indicator)
    const [from, below] = bands[indicator.strength]
    if (genuine < from || genuine >= below) return `${genuine} bits against genuine`
    return indicator.strength === 'context' && Math.abs(other) >= 0.25 && `${other} bits`
  },
  'context has no absence': ({ strength, observable }) =>
    strength === 'context' && observable.length > 0 && 'observable',
  'no opinion weighs more than a few hundred cases': ({ rates }) =>
    Object.values(rates).some(([, cases]) => cases > 400) && 'cases',
  'it says what protects people where a trait may be touched': ({ protected: touched }) =>
    ['medium', 'high'].includes(touched.risk) && touched.note === undefined && 'no note',
  'names no people and no place in what it observes': ({ id, title, shown_by, observable }) =>
    peopleAndPlaces.exec(JSON.stringify([id, title, shown_by, observable]))?.[0] ?? false,
  'only what passes has a half-life, with the reason': ({ half_life_days, group, shown_by, why }) =>
    half_life_days !== undefined &&
    !(passing.includes(group) && !shown_by.some(lasting) && why.includes('worth half')) &&
    'half_life_days',
  'an example shows it by a flag, and another by its conditions': ({ id, shown_by, examples }) => {
    const flagged = examples.fires.map((rows) => rows.some(({ flags }) => flags.includes(id)))
    return (
      !(flagged.includes(true) && flagged.includes(false) === shown_by.length > 0) && 'examples'
    )
  },
}

describe('the catalogue', () => {
  test('has the file of every id of the contract, and no two titles alike', () => {
    const ids = catalogue.indicators.map((indicator) => indicator.id)
    expect(ids).toEqual(contract)
    expect(ids.length).toBe(104)
    expect(new Set(catalogue.indicators.map((indicator) => indicator.title)).size).toBe(ids.length)
  })

  test('reads nothing but indicators in its folder', () => {
    const others = readdirSync('indicators').filter((name) => !name.endsWith('.yaml'))
    expect(others.sort()).toEqual(['sources.json', 'versions.csv'])
  })

  test.each(Object.entries(rules))('%s', (_, rule) => {
    const wrong = catalogue.indicators.map((indicator) => [indicator.id, rule(indicator)] as const)
    expect(wrong.filter(([, fault]) => fault !== false)).toEqual([])
  })

  const vpn = readIndicator('ip_hosting_or_vpn.yaml', byId('ip_hosting_or_vpn'))
  const clock = readIndicator('timezone_activity_mismatch.yaml', byId('timezone_activity_mismatch'))
  const site = readIndicator('many_devices_same_site.yaml', byId('many_devices_same_site'))
  const certain = { ...vpn.rates, scheme: [399, 400] as const, genuine: [0, 401] as const }
  test.each([
    ['its weight is in the band of its strength', { ...vpn, rates: certain }],
    ['its weight is in the band of its strength', { ...vpn, strength: 'context' }],
    ['its weight is in the band of its strength', { ...clock, strength: 'combination' }],
    [
      'its weight is in the band of its strength',
      { ...clock, rates: { ...clock.rates, other_fraud: [1, 20] } },
    ],
    ['context has no absence', { ...clock, observable: vpn.observable }],
    ['no opinion weighs more than a few hundred cases', { ...vpn, rates: certain }],
    [
      'it says what protects people where a trait may be touched',
      { ...vpn, protected: { risk: 'high' } },
    ],
    ['names no people and no place in what it observes', { ...vpn, title: 'Networks of Asia' }],
    ['only what passes has a half-life, with the reason', { ...vpn, group: 'PAY' }],
    ['only what passes has a half-life, with the reason', { ...vpn, why: 'It passes.' }],
    [
      'only what passes has a half-life, with the reason',
      { ...site, half_life_days: 365, why: 'It is worth half then.' },
    ],
    ['an example shows it by a flag, and another by its conditions', { ...vpn, shown_by: [] }],
    ['an example shows it by a flag, and another by its conditions', { ...vpn, id: 'other' }],
  ] satisfies [string, Indicator][])('"%s" can fail', (name, planted) => {
    expect(rules[name]?.(planted)).toBeTypeOf('string')
  })
})

/** The YAML blocks of the guide that hold a condition, and its lists of ids. */
describe('the guide', () => {
  const guide = readFileSync('docs/guide/indicators.md', 'utf8')
  const conditions = [...guide.matchAll(/^```yaml\n(- type: [\s\S]*?)^```$/gm)].flatMap(
    ([, text = '']) => parse(text) as unknown[],
  )
  const listed = (heading: string): readonly string[] =>
    [...(guide.split(`\n### ${heading}`)[1]?.split('\n#')[0] ?? '').matchAll(/`([a-z_]+)`/g)].map(
      ([, id = '']) => id,
    )

  test('has one valid example of every type of condition', () => {
    const types = conditions.map((condition) => Condition.parse(condition).type)
    const known = Condition.options.map((option) => option.unwrap().shape.type.value)
    expect(types.toSorted()).toEqual(known.toSorted())
  })

  test('lists every indicator under what shows it', () => {
    const ids = (typed: boolean): readonly string[] =>
      catalogue.indicators.flatMap(({ id, shown_by }) =>
        shown_by.length > 0 === typed ? [id] : [],
      )
    expect(listed('Shown by conditions').toSorted()).toEqual(ids(true))
    expect(listed('Shown by a flag only').toSorted()).toEqual(ids(false))
  })
})

describe('what is never evidence cannot be written', () => {
  const base = parse(byId('ip_hosting_or_vpn')) as Record<string, unknown>
  const accepts = (change: Record<string, unknown>): boolean =>
    Indicator.safeParse({ ...base, ...change }).success

  test('the unchanged file is accepted', () => {
    expect(accepts({})).toBe(true)
  })

  test('thirteen published signs are refused by name', () => {
    expect(Object.keys(neverEvidence).length).toBe(13)
    expect(contract.filter((id) => id in neverEvidence)).toEqual([])
  })

  test.each(Object.keys(neverEvidence))('%s', (id) => {
    expect(accepts({ id })).toBe(false)
  })

  test('what shows it is given, or why nothing but a flag does, and never both', () => {
    const flag_only = 'Who answers the phone can hear it.'
    expect(accepts({ shown_by: [], flag_only })).toBe(true)
    expect(accepts({ flag_only })).toBe(false)
    expect(() =>
      readIndicator('app_velocity.yaml', byId('app_velocity').replace(/^shown_by:\n( .*\n)*/m, '')),
    ).toThrow('give either shown_by, or flag_only with who can see it')
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

test('a folder has its version at once; a file that is not valid fails whatever asks for the indicators', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
  writeFileSync(join(folder, 'broken.yaml'), 'id: [')
  const broken = readCatalogue(folder)
  rmSync(folder, { recursive: true })
  expect(broken.version).toMatch(/^[0-9a-f]{12}$/)
  expect(() => broken.indicators).toThrow(/broken\.yaml is not YAML/)
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
    const opened = await openTestStore()
    sql = opened.sql
    await writeSmallWorld(
      sql,
      cases.flatMap(({ observations }) => observations),
    )
    await openAssessment({ store: opened.store, catalogueFolder: 'indicators' }).assess(realEffects)
    const rows = await sql.rows<{ identity: string; indicator: string }>(
      'select identity, indicator from finding join identity using (identity_no) where holds',
    )
    holding = new Set(rows.map(({ identity, indicator }) => `${identity} ${indicator}`))
    return opened.close
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
    passages: row.passages.map(own),
  }
}
