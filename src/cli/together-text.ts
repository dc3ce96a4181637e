import type { HoldingTogether } from '../identities/index.ts'
import { levelText } from '../linkage/index.ts'
import { showCount } from './terminal.ts'

/** `+3.1`, `−12.0`, `0.0`. */
export const showBits = (bits: number): string => {
  const digits = Math.abs(bits).toFixed(1)
  return digits === '0.0' ? digits : `${bits > 0 ? '+' : '−'}${digits}`
}

/** What the keys and columns of the models are called in a sentence; others go by their name in the model. */
const nouns: Readonly<Record<string, string>> = {
  email: 'mailbox',
  phone: 'phone number',
  handle: 'account name',
  account: 'payout account',
  mfa: 'authenticator or machine',
  fingerprint: 'browser',
  national_number: 'phone number without its country code',
  address: 'shipping address',
  unit: 'flat of a shipping address',
  home: 'home address',
  home_unit: 'flat of a home address',
  reference: 'referee',
  ip: 'IP address',
  passage: 'CV passage',
}

export const nounOf = (comparison: string): string =>
  nouns[comparison] ?? comparison.replaceAll('_', ' ')

/** Why a group is one, and where it would come apart first; `what` its members are. */
export function togetherLines(
  { members, pairs, bridge }: HoldingTogether,
  what: 'subject' | 'identity',
): string[] {
  if (members.length === 1 && what === 'subject') return [`It stands on one record: ${members[0]}.`]
  const counts = `${showCount(members.length, what)}, ${showCount(pairs, 'pair')} of them compared.`
  if (bridge === null) return [counts]
  const [left, right] = bridge.parts
  return [
    counts,
    `The weakest bridge is ${bridge.between.join(' with ')}: ${strengthOf(bridge)}`,
    ...bridge.shared.map(sharedLine),
    `It joins ${sideText(left, bridge.between[0], what)} and ${sideText(right, bridge.between[1], what)}; ` +
      `${showCount(bridge.across, 'pair')} compared between them.`,
    `Without it: ${withoutText(bridge.without, what)}`,
  ]
}

type Bridge = NonNullable<HoldingTogether['bridge']>

function strengthOf({ bits, threshold_bits: threshold }: Bridge): string {
  if (bits === null) return "nothing but a person's word joins them."
  return `${showBits(bits)} bits, ${(bits - threshold).toFixed(1)} more than it takes.`
}

function sharedLine({ comparison, level, left, right, members, bits }: Bridge['shared'][number]) {
  const values = left === right ? (left ?? 'not shown') : `${left} · ${right}`
  const many = members === undefined ? '' : `, shared by ${members}`
  return `    ${showBits(bits).padStart(5)}  ${nounOf(comparison)} (${levelText(level)}${many}): ${values}`
}

const sideText = (side: readonly string[], example: string, what: 'subject' | 'identity') =>
  side.length === 1 ? example : `${showCount(side.length, what)} (such as ${example})`

/** Sizes that are told one by one. */
const shownSizes = 5

function withoutText(sizes: readonly number[], what: 'subject' | 'identity'): string {
  const [groups, plural] = {
    subject: ['identities', 'subjects'],
    identity: ['groups', 'identities'],
  }[what]
  const shown = sizes.slice(0, shownSizes).map(String)
  const rest = sizes.length - shown.length
  const last = rest > 0 ? `${rest} smaller ones` : shown.pop()
  return `${sizes.length === 2 ? 'two' : sizes.length} ${groups}, of ${shown.join(', ')} and ${last} ${plural}.`
}
