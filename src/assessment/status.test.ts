import { describe, expect, test } from 'vitest'
import type { SmallObservation } from './small-world.ts'
import {
  account,
  device,
  home,
  ip,
  phone,
  ringMember,
  useSmallWorlds,
  vpn,
} from './small-world-fixture.ts'

const { assessed, me, amongOthers } = useSmallWorlds()

describe('the status', () => {
  const persona = amongOthers({ observations: ringMember })
  test('a persona of a ring is suspected', async () => {
    const row = await persona.me()
    expect(row).toMatchObject({ status: 'suspected', part: 'worker' })
    expect(row.groups).toEqual(['BULK', 'DEVICE', 'LIVE', 'NET'])
  })

  const ofRumour = amongOthers({
    observations: ringMember.map((row) => ({ ...row, source: 'rumour' })),
    sources: [{ source: 'rumour', grade: 'F' }],
  })
  test('a source of grade F gives none, and its findings stay visible', async () => {
    const row = await ofRumour.me()
    expect(row).toMatchObject({ status: 'unassessed', likelihood: 'almost no chance', groups: [] })
    const findings = await ofRumour.myFindings()
    const visible = findings.filter((finding) => finding.holds)
    expect(visible.map((finding) => finding.indicator)).toEqual([
      'app_velocity',
      'deepfake_challenge_fail',
      'device_many_identities',
      'ip_hosting_or_vpn',
    ])
    expect(visible.every((row) => row.grade === 'F' && row.bits_genuine === 0)).toBe(true)
  })

  const sharingByRumour = amongOthers({
    observations: [
      { kind: 'application', selectors: [device] },
      { kind: 'application', source: 'rumour', who: ['second', 'third'], selectors: [device] },
    ],
    sources: [{ source: 'rumour', grade: 'F' }],
  })
  test('people whom only a source without a grade has seen do not share a device', async () => {
    expect((await sharingByRumour.me()).groups).toEqual([])
  })

  const line = { kind: 'ip', detail: '', value: '203.0.113.9' }
  const sharedLine = [
    { kind: 'application' as const, selectors: [line] },
    { kind: 'application' as const, who: ['second', 'third'], selectors: [line] },
  ]
  const exitStatedBy = (source: string) => ({
    observations: [
      ...sharedLine,
      {
        kind: 'sign_in' as const,
        source,
        who: ['fourth'],
        selectors: [line],
        facts: { 'ip.network': 'vpn' },
      },
    ],
    sources: [
      { source: 'rumour', grade: 'F' },
      { source: 'idp', grade: 'B' },
    ],
  })
  const exits = {
    idp: amongOthers(exitStatedBy('idp')),
    rumour: amongOthers(exitStatedBy('rumour')),
  }
  test.each([
    ['a graded source', 'idp', false],
    ['a source without a grade', 'rumour', true],
  ] as const)('an address that %s calls an exit is shared: %s %s', async (_, source, holds) => {
    const findings = await exits[source].myFindings()
    const shared = findings.filter(({ indicator }) => indicator === 'ip_many_identities')
    expect(shared.some((finding) => finding.holds)).toBe(holds)
  })

  const flags = ['employer_investigation_confirms', 'id_document_tampered', 'payee_name_mismatch']

  const ofOneReporter = amongOthers({ observations: [{ kind: 'report', flags }] })
  test('one reporter’s word alone gives none, however strong', async () => {
    const row = await ofOneReporter.me()
    expect(row.status).toBe('unassessed')
    expect(JSON.parse(row.reasons)).toMatchObject({ missing: ['beyond_one_reporter'] })
  })

  const ofOneOrganization = amongOthers({
    observations: [
      { kind: 'report', flags: flags.slice(0, 1) },
      { kind: 'report', source: 'partner', origin: 'acme.example', flags: flags.slice(1) },
    ],
    sources: [{ source: 'partner', grade: 'B', organization: 'partner.example' }],
  })
  test('several sources and origins of one organization are one reporter', async () => {
    expect((await ofOneOrganization.me()).status).toBe('unassessed')
  })

  const confirmed = ['employer_investigation_confirms']
  const kvm: SmallObservation = { kind: 'device', facts: { 'kvm.device': 'PiKVM' } }
  const screen: SmallObservation = { kind: 'interview', facts: { 'screen.other_persona': true } }
  const reportedWith = (...more: readonly SmallObservation[]) =>
    amongOthers({
      observations: [{ kind: 'report', flags }, ...more],
      sources: [{ source: 'partner', grade: 'B', organization: 'partner.example' }],
    })
  const reported = {
    'and confirmed': reportedWith({ kind: 'report', source: 'partner', flags: confirmed }),
    'and two machine signs': reportedWith(kvm, screen),
    'and one machine sign': reportedWith(kvm),
    'and one machine sign of an applicant': reportedWith(kvm, { kind: 'application' }),
    'and a VPN': reportedWith(vpn),
  }
  test('another organization, or what a machine observed, lifts it', async () => {
    const statusOf = async (which: keyof typeof reported) => (await reported[which].me()).status
    expect(await statusOf('and confirmed')).toBe('suspected')
    expect(await statusOf('and two machine signs')).toBe('suspected')
    // Of somebody who is known by the report alone, one strong machine sign beside it is enough; of an applicant, of
    // whom there are so many more, one sign that has an innocent reading is not.
    expect(await statusOf('and one machine sign')).toBe('suspected')
    expect(await statusOf('and one machine sign of an applicant')).toBe('unassessed')
    expect(await statusOf('and a VPN')).toBe('unassessed')
  })

  const facts = { 'kvm.device': 'PiKVM', 'screen.other_persona': true }
  const machineFactsOf = (type: string) =>
    amongOthers({
      observations: [
        { kind: 'report', flags },
        { kind: 'application' },
        { kind: 'device', source: 'other', facts },
      ],
      sources: [{ source: 'other', grade: 'A', organization: 'acme.example', type }],
    })
  test.each([
    ['endpoint', 'suspected', machineFactsOf('endpoint')],
    ['ats', 'unassessed', machineFactsOf('ats')],
    ['employer_report', 'unassessed', machineFactsOf('employer_report')],
  ] as const)('machine facts that a source of type %s names: %s', async (_, status, world) => {
    // Those that a source of its type cannot have seen are its word.
    expect((await world.me()).status).toBe(status)
  })

  const otherFraud = amongOthers({
    observations: [
      { kind: 'report', flags: ['overlapping_jobs'] },
      {
        kind: 'interview',
        facts: { 'voice.same_as_previous': false },
        flags: ['coding_test_cheating'],
      },
    ],
  })
  test('where other fraud leads it stays unassessed', async () => {
    const row = await otherFraud.me()
    expect(row.status).toBe('unassessed')
    expect(JSON.parse(row.reasons)).toMatchObject({
      missing: expect.arrayContaining(['scheme_not_leading']),
    })
  })

  test('a person’s standing decision is the status, and the machine makes none of its own', async () => {
    const rows = await assessed({
      observations: ringMember,
      decisions: `select 1 as identity_no, 'cleared' as status, 1 as decision_id,
        null::varchar as attribution, false as publishable`,
    })
    expect(rows.get('me')?.status).toBe('cleared')
    const others = [...rows].flatMap(([name, { status }]) => (name === 'me' ? [] : [status]))
    expect(others).toHaveLength(3)
    const own = [...others, (await persona.me()).status]
    expect(own.filter((status) => !['suspected', 'unassessed'].includes(status))).toEqual([])
  })

  const lane = { kind: 'place', detail: 'shipping', value: '8922 example lane' }
  const facilitator = amongOthers({
    observations: [
      {
        kind: 'report',
        selectors: [{ ...lane, detail: 'home' }, account],
        organization: 'one.example',
      },
      { kind: 'shipment', who: ['second'], selectors: [lane], organization: 'one.example' },
      { kind: 'shipment', who: ['third'], selectors: [lane], organization: 'two.example' },
      { kind: 'payment', who: ['second', 'third'], selectors: [account] },
    ],
  })
  test('who lends infrastructure and was never presented is a facilitator', async () => {
    expect(await facilitator.me()).toMatchObject({ part: 'facilitator', status: 'suspected' })
  })
})

describe('honest people', () => {
  const shy = amongOthers({
    observations: [
      {
        kind: 'application',
        facts: { 'ip.network': 'vpn', 'phone.line_type': 'non_fixed_voip' },
      },
      { kind: 'interview', facts: { 'camera.state': 'refused' }, flags: ['camera_refusal'] },
    ],
  })
  test('a VPN, an internet number and a camera that stays off are not enough', async () => {
    const row = await shy.me()
    expect(row.status).toBe('unassessed')
    expect(['almost no chance', 'very unlikely']).toContain(row.likelihood)
  })

  const two = amongOthers({
    observations: [
      { kind: 'application', who: ['me', 'second'], selectors: [device, phone, ip, home] },
    ],
  })
  test('two who share everything share nothing that counts', async () => {
    const findings = await two.myFindings()
    expect(findings.filter((row) => row.holds)).toEqual([])
  })

  const four = ['me', 'second', 'third', 'fourth']
  const household = amongOthers({
    observations: [
      { kind: 'application', who: four, selectors: [device, phone, ip, home] },
      { ...vpn, who: four },
    ],
  })
  test('a household of four that shares device, phone, line, home and a VPN is not suspected', async () => {
    const row = await household.me()
    expect(row.status).toBe('unassessed')
    expect(row.groups).toHaveLength(2)
  })

  const oneName = amongOthers({
    observations: [
      { kind: 'application', who: four, name: 'one name', selectors: [device, phone] },
    ],
  })
  test('one person under one name in many records shares only with herself', async () => {
    const findings = await oneName.myFindings()
    expect(findings.filter((row) => row.holds)).toEqual([])
  })

  const observations: readonly SmallObservation[] = [
    { kind: 'application', who: ['me', 'second', 'third'], selectors: [device, account] },
  ]
  const notMuted = amongOthers({ observations })
  test('a hub proves nothing', async () => {
    const muted = `insert into hub (model, kind, detail, value, members, reason) values
      ('same-hands', 'fingerprint', '', 'fp-1', 3, 'muted'), ('same-hands', 'account', '', 'bank:de00-example-1', 3, 'muted')`
    expect((await notMuted.me()).groups).toEqual(['DEVICE', 'PAY'])
    expect((await me({ observations, also: muted })).groups).toEqual([])
  })
})
