import type { Given } from '../given.ts'
import type { Reader, ReadingContext, Translation } from '../reader.ts'
import { productName } from './product-names.ts'
import {
  addressOf,
  countryCodeIn,
  isPrivacyRelay,
  mailboxesOf,
  notTaken,
  observationOf,
  readAlone,
  readPage,
  type SeenAccount,
  systemNumberOf,
} from './sign-in-logs.ts'

/**
 * Okta System Log: LogEvent of `GET /api/v1/logs`, as an array or one a line, and deliveries of event hooks
 * (`data.events`), after Okta's reference of the System Log API and of its event types.
 *
 * Taken: successful authentications by the person, and enrolments of a factor or device by its user.
 * Not taken, but counted: everything else, and authentications whose client is a server (RADIUS, directory
 * agents, Office's rich client): the address is that server's. A deleted account ends a job and withdraws
 * nothing: it is no wish to be forgotten.
 *
 * - `device.id` is the id of a machine that is registered with Okta Verify, whoever uses it: `hardware`, as
 *   `device.uid` of OCSF and `deviceDetail.deviceId` of Entra are. The id of a factor's enrolment is not taken: Okta makes one for each user, it can never be shared, and that nobody shares it
 *   would count as evidence.
 * - `dtHash` (hash of the cookie DT, one for each browser) is a fingerprint. `deviceFingerprint` is not taken: it is one
 *   hash for all browsers of one make, and an employer's laptops are of one make; five that were handed out
 *   together would be one device of five people.
 * - A push that is answered in Okta Verify is answered on the telephone, and the client may be that: it is a report
 *   of a `device`, not a second place of the sign-in, which has events of its own. A telephone that roams would
 *   otherwise travel impossibly with every journey.
 * - `debugContext.debugData.tunnels` is a list of services in a JSON text (`operator`, `type`, `anonymous`), as
 *   public parsers of the log read it; the reference names the field and not its form. An anonymous one is written as
 *   `ip.network` with `vpn.product`, and linkage leaves such an address out. All else under `debugContext` is named.
 * - `isProxy` is "from a known proxy": true is a proxy, unless it may be a privacy relay. False only says that
 *   the address is on no list, which is no observation, so nothing is written.
 */
export const okta: Reader = {
  title: 'Okta System Log',
  type: 'idp',
  form: 'json',
  recognises: (first) =>
    first.text('eventType') === eventHook ||
    (first.text('eventType') !== undefined &&
      first.text('published') !== undefined &&
      first.inside('actor') !== undefined),
  read: (given, context) => {
    if (given.text('eventType') !== eventHook) return readAlone(given, context, readEvent)
    given.skip('eventTypeVersion', 'cloudEventsVersion', 'contentType', 'eventId', 'eventTime')
    given.skip('source', 'data.schemaVersion')
    return readPage(given, context, { path: 'data.events', read: readEvent })
  },
}

const eventHook = 'com.okta.event_hook'

/** Events in which the person themselves, or their device, is at the client. */
const kinds: ReadonlyMap<string, SeenAccount['kind']> = new Map([
  ['user.session.start', 'sign_in'],
  ['user.authentication.sso', 'sign_in'],
  ['user.authentication.verify', 'sign_in'],
  ['user.authentication.auth_via_mfa', 'sign_in'],
  ['user.authentication.auth_via_webauthn', 'sign_in'],
  ['user.authentication.auth_via_IDP', 'sign_in'],
  ['user.authentication.auth_via_inbound_SAML', 'sign_in'],
  ['user.authentication.auth_via_social', 'sign_in'],
  ['user.mfa.factor.activate', 'device'],
  ['device.enrollment.create', 'device'],
  ['device.user.add', 'device'],
])

function readEvent(event: Given, context: ReadingContext): Translation {
  const eventType = event.needed('eventType')
  const kind = kindOf(event, eventType)
  if (kind === undefined) return notTaken(`eventType ${eventType}`)
  const result = event.text('outcome.result') ?? 'unknown'
  if (result !== 'SUCCESS') return notTaken(`eventType ${eventType} with outcome ${result}`)
  const actor = event.text('actor.type') ?? 'User'
  if (actor !== 'User') return notTaken(`eventType ${eventType} by an actor of type ${actor}`)
  if (isForAnother(event)) return notTaken(`eventType ${eventType} by one user for another`)
  const devices = devicesOf(event, kind)
  if (kind === 'device' && devices.length === 0) {
    return notTaken(`eventType ${eventType} that names no device`)
  }
  return readSeen(event, context, { kind, devices })
}

const answeredOnPhone = 'OKTA_VERIFY_PUSH'

const kindOf = (event: Given, eventType: string): SeenAccount['kind'] | undefined =>
  stated(event, 'debugContext.debugData.factor') === answeredOnPhone
    ? kinds.get(eventType) && 'device'
    : kinds.get(eventType)

/** An administrator who sets up somebody's factor sits at their own client. */
const isForAnother = (event: Given): boolean =>
  event
    .list('target')
    .some(
      (target) => target.text('type') === 'User' && target.text('id') !== event.text('actor.id'),
    )

interface SeenDevices {
  readonly kind: SeenAccount['kind']
  readonly devices: readonly object[]
}

function readSeen(
  event: Given,
  context: ReadingContext,
  { kind, devices }: SeenDevices,
): Translation {
  const { ips, notTaken: inner } = addressOf(stated(event, 'client.ipAddress'))
  const { facts, notTaken: places } = factsOf(event)
  const login = stated(event, 'actor.alternateId')
  const seen: SeenAccount = {
    kind,
    id: event.needed('uuid'),
    at: event.moment('published') ?? event.needed('published'),
    subject: {
      ref: stated(event, 'actor.id') ?? login ?? event.needed('actor.id'),
      name: stated(event, 'actor.displayName'),
      emails: mailboxesOf(login),
      ips,
      devices,
    },
    facts,
  }
  skipKnown(event)
  return {
    records: [observationOf(seen, context)],
    notTaken: [...inner, ...places, ...suspicions(event)],
  }
}

/** Okta writes `unknown` and the text `null` for what it does not know. */
function stated(event: Given, path: string): string | undefined {
  const text = event.text(path)
  return text === undefined || /^(null|unknown)$/i.test(text) ? undefined : text
}

function devicesOf(event: Given, kind: SeenAccount['kind']): readonly object[] {
  const enrolled =
    kind === 'device'
      ? event.list('target').filter((target) => target.text('type') === 'Device')
      : []
  const machines = [stated(event, 'device.id'), ...enrolled.map((each) => stated(each, 'id'))]
  const browsers = browserTokens.map((name) => stated(event, `debugContext.debugData.${name}`))
  return [...devices('hardware', machines), ...devices('fingerprint', browsers)]
}

/** The hash of the device token, which is a cookie of one browser. */
const browserTokens = ['dtHash', 'deviceTokenHash'] as const

const devices = (kind: string, values: readonly (string | undefined)[]): readonly object[] =>
  [...new Set(values)].flatMap((value) => (value === undefined ? [] : [{ kind, value }]))

function factsOf(event: Given) {
  const named = stated(event, 'client.geographicalContext.country')
  const country = countryCodeIn(named)
  const system = systemNumberOf(event.text('securityContext.asNumber'))
  const tunnels = event.embedded('debugContext.debugData.tunnels')
  const services = servicesOf(event, tunnels ?? [])
  const facts = { 'ip.country': country, 'ip.asn': system, ...networkOf(event, system, services) }
  const isUnknown = named !== undefined && country === undefined
  return {
    facts,
    notTaken: [
      ...(isUnknown ? [`country "${named}", which ISO 3166-1 does not have`] : []),
      ...(tunnels === undefined ? ['debugContext.debugData.tunnels that is no list'] : []),
      ...services
        .filter(({ isAnonymous }) => !isAnonymous)
        .map(() => 'service at the address that is not anonymous'),
    ],
  }
}

const networkWords = ['vpn', 'tor', 'proxy'] as const

interface AddressService {
  readonly operator: string | undefined
  readonly type: string
  readonly isAnonymous: boolean
}

/**
 * The services that use the client's address: `tunnels`, and in newer records `ipServiceCategories` (operator, type,
 * isAnonymous; as public clients of the API read them, the reference does not have them yet).
 */
function servicesOf(event: Given, tunnels: readonly Given[]): readonly AddressService[] {
  const categories = event.list('securityContext.ipDetails.ipServiceCategories')
  const all = [
    ...tunnels.map((service) => ({ service, anonymous: service.text('anonymous') })),
    ...categories.map((service) => ({ service, anonymous: service.text('isAnonymous') })),
  ]
  return all.map(({ service, anonymous }) => ({
    operator: service.text('operator'),
    type: service.text('type') ?? '',
    isAnonymous: isTrue(anonymous),
  }))
}

/**
 * Only an anonymous service counts: the others are employers' own tunnels. An operator that is a relay ends it.
 */
function networkOf(event: Given, system: number | undefined, all: readonly AddressService[]) {
  const services = all.filter(({ isAnonymous }) => isAnonymous)
  const names = ['asOrg', 'isp'].map((name) => event.text(`securityContext.${name}`))
  const isProxy = isTrue(event.text('securityContext.isProxy'))
  if (services.some(({ operator }) => /relay/i.test(operator ?? ''))) return {}
  for (const network of networkWords) {
    const service = services.find(({ type }) => networkWord(type) === network)
    if (service === undefined) continue
    return {
      'ip.network': network,
      'vpn.product': network === 'vpn' ? productName(service.operator) : undefined,
    }
  }
  return isProxy && !isPrivacyRelay({ system, names }) ? { 'ip.network': 'proxy' } : {}
}

const networkWord = (type: string): string | undefined =>
  networkWords.find((word) => type.toLowerCase().includes(word))

/** Truths come as such and as text. */
const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === 'true'

/** Okta's own suspicion of an address is no sign of ours; that there was one is counted. */
const suspicions = (event: Given): readonly string[] =>
  isTrue(event.text('debugContext.debugData.threatSuspected'))
    ? ['debugContext.debugData.threatSuspected: true']
    : []

/** Known, and no evidence: places finer than a country, proxies on the way, what the event is called. */
function skipKnown(event: Given): void {
  event.skip('version', 'severity', 'legacyEventType', 'displayMessage', 'outcome.reason', 'target')
  event.skip('actor.detailEntry', 'client.userAgent', 'client.zone', 'client.device', 'client.id')
  event.skip('client.geographicalContext', 'request', 'transaction', 'authenticationContext')
  event.skip('device', 'securityContext.domain', 'securityContext.userBehaviors')
  event.skip('securityContext.ipDetails', 'securityContext.risk')
}
