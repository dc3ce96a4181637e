/**
 * The tables of other stages that assessment reads, by the names of `migrations/`. No other file of
 * this folder names them, so that a change of the contract is a change of this file.
 */
export const reads = {
  event: 'event',
  selector: 'selector',
  fact: 'fact',
  flag: 'flag',
  observation: 'observation',
  source: 'source_in_force',
  identity: 'identity',
  member: 'identity_member',
  ringLink: 'ring_link',
  ringMember: 'ring_member',
  hub: 'hub',
} as const

/** What assessment owns: `finding` and `assessment` are its results, the others its steps. */
export const owns = {
  finding: 'finding',
  assessment: 'assessment',
  /** One row per observation of an identity, with who saw it and how good that source is. */
  seen: 'assess_seen',
  /** The facts that conditions ask for, each with the columns of `seen`. */
  fact: 'assess_fact',
  /** The selectors that conditions ask for, each with the columns of `seen`. */
  shown: 'assess_shown',
  /** The rows of `shown` whose value at least two identities show and that no hub mutes. */
  shared: 'assess_shared',
  /** What presents an identity: one label of its own, to count presented persons and no more. */
  label: 'assess_label',
  /** One row per observation that makes an indicator hold. */
  hit: 'assess_hit',
  /** The same without repetition. */
  shownBy: 'assess_shown_by',
  /** One row per identity and indicator that holds, or that could have been seen and was not. */
  found: 'assess_found',
  /** The catalogue as a table: what each indicator says, in bits. */
  rate: 'assess_rate',
  weighed: 'assess_weighed',
  counted: 'assess_counted',
  presented: 'assess_presented',
  byGroup: 'assess_by_group',
  total: 'assess_total',
  fragile: 'assess_fragile',
  result: 'assess_result',
} as const

/** People's standing decisions: no decision is taken yet, so the relation is empty. */
export const noDecisions =
  'select null::integer as identity_no, null::varchar as status where false'
