import { countryCodeOf } from '../taxonomy/index.ts'
import { noValueWords } from './no-value-words.ts'

/*
 * What stands in the field of an identifier and cannot be one: words for "no value", masked and shortened values, what a
 * spreadsheet made of a number, mailboxes of machines, wallets that nobody holds, addresses of every private network.
 * Each would be one identifier of everybody who wrote it. One filter for every format, the evidence format included.
 */

/** What an identifier is, as far as the filter tells its kinds apart. */
export type IdentifierKind =
  | 'email'
  | 'phone'
  | 'handle'
  | 'ip'
  | 'device'
  | 'account'
  | 'address'
  | 'name'

const nouns: Readonly<Record<IdentifierKind, string>> = {
  email: 'mailbox',
  phone: 'phone number',
  handle: 'account name',
  ip: 'IP address',
  device: 'device id',
  account: 'payout account',
  address: 'address',
  name: 'name',
}

/**
 * Why a cleaned, single value cannot be an identifier of its kind, as a phrase of which many are counted (`placeholder
 * for a mailbox`); undefined where it can be one.
 */
export function unusableReason(kind: IdentifierKind, value: string): string | undefined {
  return noValueReason(kind, value) ?? (kind === 'name' ? undefined : reasons[kind](value))
}

/** The same of a value of letters, digits and `.@+:-` alone, which is neither masked nor rounded. */
export function plainReason(kind: IdentifierKind, value: string): string | undefined {
  if (value.length <= longestWord && noValueWords.has(value.toLowerCase())) {
    return `placeholder for ${article(nouns[kind])}`
  }
  return kind === 'name' ? undefined : reasons[kind](value)
}

/** The reason where the text is no value at all, whatever shape the values of its kind have. */
export function noValueReason(kind: IdentifierKind, value: string): string | undefined {
  const noun = nouns[kind]
  if (spreadsheetError.test(value)) return `spreadsheet error in place of ${article(noun)}`
  if (isPlaceholder(value)) return `placeholder for ${article(noun)}`
  if (kind === 'name') return undefined
  if (isMasked(value)) return `masked ${noun}`
  if (rounded.test(value) && kind !== 'handle' && kind !== 'address') {
    return `${noun} rounded by a spreadsheet`
  }
  return undefined
}

const article = (noun: string): string => (/^(IP|a)/.test(noun) ? `an ${noun}` : `a ${noun}`)

/** Marks around a value, such as in `(blank)`, `<none>`, `"n/a"`, `- none -`. */
const around = /^[\s"'`“”„«»‹›<>()[\]{}*_.,;:=~–—-]+|[\s"'`“”„«»‹›<>()[\]{}*_.,;:=~–—-]+$/g

/** Letters of the longest word or phrase for "no value", and some for the marks around it. */
const longestWord = 40

/** Whether a text says that there is no value, or is made of marks alone, whatever was asked for. */
export function isPlaceholder(text: string): boolean {
  if (text.length > longestWord && /[\p{L}\p{N}]/u.test(text)) return false
  const bare = text.replace(around, '').toLowerCase().normalize('NFKC').replace(/\s+/g, ' ')
  return bare === '' || noValueWords.has(bare) || /^[x?#/\\-]+$/.test(bare)
}

/** Errors of Excel, LibreOffice and Google Sheets, in the languages that name them otherwise; a cell too narrow. */
const spreadsheetError =
  /^#(?:n\/?[avd]|ref|value|name|div\/0|null|num|spill|calc|getting_data|field|blocked|connect|error|nv|wert|bezug|zahl|leer|valeur|nombre|nom|¿?valor|¡?valor|¡?ref|¡?num|nul|n\/disp)?[!?]?$|^#{3,}$|^err:\d{3}$/i

/** `1.2E+10`, `4,53E+15`, `4.53e15`: the last digits are gone. */
const rounded = /^\d+(?:[.,]\d+)?e\+\d+$|^\d+[.,]\d+e\d+$/i

/** Signs in place of letters and digits: `****1234`, `j***@mail.example`, `XXXX-1234`, `…1234`, `ending in 1234`. */
const masked =
  /[*•●∙⁎＊×█▒]{2,}|[*•●∙]\d|\d[*•●∙]|^[x#]{2,}[\s-]*\d{2,6}$|^(?:[x#]{2,}[\s-]+)+[x#\d]{2,6}$|^(?:…|\.{2,})\s?\w{2,6}$|^(?:ending|ends|endet|last|letzte|terminada?|finissant)\b.{0,20}\d{2,6}$/i

const isMasked = (value: string): boolean => masked.test(value)

const reasons: Readonly<
  Record<Exclude<IdentifierKind, 'name'>, (value: string) => string | undefined>
> = {
  email: (value) => {
    if (!/^[^@]+@[^@]+$/.test(value) || /\s/.test(value.trim())) return 'mailbox without one @'
    return isPlaceholderMailbox(value) ? 'placeholder for a mailbox' : undefined
  },
  phone: phoneReason,
  handle: (value) =>
    placeholderAccount.test(value) ? 'placeholder for an account name' : undefined,
  ip: (value) => {
    if (range.test(value)) return 'address range in place of an IP address'
    return specialAddress.test(value) ? 'private or reserved IP address' : undefined
  },
  device: (value) => (isPlaceholderDevice(value) ? 'placeholder for a device id' : undefined),
  account: accountReason,
  address: (value) => (isPlaceholderAddress(value) ? 'placeholder for an address' : undefined),
}

/** Names of mailboxes that nobody reads or that stand for having none, at any domain. */
const placeholderMailbox =
  /^(no[._-]?reply|do[._-]?not[._-]?reply|no[._-]?e?[._-]?mail|none|null|unknown|nobody|not[._-]?(provided|available|applicable)|mailer-daemon|postmaster)([+_-].*)?@/i
/** The no-reply mailbox of a code host is one account's own. */
const ownNoReply = /@users\.noreply\./i
/** Domains that stand for having none; a few letters at a domain that everybody thinks of first. */
const placeholderDomain = /@(none|no|no-?e?-?mail|na|test|nowhere)\.(com|net|org)$|\.invalid$/i
const thoughtUp =
  /^(no|na|n\.a|test|tests?\d*|a+|x+|abc|email|mail|user|name|your-?name|someone)@(e?mail|example|domain|your-?domain|company|abc|xyz)\.(com|net|org)$/i

const isPlaceholderMailbox = (email: string): boolean =>
  !ownNoReply.test(email) &&
  [placeholderMailbox, placeholderDomain, thoughtUp].some((words) => words.test(email))

/** Fewer digits than any subscriber's number has. */
const fewestDigits = 5
const counted = ['01234567890123', '98765432109876']

/** Too few digits; one digit again and again behind a country code or none; digits counted up or down. */
function phoneReason(phone: string): string | undefined {
  const digits = phone.replace(/\P{Nd}/gu, '').normalize('NFKC')
  if (digits.length < fewestDigits) return 'too few digits for a phone number'
  const isCounted = digits.length >= 7 && counted.some((all) => all.includes(digits))
  return isCounted || /^\d{0,3}(\d)\1{6,}$/.test(digits)
    ? 'placeholder for a phone number'
    : undefined
}

/** Names in addresses of profiles that are no account's: one's own page, and what a form shows as an example. */
const placeholderAccount =
  /^(me|in|your-?(user)?-?name|user-?name|first-?(name)?-?last-?(name)?|profile|example|name|handle)$/i

/** What firmware says where its maker has set nothing; a row of one sign; the UUID that many boards have. */
const placeholderDevice =
  /^(to be filled( by o\.?e\.?m\.?)?|default( string)?|(system|chassis|base board) serial number|o\.?e\.?m\.?|serial|0?123456789|03000200-0400-0500-0006-000700080009)$/i

const isPlaceholderDevice = (value: string): boolean =>
  placeholderDevice.test(value) || /^([0fx])\1*$/i.test(value.replace(/[-:.\s]/g, ''))

/** Fewer digits than any account number has: the last ones, which thousands share. */
const fewestAccountDigits = 5

/**
 * Wallets that no key is known to, used to burn or to stand for nothing: zero addresses of Ethereum, Bitcoin, TRON and
 * Solana, the burn addresses that block explorers label as such.
 */
const burnWallets = new Set([
  '0x000000000000000000000000000000000000dead',
  '0xdead000000000000000042069420694206942069',
  '0x00000000000000000000000000000000deadbeef',
  '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee',
  '0xffffffffffffffffffffffffffffffffffffffff',
  '1111111111111111111114olvt2',
  '1bitcoineateraddressdontsendf59kue',
  '1counterpartyxxxxxxxxxxxxxxxuwlpvr',
  '11111111111111111111111111111111',
  '1nc1nerator11111111111111111111111111111111',
  't9yd14nj9j7xab4dbgeix9h8unkkhxuwwb',
  'bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqdmcqdy7',
])

function accountReason(account: string): string | undefined {
  const plain = account.toLowerCase().replace(/[\s-]/g, '')
  if (/^(0x)?0+$/.test(plain) || burnWallets.has(plain))
    return 'wallet or account that nobody holds'
  if (/^\d+$/.test(plain) && plain.length < fewestAccountDigits) return 'shortened payout account'
  const isCounted = plain.length >= 7 && counted.some((all) => all.includes(plain))
  return isCounted || /^(\d)\1{5,}$/.test(plain) ? 'placeholder for a payout account' : undefined
}

/** A place that is nowhere, or as large as a country. */
const isPlaceholderAddress = (text: string): boolean =>
  /^(remote|fully remote|home|online|anywhere|worldwide|various|usa?|u\.s\.a?\.|no fixed (address|abode)|homeless)$/i.test(
    text,
  ) || countryCodeOf(text) !== undefined

/** `203.0.113.0/24`, `203.0.113.1-203.0.113.9`, `203.0.113.*`, `203.0.113.0 - 203.0.113.255`. */
const range =
  /\/\d{1,3}$|^[\da-f.:]+\s*[-–]\s*[\da-f.:]+$|^[\da-f.:]*\*[\da-f.:*]*$|^\d+\.\d+\.\d+\.x$/i

/**
 * Addresses that are many machines' at once, or none's: unspecified, private, shared, loopback, link-local, multicast,
 * broadcast (RFC 1122, 1918, 4193, 4291, 5771, 6598, 6890).
 */
const specialAddress =
  /^(0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|2(2[4-9]|3\d)\.|255\.255\.255\.255$|::1?$|fe[89ab][0-9a-f]:|f[cdf][0-9a-f]{2}:)/i

/** Whether an IP address (in its normal form) is private or reserved: it tells nobody from anybody. */
export const isSpecialAddress = (ip: string): boolean => specialAddress.test(ip)

/** SHA-256 of no bytes at all: the document is empty, and every empty document has it. */
export const emptyDocument = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Perceptual hashes of a picture of one color. */
export const isBlankPicture = (phash: string): boolean => /^(0{16}|f{16})$/i.test(phash)
