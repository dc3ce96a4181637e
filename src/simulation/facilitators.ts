import { drawBiography } from './biography.ts'
import { drawMailbox } from './mailboxes.ts'
import type { Name } from './names.ts'
import { type Connection, homeAddress } from './networks.ts'
import { type Phone, phoneOf } from './phones.ts'
import { drawHomeIn, drawStreet } from './places.ts'
import { chance, opaque, openStream } from './random.ts'
import { placeOfFacilitator, type World } from './world.ts'

/** A real person who lends an address, a line, accounts and a good word. */
export interface Facilitator {
  readonly number: number
  readonly ring: string
  readonly name: Name
  readonly mailbox: string
  readonly phone: Phone
  readonly street: string
  readonly country: string
  /** The line at the place where the laptops stand. */
  readonly line: Connection
  readonly accounts: readonly string[]
}

export function drawFacilitator(world: World, index: number): Facilitator {
  const { seed } = world
  const number = world.numberOf(placeOfFacilitator(world, index))
  const draw = openStream(seed, 'facilitator', number)
  const { name, home: anywhere } = drawBiography(seed, number)
  // Equipment goes to where the employers are: most laptop farms that were found stood in the US.
  const home = chance(draw, 0.85) ? drawHomeIn(draw, 'US') : anywhere
  const street = drawStreet(draw, home)
  const ring = world.scheme.rings.find(({ facilitators }) => facilitators.includes(index))
  return {
    number,
    ring: ring?.name ?? '',
    name,
    mailbox: drawMailbox(draw, name, number),
    phone: phoneOf(home.country, number, 'mobile'),
    street,
    country: home.country,
    line: {
      weight: 1,
      network: 'residential',
      country: home.country,
      ips: [homeAddress(seed, number, 0), homeAddress(seed, number, 1)],
    },
    accounts: [0, 1].map((place) => `acct-${opaque(seed, 'lent account', number, place)}`),
  }
}
