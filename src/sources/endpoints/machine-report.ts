import { isSpecialAddress } from '../../evidence/index.ts'
import { filled, type ReadingContext, type Translation } from '../reader.ts'
import { mailboxesOf } from '../readers/sign-in-logs.ts'
import type { AttachedDevice } from './attached-devices.ts'
import { detectIpKvm } from './ip-kvm.ts'
import { type ObservedSoftware, type SoftwareSummary, summarizeSoftware } from './software-facts.ts'

/** What one report of an endpoint or device management system says of one machine. */
export interface MachineReport {
  /** What sort of report it is; a part of the observation's id. */
  readonly sort: 'inventory' | 'software' | 'attached' | 'call'
  /** The management system's own id of the machine. It is no selector: no other system knows it. */
  readonly device?: string | undefined
  readonly host?: string | undefined
  readonly serial?: string | undefined
  /** The UUID of the hardware. */
  readonly hardware?: string | undefined
  readonly user: MachineUser
  readonly at?: string | undefined
  readonly enrolledAt?: string | undefined
  readonly enrolledCountry?: string | undefined
  readonly ip?: string | undefined
  readonly platform?: string | undefined
  readonly software?: readonly ObservedSoftware[]
  /** The list of software is the whole of it. */
  readonly isComplete?: boolean
  readonly attached?: readonly AttachedDevice[]
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Whose machine it is, as far as the report says it. */
export interface MachineUser {
  readonly id?: string | undefined
  /** Principal names, mailboxes and login names of one person. */
  readonly logins: readonly (string | undefined)[]
  readonly name?: string | undefined
}

/** How a report without a user is treated. */
export interface ReportRules {
  /** The machine stands for its user, where it is known by a serial number or hardware UUID that others know too. */
  readonly acceptsMachines?: boolean
}

/** The observation of a report, or why there is none. */
export function observeMachine(
  report: MachineReport,
  context: ReadingContext,
  { acceptsMachines = false }: ReportRules = {},
): Translation {
  const subject = subjectOf(report, acceptsMachines)
  if (subject === undefined)
    return { records: [], notTaken: [withoutPerson(report, acceptsMachines)] }
  const { facts, notTaken } = factsOf(report)
  const hasFacts = Object.keys(facts).length > 0
  if (report.sort !== 'inventory' && !hasFacts) {
    const nothing = report.sort === 'attached' ? ['attached device without a sign of a switch'] : []
    return { records: [], notTaken: [...notTaken, ...nothing] }
  }
  const at = plainMoment(report.at)
  const record = filled({
    source: context.source,
    id: [report.sort, machineKey(report), at].join('/'),
    kind: 'device',
    at,
    organization: context.organization && { domain: context.organization },
    subject: filled(subject),
    facts: hasFacts ? facts : undefined,
  })
  return { records: [record], notTaken }
}

function withoutPerson({ sort }: MachineReport, acceptsMachines: boolean): string {
  if (sort === 'call') return 'participant of a call without a mailbox'
  const neither = acceptsMachines ? ', serial number or hardware UUID' : ''
  return `${sort} of a machine that names no user${neither}`
}

const phonePlatform = /^(ios|ipados|android|iphone|ipad|apple ?tv|tvos|visionos)/i

function factsOf(report: MachineReport): SoftwareSummary {
  const { software = [], attached = [], isComplete = false } = report
  const isPhone = phonePlatform.test(report.platform ?? '')
  const summary = isPhone
    ? { facts: {}, notTaken: software.length > 0 ? ['software of a phone or tablet'] : [] }
    : summarizeSoftware(software, isComplete)
  return {
    facts: { ...report.facts, ...provisioning(report), ...summary.facts, ...detectIpKvm(attached) },
    notTaken: summary.notTaken,
  }
}

/** By what the report tells the machine from all others. */
export const machineKey = ({ device, serial, hardware, host }: MachineReport): string =>
  device ?? serial ?? hardware ?? host ?? ''

/** The source's id of the person whose machine it is; undefined where the report names none. */
export const personRef = (report: MachineReport): string | undefined =>
  domainRef(report) ?? loginRef(report, 'machine')

const domainRef = (report: MachineReport): string | undefined =>
  report.user.id ??
  mailboxesOf(...report.user.logins)[0]?.toLowerCase() ??
  loginRef(report, 'domain')

function subjectOf(report: MachineReport, acceptsMachines: boolean) {
  const { user, serial, hardware, ip } = report
  const emails = mailboxesOf(...user.logins)
  const machine = acceptsMachines ? machineRef(report) : undefined
  const ref = domainRef(report) ?? machine ?? loginRef(report, 'machine')
  if (ref === undefined) return undefined
  return {
    ref,
    name: user.name,
    emails,
    ips: ip === undefined || isSpecialAddress(ip) ? [] : [ip],
    devices: [
      ...(serial === undefined ? [] : [{ kind: 'serial', value: serial }]),
      ...(hardware === undefined ? [] : [{ kind: 'hardware', value: hardware }]),
    ],
  }
}

const machineRef = ({ serial, hardware }: MachineReport): string | undefined => {
  const value = serial ?? hardware
  return value === undefined ? undefined : `machine/${value}`
}

/** Accounts that every machine has, and that are nobody's. */
const builtInAccount =
  /^(system|root|admin(istrator)?|guest|default(account|user\d*)|wdagutilityaccount|(local|network) service|dwm-\d+|umfd-\d+|_\w+|nobody|sshd|loginwindow|none|unknown|n\/a)$/i
const systemDomain = /^(nt authority|nt service|window manager|font driver host)$/i
/** Domains of Windows that do not tell one organization's accounts from another's. */
const localDomain = /^(azuread|workgroup|\.|builtin)$/i

/**
 * A login name without a mailbox. One of a domain is one person's; a bare one, or one of the machine itself,
 * is one only on this machine: two people called `jordan` are two.
 */
function loginRef(report: MachineReport, scope: 'domain' | 'machine'): string | undefined {
  const login = report.user.logins
    .map(accountOf)
    .find((account) => account !== undefined && isLocal(account, report) === (scope === 'machine'))
  const holder = scope === 'machine' ? machineKey(report) : login?.domain
  return login === undefined || holder === undefined || holder === ''
    ? undefined
    : `${holder}\\${login.name}`
}

interface LoginAccount {
  /** In small letters. */
  readonly domain: string | undefined
  readonly name: string
}

/** A login of a person, in its parts; none of accounts that every machine has. */
function accountOf(login: string | undefined): LoginAccount | undefined {
  const parts = /^(?:([^\\]*)\\)?([^\\]+)$/.exec(login?.trim() ?? '')
  const [, domain, name = ''] = parts ?? []
  const isNobody = name === '' || builtInAccount.test(name) || systemDomain.test(domain ?? '')
  return isNobody ? undefined : { domain: domain?.toLowerCase(), name: name.toLowerCase() }
}

/** Whether a login is one of a person. */
export const isPersonal = (login: string): boolean => accountOf(login) !== undefined

const isLocal = ({ domain }: LoginAccount, { host }: MachineReport): boolean =>
  domain === undefined || localDomain.test(domain) || domain === host?.split('.')[0]?.toLowerCase()

/** A moment as all exports of it have it, whatever decimals or offset each of them writes. */
function plainMoment(moment: string | undefined): string | undefined {
  const ms = Date.parse(moment ?? '')
  return Number.isNaN(ms) ? moment : new Date(ms).toISOString().replace('.000Z', 'Z')
}

const dayMs = 24 * 3600 * 1000

/** When the machine came under management, and how long that is ago at the time of the report. */
function provisioning({ at, enrolledAt, enrolledCountry }: MachineReport) {
  const days = Math.floor((Date.parse(at ?? '') - Date.parse(enrolledAt ?? '')) / dayMs)
  return {
    ...(enrolledAt !== undefined && { 'device.enrolled_at': plainMoment(enrolledAt) }),
    ...(enrolledCountry !== undefined && { 'device.enrollment_country': enrolledCountry }),
    ...(days >= 0 && { 'device.provisioned_days': days }),
  }
}
