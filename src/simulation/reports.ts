import type { Observation } from '../evidence/index.ts'
import type { Manner } from './applicant.ts'
import { day } from './calendar.ts'
import { presentMailboxes } from './contacts.ts'
import { writePhone } from './phones.ts'
import { at, below, between, chance, pick, pickWeighted, type Stream, shuffle } from './random.ts'
import { type Event, observeApplicant, presentName, type Scene } from './scenes.ts'
import type { Source } from './sources.ts'

/** How often an interview leads to a report by the employer, of a hundred, and what it says. Ours, not measured. */
const afterInterview: Readonly<Record<Manner, { readonly share: number; readonly signs: string }>> =
  {
    worker: {
      share: 4.4,
      signs:
        'screen_share_other_persona refuses_identity_recheck identity_element_mismatch employer_denies_history device_many_identities camera_refusal vanishes_on_check profiles_same_identity_diff_photo answers_read_or_lagged',
    },
    proxy: {
      share: 3,
      signs: 'appearance_changes_person answers_read_or_lagged coding_test_cheating camera_refusal',
    },
    padded: {
      share: 1.6,
      signs: 'employer_denies_history degree_not_offered own_cv_contradiction',
    },
    two_jobs: { share: 0.5, signs: 'overlapping_jobs profile_resume_mismatch' },
    // Reports err: everything that is said of workers is said of somebody honest now and then.
    genuine: {
      share: 0.25,
      signs:
        'refuses_identity_recheck identity_element_mismatch device_many_identities screen_share_other_persona profiles_same_identity_diff_photo camera_refusal profile_resume_mismatch refuses_onsite_or_test employer_denies_history vanishes_on_check answers_read_or_lagged',
    },
  }

/** How a job ended, and how often somebody then reports it. */
const afterWork: Readonly<Record<Manner, { readonly share: number; readonly signs: string }>> = {
  worker: {
    share: 72,
    signs:
      'employer_investigation_confirms employer_investigation_confirms vanishes_on_check post_exit_access equipment_not_returned identity_owner_denies asks_colleagues_for_pii',
  },
  proxy: {
    share: 25,
    signs: 'appearance_changes_person employer_investigation_confirms',
  },
  padded: { share: 15, signs: 'employer_denies_history degree_not_offered' },
  two_jobs: { share: 60, signs: 'overlapping_jobs jiggler_keepawake' },
  genuine: {
    share: 3,
    signs:
      'equipment_not_returned post_exit_access ship_to_shared many_devices_same_site payee_shared employer_investigation_confirms overlapping_jobs',
  },
}

/** What an employer tells after interviews, first hand or by way of a partner. */
export function reportAfterInterview(scene: Scene, last: number): readonly Observation[] {
  const { applicant, draw } = scene
  const { share, signs } = afterInterview[applicant.manner]
  if (!chance(draw, (share / 100) * applicant.openness)) return []
  return observeReport(scene, last + Math.floor(between(draw, 1, 25) * day), signs.split(' '))
}

/** The end of a job, what is reported of it and what became of it. */
export function observeEnding(scene: Scene, startedAt: number): readonly Observation[] {
  const { applicant, employer, draw } = scene
  const { tenure, endings } = applicant.work
  const instant = startedAt + Math.floor(tenure * between(draw, 0.25, 2.3) * day)
  const { reason } = pickWeighted(draw, endings)
  const { share, signs } = afterWork[applicant.manner]
  const reported = chance(draw, (share / 100) * Math.min(1.1, applicant.openness))
  const ended = employer.stack
    ? observeApplicant(scene, employer.stack.personnel, {
        kind: 'employment',
        stage: 'ended',
        instant,
        subject: { name: presentName(draw, applicant, instant) },
        organization: employer.brief,
        facts: { 'ended.reason': reason },
      })
    : []
  return [
    ...ended,
    ...(reported ? observeReport(scene, instant + 5 * day, signs.split(' ')) : []),
    ...observeOutcome(scene, instant + 30 * day),
  ]
}

/** Told by the employer's own report, or passed on by a partner, or by both: one origin either way. */
function observeReport(
  scene: Scene,
  instant: number,
  signs: readonly string[],
): readonly Observation[] {
  const { world, employer, draw } = scene
  const partner = pick(draw, world.exchanges.partners)
  const event = drawReport(scene, instant, signs)
  if (!employer.reports) return chance(draw, 0.65) ? passOn(scene, partner, event) : []
  const first = observeApplicant(scene, employer.reports, event)
  const repeated = chance(draw, 0.15) ? passOn(scene, partner, event, first[0]?.id) : []
  return [...first, ...repeated]
}

function passOn(scene: Scene, partner: Source, ...[event, id]: readonly [Event, string?]) {
  return observeApplicant(scene, partner, {
    ...event,
    instant: event.instant + 9 * day,
    origin: {
      organization: scene.employer.domain,
      ...(id !== undefined && { id }),
      first_hand: false,
    },
  })
}

function drawReport(scene: Scene, instant: number, signs: readonly string[]): Event {
  const { applicant, employer, draw } = scene
  const phone = at(applicant.phones, 0)
  const held = applicant.manner === 'worker' && chance(draw, 0.18)
  const facts = held ? { 'identity.denied_by_holder': true } : {}
  const count = 1 + below(draw, 2)
  return {
    kind: 'report',
    instant,
    subject: {
      name: presentName(draw, applicant, instant),
      emails: presentMailboxes(scene),
      ...(chance(draw, 0.5) && {
        phones: [writePhone(draw, phone, applicant.biography.home.country)],
        claims: { country: applicant.biography.home.country },
      }),
      ...(chance(draw, 0.4) && { handles: applicant.handles }),
    },
    organization: employer.card,
    ...(Object.keys(facts).length > 0 && { facts }),
    flags: [...new Set(shuffle(draw, signs).slice(0, count))].map((indicator) => ({
      indicator,
      by: 'security team',
    })),
  }
}

/** What became of workers: wages first, then harm. The report says "some" end in data theft and extortion; shares are ours. */
const outcomes = [
  { type: 'payroll_paid', weight: 62 },
  { type: 'dismissed', weight: 24 },
  { type: 'data_theft', weight: 8 },
  { type: 'extortion', weight: 5 },
  { type: 'ransomware', weight: 1 },
]
const scopes = [
  'source-code',
  'customer-data',
  'payroll',
  'cloud-console',
  'health-records',
  'model-weights',
]

function observeOutcome(scene: Scene, instant: number): readonly Observation[] {
  const { applicant, employer, draw } = scene
  const { label } = applicant.truth
  const known = { worker: 0.4, other_fraud: 0.15, genuine: 0.04, facilitator: 0 }[label]
  const source = employer.reports
  if (!source || !chance(draw, known)) return []
  return observeApplicant(scene, source, {
    kind: 'outcome',
    instant,
    subject: { name: presentName(draw, applicant, instant), emails: presentMailboxes(scene) },
    organization: employer.brief,
    facts: label === 'worker' ? drawHarm(draw) : drawQuietEnd(draw, label),
  })
}

function drawHarm(draw: Stream): NonNullable<Observation['facts']> {
  const { type } = pickWeighted(draw, outcomes)
  const established = chance(draw, 0.6)
  return {
    'outcome.type': type,
    'outcome.truth': established ? 'fraud' : 'inconclusive',
    ...(established && {
      'outcome.established_by': chance(draw, 0.8) ? 'investigation' : 'law_enforcement',
    }),
    'loss.amount': Math.round(between(draw, 4, 90)) * 1000,
    'loss.currency': 'USD',
    'access.scopes': shuffle(draw, scopes).slice(0, 1 + below(draw, 3)),
  }
}

const drawQuietEnd = (draw: Stream, label: string): NonNullable<Observation['facts']> =>
  label === 'genuine'
    ? {
        'outcome.type': 'none',
        'outcome.truth': 'genuine',
        'access.scopes': shuffle(draw, scopes).slice(0, 2),
        'outcome.established_by': chance(draw, 0.7) ? 'in_person' : 'investigation',
      }
    : {
        'outcome.type': 'dismissed',
        'outcome.truth': 'inconclusive',
        'access.scopes': shuffle(draw, scopes).slice(0, 1),
      }
