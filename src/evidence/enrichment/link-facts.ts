import { getDomain } from 'tldts'
import { isToken } from '../tokens.ts'
import type { DerivedFact } from './derived-fact.ts'
import type { SelectedObservation } from './selected-observation.ts'

/**
 * The registrable domains of what somebody links to (`links.domains`, a list, sorted), by the Public Suffix List:
 * `portfolio.jordan.example.co.uk` and `www.jordan.example.co.uk` are one holder's, two names under a host that lets
 * anybody have one are not. Of links in `claims.links` and of handles that are addresses of the web.
 */
export function openLinkFacts(dataSet: string) {
  return ({ subject, facts }: SelectedObservation): readonly DerivedFact[] => {
    if (Object.hasOwn(facts, 'links.domains')) return []
    const links = subject.claims?.['links']
    const handles = (subject.handles ?? []).map(({ value }) => value)
    const texts = [...(Array.isArray(links) ? links : []), ...handles]
    const domains = new Set(texts.flatMap((text) => domainOf(text) ?? []))
    if (domains.size === 0) return []
    return [{ name: 'links.domains', value: [...domains].sort(), dataSet }]
  }
}

function domainOf(text: unknown): string | undefined {
  if (typeof text !== 'string' || isToken(text) || !/^https?:\/\//i.test(text)) return undefined
  return getDomain(text, { allowPrivateDomains: true }) ?? undefined
}
