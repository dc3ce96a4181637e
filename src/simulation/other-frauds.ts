import type { Applicant, Manner } from './applicant.ts'
import { drawPlainApplicant } from './applicants.ts'
import { drawBiography } from './biography.ts'
import { drawSentence } from './cv-text.ts'
import { vpnConnection } from './networks.ts'
import { chance, mix, opaque, openStream, pickWeighted, type Stream } from './random.ts'
import type { World } from './world.ts'

const manners: readonly { readonly manner: Manner; readonly weight: number }[] = [
  { manner: 'proxy', weight: 35 },
  { manner: 'padded', weight: 40 },
  { manner: 'two_jobs', weight: 25 },
]
/** Clients of one who is paid to sit in for them. */
const clientsOfCoach = 6

/** Somebody who deceives alone, for themselves: a stand-in at interviews, a padded CV, two jobs at once. */
export function drawOtherFraud(world: World, index: number): Applicant {
  const place = world.genuine + index
  const number = world.numberOf(place)
  const plain = drawPlainApplicant(world, place, drawBiography(world.seed, number))
  const draw = openStream(world.seed, 'other fraud', number)
  const { manner } = pickWeighted(draw, manners)
  const { country } = plain.biography.home
  const hidden = chance(draw, 0.2) ? [vpnConnection(draw, country, 4)] : []
  const fraud: Applicant = {
    ...plain,
    truth: { ...plain.truth, label: 'other_fraud' },
    manner,
    connections: [...plain.connections, ...hidden],
    pace: manner === 'two_jobs' ? plain.pace * 2 : plain.pace,
  }
  return manner === 'proxy' ? withCoach(draw, world, { fraud, index }) : padWhereFit(draw, fraud)
}

function withCoach(
  draw: Stream,
  world: World,
  { fraud, index }: { readonly fraud: Applicant; readonly index: number },
): Applicant {
  const team = Math.floor(index / clientsOfCoach)
  const known = mix(world.seed, 'coach', team) % 5 < 4
  return {
    ...fraud,
    coach: `fp-${opaque(world.seed, 'coach device', known ? team : fraud.number)}`,
    camera: { off: chance(draw, 0.3) ? 0.4 : 0.1, refused: 0.02 },
  }
}

/** A padded CV tells more than there was. */
function padWhereFit(draw: Stream, fraud: Applicant): Applicant {
  if (fraud.manner !== 'padded') return fraud
  const added = [0, 1, 2].map(() => drawSentence(draw, 'technical'))
  return { ...fraud, cv: [...fraud.cv, ...added] }
}
