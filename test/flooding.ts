import type { Observation, PresentedPerson, SourceDeclaration } from '../src/evidence/index.ts'
import type { Victim } from './attacks.ts'

/** Much of the same, and things that never were. */

/** An honest source, of an organization of its own. */
export const honest: SourceDeclaration = {
  source: 'honest-ats',
  name: 'Honest recruiting',
  type: 'ats',
  organization: 'honest.example',
  reliability: 'B',
  tlp: 'TLP:AMBER+STRICT',
}

const seen = (victim: Victim, number: number): Omit<Observation, 'kind'> => ({
  source: honest.source,
  id: `copy-${number}`,
  at: victim.at,
  organization: { domain: 'honest.example', name: 'Honest' },
  role: { title: 'Developer', remote: true },
  subject: { ref: 'cand-1', ...victim.person },
})

/** Weak findings, each of which somebody honest may show: what a copy of it looks like. */
export const weakFindings: Readonly<
  Record<string, (victim: Victim, number: number) => Observation>
> = {
  'an application through a VPN': (victim, number) => ({
    ...seen(victim, number),
    kind: 'application',
    facts: { 'ip.network': 'vpn' },
  }),
  'an interview without a camera': (victim, number) => ({
    ...seen(victim, number),
    kind: 'interview',
    stage: 'initial',
    facts: { 'camera.state': 'refused' },
  }),
  'a flag of a report': (victim, number) => ({
    ...seen(victim, number),
    kind: 'report',
    flags: [{ indicator: 'camera_refusal' }],
  }),
}

/** Five sources under different organizations that all belong to one. */
export const daughters: readonly SourceDeclaration[] = [1, 2, 3, 4, 5].map((number) => ({
  source: `daughter-${number}`,
  type: 'employer_report',
  organization: `daughter-${number}.example`,
  reliability: 'B',
  tlp: 'TLP:AMBER',
}))

/** What each daughter reports: two signs that no machine saw. */
export const reportedByDaughters = (victim: Victim): readonly Observation[] =>
  daughters.map(({ source, organization = '' }) => ({
    source,
    id: 'report-1',
    kind: 'report',
    at: victim.at,
    organization: { domain: organization, parent: 'group.example' },
    subject: { ref: 'case-1', ...victim.person },
    flags: [{ indicator: 'id_document_tampered' }, { indicator: 'employer_denies_history' }],
  }))

/** People who never were, from a source that nobody declared, who all show the same things. */
const invented = (
  shown: Pick<PresentedPerson, 'devices' | 'accounts' | 'ips'>,
  count: number,
): readonly Observation[] =>
  Array.from({ length: count }, (_, number) => ({
    source: 'nobody-knows',
    id: `invented-${number}`,
    kind: 'application',
    at: '2024-06-01T12:00:00Z',
    organization: { domain: 'nowhere.example' },
    subject: {
      ref: `invented-${number}`,
      name: `Invented${number} Nobody${number}`,
      emails: [`invented-${number}@nowhere.example`],
      ...shown,
    },
  }))

/** So many of them for each of these things, all of whom show it. */
export const inventedForEach = (
  things: readonly Parameters<typeof invented>[0][],
  count: number,
): readonly Observation[] =>
  things.flatMap((thing, at) =>
    invented(thing, count).map((each) => ({
      ...each,
      id: `${each.id}-${at}`,
      subject: {
        ...each.subject,
        ref: `${each.id}-${at}`,
        name: `Una${at} ${each.id}x${at}`,
        emails: [`${each.id}-${at}@nowhere.example`],
      },
    })),
  )
