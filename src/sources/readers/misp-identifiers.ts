import { targetOf } from '../documents/web-addresses.ts'
import type { EvidenceRecord } from '../reader.ts'
import { shownAccount } from './published.ts'

/** What a value shows, given the service that its object names. */
export type Shows = (value: string, service?: string) => EvidenceRecord | undefined

const name: Shows = (value) => ({ name: value })
const email: Shows = (value) => ({ emails: [value] })
const phone: Shows = (value) => ({ phones: [value] })
/** `203.0.113.5|443` is an address with a port. */
const ip: Shows = (value) => ({ ips: [value.split('|')[0] ?? value] })
const wallet: Shows = (value) => ({ accounts: [{ kind: 'wallet', value }] })
const bank: Shows = (value) => ({ accounts: [{ kind: 'bank', value }] })
const hardware: Shows = (value) => ({ devices: [{ kind: 'hardware', value }] })
const serial: Shows = (value) => ({ devices: [{ kind: 'serial', value }] })
const home: Shows = (value) => ({ addresses: [{ kind: 'home', text: value }] })
const account: Shows = (value, service) => shownAccount(service, value)
const accountAt =
  (service: string): Shows =>
  (value) =>
    shownAccount(service, value)
/** The address of a profile; of a service that is not known, only with its name. */
const profile: Shows = (value, service) => {
  const target = targetOf(value)
  return target?.kind === 'handle'
    ? shownAccount(target.service, target.value)
    : shownAccount(service, value)
}
/** Like `profile`, where an account's other links are not its own. */
const knownProfile: Shows = (value) => profile(value)

/** Types of attributes that identify somebody by themselves. Recipients (`email-dst`, `ip-dst`) may be victims. */
export const attributeTypes: Readonly<Record<string, Shows>> = {
  btc: wallet,
  dash: wallet,
  xmr: wallet,
  'bank-account-nr': bank,
  iban: bank,
  email: email,
  'email-reply-to': email,
  'email-src': email,
  'github-username': accountAt('github'),
  'ip-src': ip,
  'ip-src|port': ip,
  'jabber-id': accountAt('xmpp'),
  'mac-address': hardware,
  'phone-number': phone,
  'twitter-id': accountAt('x'),
}

interface Presents {
  /** By `object_relation`. */
  readonly shows: Readonly<Record<string, Shows>>
  /** The relation that names the account's service. */
  readonly service?: string
  /** Relations that count only where the other is not given: a number beside the account's name. */
  readonly instead?: Readonly<Record<string, string>>
}

/**
 * Objects that present a person or an account, by name, with the relations that identify. Whom an account
 * follows, what a person was born as and whatever else is not here is not read.
 */
export const presentingObjects: Readonly<Record<string, Presents>> = {
  person: {
    shows: {
      address: home,
      alias: name,
      'e-mail': email,
      'full-name': name,
      'ip-src': ip,
      'phone-number': phone,
    },
  },
  'user-account': {
    service: 'account-type',
    instead: { 'user-id': 'username' },
    shows: {
      'display-name': name,
      email: email,
      link: knownProfile,
      'user-id': account,
      username: account,
    },
  },
  impersonation: {
    service: 'type-of-account',
    shows: { 'account-name': account, 'account-url': profile },
  },
  'github-user': {
    shows: {
      twitter_username: accountAt('x'),
      'user-fullname': name,
      username: accountAt('github'),
    },
  },
  'gitlab-user': { shows: { name: name, username: accountAt('gitlab') } },
  'google-account': {
    shows: {
      'alternate-e-mails': email,
      'contact-e-mail': email,
      'creation-ip': ip,
      'e-mail': email,
      'login-ip': ip,
      name: name,
      'recovery-e-mail': email,
      'recovery-sms': phone,
    },
  },
  'telegram-account': {
    instead: { id: 'username' },
    shows: { id: accountAt('telegram'), phone: phone, username: accountAt('telegram') },
  },
  'twitter-account': {
    instead: { id: 'name' },
    shows: { 'displayed-name': name, id: accountAt('x'), name: accountAt('x') },
  },
  'facebook-account': {
    shows: { 'account-id': accountAt('facebook'), link: knownProfile, url: knownProfile },
  },
  'instagram-account': { shows: { 'account-name': accountAt('instagram') } },
  'keybase-account': {
    shows: { emails: email, full_name: name, username: accountAt('keybase') },
  },
  'parler-account': { shows: { 'account-name': accountAt('parler') } },
  'reddit-account': { shows: { 'account-name': accountAt('reddit') } },
  phone: { shows: { imei: hardware, msisdn: phone, 'serial-number': serial } },
  'phone-number': { shows: { 'phone-number': phone } },
  device: { shows: { 'MAC-address': hardware, 'ip-address': ip } },
  'bank-account': { shows: { account: bank, iban: bank } },
  'btc-wallet': { shows: { 'wallet-address': wallet } },
  'coin-address': { shows: { address: wallet, 'address-crypto': wallet, 'address-xmr': wallet } },
}

/** Relations that are never looked at, also not to be counted: they are no evidence, and say who somebody is. */
export const neverRead: ReadonlySet<string> = new Set([
  ...['nationality', 'date-of-birth', 'place-of-birth', 'gender', 'mothers-name', 'portrait'],
  ...['passport-country', 'passport-number', 'passport-creation', 'passport-expiration'],
  ...['birth-certificate-number', 'identity-card-number', 'social-security-number', 'dni'],
  ...['nie', 'nif', 'redress-number', 'first-name', 'middle-name', 'last-name', 'first_name'],
  ...['last_name', 'title', 'password', 'real-name', 'user-avatar', 'profile-image'],
])

/** Roles of a `person` who is not the one presented: whose identity is used, who was aimed at, who told. */
export const realRoles: ReadonlySet<string> = new Set([
  ...['victim', 'target', 'impersonated', 'witness', 'source', 'informant'],
])

/** Objects that describe a victim; all types that begin with `target-` do. */
export const victimObjects: ReadonlySet<string> = new Set(['victim', 'employee', 'target-system'])
