import { industryGroups } from '../taxonomy/index.ts'
import type { Report } from './report.ts'

/** Ids of the counting rules in the order of their numbers. */
const order = [
  'identity',
  'interview',
  'organization',
  'attributes',
  'role',
  'share',
  'period',
  'information technology',
  'sectors',
  'ai',
  'families',
  'stages',
  'level',
  'exposure',
  'unseen',
] as const

export type RuleName = (typeof order)[number]

/** `rule 3`, `rules 2 and 9`: how a unit names its rules. */
export function ruleText(...names: readonly RuleName[]): string {
  const numbers = names.map((name) => order.indexOf(name) + 1).toSorted((a, b) => a - b)
  if (numbers.length === 1) return `rule ${numbers[0]}`
  return `rules ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
}

/** The rules as they are printed, numbered from 1. */
export function countingRules(): Report['rules'] {
  const texts = ruleTexts()
  return order.map((name, at) => ({ id: String(at + 1), text: texts[name] }))
}

function ruleTexts(): Readonly<Record<RuleName, string>> {
  const groups = industryGroups()
  const technology = groups.find(({ id }) => id === 'information_technology')
  const others = groups.filter(({ id }) => id !== 'information_technology')
  return {
    identity:
      'One identity is one presented persona: the subjects that were linked to it. It is not a person. A draft counts identities that are now suspected, linked or assessed, whatever their part, and that were seen in the period; real holders are in none.',
    interview:
      'One initial interview, whatever the number of observations of it, is one identity, one organization, one subject (a source’s record of the person) and one role title with at least one observation of an initial interview in the period; it counts on the day of the first. Where no organization or title is given, that counts as one unknown value.',
    organization:
      'One organization is one domain; without a domain, one normalised name and country. Subsidiaries count by themselves. Counted are organizations with at least one initial interview.',
    attributes:
      'Where observations of an organization differ in industry, country or use of AI, the most frequent value counts, ties by the smallest, over all that was observed of it up to the last day that is counted. A tag counts if any observation carries it. Codes that NAICS or ISO 3166-1 do not list are not known.',
    role: 'One role is one identity, one organization and one role title, however many records the source keeps of it.',
    share:
      'A share is of the units whose value is known; “of” or the row “unknown” says how many are not. The unit is named, because the same figure is another share of organizations, of interviews and of roles.',
    period:
      'Counted is what happened from the first to the end of the last day, UTC, whenever it was recorded. The statuses of identities are those of now. A quarter of which not every day was seen is marked as not complete; after the latest observation nothing is drawn.',
    'information technology': `${technology?.title}: ${technology?.why} ${technology?.cannotTell?.why}`,
    sectors: `${others.map(({ title, why }) => `${title}: ${why}`).join(' ')} Groups and their parts overlap: an organization counts in each that it belongs to.`,
    ai: 'An AI organization is an AI company (“pure”) or builds AI into its products (“product”): as the evidence says, else by its tags, never by its name or industry; where neither tells it is not known. It counts in its own industry too.',
    families:
      'A job title belongs to the family of the longest known phrase in it, without words of seniority; where there is none, the occupation of the title and then the given SOC code decide if one family alone has it. What a family would have had access to is a general statement, not an observation.',
    stages:
      'An initial interview reached a stage if that stage or a later one was observed for the same identity, organization, subject and role title; an observation of another record or title counts for the latest earlier initial interview of the same identity at the same organization. Evidence of work is a sign-in, a device or a payout account after the start.',
    level:
      'A break in level is tested over complete quarters by a likelihood-ratio test for one change of a Poisson rate (Worsley 1986), corrected for the number of places and for bursts. The same test on the number of reporting sources (those of applications or interviews, of anybody) and on all other interviews says whether the visibility or the whole rose instead.',
    exposure:
      'Exposure is what others counted: remote postings, else postings, else applications, of the same quarter and sector, all countries. Without it a rise cannot be told from a growth of the market.',
    unseen:
      'How many identities there are in all is bounded from below by the bias-corrected Chao2 estimator (Chao 1987) over independent origins: the organizations in control of whoever first observed them.',
  }
}
