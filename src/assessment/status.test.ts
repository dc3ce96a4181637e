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

const { assessed, me, myFindings } = useSmallWorlds()

describe('the status', () => {
  test('a persona of a ring is suspected', async () => {
    const row = await me({ observations: ringMember })
    expect(row).toMatchObject({ status: 'suspected', part: 'worker' })
    expect(row.groups).toEqual(['BULK', 'DEVICE', 'LIVE', 'NET'])
  })

  test('a source of grade F gives none, and its findings stay visible', async () => {
    const sources = [{ source: 'rumour', grade: 'F' }]
    const observations = ringMember.map((row) => ({ ...row, source: 'rumour' }))
    const row = await me({ observations, sources })
    expect(row).toMatchObject({ status: 'unassessed', likelihood: 'almost no chance', groups: [] })
    const findings = await myFindings({ observations, sources })
    const visible = findings.filter((finding) => finding.holds)
    expect(visible.map((finding) => finding.indicator)).toEqual([
      'app_velocity',
      'deepfake_challenge_fail',
      'device_many_identities',
      'ip_hosting_or_vpn',
    ])
    expect(visible.every((row) => row.grade === 'F' && row.bits_genuine === 0)).toBe(true)
  })

  test('people whom only a source without a grade has seen do not share a device', async () => {
    const observations: SmallObservation[] = [
      { kind: 'application', selectors: [device] },
      { kind: 'application', source: 'rumour', who: ['second', 'third'], selectors: [device] },
    ]
    const row = await me({ observations, sources: [{ source: 'rumour', grade: 'F' }] })
    expect(row.groups).toEqual([])
  })

  const flags = ['employer_investigation_confirms', 'id_document_tampered', 'payee_name_mismatch']

  test('one reporter’s word alone gives none, however strong', async () => {
    const row = await me({ observations: [{ kind: 'report', flags }] })
    expect(row.status).toBe('unassessed')
    expect(JSON.parse(row.reasons)).toMatchObject({ missing: ['beyond_one_reporter'] })
  })

  test('several sources and origins of one organization are one reporter', async () => {
    const row = await me({
      observations: [
        { kind: 'report', flags: flags.slice(0, 1) },
        { kind: 'report', source: 'partner', origin: 'acme.example', flags: flags.slice(1) },
      ],
      sources: [{ source: 'partner', grade: 'B', organization: 'partner.example' }],
    })
    expect(row.status).toBe('unassessed')
  })

  test('another organization, or what a machine observed, lifts it', async () => {
    const second = { source: 'partner', grade: 'B', organization: 'partner.example' }
    const told: SmallObservation = { kind: 'report', flags }
    const kvm: SmallObservation = { kind: 'device', facts: { 'kvm.device': 'PiKVM' } }
    const screen: SmallObservation = { kind: 'interview', facts: { 'screen.other_persona': true } }
    const statusWith = async (...more: readonly SmallObservation[]): Promise<string> =>
      (await me({ observations: [told, ...more], sources: [second] })).status
    const confirmed = ['employer_investigation_confirms']
    expect(await statusWith({ kind: 'report', source: 'partner', flags: confirmed })).toBe(
      'suspected',
    )
    expect(await statusWith(kvm, screen)).toBe('suspected')
    // Of somebody who is known by the report alone, one strong machine sign beside it is enough; of an applicant, of
    // whom there are so many more, one sign that has an innocent reading is not.
    expect(await statusWith(kvm)).toBe('suspected')
    expect(await statusWith(kvm, { kind: 'application' })).toBe('unassessed')
    expect(await statusWith(vpn)).toBe('unassessed')
  })

  test('machine facts that a source of its type cannot have seen are its word', async () => {
    const facts = { 'kvm.device': 'PiKVM', 'screen.other_persona': true }
    const seenBy = async (type: string): Promise<string> =>
      (
        await me({
          observations: [
            { kind: 'report', flags },
            { kind: 'application' },
            { kind: 'device', source: 'other', facts },
          ],
          sources: [{ source: 'other', grade: 'A', organization: 'acme.example' }],
          also: `update source_declaration set type = '${type}' where source = 'other'`,
        })
      ).status
    expect(await seenBy('endpoint')).toBe('suspected')
    expect(await seenBy('ats')).toBe('unassessed')
    expect(await seenBy('employer_report')).toBe('unassessed')
  })

  test('where other fraud leads it stays unassessed', async () => {
    const row = await me({
      observations: [
        { kind: 'report', flags: ['overlapping_jobs'] },
        {
          kind: 'interview',
          facts: { 'voice.same_as_previous': false },
          flags: ['coding_test_cheating'],
        },
      ],
    })
    expect(row.status).toBe('unassessed')
    expect(JSON.parse(row.reasons)).toMatchObject({
      missing: expect.arrayContaining(['scheme_not_leading']),
    })
  })

  test('a person’s standing decision is the status, and the machine makes none of its own', async () => {
    const row = await me({
      observations: ringMember,
      decisions: `select 1 as identity_no, 'cleared' as status, 1 as decision_id,
        null::varchar as attribution, false as publishable`,
    })
    expect(row.status).toBe('cleared')
    const statuses = new Set(
      [...(await assessed({ observations: ringMember })).values()].map((r) => r.status),
    )
    expect([...statuses].every((status) => ['suspected', 'unassessed'].includes(status))).toBe(true)
  })

  test('who lends infrastructure and was never presented is a facilitator', async () => {
    const lane = { kind: 'address', detail: 'shipping', value: '8922 example lane' }
    const observations: SmallObservation[] = [
      {
        kind: 'report',
        selectors: [{ ...lane, detail: 'home' }, account],
        organization: 'one.example',
      },
      { kind: 'shipment', who: ['second'], selectors: [lane], organization: 'one.example' },
      { kind: 'shipment', who: ['third'], selectors: [lane], organization: 'two.example' },
      { kind: 'payment', who: ['second', 'third'], selectors: [account] },
    ]
    expect(await me({ observations })).toMatchObject({ part: 'facilitator', status: 'suspected' })
  })
})

describe('honest people', () => {
  test('a VPN, an internet number and a camera that stays off are not enough', async () => {
    const row = await me({
      observations: [
        {
          kind: 'application',
          facts: { 'ip.network': 'vpn', 'phone.line_type': 'non_fixed_voip' },
        },
        { kind: 'interview', facts: { 'camera.state': 'refused' }, flags: ['camera_refusal'] },
      ],
    })
    expect(row.status).toBe('unassessed')
    expect(['almost no chance', 'very unlikely']).toContain(row.likelihood)
  })

  test('two who share everything share nothing that counts', async () => {
    const who = ['me', 'second']
    const findings = await myFindings({
      observations: [{ kind: 'application', who, selectors: [device, phone, ip, home] }],
    })
    expect(findings.filter((row) => row.holds)).toEqual([])
  })

  test('a household of four that shares device, phone, line, home and a VPN is not suspected', async () => {
    const household = ['me', 'second', 'third', 'fourth']
    const row = await me({
      observations: [
        { kind: 'application', who: household, selectors: [device, phone, ip, home] },
        { ...vpn, who: household },
      ],
    })
    expect(row.status).toBe('unassessed')
    expect(row.groups).toHaveLength(2)
  })

  test('one person under one name in many records shares only with herself', async () => {
    const who = ['me', 'second', 'third', 'fourth']
    const findings = await myFindings({
      observations: [{ kind: 'application', who, name: 'one name', selectors: [device, phone] }],
    })
    expect(findings.filter((row) => row.holds)).toEqual([])
  })

  test('a hub proves nothing', async () => {
    const observations: SmallObservation[] = [
      { kind: 'application', who: ['me', 'second', 'third'], selectors: [device, account] },
    ]
    const muted = `insert into hub (model, kind, detail, value, members, reason) values
      ('same-hands', 'fingerprint', '', 'fp-1', 3, 'muted'), ('same-hands', 'account', '', 'bank:de00-example-1', 3, 'muted')`
    expect((await me({ observations })).groups).toEqual(['DEVICE', 'PAY'])
    expect((await me({ observations, also: muted })).groups).toEqual([])
  })
})
