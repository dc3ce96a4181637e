import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Condition } from './condition.ts'
import {
  explainedFindings,
  type FindingExplanation,
  type ObservationRef,
} from './explained-findings.ts'
import type { Indicator } from './indicator.ts'
import { owns, reads } from './relations.ts'
import { grades, likelihoods } from './scales.ts'

/**
 * What an employer is shown of an assessment: facts, what else explains them, and the check that settles
 * them. No status, likelihood, bits, rank, ring, country, and nobody else's data: neither who
 * the other organizations are nor under which other names something was used. It is known by its own records alone:
 * by our name for it two employers could tell that theirs are the same.
 */
export interface EmployerView {
  readonly organization: string
  /** It is about one person: for those in the organization who have to know, and nobody else. */
  readonly tlp: 'TLP:AMBER+STRICT'
  /** Its own records of the person, `source/ref`. */
  readonly records: readonly string[]
  /** By the date of its own first observation; what only others saw is last. */
  readonly facts: readonly EmployerFact[]
  /** What it could have seen and did not. */
  readonly not_seen: readonly string[]
  /** Others observed something whose marking keeps it with them. */
  readonly withheld: boolean
  /** What must not be done with it. */
  readonly limits: readonly string[]
}

export interface EmployerFact {
  readonly what: string
  /** What is shared with others, never with whom. */
  readonly shared: string | null
  /** Its own observations of it. */
  readonly own: readonly ObservationRef[]
  /** The grades of other organizations that observed it too. */
  readonly others: readonly string[]
  /** Data sets without which nobody would have observed it. Never what they say of a place. */
  readonly data_sets: readonly string[]
  readonly innocent: readonly string[]
  readonly check: string
}

/** The view comes with its limits, so that no interface can leave them out. */
const limits: readonly string[] = [
  'Each of these facts may be innocent. None says who somebody is.',
  'Nobody is rejected, dismissed or left unpaid because of this page, and no program acts on it.',
  'Make the same check for every candidate of the role, with another way for whoever needs one.',
  'Hear the person before any step against them: tell them what was seen, and let them answer.',
  'Keep it with those who decide, and tell whoever gave it to you what came of the check.',
]

export interface EmployerViewOf {
  readonly sql: SqlEngine
  readonly catalogue: Catalogue
  /** `idn_…` */
  readonly identity: string
  /** The employer's domain. */
  readonly organization: string
}

/** What an employer may be shown of an identity of which it has records itself; `not-found` otherwise. */
export async function employerView(asked: EmployerViewOf): Promise<EmployerView> {
  const { sql, catalogue } = asked
  const organization = asked.organization.trim().toLowerCase()
  const place = await ownRecords(sql, { ...asked, organization })
  const findings = await explainedFindings({ sql, catalogue, identityNo: place.identity_no })
  const observed = await observedBy(sql, place.identity_no, organization)
  const known = new Map(catalogue.indicators.map((indicator) => [indicator.id, indicator]))
  const split = findings.flatMap((finding) => {
    const indicator = known.get(finding.indicator)
    return indicator !== undefined && mayBeShown(indicator, finding)
      ? [{ finding, indicator, ...partsOf(finding, observed) }]
      : []
  })
  const shown = split.filter(
    ({ finding, own, others }) => finding.holds && own.length + others.length > 0,
  )
  return {
    organization,
    tlp: 'TLP:AMBER+STRICT',
    records: place.records,
    facts: shown.map(factOf).toSorted(byDate),
    not_seen: split
      .filter(({ finding, own }) => !finding.holds && own.length > 0)
      .map(({ finding }) => finding.title),
    withheld: split.some(({ finding, kept }) => finding.holds && kept),
    limits,
  }
}

interface OwnRecords {
  readonly identity_no: number
  readonly records: readonly string[]
}

async function ownRecords(
  sql: SqlEngine,
  { identity, organization }: Pick<EmployerViewOf, 'identity' | 'organization'>,
): Promise<OwnRecords> {
  const [place] = await sql.rows<OwnRecords>(`
    select m.identity_no, list(s.source || '/' || s.ref order by s.source, s.ref) as records
    from ${reads.identity} as i join ${reads.member} as m using (identity_no)
    join ${reads.subject} as s using (subject_id) join ${reads.source} as f using (source)
    semi join ${owns.assessment} as a on a.identity_no = i.identity_no
    where i.identity = ${quoteText(identity)} and lower(f.organization) = ${quoteText(organization)}
    group by m.identity_no`)
  if (place !== undefined) return place
  throw new Problem(
    'not-found',
    `no record of ${organization} in ${identity}: an employer is shown only whom its own sources observed`,
  )
}

/** The machine's words on somebody, which an indicator's own text may use. */
const machineWords = new RegExp(
  `\\b(suspected|linked to|unassessed|assessed|cleared|${likelihoods.map(({ word }) => word).join('|')})\\b`,
  'i',
)

/**
 * Context weighs next to nothing, and what touches a protected trait closely is no employer's to read. A
 * link to somebody on whom people decided is that somebody's matter, and so is a text that speaks of it.
 */
function mayBeShown(indicator: Indicator, { discount }: FindingExplanation): boolean {
  const { strength, protected: trait, title, check, innocent } = indicator
  if (strength === 'context' || trait.risk === 'high' || discount < 1) return false
  return !machineWords.test([title, check, ...innocent].join('\n'))
}

interface Observed {
  readonly own: boolean
  readonly grade: string
  /** Its marking lets it leave the organization that observed it. */
  readonly leaves: boolean
}

const keyOf = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  JSON.stringify([source, id])

/** Marked so, it stays with the organization that observed it. An undeclared source is marked so too. */
const keptMarks = `('TLP:RED', 'TLP:AMBER+STRICT')`

/**
 * The observations of the identity itself (findings may name those of others) that its findings name. What a
 * source passes on is the first observer's: it is not the organization's own.
 */
async function observedBy(
  sql: SqlEngine,
  identityNo: number,
  organization: string,
): Promise<ReadonlyMap<string, Observed>> {
  const rows = await sql.rows<Observed & { readonly source: string; readonly id: string }>(`
    select o.source, o.id, f.reliability as grade, f.tlp not in ${keptMarks} as leaves,
      lower(coalesce(e.origin_organization, f.organization, '')) = ${quoteText(organization)}
        and lower(f.organization) = ${quoteText(organization)} as own
    from ${reads.event} as e join ${reads.member} as m using (subject_id)
    join ${reads.observation} as o using (observation_id) join ${reads.source} as f on f.source = o.source
    where m.identity_no = ${identityNo} and e.observation_id in (
      select unnest(observations) from ${owns.finding} where identity_no = ${identityNo})`)
  return new Map(rows.map((row) => [keyOf(row), row]))
}

interface Parts {
  readonly own: readonly ObservationRef[]
  readonly others: readonly string[]
  /** Some of the others' may not leave them. */
  readonly kept: boolean
}

function partsOf(finding: FindingExplanation, observed: ReadonlyMap<string, Observed>): Parts {
  const parts = finding.observations.flatMap((ref) => {
    const by = observed.get(keyOf(ref))
    return by === undefined ? [] : [{ ref, by }]
  })
  const others = parts.filter(({ by }) => !by.own)
  const told = new Set(others.filter(({ by }) => by.leaves).map(({ by }) => by.grade))
  return {
    own: parts.filter(({ by }) => by.own).map(({ ref }) => ref),
    others: grades.filter((grade) => told.has(grade)),
    kept: others.some(({ by }) => !by.leaves),
  }
}

interface Split extends Omit<Parts, 'kept'> {
  readonly finding: FindingExplanation
  readonly indicator: Indicator
}

function factOf({ finding, indicator, own, others }: Split): EmployerFact {
  const { title, innocent, check, told } = finding
  // Whoever flags it has seen something else than the same value under other names.
  const shared = told ? null : sharedText(indicator.shown_by)
  return {
    what: title,
    shared,
    own: own.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    others,
    data_sets: [...new Set(finding.enriched.map(({ data_set }) => data_set))],
    innocent,
    check,
  }
}

function byDate(one: EmployerFact, other: EmployerFact): number {
  const [a, b] = [one, other].map(({ own: [first], what }) => `${first?.at ?? '~'} ${what}`)
  return (a ?? '') < (b ?? '') ? -1 : 1
}

/** What each selector is called in "the same … was used under other names". */
const sharedNouns: Readonly<Record<string, string>> = {
  email: 'mailbox',
  phone: 'phone number',
  handle: 'account name',
  ip: 'network address',
  device: 'device',
  account: 'payout account',
  place: 'address',
  document: 'document',
  photo: 'portrait',
  reference_email: 'referee',
  reference_phone: 'referee',
}

function sharedText(conditions: readonly Condition[]): string | null {
  for (const condition of conditions) {
    if (condition.type === 'shared_selector') {
      return `The same ${sharedNouns[condition.selector.kind] ?? 'value'} was used under other names.`
    }
    if (condition.type === 'shared_passages')
      return 'The same sentences were used under other names.'
  }
  return null
}
