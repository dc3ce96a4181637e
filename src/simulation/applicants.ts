import type { Applicant, Reference, WorkHabits } from './applicant.ts'
import type { Biography } from './biography.ts'
import { drawCv, type Trade } from './cv-text.ts'
import { drawHandle, drawMailbox } from './mailboxes.ts'
import { drawName, plain, writeName } from './names.ts'
import { type Connection, homeAddress, mobileAddress } from './networks.ts'
import { type Phone, phoneOf } from './phones.ts'
import {
  below,
  between,
  chance,
  fraction,
  opaque,
  openStream,
  pickWeighted,
  type Stream,
} from './random.ts'
import type { World } from './world.ts'

const lineTypes = [
  { lineType: 'mobile', weight: 85 },
  { lineType: 'fixed', weight: 6 },
  { lineType: 'non_fixed_voip', weight: 7 },
  { lineType: 'fixed_voip', weight: 2 },
]

/**
 * Somebody honest and unremarkable with this biography: what everybody has before what makes them
 * genuine, other fraud or worker is laid over it.
 */
export function drawPlainApplicant(world: World, place: number, biography: Biography): Applicant {
  const { seed } = world
  const number = world.numberOf(place)
  const draw = openStream(seed, 'applicant', number)
  const trade: Trade = chance(draw, 0.85) ? 'technical' : 'office'
  const connections = drawConnections(draw, seed, { number, country: biography.home.country })
  const fingerprint = `fp-${opaque(seed, 'device', number)}`
  return {
    truth: { identity: `p-${number.toString(36)}`, ring: '', label: 'genuine' },
    number,
    manner: 'genuine',
    openness: 1,
    biography,
    mailboxes: drawMailboxes(draw, biography, number),
    mailboxHabit: 'plain',
    mailboxAge: chance(draw, 0.08) ? between(draw, 1, 60) : 60 + 4000 * fraction(draw) ** 1.5,
    phones: drawPhones(draw, world, { number, country: biography.home.country }),
    handles: drawHandles(draw, { biography, number, trade }),
    code: {
      ageDays: Math.floor(chance(draw, 0.06) ? between(draw, 5, 120) : between(draw, 120, 4200)),
      commitsBefore: chance(draw, 0.03) ? below(draw, 200) : 0,
    },
    devices: [
      { value: fingerprint, weight: 9 },
      ...(chance(draw, 0.3)
        ? [{ value: `fp-${opaque(seed, 'phone device', number)}`, weight: 3 }]
        : []),
    ],
    connections,
    cv: drawCv(draw, trade),
    photo: opaque(seed, 'photo', number) + opaque(seed, 'photo too', number).slice(0, 4),
    references: [drawReference(draw), drawReference(draw)],
    pace: chance(draw, 0.05) ? between(draw, 12, 60) : 1 + 5 * fraction(draw) ** 2,
    camera: { off: chance(draw, 0.05) ? 0.6 : 0.07, refused: 0.005 },
    deepfakes: 0,
    work: drawWork(draw, seed, { number, biography, connections }),
  }
}

interface Worked {
  readonly number: number
  readonly biography: Biography
  readonly connections: readonly Connection[]
}

function drawWork(
  draw: Stream,
  seed: number,
  { number, biography, connections }: Worked,
): WorkHabits {
  return {
    ...honestWork,
    authenticators: [`mfa-${opaque(seed, 'mfa', number)}`],
    connections,
    tools: drawTools(draw),
    ...(chance(draw, 0.006) && { kvm: 'PiKVM' }),
    accounts: [
      {
        kind: pickWeighted(draw, accountKinds).kind,
        value: `acct-${opaque(seed, 'account', number)}`,
        weight: 1,
        holderMatches: !chance(draw, 0.02),
      },
    ],
    shipping: [
      {
        text: biography.street,
        country: biography.home.country,
        weight: 1,
        redirected: 0.02,
      },
    ],
  }
}

const accountKinds = [
  { kind: 'bank', weight: 83 },
  { kind: 'wise', weight: 7 },
  { kind: 'payoneer', weight: 5 },
  { kind: 'paypal', weight: 3 },
  { kind: 'wallet', weight: 2 },
]

const honestWork = {
  passes: 0.93,
  abandons: 0.015,
  // Worn documents and poor pictures: checks that fail are taken for forgeries now and then.
  tampers: 0.08,
  simulated: 0.003,
  tenure: 620,
  endings: [
    { reason: 'resigned', weight: 55 },
    { reason: 'redundancy', weight: 22 },
    { reason: 'contract_end', weight: 20 },
    { reason: 'dismissed', weight: 3 },
  ],
} as const

function drawTools(draw: Stream): readonly string[] {
  if (chance(draw, 0.9)) return []
  return chance(draw, 0.85) ? ['TeamViewer'] : ['TeamViewer', 'AnyDesk']
}

interface Numbered {
  readonly number: number
  readonly country: string
}

/** A home line whose address changes now and then, a mobile one, and some days at a workplace. */
function drawConnections(
  draw: Stream,
  seed: number,
  { number, country }: Numbered,
): readonly Connection[] {
  const leases = 1 + below(draw, 3)
  const ips = Array.from({ length: leases }, (_, lease) => homeAddress(seed, number, lease))
  const mobile = { weight: 2, network: 'mobile', country, ips: [mobileAddress(draw)] }
  const home = { weight: 8, network: 'residential', country, ips }
  return chance(draw, 0.35) ? [home, mobile] : [home]
}

function drawMailboxes(draw: Stream, { name }: Biography, number: number): readonly string[] {
  const count = chance(draw, 0.3) ? (chance(draw, 0.2) ? 3 : 2) : 1
  return Array.from({ length: count }, () => drawMailbox(draw, name, number))
}

/** First phones have their owner's number as serial, second ones that number past the whole population. */
function drawPhones(draw: Stream, world: World, { number, country }: Numbered): readonly Phone[] {
  const line = () => pickWeighted(draw, lineTypes).lineType
  const own = phoneOf(country, number, line())
  return chance(draw, 0.15) ? [own, phoneOf(country, number + world.population, line())] : [own]
}

function drawHandles(
  draw: Stream,
  {
    biography,
    number,
    trade,
  }: { readonly biography: Biography; readonly number: number; readonly trade: Trade },
): Applicant['handles'] {
  const services = [
    ...(trade === 'technical' && chance(draw, 0.65) ? ['github'] : []),
    ...(chance(draw, 0.6) ? ['linkedin'] : []),
  ]
  return services.map((service) => ({ service, value: drawHandle(draw, biography.name, number) }))
}

/** A former colleague: somebody outside the world, with a mailbox at a firm outside it. */
export function drawReference(draw: Stream): Reference {
  const name = drawName(draw)
  const firm = `${plain(name.family)}${below(draw, 100_000).toString(36)}-works.example`
  return { name: writeName(name), email: `${plain(name.given)}.${plain(name.family)}@${firm}` }
}
