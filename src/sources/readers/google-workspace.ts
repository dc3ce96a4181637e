import type { Given } from '../given.ts'
import type { EvidenceRecord, Reader, ReadingContext, Translation } from '../reader.ts'
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
 * Google Workspace login activity: the Reports API of the Admin SDK, `activities.list` with
 * `applicationName=login`, as pages (`items`), as single activities, and as exploded logs with one event each
 * in `events`.
 *
 * Taken: `login_success`. Not taken, but counted: every other event by its name. `login_verification` and
 * `login_challenge` belong to a sign-in that is told by itself, `2sv_enroll` names no device, and
 * `suspicious_login` and `is_suspicious` are Google's suspicion, no sign of ours.
 *
 * An activity has no id of its own: its customer, application, time and qualifier together are one. Both forms
 * give the same, and the same event of one activity is one observation.
 */
export const googleWorkspace: Reader = {
  title: 'Google Workspace login activity',
  type: 'idp',
  form: 'json',
  recognises: (first) =>
    /^admin#reports#activit(y|ies)$/.test(first.text('kind') ?? '') ||
    (first.text('id.applicationName') !== undefined &&
      first.text('id.uniqueQualifier') !== undefined &&
      first.inside('actor') !== undefined),
  read: (given, context) => {
    if (!given.names().includes('items')) return readAlone(given, context, readActivity)
    given.skip('kind', 'etag')
    return readPage(given, context, { path: 'items', read: readActivity })
  },
}

const taken = 'login_success'

function readActivity(activity: Given, context: ReadingContext): Translation {
  const application = activity.needed('id.applicationName')
  if (application !== 'login') return notTaken(`applicationName ${application}`)
  const events = activity.list('events')
  const names = events.map((event) => event.text('name') ?? 'without a name')
  const others = names.filter((name) => name !== taken).map((name) => `event ${name}`)
  const successes = events.filter((event) => event.text('name') === taken)
  if (successes.length === 0) return notTaken(...(names.length === 0 ? ['no event'] : others))
  const suspicions = successes.some(isSuspicious) ? [`event ${taken} with is_suspicious`] : []
  const { record, notTaken: left } = readSeen(activity, context)
  return { records: [record], notTaken: [...others, ...suspicions, ...left] }
}

const isSuspicious = (event: Given): boolean =>
  event
    .list('parameters')
    .some(
      (parameter) =>
        parameter.text('name') === 'is_suspicious' &&
        (parameter.text('boolValue') ?? parameter.text('value'))?.toLowerCase() === 'true',
    )

function readSeen(
  activity: Given,
  context: ReadingContext,
): { readonly record: EvidenceRecord; readonly notTaken: readonly string[] } {
  const { ips, notTaken: inner } = addressOf(activity.text('ipAddress'))
  const emails = mailboxesOf(activity.text('actor.email'))
  const at = activity.moment('id.time') ?? activity.needed('id.time')
  const seen = {
    kind: 'sign_in',
    id: idOf(activity, at),
    at,
    domain: activity.text('ownerDomain'),
    subject: {
      ref: profileOf(activity) ?? emails[0] ?? activity.needed('actor.profileId'),
      emails,
      ips,
    },
    facts: {
      'ip.country': countryCodeIn(activity.text('networkInfo.regionCode')),
      'ip.asn': systemNumberOf(activity.texts('networkInfo.ipAsn')[0]),
    },
  } as const
  skipKnown(activity)
  return { record: observationOf(seen, context), notTaken: inner }
}

const idOf = (activity: Given, at: string): string =>
  [
    ...[activity.text('id.customerId') ?? 'customer', 'login', at],
    ...[activity.needed('id.uniqueQualifier'), taken],
  ].join('/')

/**
 * The account's id, of 21 digits. One that went through a double has kept 17 of them and ends in zeros: it names
 * many accounts. Of true ones, one in ten thousand looks so; that account goes by its address, every time.
 */
function profileOf(activity: Given): string | undefined {
  const id = activity.text('actor.profileId')
  return id !== undefined && /^\d+$/.test(id) && !id.endsWith('0000') ? id : undefined
}

/** Known, and no evidence; of events, the parameters that say how the password was asked for. */
function skipKnown(activity: Given): void {
  activity.skip('kind', 'etag', 'events', 'ownerDomain', 'actor.callerType', 'actor.key')
  activity.skip(
    'actor.profileId',
    'id.customerId',
    'networkInfo.subdivisionCode',
    'resourceDetails',
  )
}
