import type {
  DecisionOn,
  FindingExplanation,
  IdentityExplanation,
  ShownDecisions,
} from '../assessment/index.ts'
import type { HoldingTogether } from '../identities/index.ts'
import { enrichedText, publishedText, refsText, seenText } from './fact-text.ts'
import { showCount } from './terminal.ts'
import { showBits, togetherLines } from './together-text.ts'
import { wrapped } from './wrapped.ts'

/** Findings that are told one by one on each side; the rest are in the JSON. */
const shownFor = 8
const shownAgainst = 6

/** One identity, for whoever has to decide on it: what was seen, then what it amounts to. */
export function identityText(
  explanation: IdentityExplanation,
  decided: ShownDecisions,
  together: HoldingTogether,
): string {
  const { identity, part, status, findings } = explanation
  const of = (side: FindingExplanation['direction']) =>
    findings.filter(({ direction }) => direction === side)
  return [
    `${identity} · ${part} · ${status}`,
    ...wrapped(seenText(explanation.seen)),
    ...forLines(of('for')),
    ...againstLines(of('against')),
    ...contextLines(of('context')),
    '',
    ...judgementLines(explanation),
    '',
    'What would change the words',
    ...fragilityLines(explanation),
    '',
    'What the gate misses',
    ...missingLines('for “suspected”', explanation.missing),
    ...missingLines('for “assessed”', explanation.missingForAssessed),
    ...askingLines(explanation),
    '',
    'Decisions',
    ...decisionLines(explanation, decided),
    '',
    'Why it holds together',
    ...togetherLines(together, 'subject').flatMap((line) => wrapped(`  ${line}`, 6)),
    '',
    'A person decides. Nothing here is a verdict.',
  ].join('\n')
}

/** A line of a section: two spaces, and four more where it goes on. */
const item = (text: string): string[] => wrapped(`  ${text}`, 6)

function forLines(findings: readonly FindingExplanation[]): string[] {
  if (findings.length === 0) return ['', 'Nothing speaks for the scheme.']
  return [
    '',
    'What speaks for the scheme (bits against “genuine”)',
    ...sideLines(findings, shownFor, forText),
  ]
}

/** Its innocent explanations and its check stand beside every finding that counts. */
const forText = (finding: FindingExplanation): string =>
  `${finding.title} · ${noteText(finding)} · ${refsText(finding.observations)}${enrichedText(finding.enriched)}${publishedText(finding.published)}; ` +
  `may be innocent: ${finding.innocent.join('; ')}. Check: ${finding.check}`

function againstLines(findings: readonly FindingExplanation[]): string[] {
  if (findings.length === 0) return ['', 'Nothing speaks against it.']
  return [
    '',
    'What speaks against it: could have been seen, and was not',
    ...sideLines(findings, shownAgainst, (finding) => `${finding.title} · ${noteText(finding)}`),
  ]
}

/** The findings of one side that count, one by one; of the others, whose group has spoken, the titles. */
function sideLines(
  findings: readonly FindingExplanation[],
  most: number,
  textOf: (finding: FindingExplanation) => string,
): string[] {
  const counted = findings.filter((finding) => finding.counted)
  const silent = findings.filter((finding) => !finding.counted).map(({ title }) => title)
  return [
    ...counted
      .slice(0, most)
      .flatMap((finding) =>
        wrapped(`${showBits(finding.bits.genuine).padStart(7)}  ${textOf(finding)}`, 9),
      ),
    ...(counted.length > most ? [`  ${counted.length - most} more: --format json`] : []),
    ...(silent.length === 0 ? [] : item(`Not counted: ${titlesText(silent)}.`)),
  ]
}

/** Titles that are told in one line; the rest are in the JSON. */
const shownTitles = 4

function titlesText(titles: readonly string[]): string {
  const shown = titles.slice(0, shownTitles)
  const more = titles.length - shown.length
  return `${shown.join('; ')}${more > 0 ? `; ${more} more: --format json` : ''}`
}

function noteText({ group, grade, discount, told }: FindingExplanation): string {
  return [
    `${group}, grade ${grade}`,
    ...(told ? ['somebody’s word'] : []),
    ...(discount < 1 ? ['only a link to an assessed identity shows it'] : []),
  ].join(', ')
}

function contextLines(findings: readonly FindingExplanation[]): string[] {
  const seen = findings.filter(({ holds }) => holds).map(({ title }) => title)
  if (seen.length === 0) return []
  return ['', ...wrapped(`Context, weighing next to nothing: ${titlesText(seen)}.`, 2)]
}

/** `80–95 %`. */
const rangeText = ({ from, to }: IdentityExplanation['range']): string =>
  `${Math.round(from * 100)}–${Math.round(to * 100)} %`

/** A share with as many digits as say something; no line breaks before its sign. */
const finePercent = (share: number): string =>
  `${(share * 100).toFixed(share < 0.0995 || share > 0.9005 ? 2 : 0)}\u00a0%`

function judgementLines(explanation: IdentityExplanation): string[] {
  const { likelihood, range, confidence, hypotheses, prior, stale, strongest } = explanation
  const known = prior.population === 'reported' ? 'reported persons' : prior.population
  return [
    `How likely it belongs to the scheme: ${likelihood} (${rangeText(range)}).`,
    `Confidence in the evidence is ${confidence}${stale ? ', a step lower because nobody has seen it for two years' : ''}.`,
    ...wrapped(
      `Scheme ${finePercent(hypotheses.scheme)}, other fraud ${finePercent(hypotheses.other_fraud)}, ` +
        `genuine ${finePercent(hypotheses.genuine)}; before looking, of ${known}: ` +
        `${finePercent(prior.scheme)}, ${finePercent(prior.other_fraud)}, ${finePercent(prior.genuine)}.`,
    ),
    ...(strongest.for === null ? [] : wrapped(`Strongest for: ${strongest.for}`, 2)),
    ...(strongest.against === null ? [] : wrapped(`Strongest against: ${strongest.against}`, 2)),
  ]
}

function fragilityLines({ fragility, status }: IdentityExplanation): string[] {
  if (fragility.length === 0) return ['  No single group of findings.']
  const wasSuspected = status === 'suspected'
  return fragility.flatMap(({ group, findings, titles, likelihood, status: then }) => {
    const [first = '', ...rest] = titles
    const more = rest.length === 0 ? '' : ` and ${showCount(rest.length, 'other')}`
    const what = findings === 0 ? `what was not seen in ${group}` : group
    const consequence =
      wasSuspected && then !== 'suspected'
        ? ', and it would not be suspected'
        : !wasSuspected && then === 'suspected' && status === 'unassessed'
          ? ', and it would be suspected'
          : ''
    return item(`Without ${what} (“${first}”${more}): ${likelihood}${consequence}.`)
  })
}

const missingLines = (what: string, missing: readonly string[]): string[] =>
  item(`${what}: ${missing.length === 0 ? 'nothing' : missing.join('; ')}.`)

function askingLines({ worth_asking: worth, part }: IdentityExplanation): string[] {
  if (worth.length === 0) return []
  const whom = part === 'facilitator' ? 'everybody in its place' : 'every candidate of the role'
  return [
    '',
    `Not looked at yet, and worth asking of ${whom} (bits it is expected to tell)`,
    ...worth.flatMap(({ title, group, expected_bits: bits, check }) =>
      wrapped(`${bits.toFixed(1).padStart(7)}  ${title} · ${group} · ${check}`, 9),
    ),
  ]
}

function decisionLines(
  { attribution, status }: IdentityExplanation,
  { decisions, publication }: ShownDecisions,
): string[] {
  const who =
    attribution === null
      ? []
      : item(
          `Attributed to ${attribution.actor} (${attribution.basis}); confidence ${attribution.confidence}.`,
        )
  if (decisions.length === 0) return ['  Nobody has decided on it.', ...who]
  const published = publication.publishable
    ? '  Four eyes have seen it: it may be published.'
    : `  Not to be published; missing: ${publication.lacks.join('; ')}.`
  const news = decisions.some((each) => each.stands && each.status !== status)
    ? ['  What stands here holds from the next `ringer assess` on.']
    : []
  return [...decisions.flatMap(decisionItem), ...news, ...who, ...wrapped(published, 6)]
}

function decisionItem(each: DecisionOn): string[] {
  const { decision, status, author, organization, decided_at: at, reason } = each
  const by = organization === null ? author : `${author} of ${organization}`
  return item(
    `${decision}: “${status}”, by ${by} on ${at.slice(0, 10)}: ${reason?.replace(/\s+/g, ' ') ?? '(withheld)'} (${standing(each)})`,
  )
}

function standing({ stands, expired, expires_at: expires, contested_by: by }: DecisionOn): string {
  if (stands) return expires === null ? 'stands' : `stands until ${expires.slice(0, 10)}`
  if (by !== null) return `contested by decision ${by}`
  return expired ? 'expired' : 'does not stand'
}
