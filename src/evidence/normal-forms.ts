import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { getHostname } from 'tldts'
import { plainIdentifier } from './look-alikes.ts'
import { isToken } from './tokens.ts'

/**
 * The normal form of each sort of identifier: two spellings of one thing become one text. Every form
 * is its own normal form, no text makes them fail, and what cannot be normalised is kept as given,
 * case folded, because it still links.
 */

/**
 * Raise it with every change of a normal form, or of what is read out of an observation. A store whose readings have
 * an older version reads its ledger again when it is opened (decision 0022).
 */
export const normalFormVersion = 2

/** Texts whose form is remembered: people give the same number, city and title again and again. */
const mostRemembered = 20_000

/** The same function, which does not work out again what it has just worked out. */
export function remembered<Result>(form: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    const standing = known.get(text)
    if (standing !== undefined) return standing
    if (known.size >= mostRemembered) known.clear()
    const result = form(text)
    known.set(text, result)
    return result
  }
}

export const folded = (text: string): string => (isToken(text) ? text : text.trim().toLowerCase())

export const compact = (text: string): string =>
  isToken(text) ? text : text.replace(/\s+/g, '').toLowerCase()

/** Accents on Latin, Greek and Cyrillic letters. Marks of other scripts are vowels, and stay. */
const accents = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g
/** Apostrophes and what no one sees stand inside a word; other punctuation stands between words. */
const insideWord = /['’‘ʼ`´\u00ad\u200b-\u200d\u2060\ufeff]/g
/** Letters with a stroke or a ligature, which Unicode does not take apart; a final sigma is a sigma. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ŧ', 't'],
  ['þ', 'th'],
  ['ı', 'i'],
  ['ς', 'σ'],
])

/** Case-folded, accents folded, punctuation dropped, word order kept. */
export function normalWords(text: string): string {
  return isToken(text) ? text : wordsOf(text)
}

const wordsOf = remembered((text) => {
  const [words = ''] = plainLines(text.replaceAll('\n', ' '))
  return words === '' ? folded(text) : words
})

/**
 * Each line of a text as its words, one space apart; empty where it has neither letter nor digit. Many
 * lines at once take half the time of one by one.
 */
export const plainLines = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(insideWord, '')
    .replace(/[ßæœøłđðħŧþıς]/g, (letter) => plainLetters.get(letter) ?? letter)
    // Single spaces, which are most of it, are passed over: three times as fast as replacing them too.
    .replace(/[^\p{L}\p{N}\p{M} \n]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trim())

/** Providers whose own documentation says that dots in the local part do not count. */
const dotsIgnored: ReadonlySet<string> = new Set(['gmail.com'])

/** Domains of one provider, of which its documentation says that one name is one mailbox at all of them. */
const sameMailboxes: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['protonmail.com', 'proton.me'],
  ['pm.me', 'proton.me'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
  ['ya.ru', 'yandex.ru'],
  ['yandex.com', 'yandex.ru'],
])

/** `12345678+ada@users.noreply.github.com` and `ada@users.noreply.github.com` are one account's. */
const noReplyId = /^\d+[+-](?=[^@]+@users\.noreply\.)/

export function normalEmail(email: string): string {
  if (isToken(email)) return email
  const address = folded(plainIdentifier(email)).replace(noReplyId, '')
  const at = address.lastIndexOf('@')
  const said = mailDomain(address.slice(at + 1).replace(/[\s.]+$/, ''))
  const domain = sameMailboxes.get(said) ?? said
  const untagged = address.slice(0, Math.max(at, 0)).replace(/(?<=[^+])\+.*$/s, '')
  const local = dotsIgnored.has(domain) ? untagged.replaceAll('.', '') : untagged
  return local.trim() === '' || domain === '' ? address : `${local}@${domain}`
}

/** The domain in the letters of the wire (RFC 5891), so that both spellings are one; what is no domain stays. */
const mailDomain = (domain: string): string =>
  /^[\x20-\x7e]*$/.test(domain) ? domain : domainToASCII(domain) || domain

/** Path parts of profile addresses that come before the account's name. */
const beforeAccount: ReadonlySet<string> = new Set([
  'channel',
  'fl',
  'freelancers',
  'in',
  'intent',
  'people',
  'profile',
  'profile.php',
  'pub',
  'u',
  'user',
  'users',
])

/** An account name: an address is reduced to it, a leading @ or ~ is dropped. */
export function normalHandle(handle: string): string {
  if (isToken(handle)) return handle
  const account = folded(plainIdentifier(handle))
  return (accountOf(account) ?? account).replace(/^[@~\s]+(?=[^@~\s])/, '')
}

/** Other names of a service of accounts, in small letters; the first is the one that is kept. */
const serviceNames: ReadonlyMap<string, string> = new Map(
  [
    'x twitter x.com twitter.com',
    'github gh github.com',
    'gitlab gitlab.com',
    'linkedin li linkedin.com',
    'telegram tg t.me telegram.me telegram.org',
    'stackoverflow stack-overflow stackoverflow.com so',
    'facebook fb facebook.com',
    'instagram ig insta instagram.com',
    'skype skype.com',
    'discord discord.com discordapp',
    'upwork upwork.com odesk',
    'freelancer freelancer.com',
    'whatsapp wa',
    'reddit reddit.com',
    'youtube yt youtube.com',
    'medium medium.com',
    'npm npmjs npmjs.com',
    'bitbucket bitbucket.org',
  ].flatMap((line) => {
    const [standard = '', ...others] = line.split(' ')
    return others.map((name) => [name, standard] as const)
  }),
)

/** `X`, `x.com` and `Twitter` are one service. */
export function normalService(service: string): string {
  const name = folded(plainIdentifier(service)).replace(/^(?:https?:\/\/)?(?:www\.)?/, '')
  const plain = name.replace(/\/+$/, '').replace(/\s+/g, ' ')
  return serviceNames.get(plain) ?? serviceNames.get(plain.replaceAll(' ', '-')) ?? plain
}

/** The account that the address of a profile names: behind `/in/`, `/users/` …, or in its `id`. */
function accountOf(address: string): string | undefined {
  const url = /^(?:https?:\/\/)?[^/\s@]+\.[a-z]{2,}(?::\d+)?\/+([^?#]*)(?:\?([^#]*))?/.exec(address)
  const parts = (url?.[1] ?? '').split('/').filter((part) => part !== '')
  const last = parts.length - 1
  const part = parts.find((name, at) => at === last || !beforeAccount.has(name))
  if (part === undefined) return undefined
  // `profile.php?id=100` and `user?id=ada`: without the id all such addresses would be one account.
  if (!beforeAccount.has(part)) return decoded(part)
  const query = new URLSearchParams(url?.[2] ?? '')
  return plainName(query.get('id') || query.get('screen_name') || '')
}

/** `jos%c3%a9` as `josé`, unless that would make something else of it than a name. */
function decoded(part: string): string {
  try {
    return plainName(decodeURIComponent(part)) ?? part
  } catch {
    // Not percent-encoding after all: the name is as it stands.
    return part
  }
}

const plainName = (text: string): string | undefined =>
  /^[^/\s%]+$/.test(text) ? text.toLowerCase() : undefined

/**
 * Canonical IPv4 or IPv6 text (RFC 5952); an IPv4 address inside IPv6 is the IPv4 address. A zone, a
 * port and the mask of a single host say nothing about who it is and are dropped.
 */
export function normalIp(ip: string): string {
  if (isToken(ip)) return ip
  const given = folded(ip)
  const bare = given
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/(?<=\.\d+)\/32$|(?<=:.*)\/128$/, '')
    .replace(/%.*$/s, '')
  const version = isIP(bare)
  if (version === 0) return given
  if (version === 4) return bare
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  return mapped ? dotted(mapped[1] ?? '', mapped[2] ?? '') : canonical
}

function dotted(high: string, low: string): string {
  const words = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return words.flatMap((word) => [word >> 8, word & 255]).join('.')
}

/**
 * What makes two mentions of an organization the same one: its domain (host name in lower case,
 * without scheme, path and `www.`); without a domain, its normalised name and country.
 */
export function organizationKey(organization: {
  readonly domain?: string
  readonly name?: string
  readonly country?: string
}): string | undefined {
  const domain = organization.domain?.trim().toLowerCase()
  if (domain) return normalDomain(domain)
  const name = normalWords(organization.name ?? '')
  return name === '' ? undefined : `${name}|${(organization.country ?? '').toUpperCase()}`
}

const normalDomain = remembered((domain) => {
  // The same domain in its own letters and in those of the wire (RFC 5891).
  const host = domainToASCII(getHostname(domain) ?? '')
  const bare = host.replace(/\.+$/, '').replace(/^(?:www\.)+(?=[^.])/, '')
  // A number alone is no host name; taken for one it would become an address.
  return bare === '' || /^\d+$/.test(bare) ? domain : bare
})
