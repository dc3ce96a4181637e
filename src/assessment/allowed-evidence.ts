/**
 * What a condition may look at. This is an allow-list: whatever is not here cannot be written in the
 * catalogue. Names, nationality, language, birth, schooling, age and any country have no entry, and
 * neither has what stands for them: `ip.country`, `phone.country`, `shipment.country`, `ip.asn` and
 * `timezone.browser` would single out places of origin, `hour.local` carers and religious hours.
 * Places enter only as a comparison of a person's own claim with what was observed, over weeks, where
 * neither value can be named (`placeComparisons`).
 *
 * `outcome.*`, `ended.reason` and `loss.*` are missing for another reason: outcomes are what findings
 * are held against later. Used as evidence they would confirm themselves.
 */
export type AllowedFact =
  | { readonly value: 'word'; readonly words: readonly string[] }
  | { readonly value: 'product' }
  | { readonly value: 'number' }
  | { readonly value: 'truth'; readonly told?: true }

const truth = { value: 'truth' } as const
const number = { value: 'number' } as const
const product = { value: 'product' } as const
/** A fact that somebody told, whoever wrote it down: it is a reporter's word, not a measurement. */
const told = { value: 'truth', told: true } as const

export const allowedFacts: Readonly<Record<string, AllowedFact>> = {
  'ip.network': {
    value: 'word',
    words: [
      'residential',
      'mobile',
      'business',
      'hosting',
      'vpn',
      'proxy',
      'tor',
      'residential_proxy',
    ],
  },
  'phone.line_type': {
    value: 'word',
    words: ['mobile', 'fixed', 'non_fixed_voip', 'fixed_voip'],
  },
  'camera.state': { value: 'word', words: ['on', 'off', 'refused'] },
  'verification.result': { value: 'word', words: ['passed', 'failed', 'abandoned'] },
  'vpn.product': product,
  'kvm.device': product,
  'remote_admin.tools': product,
  'call.virtual_camera': product,
  'jiggler.products': product,
  'email.age_days': number,
  'video.deepfake_score': number,
  'face.match_score': number,
  'code.account_age_days': number,
  'code.commits_before_account': number,
  'applications.last_24h': number,
  'email.disposable': truth,
  'voice.same_as_previous': truth,
  'screen.other_persona': truth,
  'input.simulated': truth,
  'document.tampered': truth,
  'verification.in_person': truth,
  'shipment.redirected': truth,
  'payment.holder_matches': truth,
  'payment.third_party': truth,
  'employment.denied_by_employer': told,
  'identity.denied_by_holder': told,
}

/** Facts that are somebody's word (see the gate: one reporter's word alone gives no status). */
export const toldFacts: readonly string[] = Object.entries(allowedFacts)
  .filter(([, fact]) => fact.value === 'truth' && fact.told === true)
  .map(([name]) => name)

/**
 * What a machine of each type of source sees. Of other events it was told: a recruiting system does not see
 * sign-ins. Types that are not here, and sources that declare none, are taken at their word.
 */
export const machineKinds: Readonly<Record<string, readonly string[]>> = {
  ats: ['application', 'interview', 'employment', 'verification'],
  idp: ['sign_in', 'device', 'verification'],
  hris: ['employment', 'shipment', 'payment', 'verification'],
  endpoint: ['device', 'sign_in'],
  verification: ['verification'],
}

/** Sources of these types belong to no employer: what they say is no employer's first-hand report. */
export const notEmployers = ['verification', 'partner', 'public_feed', 'actor_side'] as const

/** Sources of these types write down what people say; a fact from them is a word, not a measurement. */
export const tellerTypes = ['employer_report', 'partner', 'public_feed', 'actor_side'] as const

/** Observations of these kinds are somebody's word, whatever fields they carry. */
export const toldKinds = ['report', 'publication'] as const

/** Selectors that a condition may ask about, with the details that tell them apart. */
export const allowedSelectors = {
  email: [],
  phone: [],
  handle: [],
  ip: [],
  device: ['fingerprint', 'serial', 'mfa', 'hardware'],
  account: ['bank', 'paypal', 'payoneer', 'wise', 'wallet', 'other'],
  place: ['home', 'shipping', 'office'],
  document: ['resume', 'cover_letter', 'work_sample'],
  photo: ['photo', 'id'],
  reference_email: [],
  reference_phone: [],
} as const satisfies Record<string, readonly string[]>

/** The claim that an observed place is held against, by fact. Only their disagreement is used. */
export const placeComparisons = {
  network_from_residence: { fact: 'ip.country', claim: 'claimed_country' },
  clock_from_residence: { fact: 'timezone.browser', claim: 'claimed_timezone' },
} as const

/** Published as signs elsewhere and never evidence here, with the reason. No indicator may take these ids. */
export const neverEvidence: Readonly<Record<string, string>> = {
  race_or_appearance: 'race and national origin are protected',
  name_ethnicity: 'a name says nothing about who somebody is',
  accent_or_english: 'accent and language are treated as national origin',
  language_preference: 'a keyboard or interface language stands for national origin',
  foreign_university: 'the country of a school stands for national origin',
  claimed_or_birth_country: 'nationality, birthplace and immigration status are protected',
  loyalty_test: 'a political test harasses by national origin, and facilitators pass it',
  local_small_talk_quiz: 'immigrants and refugees fail quizzes on local life',
  phone_plus_one: 'the international way to write a number stands for having lived abroad',
  medical_or_family_leave: 'leave is protected',
  voice_pitch_or_disability: 'voice, eyes and expression stand for disability and gender',
  convict_name_search: 'a search by name finds victims of identity theft',
  gender_or_age: 'sex, age and family status are protected',
}
