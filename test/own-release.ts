import type { Observation, PresentedPerson, SourceDeclaration } from '../src/evidence/index.ts'
import type { Standings } from './attacked-worlds.ts'
import { allFlags } from './attacks.ts'
import { subjectOf } from './simulated-evidence.ts'

/** What we would publish of the suspected, as it comes back through a partner. */

export const us = 'us.example'

export const partner: SourceDeclaration = {
  source: 'partner-feed',
  name: 'A partner',
  type: 'partner',
  organization: 'partner.example',
  reliability: 'A',
  tlp: 'TLP:GREEN',
}

/** Everything by which somebody who is suspected can be found again, by identity. */
export function releasedOf(
  observations: readonly Observation[],
  standings: Standings,
): ReadonlyMap<string, PresentedPerson> {
  const released = new Map<string, PresentedPerson>()
  for (const observation of observations) {
    const standing = standings.get(subjectOf(observation))
    if (standing?.status !== 'suspected') continue
    const { identity } = standing
    const known = released.get(identity) ?? { ref: identity }
    released.set(identity, together(known, observation.subject))
  }
  return released
}

function together(known: PresentedPerson, shown: PresentedPerson): PresentedPerson {
  const name = known.name ?? shown.name
  return {
    ref: known.ref,
    ...(name !== undefined && { name }),
    emails: merged(known.emails, shown.emails),
    phones: merged(known.phones, shown.phones),
    ips: merged(known.ips, shown.ips),
    handles: merged(known.handles, shown.handles),
    devices: merged(known.devices, shown.devices),
    accounts: merged(known.accounts, shown.accounts),
    addresses: merged(known.addresses, shown.addresses),
  }
}

const merged = <Item>(
  known: readonly Item[] = [],
  shown: readonly Item[] = [],
): readonly Item[] => {
  const items = new Map([...known, ...shown].map((item) => [JSON.stringify(item), item]))
  return [...items.values()]
}

/** How a partner may mark what it passes on; `employer` saw the persona first-hand. */
interface Passing {
  readonly identity: string
  readonly employer: string
}

export interface ReturnedAs {
  readonly title: string
  /** Whether our own organization is set. */
  readonly set: boolean
  readonly marks: (
    passing: Passing,
  ) => Partial<Pick<Observation, 'origin'>> & { readonly ref: string }
}

export const returns: readonly ReturnedAs[] = [
  {
    title: 'with our organization as its origin',
    set: true,
    marks: () => ({ ref: 'p', origin: { organization: us, first_hand: false } }),
  },
  {
    title: 'with our organization as its origin, in other letters, called first-hand',
    set: true,
    marks: () => ({
      ref: 'p',
      origin: { organization: `WWW.${us.toUpperCase()}`, first_hand: true },
    }),
  },
  {
    title: 'with our identity as the id of its origin',
    set: false,
    marks: ({ identity }) => ({
      ref: 'p',
      origin: { organization: 'partner.example', id: identity, first_hand: false },
    }),
  },
  {
    title: 'with our identity as its reference',
    set: false,
    marks: ({ identity }) => ({ ref: identity }),
  },
  {
    title: 'with the employer that saw it first-hand as its origin',
    set: true,
    marks: ({ employer }) => ({
      ref: 'p',
      origin: { organization: employer, first_hand: false },
    }),
  },
]

export interface Returning {
  readonly released: ReadonlyMap<string, PresentedPerson>
  readonly as: ReturnedAs
  readonly employerOf: (identity: string) => string
}

/** The release as publications and as reports of a partner; reports carry every flag, as a community sums up. */
export function returned({ released, as, employerOf }: Returning): readonly Observation[] {
  return [...released].flatMap(([identity, person], number) => {
    const { ref, origin } = as.marks({ identity, employer: employerOf(identity) })
    const back = (kind: 'publication' | 'report'): Observation => ({
      source: partner.source,
      id: `${kind}-${number}`,
      kind,
      at: '2025-06-30T12:00:00Z',
      subject: { ...person, ref: ref === 'p' ? `p-${number}` : ref },
      ...(origin && { origin }),
      ...(kind === 'report' && { flags: allFlags }),
    })
    return [back('publication'), back('report')]
  })
}
