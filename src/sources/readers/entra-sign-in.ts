import type { Given } from '../given.ts'
import type { ReadingContext, Translation } from '../reader.ts'
import {
  addressOf,
  countryCodeIn,
  isPrivacyRelay,
  mailboxesOf,
  notTaken,
  observationOf,
  systemNumberOf,
} from './sign-in-logs.ts'

/** Categories of sign-ins that users make themselves, in the cloud or at the employer's own federation server. */
const interactive: readonly string[] = ['SignInLogs', 'ADFSSignInLogs']

/** One sign-in, in the envelope of diagnostic settings or by itself. */
export function readSignIn(entry: Given, context: ReadingContext): Translation {
  const category = entry.text('category')
  if (category !== undefined && !interactive.includes(category)) {
    return notTaken(`category ${category}`)
  }
  const enveloped = entry.inside('properties')
  const signIn = enveloped ?? entry
  signIn.needed('id')
  const refused = reasonAgainst(signIn, entry.text('resultType'))
  if (refused !== undefined) return notTaken(refused)
  if (enveloped !== undefined) skipEnvelope(entry)
  signIn.skip(...known)
  return readSeen(signIn, enveloped && entry, context)
}

/** Why a sign-in is none of a person, or none that succeeded; undefined where it is. */
function reasonAgainst(signIn: Given, resultType: string | undefined): string | undefined {
  if (signIn.text('isInteractive')?.toLowerCase() === 'false') return 'sign-in without the user'
  const types = signIn.texts('signInEventTypes')
  if (types.length > 0 && !types.includes('interactiveUser')) return `sign-in: ${types.join(', ')}`
  const isProgram = signIn.text('servicePrincipalId') !== undefined
  if (isProgram && identified(signIn, 'userId') === undefined) return 'sign-in of a program'
  const code = signIn.text('status.errorCode') ?? resultType
  if (code === undefined) return 'sign-in without a result'
  return code === '0' ? undefined : `sign-in with result ${code}`
}

function readSeen(
  signIn: Given,
  envelope: Given | undefined,
  context: ReadingContext,
): Translation {
  const ip = signIn.text('ipAddress') ?? envelope?.text('callerIpAddress')
  const { ips, notTaken: inner } = addressOf(ip)
  const typed = signIn.text('signInIdentifier')
  const emails = mailboxesOf(signIn.text('userPrincipalName'), typed)
  const isPhone = signIn.text('signInIdentifierType') === 'phoneNumber'
  const { facts, notTaken: alarms } = factsOf(signIn, envelope)
  const seen = {
    kind: 'sign_in',
    id: signIn.text('id') ?? '',
    at: momentOf(signIn, envelope),
    subject: {
      ref: identified(signIn, 'userId') ?? emails[0] ?? signIn.needed('userId'),
      name: signIn.text('userDisplayName'),
      emails,
      phones: isPhone ? [typed] : [],
      ips,
      devices: devicesOf(signIn),
    },
    facts,
  } as const
  return { records: [observationOf(seen, context)], notTaken: [...inner, ...alarms] }
}

const momentOf = (signIn: Given, envelope: Given | undefined): string =>
  signIn.moment('createdDateTime') ?? envelope?.moment('time') ?? signIn.needed('createdDateTime')

/** An id; one of zeros stands for none. */
function identified(signIn: Given, path: string): string | undefined {
  const id = signIn.text(path)
  return id === undefined || /^[0-]+$/.test(id) ? undefined : id
}

function devicesOf(signIn: Given): readonly object[] {
  const machine = identified(signIn, 'deviceDetail.deviceId')
  const phone = identified(signIn, 'authenticationAppDeviceDetails.deviceId')
  return [
    ...(machine === undefined ? [] : [{ kind: 'hardware', value: machine }]),
    ...(phone === undefined ? [] : [{ kind: 'mfa', value: phone }]),
  ]
}

/** `hidden` and `generic` stand for what the tenant's licence does not show. */
const sayNothing: readonly string[] = ['none', 'hidden', 'generic', '[]']

function factsOf(signIn: Given, envelope: Given | undefined) {
  const place = signIn.text('location.countryOrRegion') ?? envelope?.text('location')
  const country = countryCodeIn(place)
  const system = systemNumberOf(signIn.text('autonomousSystemNumber'))
  const risks = [...signIn.texts('riskEventTypes_v2'), ...signIn.texts('riskEventTypes')]
  const isAnonymised = risks.some((risk) => risk.includes('anonymizedIPAddress'))
  const isProxy = isAnonymised && !isPrivacyRelay({ system, names: [] })
  const facts = {
    'ip.country': country,
    'ip.asn': system,
    'ip.network': isProxy ? 'proxy' : undefined,
  }
  const others = risks.filter(
    (risk) => !sayNothing.includes(risk) && !/^\[?"?anonymized/.test(risk),
  )
  const alarms = [...new Set(others)].map((risk) => `risk event ${risk}`)
  const unknown = place !== undefined && country === undefined
  return {
    facts,
    notTaken: unknown ? [...alarms, `country "${place}", which ISO 3166-1 does not have`] : alarms,
  }
}

/** Said again in `properties`, or about the log and not the person. */
function skipEnvelope(entry: Given): void {
  entry.skip('time', 'resourceId', 'operationName', 'operationVersion', 'tenantId', 'identity')
  entry.skip('resultType', 'resultSignature', 'resultDescription', 'durationMs', 'correlationId')
  entry.skip('callerIpAddress', 'location', 'Level', 'level')
}

/** Documented, and no evidence: which application, by which policy, how much time it took. */
const known: readonly string[] = [
  ...['@odata.type', 'status', 'location', 'deviceDetail', 'authenticationAppDeviceDetails'],
  ...['userType', 'userAgent', 'clientAppUsed', 'correlationId', 'originalRequestId', 'appId'],
  ...['appDisplayName', 'resourceId', 'resourceDisplayName', 'resourceTenantId', 'homeTenantId'],
  ...['homeTenantName', 'tenantId', 'crossTenantAccessType', 'isTenantRestricted'],
  ...['appOwnerTenantId', 'resourceOwnerTenantId', 'resourceServicePrincipalId'],
  ...['servicePrincipalId', 'servicePrincipalName', 'servicePrincipalCredentialKeyId'],
  ...['servicePrincipalCredentialThumbprint', 'federatedCredentialId', 'clientCredentialType'],
  ...['conditionalAccessStatus', 'appliedConditionalAccessPolicies', 'appliedEventListeners'],
  ...['conditionalAccessAudiences', 'authenticationContextClassReferences'],
  ...['authenticationDetails', 'authenticationMethodsUsed', 'authenticationProcessingDetails'],
  ...['authenticationRequirement', 'authenticationRequirementPolicies', 'mfaDetail'],
  ...['authenticationProtocol', 'authenticationAppPolicyEvaluationDetails'],
  ...['networkLocationDetails', 'privateLinkDetails', 'globalSecureAccessIpAddress'],
  ...['isThroughGlobalSecureAccess', 'ipAddressFromResourceProvider', 'originalTransferMethod'],
  ...['riskDetail', 'riskLevelAggregated', 'riskLevelDuringSignIn', 'riskState', 'riskLevel'],
  ...['flaggedForReview', 'isInteractive', 'processingTimeInMilliseconds', 'sessionId'],
  ...['sessionLifetimePolicies', 'signInTokenProtectionStatus', 'tokenProtectionStatusDetails'],
  ...['appTokenProtectionStatus', 'tokenIssuerName', 'tokenIssuerType', 'incomingTokenType'],
  ...['uniqueTokenIdentifier', 'ssoExtensionVersion', 'rngcStatus', 'alternateSignInName'],
  ...['signInIdentifier', 'managedServiceIdentity', 'agent', 'userDisplayName'],
]
