import { type EvidenceRecord, filledOrAbsent } from '../reader.ts'

/*
 * What turns the meaning of a published value (decision 0024): the publisher calls it harmless, wrong, expired or a
 * victim's, or is not sure of it. Both kinds of feeds say so in their own words; what follows is the same.
 */

/** Why a listed value accuses nobody. A victim's value also protects what is joined to it. */
export type Turn = 'false positive' | 'expired' | 'victim'

/** Words that a tag or label consists of, or ends in: `false-positive`, `type:victim`, `diamond-model:Victim`. */
const turningWords: Readonly<Record<Turn, ReadonlySet<string>>> = {
  'false positive': new Set([
    ...['false-positive', 'false-positives', 'fp', 'benign', 'known-good', 'legitimate'],
    ...['whitelist', 'whitelisted', 'allowlist', 'allowlisted', 'allow-listed'],
  ]),
  expired: new Set(['expired', 'outdated', 'obsolete', 'deprecated', 'no-longer-valid']),
  victim: new Set([
    ...[
      'victim',
      'victims',
      'victim-of-identity-theft',
      'identity-theft-victim',
      'stolen-identity',
    ],
    ...['impersonated', 'impersonated-person', 'real-holder', 'compromised-account'],
  ]),
}

/** Of the taxonomy `false-positive`, what says that a value is one; a low or medium risk says nothing. */
const statedFalsePositive = /^false-positive:(confirmed=true|risk=high)$/

/** What tags or labels say of the value that bears them; a victim goes before all else. */
export function turnOfTags(tags: readonly string[]): Turn | undefined {
  const turns = new Set(tags.map(turnOfTag))
  return (['victim', 'false positive', 'expired'] as const).find((turn) => turns.has(turn))
}

function turnOfTag(tag: string): Turn | undefined {
  const text = tag
    .trim()
    .toLowerCase()
    .replaceAll('"', '')
    .replace(/[\s_]+/g, '-')
  if (/^false-positives?:/.test(text))
    return statedFalsePositive.test(text) ? 'false positive' : undefined
  const last = text.split(/[:=]/).at(-1) ?? ''
  return (['victim', 'false positive', 'expired'] as const).find((turn) =>
    turningWords[turn].has(last),
  )
}

/** A comment is shown to people and stands in no condition; a report pasted into it is cut. */
const longestComment = 500

interface PublisherStatement {
  readonly comment?: string | undefined
  /** 0–100, in the words of STIX: up to 29 low, up to 69 medium. */
  readonly confidence?: number | undefined
  /** RFC 3339. */
  readonly validUntil?: string | undefined
}

/** The facts of a publication: what its publisher says of the value, for those who look and for `published`. */
export const publishedFacts = ({
  comment,
  confidence,
  validUntil,
}: PublisherStatement): EvidenceRecord =>
  filledOrAbsent({
    'published.comment': comment
      ?.replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, longestComment),
    'published.confidence': confidence,
    'published.valid_until': inUtc(validUntil),
  }) ?? {}

/** Undefined for a day that no calendar has. */
function inUtc(moment: string | undefined): string | undefined {
  const ms = Date.parse(moment ?? '')
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}

/** Below it, STIX calls confidence low (STIX 2.1, appendix A, scale None / Low / Med / High). */
export const mediumConfidence = 30

export const lowConfidence =
  'weight of a publication of low confidence (1–29): kept, and no finding rests on it'
