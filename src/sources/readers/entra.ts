import type { Given } from '../given.ts'
import type { Reader, ReadingContext, Translation } from '../reader.ts'
import { readSignIn } from './entra-sign-in.ts'
import { isLogAnalytics, readLogAnalytics } from './entra-tables.ts'
import { readAlone, readPage } from './sign-in-logs.ts'

/**
 * Microsoft Entra ID sign-in logs, in four forms that hold the same `signIn` resource and give the same
 * observations: what diagnostic settings write (an envelope with `properties`, one a line or in `records`),
 * Graph `/auditLogs/signIns` v1.0 and beta (pages with `value`, or its items), the portal's JSON download, and
 * rows of the table `SigninLogs` of Log Analytics and Sentinel (`entra-tables.ts`, which also has the CSV forms).
 *
 * Taken: interactive sign-ins of users whose result is 0. Not taken, but counted: failures by their code,
 * sign-ins of programs, and those that a client makes without the user (`NonInteractiveUserSignInLogs`): nobody
 * was there, and the address is often Microsoft's own.
 *
 * - `deviceDetail.deviceId` is the registration of a machine (`hardware`), `authenticationAppDeviceDetails.deviceId`
 *   that of the phone with the authenticator (`mfa`).
 * - The risk event `anonymizedIPAddress` says that the address is Tor or an anonymising VPN, not which. It is
 *   written as `proxy`, the word that claims least, unless it may be a privacy relay. Other risk events are
 *   counted: `impossible_travel` of the catalogue asks for three times without a tunnel, on purpose more than
 *   one alarm of a vendor.
 * - `networkLocationDetails` says which places the employer trusts, which may be a country or its own tunnel:
 *   nothing is written of it.
 */
export const entra: Reader = {
  title: 'Entra ID sign-in logs',
  type: 'idp',
  form: 'json',
  recognises: (first) =>
    isEntry(first) ||
    (first.text('@odata.context') ?? '').includes('auditLogs/signIns') ||
    [...first.list('value'), ...first.list('records')].slice(0, 1).some(isEntry),
  read: (given, context) => {
    const names = given.names()
    given.skip('@odata.context', '@odata.count', '@microsoft.graph.tips')
    if (names.includes('records')) return readPage(given, context, { path: 'records', read })
    if (names.includes('value')) return readPage(given, context, { path: 'value', read })
    return readAlone(given, context, read)
  },
}

const isEntry = (entry: Given): boolean =>
  isEnvelope(entry) || isSignIn(entry) || isLogAnalytics(entry)

const read = (entry: Given, context: ReadingContext): Translation =>
  isLogAnalytics(entry) ? readLogAnalytics(entry, context) : readSignIn(entry, context)

const isEnvelope = (entry: Given): boolean =>
  entry.text('operationName') !== undefined &&
  entry.inside('properties') !== undefined &&
  (/SignInLogs$/.test(entry.text('category') ?? '') ||
    /microsoft\.aadiam/i.test(entry.text('resourceId') ?? ''))

const isSignIn = (entry: Given): boolean =>
  entry.text('createdDateTime') !== undefined &&
  entry.names().includes('userId') &&
  entry.inside('status') !== undefined
