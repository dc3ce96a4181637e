import { hash } from 'node:crypto'
import type { Given } from '../given.ts'
import type { Reader, ReadingContext, Translation } from '../reader.ts'
import {
  addressOf,
  countryCodeIn,
  mailboxesOf,
  notTaken,
  observationOf,
  readAlone,
  readPage,
  systemNumberOf,
} from './sign-in-logs.ts'

/**
 * OCSF, class Authentication (3002), versions 1.0 to 1.9 of the schema: an array, one event a line, or events
 * within `events` or `records`.
 *
 * Taken: activity 1 (Logon) with status 1 (Success) of a person. Not taken, but counted: other classes by
 * `class_uid`, other activities (tickets of Kerberos are asked for by machines), other statuses, accounts of
 * the system or of a service. The schema has no word for a proxy or a VPN on the way, so `ip.network` stays
 * unsaid; `intermediate_ips` and `proxy_endpoint` are not the person's.
 */
export const ocsf: Reader = {
  title: 'OCSF Authentication (3002)',
  type: 'idp',
  form: 'json',
  recognises: (first) =>
    isEvent(first) || [...first.list('events'), ...first.list('records')].slice(0, 1).some(isEvent),
  read: (given, context) => {
    const path = ['events', 'records'].find((name) => given.names().includes(name))
    if (path === undefined || classOf(given) !== undefined) {
      return readAlone(given, context, readEvent)
    }
    return readPage(given, context, { path, read: readEvent })
  },
}

const isEvent = (event: Given): boolean =>
  classOf(event) !== undefined && event.inside('metadata') !== undefined

/** `class_uid`, or what `type_uid` says of it: it is the class times 100 and the activity. */
function classOf(event: Given): string | undefined {
  const type = event.text('type_uid')
  return event.text('class_uid') ?? (type && /^\d{6}$/.test(type) ? type.slice(0, -2) : undefined)
}

const activities: Readonly<Record<string, string>> = {
  '0': 'unknown',
  '2': 'log-off',
  '3': 'authentication ticket',
  '4': 'service ticket',
  '5': 'service ticket renewed',
  '6': 'pre-authentication',
  '7': 'account switch',
}

/** `user.type_id` of accounts that are nobody's. */
const machineAccounts: readonly string[] = ['3', '4']

function readEvent(event: Given, context: ReadingContext): Translation {
  const classUid = classOf(event) ?? event.needed('class_uid')
  if (classUid !== '3002') return notTaken(`class_uid ${classUid}`)
  const activity = event.text('activity_id') ?? event.text('type_uid')?.slice(-1) ?? '0'
  if (activity !== '1') {
    return notTaken(`activity_id ${activity} (${activities[activity] ?? 'other'})`)
  }
  const status = event.text('status_id') ?? event.text('status') ?? 'unknown'
  if (!/^(1|success)$/i.test(status)) return notTaken(`log-on with status ${status}`)
  const type = event.text('user.type_id') ?? '1'
  if (machineAccounts.includes(type)) return notTaken(`log-on of an account of type ${type}`)
  return readSeen(event, context)
}

function readSeen(event: Given, context: ReadingContext): Translation {
  const ip = event.text('src_endpoint.ip')
  const { ips, notTaken: inner } = addressOf(ip)
  const factors = event.list('auth_factors')
  const emails = mailboxesOf(
    ...[event.text('user.email_addr'), event.text('user.name')],
    ...event.texts('user.ldap_person.email_addrs'),
    ...factors.map((factor) => factor.text('email_addr')),
  )
  const login = event.text('user.name')
  const ref = event.text('user.uid') ?? emails[0] ?? login ?? event.needed('user.uid')
  const at = momentOf(event)
  const seen = {
    kind: 'sign_in',
    id: idOf(event) ?? `logon/${hash('sha256', JSON.stringify([ref, at, ip]))}`,
    at,
    subject: {
      ref,
      name: event.text('user.full_name') ?? event.text('user.display_name'),
      emails,
      phones: phonesOf(event, factors),
      ips,
      devices: devicesOf(event, factors),
    },
    facts: {
      'ip.country': countryCodeIn(event.text('src_endpoint.location.country')),
      'ip.asn': systemNumberOf(event.text('src_endpoint.autonomous_system.number')),
    },
  } as const
  skipKnown(event)
  return { records: [observationOf(seen, context)], notTaken: inner }
}

/**
 * The product's own id of the event. Without one, who, when and from where make it the same each time; hashed,
 * because an id outlives the erasure of what it was made from.
 */
const idOf = (event: Given): string | undefined =>
  event.text('metadata.uid') ?? event.text('metadata.original_event_uid')

/** Milliseconds since 1970, or the text of the profile `datetime`. */
const momentOf = (event: Given): string =>
  event.moment('time') ?? event.moment('time_dt') ?? event.needed('time')

function phonesOf(event: Given, factors: readonly Given[]): readonly string[] {
  const phones = [
    event.text('user.phone_number'),
    event.text('user.ldap_person.phone_number'),
    ...factors.map((factor) => factor.text('phone_number')),
  ]
  return [...new Set(phones.filter((phone) => phone !== undefined))]
}

function devicesOf(event: Given, factors: readonly Given[]): readonly object[] {
  const prints = [
    ...event.texts('device.fingerprints'),
    ...event.texts('src_endpoint.fingerprints'),
  ]
  const found: readonly (readonly [string, string | undefined])[] = [
    ['hardware', event.text('device.uid')],
    ['serial', event.text('device.hw_info.serial_number')],
    ...factors.map((factor) => ['mfa', factor.text('device.uid')] as const),
    ...[...new Set(prints)].map((print) => ['fingerprint', print] as const),
  ]
  return found.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]))
}

/** Known, and no evidence: how the event is classed, where it was sent, what else the product wrote beside it. */
function skipKnown(event: Given): void {
  event.skip(
    'class_uid',
    'class_name',
    'category_uid',
    'category_name',
    'activity_name',
    'type_name',
  )
  event.skip(
    'type_uid',
    'severity',
    'severity_id',
    'status',
    'status_id',
    'status_code',
    'status_detail',
  )
  event.skip(
    'message',
    'metadata',
    'count',
    'duration',
    'start_time',
    'end_time',
    'timezone_offset',
  )
  event.skip('time_dt', 'start_time_dt', 'end_time_dt', 'raw_data', 'raw_data_hash', 'observables')
  event.skip('unmapped', 'enrichments', 'cloud', 'api', 'osint', 'actor', 'service', 'dst_endpoint')
  event.skip(
    'http_request',
    'session',
    'certificate',
    'logon_process',
    'logon_type',
    'logon_type_id',
  )
  event.skip('auth_protocol', 'auth_protocol_id', 'authentication_token', 'is_cleartext', 'is_mfa')
  event.skip('is_new_logon', 'is_remote', 'auth_factors', 'device', 'action', 'action_id')
  event.skip('disposition', 'disposition_id', 'src_endpoint', 'user')
}
