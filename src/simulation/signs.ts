import type { Flag } from '../evidence/index.ts'
import type { Applicant, Manner } from './applicant.ts'
import { chance, type Stream } from './random.ts'

/**
 * How often, of a hundred occasions, somebody who takes part notes a sign. All are chosen to be
 * plausible and overlapping; none is measured, and nothing in Ringer may be tuned to them. A genuine
 * applicant shows every one of them now and then.
 */
type Rates = readonly [
  indicator: string,
  worker: number,
  proxy: number,
  padded: number,
  twoJobs: number,
  genuine: number,
]

const column: Readonly<Record<Manner, 1 | 2 | 3 | 4 | 5>> = {
  worker: 1,
  proxy: 2,
  padded: 3,
  two_jobs: 4,
  genuine: 5,
}

/** When a recruiter reads the application. */
const screening: readonly Rates[] = [
  ['no_digital_footprint', 1.6, 0.9, 0.8, 0.6, 0.6],
  ['dead_profile_links', 1.4, 0.5, 0.7, 0.4, 0.35],
  ['portfolio_template_clone', 1.1, 0.4, 0.5, 0.3, 0.25],
  ['email_no_history', 1.3, 0.6, 0.4, 0.4, 0.4],
  ['skill_predates_technology', 0.9, 0.8, 2.2, 0.3, 0.2],
  ['photo_ai_or_faceswap', 0.8, 0.3, 0.2, 0.2, 0.15],
  ['reference_free_mail', 1, 0.6, 1.1, 0.5, 0.4],
  ['degree_not_offered', 0.5, 0.4, 4.5, 0.2, 0.08],
  ['profile_resume_mismatch', 1.2, 0.9, 4, 0.7, 0.5],
  ['employer_nonexistent', 0.6, 0.5, 2.5, 0.1, 0.08],
]

/** In an interview. */
const interviewing: readonly Rates[] = [
  ['camera_refusal', 4.5, 1.5, 0.4, 0.5, 0.35],
  ['prefers_text_only', 2.4, 0.6, 0.3, 0.4, 0.3],
  ['virtual_camera_in_use', 2.6, 0.6, 0.4, 0.5, 0.4],
  ['deepfake_challenge_fail', 0.8, 0.1, 0.02, 0.02, 0.02],
  ['answers_read_or_lagged', 4.2, 6, 2, 1.6, 1],
  ['coding_test_cheating', 2.2, 8, 2, 0.9, 0.7],
  ['call_centre_background', 2.8, 0.3, 0.3, 0.3, 0.25],
  ['own_cv_contradiction', 2.6, 3, 9, 1, 0.5],
  ['refuses_identity_recheck', 1.4, 1.8, 0.4, 0.2, 0.1],
  ['refuses_onsite_or_test', 3, 1, 0.6, 1.2, 0.6],
  ['phone_changes', 1.2, 0.4, 0.3, 0.3, 0.3],
  ['below_market_rate', 1, 0.3, 0.3, 0.2, 0.3],
  ['call_join_telemetry_mismatch', 1.4, 1.2, 0.2, 0.3, 0.2],
]

/** In a later interview of the same person. */
const returning: readonly Rates[] = [
  ['appearance_changes_person', 1.3, 14, 0.1, 0.1, 0.08],
  ['own_cv_contradiction', 1.6, 2, 6, 0.6, 0.3],
]

/** While hiring: equipment, accounts, keys. */
const hiring: readonly Rates[] = [
  ['ship_to_not_residence', 22, 3, 2, 2, 3.5],
  ['ship_to_forwarder', 6, 0.6, 0.5, 0.5, 0.8],
  ['ship_to_shared', 5, 0.3, 0.3, 0.3, 0.3],
  ['insists_byod', 9, 3, 2, 5, 2.5],
  ['hardware_key_refused', 6, 2, 1, 2, 1.2],
  ['serial_number_refused', 5, 1.5, 0.3, 0.8, 0.3],
  ['crypto_insistence', 4, 0.5, 0.3, 0.4, 0.3],
]

/**
 * At work, as an endpoint system or security operations note it. What touches health or care at home
 * (absences, swings in output, missed meetings) is left out on purpose.
 */
const working: readonly Rates[] = [
  ['jiggler_keepawake', 9, 3, 2, 14, 3],
  ['code_to_personal_cloud', 4, 1, 0.8, 1, 0.8],
  ['device_first_boot_elsewhere', 9, 1, 0.6, 0.8, 0.8],
  ['many_devices_same_site', 6, 0.4, 0.3, 0.4, 0.35],
  ['privilege_seeking', 4, 0.8, 0.8, 0.8, 1],
]

const tables = { screening, interviewing, returning, hiring, working } as const
const notedBy: Readonly<Record<keyof typeof tables, string>> = {
  screening: 'recruiter',
  interviewing: 'interviewer',
  returning: 'interviewer',
  hiring: 'people operations',
  working: 'security operations',
}

/** The signs that whoever was there noted on one occasion: most often none. */
export function noteSigns(
  draw: Stream,
  occasion: keyof typeof tables,
  applicant: Applicant,
): readonly Flag[] {
  const place = column[applicant.manner]
  return tables[occasion]
    .filter((rates) => chance(draw, (rates[place] / 100) * applicant.openness))
    .map(([indicator]) => ({ indicator, by: notedBy[occasion] }))
}
