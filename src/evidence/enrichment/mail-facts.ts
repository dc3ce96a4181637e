import { disposableEmailBlocklist } from 'disposable-email-domains-js'
import { getDomain } from 'tldts'
import { Problem } from '../../problem.ts'
import { isToken } from '../tokens.ts'
import { type DataSet, dataSetText } from './data-sets.ts'
import { agreed, type DerivedFact } from './derived-fact.ts'
import { readWhole } from './range-file.ts'
import type { SelectedObservation } from './selected-observation.ts'

/** A list of domains of disposable mailboxes, which is read when it is first asked. */
export interface DomainSet {
  readonly set: DataSet
  readonly domains: () => ReadonlySet<string>
}

/**
 * Whether the mailboxes of an observation are disposable: only ever `true`. No list is complete, so a domain
 * that is on none was not observed to be anything.
 */
export function openMailFacts(domainSets: readonly DomainSet[]) {
  const factsOfMail = (mail: string): readonly DerivedFact[] => {
    if (isToken(mail)) return []
    const host = mail.slice(mail.lastIndexOf('@') + 1)
    const listed = domainSets.find(({ domains }) => isListed(host, domains()))
    if (listed === undefined) return []
    return [{ name: 'email.disposable', value: true, dataSet: dataSetText(listed.set) }]
  }
  return ({ facts, valuesOf }: SelectedObservation): readonly DerivedFact[] => {
    const emails = valuesOf('email')
    if (emails.length === 0 || Object.hasOwn(facts, 'email.disposable')) return []
    return agreed(emails.map(factsOfMail))
  }
}

/** A host or a domain above it, up to the one that somebody registered: beyond it are strangers. */
function isListed(host: string, domains: ReadonlySet<string>): boolean {
  if (domains.has(host)) return true
  const labels = host.split('.')
  if (labels.length < 3) return false
  const registered =
    getDomain(host, { allowPrivateDomains: true })?.split('.').length ?? labels.length
  for (let drop = 1; labels.length - drop >= registered; drop += 1) {
    if (domains.has(labels.slice(drop).join('.'))) return true
  }
  return false
}

/** The domains of a data set: a file with one a line, or the list that comes with the program. */
export function readDomains({ files: [file] }: DataSet): ReadonlySet<string> {
  if (file === undefined) return new Set(disposableEmailBlocklist())
  const domains = new Set<string>()
  for (const [at, line] of readWhole(file).toString('utf8').split('\n').entries()) {
    const domain = line
      .replace(/^\uFEFF/, '')
      .replace(/#.*$/s, '')
      .trim()
      .toLowerCase()
    if (domain === '') continue
    if (!/^[^\s@/*.]+(\.[^\s@/*.]+)+$/.test(domain)) {
      throw new Problem(
        'invalid',
        `${file}:${at + 1}: ${JSON.stringify(domain.slice(0, 60))} is no domain`,
      )
    }
    domains.add(domain)
  }
  return domains
}
