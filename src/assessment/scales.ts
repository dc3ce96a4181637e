/**
 * Every number that the weighing and the gate use, apart from the rates of the catalogue. They are
 * stated opinion where no source is named. None was fitted to a data set.
 */

/** The three explanations that compete. They exclude one another and leave nothing out. */
// `other_fraud` is a person under their own identity: padding, proxy interviews, two jobs at once. So the
// catalogue gives it the signs of a stolen identity or of lent infrastructure about as rarely as it
// gives them to genuine applicants, and those of pretended skill as often as to the scheme.
export const hypotheses = ['scheme', 'other_fraud', 'genuine'] as const
export type Hypothesis = (typeof hypotheses)[number]

export const populations = ['applicants', 'employees', 'reported'] as const
export type Population = (typeof populations)[number]

/** How likely the two frauds are before anything is known; `genuine` is what remains. */
export interface Prior {
  readonly scheme: number
  readonly other_fraud: number
}

export type Priors = Readonly<Record<Population, Prior>>

export const priors: Priors = {
  // Pindrop, February 2026, its own pipeline: 1 in 343 applicants belongs to the scheme. It saw clear
  // signs of some fraud in 1 of 6, which counts embellishment; 1 in 60 is our opinion of what is left
  // of that when only deception about who does the work counts.
  applicants: { scheme: 1 / 343, other_fraud: 1 / 60 },
  // Known only from the job. Hiring filters both ways and nobody has published a rate.
  employees: { scheme: 1 / 1000, other_fraud: 1 / 100 },
  // Known only because somebody reported or published them: the report is the selection.
  reported: { scheme: 1 / 10, other_fraud: 1 / 5 },
}

/** The priors with the shares of the scheme that a setting gives (`applicants=1/500 reported=1/20`). */
export function priorsOf(setting: string): Priors {
  const given = [...setting.matchAll(/(\w+)=1\/(\d+)/g)].map(([, name = '', among]) => {
    const prior = priors[name as Population]
    return [name, { ...prior, scheme: Math.min(1 / Number(among), 0.5) }] as const
  })
  return { ...priors, ...Object.fromEntries(given) }
}

/** Admiralty grades of a source. F says that nothing is known of it, not that it is wrong. */
export const grades = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type Grade = (typeof grades)[number]

/**
 * How much of an indicator's bits remains when a source of this grade shows it, a machine's fact and a
 * person's report alike. F counts nothing: anybody can be an undeclared source, so its findings stay
 * visible and move no status.
 */
export const gradeFactor: Readonly<Record<Grade, number>> = {
  A: 1,
  B: 0.9,
  C: 0.75,
  D: 0.5,
  E: 0.25,
  F: 0,
}

/** Rank of the grade that cannot be judged: 6. Ranks are 1 (A) to 6 (F). */
export const unjudged = grades.indexOf('F') + 1

/** ICD 203, first row of terms, half open: [from, to). The outer words take what lies beyond 1 and 99 %. */
export const likelihoods = [
  { word: 'almost no chance', from: 0.01, to: 0.05 },
  { word: 'very unlikely', from: 0.05, to: 0.2 },
  { word: 'unlikely', from: 0.2, to: 0.45 },
  { word: 'roughly even chance', from: 0.45, to: 0.55 },
  { word: 'likely', from: 0.55, to: 0.8 },
  { word: 'very likely', from: 0.8, to: 0.95 },
  { word: 'almost certain', from: 0.95, to: 0.99 },
] as const
export type Likelihood = (typeof likelihoods)[number]['word']

/** The gate for `suspected`. */
export const gate = {
  /** Least probability of `scheme`. */
  probability: 0.5,
  /** Least number of groups that support it. */
  groups: 2,
  /** A finding supports `scheme` from this many bits against `genuine` on: twice as likely. */
  supportBits: 1,
  /**
   * Least probability of `scheme` when everything is left out that only one reporter's word shows, whichever reporter:
   * without it the scheme must not be "very unlikely" (ICD 203: below 20 %). Somebody's VPN and somebody else's
   * accusation are not enough, however many accounts accuse.
   */
  beyond: 0.2,
} as const

/**
 * What remains of the bits of a finding that only a link to an assessed identity shows. Half: sharing with one
 * other is what couples and colleagues do, and the decision on the other may be wrong.
 */
export const linkDiscount = 0.5

/**
 * An identity that nobody has seen for so many days before the latest observation is stale: nothing of it can
 * be checked any more, and the confidence is a step lower. Two years, as recruiters keep applications.
 */
export const staleDays = 730

/**
 * Confidence is in the evidence, not in the answer: how many groups, how good, from how many origins. `high` is
 * for what still stands when any one group is wrong (ICD 203: it allows a solid judgement).
 */
export const confidence = {
  high: { groups: 3, origins: 2, rank: 2 },
  moderate: { groups: 2, origins: 1, rank: 3 },
} as const

/** Observations named under one finding; more add nothing for a reader. */
export const observationsShown = 20

/** Kinds of event by which somebody is presented to an employer: what makes a worker of an identity. */
export const workerKinds = ['application', 'interview', 'employment', 'sign_in'] as const
/**
 * Kinds by which somebody is an applicant; of the rest, by which they are at work somewhere. Whoever has left neither
 * and was reported or published is known for that reason alone, wherever their address or account came up
 * besides; what is left was seen at some employer.
 */
export const applicantKinds = ['application', 'interview'] as const
export const employeeKinds = ['employment', 'sign_in'] as const
export const reportedKinds = ['report', 'publication'] as const
