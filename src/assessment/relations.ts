/**
 * The tables of other stages that assessment reads, by the names of `migrations/`. No other file of
 * this folder names them, so that a change of the contract is a change of this file.
 */
export const reads = {
  event: 'event',
  selector: 'selector',
  passage: 'passage',
  fact: 'fact',
  flag: 'flag',
  observation: 'observation',
  subject: 'subject',
  source: 'source_in_force',
  /** The ledgers of decisions and reviews, by the subjects that stand now. */
  decision: 'decision_now',
  review: 'review_now',
  /** Without real holders, who are weighed and listed nowhere. */
  identity: 'listed_identity',
  member: 'listed_member',
  /** Observations that say again what we published ourselves. */
  echo: 'linkage_echo',
  ringLink: 'ring_link',
  ringMember: 'ring_member',
  hub: 'hub',
} as const

/** What assessment owns: `finding` and `assessment` are its results, the others its steps. */
export const owns = {
  finding: 'finding',
  assessment: 'assessment',
  /** Who is behind a source or an origin: the organization in control, numbered. */
  origin: 'assess_origin',
  /** Each source with its origin and the rank of its grade, 1 (A) to 6 (F). */
  source: 'assess_source',
  /** One row per observation of an identity, with who saw it and how good that source is. */
  seen: 'assess_seen',
  /** The facts that say a place, each with what `seen` knows of it. */
  place: 'assess_place',
  /** Kind and hash of each value that conditions ask for and at least two identities show. */
  sharedValue: 'assess_shared_value',
  /** The selectors that carry them and that no hub mutes, each with the columns of `seen`. */
  shared: 'assess_shared',
  /** Passages that a few identities show: identity_no, hash, when first, in which observation. */
  passage: 'assess_passage',
  /** What presents an identity: one label of its own, to count presented persons and no more. */
  label: 'assess_label',
  /** Identities that people have assessed. */
  anchor: 'assess_anchor',
  /** One row per observation that makes an indicator hold. */
  hit: 'assess_hit',
  /** The same without repetition, with who observed it and when. */
  shownBy: 'assess_shown_by',
  /** What could have been seen: one row per identity and fact or selector that indicators look at. */
  observed: 'assess_observed',
  /** One row per identity and indicator that holds, or that could have been seen and was not. */
  found: 'assess_found',
  /** The catalogue as a table: what each indicator says, in bits. */
  rate: 'assess_rate',
  presented: 'assess_presented',
  weighed: 'assess_weighed',
  counted: 'assess_counted',
  byGroup: 'assess_by_group',
  /** What supports the scheme without one reporter's word, by group. */
  beyond: 'assess_beyond',
  total: 'assess_total',
  fragile: 'assess_fragile',
  result: 'assess_result',
} as const
