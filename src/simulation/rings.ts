import { drawSentence } from './cv-text.ts'
import { homeAddress } from './networks.ts'
import { type Phone, phoneOf } from './phones.ts'
import { workerShare } from './published.ts'
import { apportion } from './quotas.ts'
import { at, below, between, chance, opaque, openStream, pick, type Stream } from './random.ts'

/** How carefully a worker hides: multiplies how often signs show. One in twenty-five is quiet. */
export const cautions = [
  { caution: 'careless', signs: 1.4, weight: 25 },
  { caution: 'ordinary', signs: 1, weight: 50 },
  { caution: 'careful', signs: 0.6, weight: 21 },
  { caution: 'quiet', signs: 0.08, weight: 4 },
] as const

/** What the same hands share behind different names. */
export interface Ring {
  readonly index: number
  readonly name: string
  readonly workers: readonly number[]
  readonly facilitators: readonly number[]
  readonly devices: readonly string[]
  readonly authenticators: readonly string[]
  readonly phones: readonly Phone[]
  readonly passages: readonly string[]
  readonly photos: readonly string[]
  /** Addresses of proxies in homes that only this ring uses. */
  readonly proxies: readonly string[]
}

/** A worker as the plan sees one; `personas.ts` makes the whole persona. */
export interface Worker {
  readonly index: number
  /** −1 for the few who work alone. */
  readonly ring: number
  readonly facilitator: number
  /** Half-years in which this persona is presented, first and last. */
  readonly from: number
  readonly to: number
  readonly activity: number
  /** The genuine person whose identity is used; −1 where it is made up. */
  readonly holder: number
}

export interface Scheme {
  readonly rings: readonly Ring[]
  readonly workers: readonly Worker[]
  readonly facilitators: number
}

/** Serial numbers kept for each ring. */
const phonesAtMost = 32

interface Size {
  readonly identities: number
  readonly genuine: number
  /** First serial number of phones that belongs to no single person. */
  readonly sharedPhones: number
}

/** Workers, facilitators and rings of the scheme: 130 identities give 112 workers in 14 rings with 18 facilitators. */
export function drawScheme(seed: number, size: Size): Scheme {
  const { identities, genuine } = size
  const workers = Math.round(identities * workerShare)
  const facilitators = identities - workers
  const ringCount = workers === 0 ? 0 : Math.max(1, Math.round(workers / 8))
  const sizes = ringSizes(workers, ringCount)
  const starts = sizes.map((_, ring) => sizes.slice(0, ring).reduce((sum, size) => sum + size, 0))
  const rings = sizes.map((members, index) =>
    drawRing(seed, {
      index,
      firstPhone: size.sharedPhones + index * phonesAtMost,
      workers: range(at(starts, index), members),
      facilitators: range(0, facilitators).filter((one) => one % ringCount === index),
    }),
  )
  const holders = new Set<number>()
  return {
    rings,
    facilitators,
    workers: rings.flatMap((ring) =>
      ring.workers.map((index) => drawWorker(seed, { index, ring, genuine, holders })),
    ),
  }
}

/** A few large rings and many small ones: sizes fall with rank, none below two where that can be had. */
function ringSizes(workers: number, ringCount: number): readonly number[] {
  const least = workers >= 2 * ringCount ? 2 : 0
  const weights = range(0, ringCount).map((rank) => 1 / (rank + 1.5) ** 0.95)
  return apportion(workers - least * ringCount, weights).map((size) => size + least)
}

function drawRing(
  seed: number,
  outline: Pick<Ring, 'index' | 'workers' | 'facilitators'> & { readonly firstPhone: number },
): Ring {
  const { firstPhone, ...ring } = outline
  const draw = openStream(seed, 'ring', ring.index)
  const size = ring.workers.length
  const several = (count: number, purpose: string) =>
    range(0, count).map((place) => opaque(seed, purpose, ring.index, place))
  return {
    ...ring,
    name: `ring-${opaque(seed, 'ring', ring.index).slice(0, 6)}`,
    devices: several(1 + Math.ceil(size / 3), 'ring device').map((value) => `fp-${value}`),
    authenticators: several(1 + Math.floor(size / 6), 'ring mfa').map((value) => `mfa-${value}`),
    phones: range(0, Math.min(phonesAtMost, 1 + Math.ceil(size / 5))).map((place) =>
      ringPhone(draw, firstPhone + place),
    ),
    passages: range(0, 5 + Math.ceil(size / 2)).map((place) =>
      drawSentence(draw, place % 4 === 3 ? 'office' : 'technical'),
    ),
    photos: several(1 + Math.floor(size / 8), 'ring photo').map(
      (value) => value + value.slice(0, 4),
    ),
    proxies: range(0, 2 + Math.ceil(size / 4)).map((place) =>
      homeAddress(seed, 'ring proxy', ring.index, place),
    ),
  }
}

const ringPhone = (draw: Stream, serial: number): Phone =>
  phoneOf('US', serial, chance(draw, 0.8) ? 'non_fixed_voip' : 'mobile')

interface WorkerOutline {
  readonly index: number
  readonly ring: Ring
  readonly genuine: number
  /** Genuine people already taken: an identity is used by one persona. */
  readonly holders: Set<number>
}

function drawWorker(seed: number, outline: WorkerOutline): Worker {
  const { index, ring, genuine, holders } = outline
  const draw = openStream(seed, 'worker plan', index)
  const from = index % 12 === 0 ? 0 : below(draw, 8)
  const length = 3 + below(draw, 5)
  const alone = chance(draw, 0.03) && ring.workers.length > 2
  const holder = chance(draw, 0.4) && genuine > 2 * holders.size ? below(draw, genuine) : -1
  const free = holder >= 0 && !holders.has(holder)
  if (free) holders.add(holder)
  return {
    index,
    ring: alone ? -1 : ring.index,
    facilitator: alone || ring.facilitators.length === 0 ? -1 : pick(draw, ring.facilitators),
    from,
    to: Math.min(8, from + length),
    activity: between(draw, 0.6, 1.6),
    holder: free ? holder : -1,
  }
}

export const range = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, step) => from + step)
