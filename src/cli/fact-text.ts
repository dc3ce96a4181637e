import type { FindingExplanation, ObservationRef, Seen } from '../assessment/index.ts'
import { showCount, showNumber } from './terminal.ts'

/** `12 applications, 3 interviews`. */
export const eventsText = (events: Seen['events']): string =>
  events.map(({ kind, count }) => showCount(count, kindNouns[kind] ?? kind)).join(', ')

/** Kinds of events as things that can be counted. */
const kindNouns: Readonly<Record<string, string>> = {
  employment: 'employment event',
  device: 'device report',
  sign_in: 'sign-in',
  payment: 'payout account',
}

/** What was seen of an identity at all: one sentence. */
export function seenText(seen: Seen): string {
  const { first_seen: first, last_seen: last } = seen
  const days = [first, last].map((at) => at.slice(0, 10))
  const span = days[0] === days[1] ? `on ${days[0]}` : `from ${days.join(' to ')}`
  const at = seen.organizations === 0 ? '' : `, ${showCount(seen.organizations, 'organization')}`
  const records = `${showCount(seen.subjects, 'record')} of ${showCount(seen.sources, 'source')}`
  return `${records}${at}: ${eventsText(seen.events)}, ${span}.`
}

/** What publishers say of the values that they list. */
export const publishedText = (published: FindingExplanation['published']): string =>
  published
    .map(({ source, id, comment, confidence, valid_until: until }) => {
      const said = [
        ...(comment === null ? [] : [`“${comment}”`]),
        ...(confidence === null ? [] : [`confidence ${confidence} of 100`]),
        ...(until === null ? [] : [`valid until ${until.slice(0, 10)}`]),
      ]
      return said.length === 0 ? '' : ` · ${source}/${id} says: ${said.join(', ')}`
    })
    .join('')

/** ` · ip.network hosting (by asn 2026-06-17)`: which of what shows a finding no source said. */
export const enrichedText = (enriched: FindingExplanation['enriched']): string =>
  enriched.map(({ fact, value, data_set }) => ` · ${fact} ${value} (by ${data_set})`).join('')

/** `acme-ats/app-1 (application, 2024-03-18) and 3 more`; at most so many are named. */
export function refsText(observations: readonly ObservationRef[], shown = 1): string {
  const named = observations
    .slice(0, shown)
    .map(({ source, id, kind, at }) => `${source}/${id} (${kind}, ${at.slice(0, 10)})`)
  const more = observations.length - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${showNumber(more)} more` : ''}`
}
