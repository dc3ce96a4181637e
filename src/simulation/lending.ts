import type { Observation, PresentedPerson } from '../evidence/index.ts'
import { day, end } from './calendar.ts'
import { drawCampaign } from './campaigns.ts'
import { drawFacilitator, type Facilitator } from './facilitators.ts'
import { writeName } from './names.ts'
import { writePhone } from './phones.ts'
import { at, below, between, chance, openStream, pick, type Stream, shuffle } from './random.ts'
import { type Application, type Event, observe } from './scenes.ts'
import type { Source } from './sources.ts'
import { biographyOfWorker, type World } from './world.ts'

/** What employers and partners notice of the place or the accounts that are lent. */
const signs = [
  'ship_to_shared',
  'many_devices_same_site',
  'equipment_reshipped',
  'payee_shared',
  'pickup_other_person',
]

/**
 * What is seen of a facilitator: never an application, but reports, parcels and payments at the
 * employers of the workers they help, and the selectors that those workers show too.
 */
export function observeFacilitator(world: World, index: number): readonly Observation[] {
  const facilitator = drawFacilitator(world, index)
  const draw = openStream(world.seed, 'lending', facilitator.number)
  const help = { world, draw, facilitator }
  const hires = shuffle(draw, hiresHelped(world, index)).slice(0, 5)
  const partners = shuffle(draw, world.exchanges.partners).slice(0, 2 + below(draw, 2))
  const told = partners.flatMap((partner) =>
    observeReport(help, { source: partner, instant: dateWithin(draw, hires), hire: hires[0] }),
  )
  return [...told, ...hires.flatMap((hire) => observeHire(help, hire))]
}

interface Help {
  readonly world: World
  readonly draw: Stream
  readonly facilitator: Facilitator
}

/** Jobs that this facilitator's workers began. */
function hiresHelped(world: World, index: number): readonly Application[] {
  return world.scheme.workers
    .filter((worker) => worker.facilitator === index)
    .flatMap((worker) =>
      drawCampaign(world, worker.index, biographyOfWorker(world, worker.index).home.country),
    )
    .filter(({ started, employer }) => started && at(world.employers, employer).stack)
}

/** Some time after the first of the jobs, and before the end of the period. */
function dateWithin(draw: Stream, hires: readonly Application[]): number {
  const first = hires.reduce((least, { appliedAt }) => Math.min(least, appliedAt), end - 400 * day)
  return Math.floor(between(draw, Math.min(first + 60 * day, end - 9 * day), end - day))
}

function observeHire(help: Help, { employer, appliedAt }: Application): readonly Observation[] {
  const { world, draw } = help
  const { stack, reports } = at(world.employers, employer)
  const instant = Math.min(appliedAt + Math.floor(between(draw, 60, 120) * day), end - day)
  return [
    ...(stack && chance(draw, 0.5) ? observeParcel(help, stack.personnel, instant) : []),
    ...(stack && chance(draw, 0.3) ? observePayee(help, stack.personnel, instant) : []),
    ...(reports && chance(draw, 0.7) ? observeReport(help, { source: reports, instant }) : []),
  ]
}

const tell = ({ world, draw, facilitator }: Help, source: Source, event: Event) =>
  observe({ seed: world.seed, number: facilitator.number, draw }, source, event)

function contactsOf({ draw, facilitator }: Help): Omit<PresentedPerson, 'ref'> {
  const { name, mailbox, phone, street, country } = facilitator
  return {
    name: writeName(name),
    emails: [mailbox],
    phones: [writePhone(draw, phone, '')],
    addresses: [{ kind: 'shipping', text: street, country }],
  }
}

interface Told {
  readonly source: Source
  readonly instant: number
  /** The job it became known by, where a partner passes it on. */
  readonly hire?: Application | undefined
}

function observeReport(help: Help, { source, instant, hire }: Told): readonly Observation[] {
  const { world, draw, facilitator } = help
  const organization = hire && at(world.employers, hire.employer).domain
  const { line, accounts } = facilitator
  return tell(help, source, {
    kind: 'report',
    instant,
    ...(organization !== undefined && { origin: { organization, first_hand: false } }),
    subject: {
      ...contactsOf(help),
      ...(chance(draw, 0.7) && { ips: [pick(draw, line.ips)] }),
      ...(chance(draw, 0.5) && { accounts: [{ kind: 'bank', value: pick(draw, accounts) }] }),
    },
    flags: shuffle(draw, signs)
      .slice(0, 1 + below(draw, 2))
      .map((indicator) => ({ indicator, by: 'security team' })),
  })
}

const observeParcel = (help: Help, source: Source, instant: number): readonly Observation[] =>
  tell(help, source, {
    kind: 'shipment',
    instant,
    subject: contactsOf(help),
    facts: {
      'shipment.redirected': chance(help.draw, 0.3),
      'shipment.country': help.facilitator.country,
    },
  })

const observePayee = (help: Help, source: Source, instant: number): readonly Observation[] =>
  tell(help, source, {
    kind: 'payment',
    instant,
    subject: {
      ...contactsOf(help),
      accounts: [{ kind: 'bank', value: pick(help.draw, help.facilitator.accounts) }],
    },
    facts: { 'payment.third_party': true },
  })
