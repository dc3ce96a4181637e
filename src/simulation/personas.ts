import type {
  Applicant,
  PayoutAccount,
  Reference,
  ShippingAddress,
  WorkHabits,
} from './applicant.ts'
import { drawPlainApplicant } from './applicants.ts'
import { drawGenuineBiography } from './biography.ts'
import { agencyNames } from './exchanges.ts'
import { drawFacilitator, type Facilitator } from './facilitators.ts'
import { drawHabit, drawMailbox } from './mailboxes.ts'
import { drawName, mistype, writeName } from './names.ts'
import {
  type Connection,
  homeAddress,
  hostingAddress,
  officeAddress,
  vpnConnection,
} from './networks.ts'
import { phoneOf } from './phones.ts'
import {
  at,
  below,
  between,
  chance,
  opaque,
  openStream,
  pick,
  pickWeighted,
  type Stream,
  shuffle,
} from './random.ts'
import { cautions, type Ring, type Worker } from './rings.ts'
import { biographyOfWorker, placeOfWorker, type World } from './world.ts'

/** Where workers' own lines come out when they forget to hide them; reported countries, a choice of ours among them. */
const slips = ['CN', 'CN', 'RU', 'AE', 'LA', 'MY']
const slipZones = ['Asia/Shanghai', 'Asia/Vladivostok', 'Asia/Dubai']

/** What lies at hand to make a persona of. */
interface Making {
  readonly world: World
  readonly worker: Worker
  readonly ring: Ring | undefined
  readonly facilitator: Facilitator | undefined
  readonly plain: Applicant
  /** Multiplies how often a sign shows: 0.08 for the quiet. */
  readonly signs: number
  readonly draw: Stream
}

/**
 * A persona that a worker presents: a whole plain applicant with a life of their own or a real
 * holder's, over which lies what the same hands share. Nothing here is a field that others lack.
 */
export function drawPersona(world: World, index: number): Applicant {
  const worker = at(world.scheme.workers, index)
  const place = placeOfWorker(world, index)
  const draw = openStream(world.seed, 'persona', world.numberOf(place))
  const making: Making = {
    world,
    worker,
    draw,
    ring: worker.ring < 0 ? undefined : at(world.scheme.rings, worker.ring),
    facilitator: worker.facilitator < 0 ? undefined : drawFacilitator(world, worker.facilitator),
    plain: drawPlainApplicant(world, place, biographyOfWorker(world, index)),
    signs: pickWeighted(draw, cautions).signs,
  }
  return dressPersona(making)
}

function dressPersona(making: Making): Applicant {
  const { draw, plain, signs, ring } = making
  const connections = drawConnections(making)
  return {
    ...plain,
    truth: { identity: plain.truth.identity, ring: ring?.name ?? '', label: 'worker' },
    manner: 'worker',
    openness: signs,
    mailboxes: drawMailboxes(making),
    mailboxHabit: drawHabit(draw),
    ...(chance(draw, 0.05) && { agency: below(draw, agencyNames.length) }),
    mailboxAge: chance(draw, 0.55 * signs) ? between(draw, 1, 120) : plain.mailboxAge,
    phones: drawPhones(making),
    code: chance(draw, 0.35 * signs)
      ? { ageDays: Math.floor(between(draw, 10, 300)), commitsBefore: below(draw, 400) }
      : plain.code,
    devices: drawDevices(making),
    connections,
    ...(chance(draw, 0.5 * signs) && {
      otherZone: { timezone: pick(draw, slipZones), share: between(draw, 0.1, 0.5) },
    }),
    cv: drawPassages(making),
    photo: ring && chance(draw, 0.25 * signs) ? pick(draw, ring.photos) : plain.photo,
    references: drawReferences(making),
    // Recorded Future (PurpleDelta, 2026) saw up to 60 applications of one cluster a day.
    pace: chance(draw, 0.9 * Math.min(1, signs)) ? between(draw, 12, 60) : plain.pace,
    camera: { off: 0.07 + 0.12 * signs, refused: 0.05 * signs },
    deepfakes: chance(draw, 0.22 * signs) ? between(draw, 0.3, 0.8) : 0,
    work: drawWork(making, connections),
  }
}

/** Personas wear out: most have two or three mailboxes over time. */
function drawMailboxes({ draw, plain }: Making): readonly string[] {
  const more = chance(draw, 0.5) ? 1 + below(draw, 2) : 0
  const { name } = plain.biography
  const added = Array.from({ length: more }, () => drawMailbox(draw, name, plain.number))
  return [...plain.mailboxes, ...added]
}

function drawPhones({ draw, world, plain, ring, signs }: Making): Applicant['phones'] {
  const usual = at(plain.phones, 0).lineType
  const voip = chance(draw, 0.6 * Math.min(1.2, signs)) ? 'non_fixed_voip' : usual
  const { country } = plain.biography.home
  const own = phoneOf(country, plain.number, voip)
  const second = chance(draw, 0.45) ? [phoneOf(country, plain.number + world.population, voip)] : []
  const shared = ring && chance(draw, 0.3 * signs) ? [pick(draw, ring.phones)] : []
  return [own, ...second, ...shared]
}

/** A browser profile for each persona, and now and then the wrong one. */
function drawDevices({ draw, plain, ring, signs }: Making): Applicant['devices'] {
  const slipping = ring && chance(draw, 0.75 * Math.min(1.2, signs))
  const shared = slipping ? shuffle(draw, ring.devices).slice(0, 1 + below(draw, 2)) : []
  return [...plain.devices, ...shared.map((value) => ({ value, weight: between(draw, 0.5, 3.5) }))]
}

/** Most of the time a proxy or VPN in the claimed country; some are recognised as such, some pass for homes. */
function drawConnections(making: Making): readonly Connection[] {
  const { draw, world, plain, ring, signs } = making
  const { country } = plain.biography.home
  const hidden = Math.min(1, signs)
  const proxies = Array.from({ length: 1 + below(draw, 3) }, (_, place) =>
    ring && chance(draw, 0.5)
      ? pick(draw, ring.proxies)
      : homeAddress(world.seed, 'proxy', plain.number, place),
  )
  const slip = pick(draw, slips)
  return [
    ...plain.connections.map((usual) => ({ ...usual, weight: usual.weight / 2 })),
    ...workplaces(draw, country),
    { weight: between(draw, 1, 4), network: 'residential', country, ips: proxies },
    { weight: 2.5 * hidden, network: 'residential_proxy', country, ips: proxies },
    vpnConnection(draw, country, between(draw, 0.5, 7) * hidden),
    {
      weight: chance(draw, 0.5) ? 0.4 * signs : 0,
      network: 'residential',
      country: slip,
      ips: [homeAddress(world.seed, 'slip', ring?.name ?? plain.number, below(draw, 3))],
    },
  ]
}

/** Rented servers and co-working places, as others have them too. */
function workplaces(draw: Stream, country: string): readonly Connection[] {
  if (chance(draw, 0.12))
    return [{ weight: 0.6, network: 'hosting', country, ips: [hostingAddress(draw)] }]
  if (!chance(draw, 0.07)) return []
  return [{ weight: 2, network: 'business', country, ips: [officeAddress(below(draw, 600))] }]
}

/** Passages that the ring uses again, and where the identity was taken, part of the holder's own CV. */
function drawPassages({ draw, world, worker, plain, ring, signs }: Making): readonly string[] {
  const count = Math.round(between(draw, 1, 4.5) * Math.min(1.2, signs))
  const passages = ring ? shuffle(draw, ring.passages).slice(0, count) : []
  const own = plain.cv.slice(0, Math.max(3, plain.cv.length - passages.length))
  const rewritten = passages.map((text) => (chance(draw, 0.15) ? mistype(draw, text) : text))
  if (worker.holder < 0 || !chance(draw, 0.5)) return [...rewritten, ...own]
  const number = world.numberOf(worker.holder)
  const holder = drawPlainApplicant(
    world,
    worker.holder,
    drawGenuineBiography(world.seed, worker.holder, number),
  )
  return [...rewritten, ...holder.cv.slice(-5), ...own.slice(0, 2)]
}

/** Other personas of the ring and its facilitators vouch for each other. */
function drawReferences(making: Making): readonly Reference[] {
  const { draw, world, worker, plain, ring, facilitator, signs } = making
  if (!ring || !chance(draw, 0.7 * Math.min(1.2, signs))) return plain.references
  const mates = ring.workers.filter((mate) => mate !== worker.index)
  const mate = mates.length > 0 ? [referMate(draw, world, pick(draw, mates))] : []
  const helper = facilitator && chance(draw, 0.4) ? [referFacilitator(facilitator)] : []
  return [...mate, ...helper, ...plain.references].slice(0, 2)
}

function referMate(draw: Stream, world: World, mate: number): Reference {
  const other = drawPlainApplicant(
    world,
    placeOfWorker(world, mate),
    biographyOfWorker(world, mate),
  )
  const phone = at(other.phones, 0)
  return {
    name: writeName(chance(draw, 0.5) ? other.biography.name : drawName(draw)),
    email: at(other.mailboxes, 0),
    ...(chance(draw, 0.4) && { phone: `+${phone.dial}${phone.digits}` }),
  }
}

const referFacilitator = ({ name, mailbox, phone }: Facilitator): Reference => ({
  name: writeName(name),
  email: mailbox,
  phone: `+${phone.dial}${phone.digits}`,
})

const remoteTools = ['AnyDesk', 'Chrome Remote Desktop', 'TeamViewer', 'RustDesk', 'Splashtop']
const switches = ['PiKVM', 'TinyPilot', 'JetKVM']

function drawWork(making: Making, connections: readonly Connection[]): WorkHabits {
  const { draw, plain, ring, facilitator, signs } = making
  const shown = Math.min(1.2, signs)
  const farm = facilitator && chance(draw, 0.8) ? [{ ...facilitator.line, weight: 9 }] : []
  const tools = shuffle(draw, remoteTools).slice(0, 1 + below(draw, 3))
  const shared = ring && chance(draw, 0.45 * shown) ? [pick(draw, ring.authenticators)] : []
  return {
    // "Just over 40 % of the identity-verification attempts succeeded" (GitLab, 19 February 2026).
    passes: signs < 0.1 ? 0.8 : 0.38,
    abandons: signs < 0.1 ? 0.03 : 0.12,
    tampers: 0.25 * shown,
    authenticators: [...plain.work.authenticators, ...shared],
    connections: [...farm, ...connections],
    tools: chance(draw, 0.7 * shown) ? tools : plain.work.tools,
    ...(chance(draw, 0.25 * shown) && { kvm: pick(draw, switches) }),
    simulated: 0.25 * shown,
    accounts: drawAccounts(making),
    shipping: drawShipping(making),
    // Median dwell time of incidents with such workers: 122 days (M-Trends 2026).
    tenure: 122,
    endings: [
      { reason: 'dismissed', weight: 65 },
      { reason: 'no_show', weight: 12 },
      { reason: 'resigned', weight: 15 },
      { reason: 'contract_end', weight: 8 },
    ],
  }
}

function drawAccounts({
  draw,
  world,
  plain,
  facilitator,
  signs,
}: Making): readonly PayoutAccount[] {
  const own: PayoutAccount = {
    kind: pick(draw, ['bank', 'payoneer', 'wise', 'wise', 'wallet']),
    value: `acct-${opaque(world.seed, 'persona account', plain.number)}`,
    weight: 4,
    holderMatches: !chance(draw, 0.25),
  }
  if (!facilitator || !chance(draw, Math.min(0.9, 0.3 + 0.4 * signs))) return [own]
  const lent = facilitator.accounts.map((value) => ({
    kind: 'bank',
    value,
    weight: 4,
    holderMatches: chance(draw, 0.2),
  }))
  return [own, ...lent]
}

function drawShipping({ draw, plain, facilitator }: Making): readonly ShippingAddress[] {
  const own = at(plain.work.shipping, 0)
  const redirected = { ...own, redirected: 0.2 }
  if (!facilitator || !chance(draw, 0.85)) return [redirected]
  const { street, country } = facilitator
  return [
    { ...redirected, weight: 1 },
    { text: street, country, weight: 5, redirected: 0.1 },
  ]
}
