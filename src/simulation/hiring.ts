import type { Observation, PresentedPerson } from '../evidence/index.ts'
import { day, hour, localHour } from './calendar.ts'
import { networkFacts, presentAddress } from './contacts.ts'
import type { Stack } from './employers.ts'
import { workMailbox } from './mailboxes.ts'
import { writePhone } from './phones.ts'
import { at, below, between, chance, fraction, opaque, pickWeighted } from './random.ts'
import { roleOf } from './roles.ts'
import { observeApplicant, presentName, type Scene } from './scenes.ts'
import { noteSigns } from './signs.ts'

/** From the offer to the first weeks at work. Where an employer's systems are not joined to the evidence, only the offer shows. */
export function observeHiring(scene: Scene, offeredAt: number): readonly Observation[] {
  const { employer, application, draw } = scene
  const startsAt = offeredAt + Math.floor(between(draw, 12, 32)) * day
  const offer = observeEmployment(scene, 'offered', offeredAt)
  if (!employer.stack || !application.started) return offer
  return [
    ...offer,
    ...observeShipment(scene, employer.stack, startsAt - 4 * day),
    ...observeStart(scene, employer.stack, startsAt),
    ...observePayments(scene, employer.stack, startsAt),
    ...observeMachine(scene, employer.stack, startsAt),
    ...observeSignIns(scene, employer.stack, startsAt),
  ]
}

/** When the work began, for what follows it. */
export const startAfter = (offeredAt: number): number => offeredAt + 24 * day

function observeEmployment(
  scene: Scene,
  stage: 'offered',
  instant: number,
): readonly Observation[] {
  const { applicant, employer, intake, application, draw } = scene
  return observeApplicant(scene, intake, {
    kind: 'employment',
    stage,
    instant,
    subject: { name: presentName(draw, applicant, instant) },
    organization: employer.card,
    role: roleOf(draw, application.title, employer.country),
  })
}

/** What personnel systems know of somebody: their own mailbox and phone, and the employer's mailbox. */
export function employeeOf(scene: Scene, instant: number): Omit<PresentedPerson, 'ref'> {
  const { applicant, employer, draw } = scene
  const { biography, mailboxes, phones, number } = applicant
  const work = workMailbox(biography.name, number, employer.domain)
  return {
    name: presentName(draw, applicant, instant),
    emails: [work, at(mailboxes, 0)],
    phones: [writePhone(draw, at(phones, 0), biography.home.country)],
  }
}

function observeStart(scene: Scene, stack: Stack, instant: number): readonly Observation[] {
  const { applicant, employer, application, draw } = scene
  const flags = noteSigns(draw, 'hiring', applicant)
  return observeApplicant(scene, stack.personnel, {
    kind: 'employment',
    stage: 'started',
    instant,
    subject: employeeOf(scene, instant),
    organization: employer.card,
    role: roleOf(draw, application.title, employer.country),
    ...(flags.length > 0 && { flags }),
  })
}

const serialOf = ({ world, applicant, employer }: Scene): string =>
  `SN${opaque(world.seed, 'serial', applicant.number, employer.index).toUpperCase()}`

function observeShipment(scene: Scene, stack: Stack, instant: number): readonly Observation[] {
  const { applicant, employer, draw } = scene
  const to = pickWeighted(draw, applicant.work.shipping)
  return observeApplicant(scene, stack.personnel, {
    kind: 'shipment',
    instant,
    subject: {
      ...employeeOf(scene, instant),
      devices: [{ kind: 'serial', value: serialOf(scene) }],
      addresses: [{ kind: 'shipping', text: rewriteStreet(draw(), to.text), country: to.country }],
    },
    organization: employer.brief,
    facts: {
      'shipment.redirected': chance(draw, to.redirected),
      'shipment.country': to.country,
    },
  })
}

/** Streets are written in full or not. */
const rewriteStreet = (way: number, text: string): string =>
  way % 3 > 0
    ? text
    : text
        .replace(' Street', ' St')
        .replace(' Avenue', ' Ave')
        .replace(' Road', ' Rd')
        .replace(', Apt', ' #')

function observePayments(scene: Scene, stack: Stack, startsAt: number): readonly Observation[] {
  const { applicant, draw } = scene
  const changes = chance(draw, applicant.manner === 'worker' ? 0.35 * applicant.openness : 0.1)
  const instants = [
    startsAt + 3 * day,
    ...(changes ? [startsAt + between(draw, 25, 90) * day] : []),
  ]
  return instants.flatMap((instant) => {
    const account = pickWeighted(draw, applicant.work.accounts)
    return observeApplicant(scene, stack.personnel, {
      kind: 'payment',
      instant: Math.floor(instant),
      subject: {
        ...employeeOf(scene, instant),
        accounts: [{ kind: account.kind, value: account.value }],
      },
      organization: scene.employer.brief,
      facts: {
        'payment.holder_matches': account.holderMatches,
        ...(chance(draw, 0.3) && { 'payment.third_party': !account.holderMatches }),
      },
    })
  })
}

function observeMachine(scene: Scene, stack: Stack, startsAt: number): readonly Observation[] {
  const { endpoints } = stack
  if (!endpoints) return []
  const { applicant, employer, draw } = scene
  const { work, biography, number } = applicant
  return Array.from({ length: 1 + below(draw, 3) }).flatMap((_, week) => {
    const { ip, connection } = presentAddress(draw, work.connections)
    const flags = noteSigns(draw, 'working', applicant)
    return observeApplicant(scene, endpoints, {
      kind: 'device',
      instant: Math.floor(startsAt + between(draw, 7 * week, 7 * week + 6) * day),
      subject: {
        name: presentName(draw, applicant, startsAt),
        emails: [workMailbox(biography.name, number, employer.domain)],
        ips: [ip],
        devices: [
          { kind: 'serial', value: serialOf(scene) },
          { kind: 'hardware', value: `hw-${opaque(serialOf(scene))}` },
        ],
      },
      organization: employer.brief,
      facts: {
        ...networkFacts(draw, connection),
        'remote_admin.tools': work.tools,
        ...(work.kvm !== undefined && { 'kvm.device': work.kvm }),
        'input.simulated': chance(draw, work.simulated),
        ...(connection.product !== undefined && { 'vpn.product': connection.product }),
      },
      ...(flags.length > 0 && { flags }),
    })
  })
}

function observeSignIns(scene: Scene, stack: Stack, startsAt: number): readonly Observation[] {
  const { applicant, employer, draw } = scene
  const { work, biography, number, mailboxes, phones } = applicant
  const recovery = chance(draw, 0.45)
  return Array.from({ length: 4 + below(draw, 6) }).flatMap((_, week) => {
    const { ip, connection } = presentAddress(draw, work.connections)
    const instant =
      startsAt + (7 * week + below(draw, 5)) * day + Math.floor(fraction(draw) * 7 * hour)
    return observeApplicant(scene, stack.directory, {
      kind: 'sign_in',
      instant,
      subject: {
        name: presentName(draw, applicant, instant),
        emails: [
          workMailbox(biography.name, number, employer.domain),
          ...(recovery && week === 0 ? [at(mailboxes, 0)] : []),
        ],
        ...(week === 0 && { phones: [writePhone(draw, at(phones, 0), biography.home.country)] }),
        ips: [ip],
        devices: [
          { kind: 'mfa', value: at(work.authenticators, below(draw, work.authenticators.length)) },
        ],
      },
      organization: employer.brief,
      facts: {
        ...networkFacts(draw, connection),
        'hour.local': localHour(instant, biography.home.offset),
        ...(connection.product !== undefined &&
          chance(draw, 0.4) && { 'vpn.product': connection.product }),
      },
    })
  })
}
