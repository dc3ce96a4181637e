import { targetOf } from '../documents/web-addresses.ts'
import type { EvidenceRecord } from '../reader.ts'
import { shownAccount } from './published.ts'

/** Reads a property of a cyber observable, be it of an object or of a pattern. */
export type Property = (name: string) => string | undefined

type Shows = (property: Property) => EvidenceRecord | undefined

const listed =
  (field: string): Shows =>
  (property) => {
    const value = property('value')
    return value === undefined ? undefined : { [field]: [value] }
  }

const accountOf =
  (kind: string, ...names: readonly string[]): Shows =>
  (property) => {
    const value = names.map(property).find((each) => each !== undefined)
    return value === undefined ? undefined : { accounts: [{ kind, value }] }
  }

/**
 * Cyber observables that identify somebody, by type: those of STIX 2.1 and, from `cryptocurrency-wallet` on, those that
 * OpenCTI adds. Domains, files, processes and the rest identify nobody.
 */
export const observables: Readonly<Record<string, Shows>> = {
  'email-addr': listed('emails'),
  'ipv4-addr': listed('ips'),
  'ipv6-addr': listed('ips'),
  'mac-addr': (property) => {
    const value = property('value')
    return value === undefined ? undefined : { devices: [{ kind: 'hardware', value }] }
  },
  'user-account': (property) => {
    const number = property('user_id')
    return shownAccount(property('account_type'), property('account_login') ?? number)
  },
  url: (property) => {
    const target = targetOf(property('value') ?? '')
    return target?.kind === 'handle' ? shownAccount(target.service, target.value) : undefined
  },
  'cryptocurrency-wallet': accountOf('wallet', 'value'),
  'bank-account': accountOf('bank', 'iban', 'account_number'),
  'phone-number': listed('phones'),
}

/** A name that the observable shows to others: used to link, never by itself. */
export const shownName = (property: Property): string | undefined => property('display_name')
