import type { Applicant } from './applicant.ts'
import { drawPlainApplicant } from './applicants.ts'
import { drawGenuineBiography, type Household, householdOf } from './biography.ts'
import { beginning, day } from './calendar.ts'
import { drawSentence } from './cv-text.ts'
import { agencyNames } from './exchanges.ts'
import { drawHabit } from './mailboxes.ts'
import { drawFamily } from './names.ts'
import {
  type Connection,
  campusAddress,
  homeAddress,
  hostingAddress,
  officeAddress,
  vpnConnection,
} from './networks.ts'
import { phoneOf } from './phones.ts'
import { drawForeignHome, type Home } from './places.ts'
import { below, between, chance, mix, opaque, openStream, pick, type Stream } from './random.ts'
import type { World } from './world.ts'

/**
 * A genuine applicant, with the ordinary mess that looks like a sign and is none. Shares are chosen to
 * be plausible for people who look for remote work; none is measured.
 */
export function drawPerson(world: World, index: number): Applicant {
  const number = world.numberOf(index)
  const biography = drawGenuineBiography(world.seed, index, number)
  const plain = drawPlainApplicant(world, index, biography)
  const draw = openStream(world.seed, 'person', number)
  const elsewhere = drawElsewhere(draw, biography.home)
  const household = householdOf(world.seed, index)
  const person: Applicant = {
    ...plain,
    ...drawRenaming(draw, plain),
    ...(elsewhere && { otherZone: { timezone: elsewhere.home.timezone, share: elsewhere.share } }),
    mailboxHabit: drawHabit(draw),
    cv: [...plain.cv, ...passageOfColleagues(world.seed, index)],
    devices: [...plain.devices, ...commonDevice(draw)],
    ...(chance(draw, 0.03) && { agency: below(draw, agencyNames.length) }),
    connections: [
      ...plain.connections,
      ...drawDetours(draw, biography.home),
      ...(elsewhere ? [abroad(world.seed, number, elsewhere)] : []),
    ],
  }
  const housed = household ? shareHousehold(world, person, household) : person
  return { ...housed, work: { ...housed.work, connections: housed.connections } }
}

/** Marriage: another surname from some day on, the same mailbox. */
function drawRenaming(draw: Stream, { biography }: Applicant) {
  if (!chance(draw, 0.015)) return {}
  const from = beginning + between(draw, 200, 1400) * day
  return { renamed: { name: { ...biography.name, family: drawFamily(draw) }, from } }
}

/** Privacy services, rented servers, offices and campuses that somebody comes by. */
function drawDetours(draw: Stream, { country }: Home): readonly Connection[] {
  const at = (share: number, make: () => Connection) => (chance(draw, share) ? [make()] : [])
  return [
    ...at(0.09, () => vpnConnection(draw, country, 14)),
    ...at(0.1, () => vpnConnection(draw, country, 1.5)),
    ...at(0.006, () => ({ weight: 4, network: 'hosting', country, ips: [hostingAddress(draw)] })),
    ...at(0.008, () => ({
      weight: 5,
      network: 'residential_proxy',
      country,
      ips: [homeAddress('resold line', draw())],
    })),
    ...at(0.025, () => ({
      weight: 9,
      network: 'business',
      country,
      ips: [campusAddress(below(draw, 40))],
    })),
    ...at(0.07, () => ({
      weight: 4,
      network: 'business',
      country,
      ips: [officeAddress(below(draw, 600))],
    })),
  ]
}

interface Elsewhere {
  readonly home: Pick<Home, 'country' | 'timezone'>
  readonly share: number
}

/** Expats, who give a home they seldom are at, and travellers. */
function drawElsewhere(draw: Stream, home: Home): Elsewhere | undefined {
  const kind = below(draw, 100)
  if (kind >= 9) return undefined
  const there = chance(draw, 0.25) ? pick(draw, farPlaces) : drawForeignHome(draw, home.country)
  return { home: there, share: kind < 3 ? 0.7 : 0.15 }
}

/** Where people are for a while without giving it as their home. */
const farPlaces = [
  { country: 'CN', timezone: 'Asia/Shanghai' },
  { country: 'RU', timezone: 'Asia/Vladivostok' },
  { country: 'AE', timezone: 'Asia/Dubai' },
  { country: 'MY', timezone: 'Asia/Kuala_Lumpur' },
  { country: 'LA', timezone: 'Asia/Vientiane' },
  { country: 'TH', timezone: 'Asia/Bangkok' },
  { country: 'VN', timezone: 'Asia/Ho_Chi_Minh' },
  { country: 'TR', timezone: 'Europe/Istanbul' },
]

const abroad = (seed: number, number: number, { home, share }: Elsewhere): Connection => ({
  weight: (8 * share) / (1 - share),
  network: 'residential',
  country: home.country,
  ips: [homeAddress(seed, number, 'abroad')],
})

/** Some browsers look alike on thousands of phones of one make: forty such fingerprints. */
const commonDevice = (draw: Stream): Applicant['devices'] =>
  chance(draw, 0.05) ? [{ value: `fp-${opaque('common device', below(draw, 40))}`, weight: 8 }] : []

/** Former colleagues describe one project in the same words. */
function passageOfColleagues(seed: number, index: number): readonly string[] {
  const team = openStream(seed, 'colleagues', Math.floor((index + 1) / 4))
  return chance(team, 0.04) ? [drawSentence(team, 'technical')] : []
}

/** One line and one address, and where they share them one phone, one computer, one account. */
function shareHousehold(world: World, person: Applicant, household: Household): Applicant {
  const { block } = household
  const { country } = person.biography.home
  const line = [0, 1].map((lease) => homeAddress(world.seed, 'household line', block, lease))
  const connections = person.connections.map((connection, place) =>
    place === 0 ? { ...connection, ips: line } : connection,
  )
  const phone = phoneOf(country, world.sharedPhones.households + block, 'fixed')
  const computer = { value: `fp-${opaque(world.seed, 'household computer', block)}`, weight: 7 }
  const account = {
    kind: 'bank',
    value: `acct-${opaque(world.seed, 'joint account', block)}`,
    weight: 3,
    holderMatches: mix(block) % 2 === 0,
  }
  return {
    ...person,
    connections,
    phones: household.sharesPhone ? [...person.phones, phone] : person.phones,
    devices: household.sharesComputer ? [...person.devices, computer] : person.devices,
    work: household.sharesAccount ? { ...person.work, accounts: [account] } : person.work,
  }
}
