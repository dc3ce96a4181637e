import type { Observation, PresentedPerson } from '../evidence/index.ts'
import type { Applicant } from './applicant.ts'
import { agencyDomain } from './exchanges.ts'
import { relayMailbox, rewriteMailbox } from './mailboxes.ts'
import { mistype } from './names.ts'
import { addressOf, type Connection, systemNumber } from './networks.ts'
import { phoneOf, writePhone } from './phones.ts'
import { at, chance, pick, pickWeighted, type Stream } from './random.ts'
import type { Scene } from './scenes.ts'

/** A mailbox, as presented in one application. */
export function presentMailboxes(scene: Scene): readonly string[] {
  const { applicant, draw } = scene
  const { agency, mailboxHabit } = applicant
  if (agency !== undefined && chance(draw, 0.4)) return [`candidates@${agencyDomain(agency)}`]
  if (mailboxHabit === 'relay') return [relayMailbox(applicant.number, draw())]
  const own = chance(draw, 0.75) ? at(applicant.mailboxes, 0) : pick(draw, applicant.mailboxes)
  const mailbox = chance(draw, 0.008) ? slip(draw, own) : own
  const rewritten = mailboxHabit !== 'plain' && chance(draw, 0.7)
  const written = rewritten ? rewriteMailbox(draw, mailbox, mailboxHabit) : mailbox
  return agency !== undefined && chance(draw, 0.4)
    ? [written, `candidates@${agencyDomain(agency)}`]
    : [written]
}

/** A slip before the @, never after: the domain stays one that cannot exist. */
function slip(draw: Stream, mailbox: string): string {
  const [local = '', domain = ''] = mailbox.split('@')
  return `${mistype(draw, local)}@${domain}`
}

/** A phone and the line type that goes with it. */
export function presentPhone(scene: Scene): {
  readonly written: string
  readonly lineType: string
} {
  const { world, applicant, draw } = scene
  if (applicant.agency !== undefined && chance(draw, 0.3)) {
    const phone = phoneOf('US', world.sharedPhones.agencies + applicant.agency, 'fixed_voip')
    return { written: writePhone(draw, phone, ''), lineType: phone.lineType }
  }
  const phone = chance(draw, 0.7) ? at(applicant.phones, 0) : pick(draw, applicant.phones)
  const written = writePhone(draw, phone, applicant.biography.home.country)
  // The slip leaves a digit out: with another digit it would too often be somebody else's number.
  return { written: chance(draw, 0.006) ? written.slice(0, -1) : written, lineType: phone.lineType }
}

/** How somebody came in, with what a look-up of the address says. */
export function presentAddress(
  draw: Stream,
  connections: readonly Connection[],
): { readonly ip: string; readonly connection: Connection } {
  const connection = pickWeighted(draw, connections)
  return { ip: addressOf(draw, connection), connection }
}

export const networkFacts = (
  draw: Stream,
  connection: Connection,
): NonNullable<Observation['facts']> => ({
  'ip.country': connection.country,
  'ip.network': connection.network,
  ...(chance(draw, 0.5) && { 'ip.asn': systemNumber(connection.network, connection.country) }),
})

/** The fingerprint of the browser used. */
export const presentDevice = (
  draw: Stream,
  applicant: Applicant,
): NonNullable<PresentedPerson['devices']> => [
  { kind: 'fingerprint', value: pickWeighted(draw, applicant.devices).value },
]
