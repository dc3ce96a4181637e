import { readdirSync } from 'node:fs'
import type { Observation, PresentedPerson, SourceDeclaration } from '../src/evidence/index.ts'
import type { Line } from './attacked-worlds.ts'

/** What attackers hand in. Everything is in the format: nothing here is refused at the border. */

/** Every flag of the catalogue. */
export const allFlags = readdirSync('indicators')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ indicator: file.replace('.yaml', ''), note: 'seen by us' }))

/** What somebody says who was told. */
export const allTold = {
  'identity.denied_by_holder': true,
  'employment.denied_by_employer': true,
  'document.tampered': true,
} as const

/** The worst that machines can observe, by the kind of event. */
export const worstFacts = {
  application: {
    'ip.network': 'vpn',
    'phone.line_type': 'non_fixed_voip',
    'email.disposable': true,
    'email.age_days': 1,
    'applications.last_24h': 99,
    'code.account_age_days': 1,
    'code.commits_before_account': 900,
  },
  sign_in: { 'ip.network': 'vpn', 'ip.country': 'AQ', 'vpn.product': 'Example Tunnel' },
  device: {
    'remote_admin.tools': ['Example Desk', 'Example View', 'Example Hand'],
    'kvm.device': 'Example KVM',
    'input.simulated': true,
  },
  verification: {
    'verification.result': 'failed',
    'document.tampered': true,
    'face.match_score': 0.01,
  },
  payment: { 'payment.holder_matches': false, 'payment.third_party': true },
  shipment: { 'shipment.redirected': true },
} as const

/** Somebody who is attacked, by what anybody who has met them knows. */
export interface Victim {
  /** As whoever chose the victims calls them. */
  readonly who: string
  readonly person: Pick<PresentedPerson, 'name' | 'emails' | 'phones' | 'claims'>
  /** The employer that they have applied to. */
  readonly employer: string
  readonly at: string
}

/** The first application of each person that names a mailbox, by the person that `whoOf` says it is. */
export function victimsOf(
  observations: readonly Observation[],
  whoOf: (observation: Observation) => string | undefined,
): readonly Victim[] {
  const found = new Map<string, Victim>()
  for (const observation of observations) {
    const { kind, subject, organization, at } = observation
    const who = whoOf(observation)
    if (who === undefined || found.has(who) || kind !== 'application' || !subject.emails) continue
    const { name, emails, phones, claims } = subject
    const person = {
      emails,
      ...(name !== undefined && { name }),
      ...(phones && { phones }),
      ...(claims && { claims }),
    }
    found.set(who, { who, person, employer: organization?.domain ?? '', at })
  }
  return [...found.values()]
}

export const evil = 'evil.example'

/** Three accounts of one organization, graded as high as one could hope for. */
export const colluders = (type: string): readonly SourceDeclaration[] =>
  ['A', 'B', 'C'].map((reliability, at) => ({
    source: `x-${at + 1}`,
    name: `Evil ${at + 1}`,
    type,
    organization: evil,
    reliability,
    tlp: 'TLP:GREEN',
  }))

const sources = ['x-1', 'x-2', 'x-3']

/** What each of the three says of each victim; `said` makes one line of it. */
export const fromThree = (
  victims: readonly Victim[],
  said: (victim: Victim, source: string, number: number) => readonly Observation[],
): readonly Observation[] =>
  victims.flatMap((victim, number) => sources.flatMap((source) => said(victim, source, number)))

/** A report with every flag, and the told facts. */
export const reported = (
  victim: Victim,
  source: string,
  number: number,
): readonly Observation[] => [
  {
    source,
    id: `report-${number}`,
    kind: 'report',
    at: victim.at,
    organization: { domain: evil, name: 'Evil' },
    subject: { ref: `case-${number}`, ...victim.person },
    facts: allTold,
    flags: allFlags,
  },
]

/** The same as told by somebody else: each account names another organization as the first observer. */
export const reportedByOthers = (
  victim: Victim,
  source: string,
  number: number,
): readonly Observation[] =>
  reported(victim, source, number).map((report) => ({
    ...report,
    id: `told-${number}`,
    origin: { organization: `honest-${source}.example`, id: `case-${number}`, first_hand: true },
  }))

/** Machine-observed events under the victim's own mailbox, so that linkage joins them. */
export const machineSeen = (
  victim: Victim,
  source: string,
  number: number,
): readonly Observation[] =>
  Object.entries(worstFacts).map(([kind, facts]) => ({
    source,
    id: `${kind}-${number}`,
    kind: kind as Observation['kind'],
    at: victim.at,
    organization: { domain: evil, name: 'Evil' },
    subject: { ref: `case-${number}`, ...victim.person },
    facts,
  }))

/** The same events, said to have happened at somebody else's: at three other employers. */
export const machineSeenElsewhere = (
  victim: Victim,
  source: string,
  number: number,
): readonly Observation[] =>
  machineSeen(victim, source, number).map((seen) => ({
    ...seen,
    id: `elsewhere-${seen.id}`,
    organization: { domain: `honest-${source}.example` },
    origin: { organization: `honest-${source}.example`, first_hand: true },
  }))

/** Applications under the victim's mailbox that show things of others: five victims share a device and an account. */
export const madeToShare = (
  victim: Victim,
  source: string,
  number: number,
): readonly Observation[] => [
  {
    source,
    id: `shared-${number}`,
    kind: 'application',
    at: victim.at,
    organization: { domain: `honest-${source}.example` },
    subject: {
      ref: `case-${number}`,
      ...victim.person,
      devices: [{ kind: 'fingerprint', value: `fp-evil-${Math.floor(number / 5)}` }],
      accounts: [{ kind: 'bank', value: `acct-evil-${Math.floor(number / 5)}` }],
      addresses: [{ kind: 'shipping', text: `${Math.floor(number / 5)} Evil Street, Evilton` }],
    },
    facts: worstFacts.application,
  },
]

export interface NamedAttack {
  readonly title: string
  readonly lines: (victims: readonly Victim[]) => readonly Line[]
}

const sayings = [
  { title: 'reports with every flag', said: reported },
  { title: 'reports that name three others as origins', said: reportedByOthers },
  { title: 'machine facts under the victim’s mailbox', said: machineSeen },
  { title: 'machine facts, three others named as origins', said: machineSeenElsewhere },
  { title: 'five victims made to share things', said: madeToShare },
] as const

/** The attacks of colluding accounts, each by itself, by what the three declare themselves to be. */
export const collusions: readonly NamedAttack[] = ['employer_report', 'ats'].flatMap((type) =>
  sayings.map(({ title, said }) => ({
    title: `${type}: ${title}`,
    lines: (victims: readonly Victim[]) => [...colluders(type), ...fromThree(victims, said)],
  })),
)

/** All of it at once, by three that never declared themselves. */
export const undeclared: NamedAttack = {
  title: 'undeclared: everything at once',
  lines: (victims) => sayings.flatMap(({ said }) => fromThree(victims, said)),
}
