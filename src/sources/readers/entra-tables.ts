import { type Given, givenOf } from '../given.ts'
import { isObject } from '../given-values.ts'
import { parseJson } from '../parse-json.ts'
import type { Reader, ReadingContext, Translation } from '../reader.ts'
import { readSignIn } from './entra-sign-in.ts'
import { readAlone } from './sign-in-logs.ts'

/*
 * Sign-ins of Entra ID as tables name them: the table `SigninLogs` of Log Analytics and Microsoft Sentinel (columns with a
 * capital, objects as JSON texts), written from Microsoft's reference of that table, and the CSV that the Entra portal
 * downloads, from its documented columns. A row becomes the `signIn` resource again, so that the same sign-in is the
 * same observation in every form.
 */

/** Whether a record has columns of `SigninLogs`, or of the tables beside it that hold other sign-ins. */
export function isLogAnalytics(record: Given): boolean {
  const names = new Set(record.names().map(bareColumn))
  const isTimed = names.has('TimeGenerated') || names.has('CreatedDateTime')
  const isOfUser = names.has('UserPrincipalName') || names.has('UserId')
  return isTimed && isOfUser && (names.has('ResultType') || names.has('Status'))
}

/** A row of `SigninLogs`. The tables of other sign-ins are told apart by `Category` or `Type`. */
export function readLogAnalytics(row: Given, context: ReadingContext): Translation {
  const columns = Object.entries(row.raw()).map(([name, value]) => ({
    name,
    field: fieldOf(name),
    value,
  }))
  const fields = Object.fromEntries(columns.map(({ field, value }) => [field, parsedCell(value)]))
  const { location, locationDetails, type, category, createdDateTime, timeGenerated, ...rest } =
    fields
  const signIn = givenOf({
    ...rest,
    location: isObject(locationDetails) ? locationDetails : { countryOrRegion: location },
    category: category ?? categories.get(String(type ?? '').toLowerCase()),
    createdDateTime: inUtc(createdDateTime ?? timeGenerated),
  })
  signIn.skip(...plainColumns)
  const { records, notTaken = [] } = readSignIn(signIn, context)
  const nameOf = new Map(columns.map(({ field, name }) => [field, name]))
  const originalName = (path: string): string => {
    const [first = '', ...below] = path.split('.')
    return [nameOf.get(first) ?? first, ...below].join('.')
  }
  for (const { field, reason } of signIn.problems()) {
    row.refuse(originalName(field), isDateField(field) ? `${reason}; ${dateAdvice}` : reason)
  }
  row.skip('')
  const others = records.length === 0 ? [] : signIn.untouched().map(originalName)
  return { records, notTaken: [...notTaken, ...others] }
}

const isDateField = (field: string): boolean => field === 'createdDateTime'
const dateAdvice =
  'add `| extend CreatedDateTime = tostring(CreatedDateTime)` to the query, which writes it in full'

/** The portal writes `TimeGenerated [UTC]` above a column of times. */
const bareColumn = (name: string): string => name.replace(/ \[UTC\]$/, '')

/** The field of the `signIn` resource that a column holds: `IPAddress` is `ipAddress`. */
const fieldOf = (column: string): string =>
  bareColumn(column)
    .replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase())
    .replace(/_V2$/, '_v2')

/** Tables of Log Analytics, by the category that the same events have elsewhere. */
const categories: ReadonlyMap<string, string> = new Map([
  ['signinlogs', 'SignInLogs'],
  ['aadnoninteractiveusersigninlogs', 'NonInteractiveUserSignInLogs'],
  ['aadserviceprincipalsigninlogs', 'ServicePrincipalSignInLogs'],
  ['aadmanagedidentitysigninlogs', 'ManagedIdentitySignInLogs'],
  ['adfssigninlogs', 'ADFSSignInLogs'],
])

/** An object or list that stands as a JSON text in a cell. */
function parsedCell(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return parseJson(value)
  } catch {
    // Not swallowed: it is read as a text, which no field below it has.
    return value
  }
}

/** The columns are in UTC by their documentation; only a time in full is read, never one of a locale. */
const inUtc = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}[T ][\d:.]+$/.test(value.trim())
    ? `${value.trim()}Z`
    : value

/** About the log and the table, or said again elsewhere in the row. */
const plainColumns: readonly string[] = [
  ...['timeGenerated', 'operationName', 'operationVersion', 'category', 'resultType', 'type'],
  ...['resultSignature', 'resultDescription', 'durationMs', 'resource', 'resourceGroup'],
  ...['resourceProvider', 'identity', 'level', 'sourceSystem', 'aadTenantId', 'resourceIdentity'],
  ...['conditionalAccessPolicies', 'isRisky', '_ResourceId', '_SubscriptionId', '_ItemId'],
  ...['_TimeReceived', '_Internal_WorkspaceResourceId', 'mg', 'managementGroupName', 'sessionId'],
]

const portalColumns = ['date (utc)', 'request id', 'username', 'ip address', 'status'] as const

/** CSV of sign-ins: downloaded from the Entra portal, or exported from a query of `SigninLogs`. */
export const entraCsv: Reader = {
  title: 'Entra ID sign-ins, CSV',
  formOf: 'entra',
  type: 'idp',
  form: 'table',
  recognises: (first) => {
    const names = new Set(first.names().map(portalName))
    return portalColumns.every((name) => names.has(name)) || isLogAnalytics(first)
  },
  read: (row, context) =>
    isLogAnalytics(row)
      ? readAlone(row, context, readLogAnalytics)
      : readAlone(row, context, readPortalRow),
}

/** The portal writes two spaces within some names. */
const portalName = (name: string): string => name.replace(/\s+/g, ' ').trim().toLowerCase()

/**
 * A row of the portal's CSV of interactive sign-ins. Its other downloads (without the user, of programs) have nearly the
 * same columns, and only their file names say so: import the interactive one.
 */
function readPortalRow(row: Given, context: ReadingContext): Translation {
  const columns = new Map(row.names().map((name) => [portalName(name), name]))
  const cell = (name: string): string | undefined => {
    const column = columns.get(name)
    const value = column === undefined ? undefined : row.text(column)
    return value === undefined || /^(-|n\/a|none)$/i.test(value) ? undefined : value
  }
  const signIn = givenOf({
    id: cell('request id'),
    createdDateTime: inUtc(cell('date (utc)') ?? cell('date')),
    userId: cell('user id') ?? null,
    userDisplayName: cell('user'),
    userPrincipalName: cell('username'),
    signInIdentifier: cell('sign-in identifier'),
    ipAddress: cell('ip address'),
    location: { countryOrRegion: cell('location')?.split(',').at(-1)?.trim() },
    status: { errorCode: resultOf(cell('status'), cell('sign-in error code')) },
    deviceDetail: { deviceId: cell('device id') },
    autonomousSystemNumber: cell('autonomous system number'),
  })
  const { records, notTaken = [] } = readSignIn(signIn, context)
  for (const { field, reason } of signIn.problems()) {
    row.refuse(portalFields.get(field) ?? field, reason)
  }
  row.skip(
    ...[...columns].filter(([name]) => plainPortalColumns.test(name)).map(([, name]) => name),
  )
  return { records, notTaken }
}

/** Result 0 is a success; the portal leaves the code of one empty. */
function resultOf(status: string | undefined, code: string | undefined): string | undefined {
  const isSuccess = status?.toLowerCase() === 'success'
  if (isSuccess && (code === undefined || code === '0')) return '0'
  return code !== undefined && code !== '0' ? code : status?.toLowerCase()
}

const portalFields: ReadonlyMap<string, string> = new Map([
  ['id', 'Request ID'],
  ['createdDateTime', 'Date (UTC)'],
  ['userId', 'User ID'],
])

/** Which application, by which policy, with which browser: no evidence. */
const plainPortalColumns =
  /^(user agent|correlation id|user type|application|resource|home tenant|failure reason|client app|browser|operating system|compliant|managed|join type|multifactor|authentication|conditional access|token|latency|flagged|cross tenant|incoming token|unique token|session id|app owner|original transfer|client credential|through global|global secure|associated|federated|ip address \(seen)/
