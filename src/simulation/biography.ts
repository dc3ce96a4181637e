import { drawFamily, drawName, type Name } from './names.ts'
import { drawHome, drawStreet, type Home } from './places.ts'
import { below, chance, mix, openStream } from './random.ts'

/** What anybody says of themselves. Drawn alike for everybody: it carries no sign of what they are. */
export interface Biography {
  readonly name: Name
  readonly birthYear: number
  readonly home: Home
  readonly street: string
}

export function drawBiography(seed: number, number: number): Biography {
  const draw = openStream(seed, 'biography', number)
  const home = drawHome(draw)
  return {
    name: drawName(draw),
    birthYear: 1964 + Math.floor((below(draw, 38) + below(draw, 40)) / 2),
    home,
    street: drawStreet(draw, home),
  }
}

/** People who live together: one line, one address, often one surname, sometimes one computer. */
export interface Household {
  readonly block: number
  readonly sharesComputer: boolean
  readonly sharesPhone: boolean
  readonly sharesAccount: boolean
}

const membersAtMost = 3

/** The household of a genuine person, if they have one that also looks for work: by blocks of neighbours in number. */
export function householdOf(seed: number, index: number): Household | undefined {
  const block = Math.floor(index / membersAtMost)
  const draw = openStream(seed, 'household', block)
  if (!chance(draw, 0.1)) return undefined
  const members = 2 + below(draw, 2)
  if (index % membersAtMost >= members) return undefined
  return {
    block,
    sharesComputer: chance(draw, 0.4),
    sharesPhone: chance(draw, 0.25),
    sharesAccount: chance(draw, 0.3),
  }
}

/** A genuine person's biography: a household has one home and, two times in three, one surname. */
export function drawGenuineBiography(seed: number, index: number, number: number): Biography {
  const own = drawBiography(seed, number)
  const household = householdOf(seed, index)
  if (!household) return own
  const draw = openStream(seed, 'household home', household.block)
  const family = drawFamily(draw)
  const home = drawHome(draw)
  const named = mix(seed, 'surname', household.block) % 3 > 0
  return {
    ...own,
    name: named ? { ...own.name, family } : own.name,
    home,
    street: drawStreet(draw, home),
  }
}
