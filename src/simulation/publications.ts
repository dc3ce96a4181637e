import type { Observation } from '../evidence/index.ts'
import type { Applicant } from './applicant.ts'
import { day, end } from './calendar.ts'
import { writeName } from './names.ts'
import { writePhone } from './phones.ts'
import { at, between, chance, openStream, pick, type Stream } from './random.ts'
import { observe } from './scenes.ts'
import type { Source } from './sources.ts'
import type { World } from './world.ts'

/** How often somebody's identifiers are published by others; now and then those of the wrong person. */
const publishedShare = { worker: 0.28, facilitator: 0, other_fraud: 0.02, genuine: 0.0006 } as const
/** Of personas, those found in what was taken from the actors' own trackers. */
const tracked = 0.06

/** What feeds and partners published of somebody, and what stood in the actors' own trackers. */
export function observePublications(
  world: World,
  applicant: Applicant,
  since: number,
): readonly Observation[] {
  const { label } = applicant.truth
  const draw = openStream(world.seed, 'publication', applicant.number)
  const { feeds, partners, actorSide, tipLine } = world.exchanges
  const source = pick(draw, [...feeds, ...partners, tipLine])
  return [
    ...(chance(draw, publishedShare[label])
      ? publish({ world, applicant, draw, since }, source)
      : []),
    ...(label === 'worker' && chance(draw, tracked)
      ? publish({ world, applicant, draw, since }, actorSide)
      : []),
  ]
}

interface Publishing {
  readonly world: World
  readonly applicant: Applicant
  readonly draw: Stream
  readonly since: number
}

function publish(
  { world, applicant, draw, since }: Publishing,
  source: Source,
): readonly Observation[] {
  const { biography, mailboxes, phones, handles, number } = applicant
  const instant = Math.min(since + Math.floor(between(draw, 120, 900) * day), end - day)
  const phone = at(phones, 0)
  return observe({ seed: world.seed, number, draw }, source, {
    kind: 'publication',
    instant,
    subject: {
      ...(chance(draw, 0.8) && { name: writeName(biography.name) }),
      emails: mailboxes.slice(0, 2),
      ...(chance(draw, 0.5) && { phones: [writePhone(draw, phone, '')] }),
      ...(handles.length > 0 && { handles }),
    },
    ...(chance(draw, 0.3) && {
      origin: { organization: 'open-research.example', first_hand: false },
    }),
  })
}
