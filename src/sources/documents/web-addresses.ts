import { getDomain } from 'tldts'

/** What an address on the web leads to. */
export type Target =
  | { readonly kind: 'email' | 'phone' | 'link'; readonly value: string }
  | ({ readonly kind: 'handle' } & Handle)

export interface Handle {
  readonly service: string
  readonly value: string
}

/** A profile: its service, and where in the path the account's name stands. */
type Profile = readonly [service: string, account: RegExp]

const first = /^\/@?([^/]+)/
const atFirst = /^\/@([^/]+)/
const inProfile = /^\/(?:in|pub)\/([^/]+)/
const user = /^\/(?:u|user|users|profile)\/([^/]+)/

/** Registrable domain → the profiles there. Anything else at these hosts is the service's own page. */
const profiles: ReadonlyMap<string, Profile> = new Map<string, Profile>([
  ['behance.net', ['behance', first]],
  ['bitbucket.org', ['bitbucket', first]],
  ['codeberg.org', ['codeberg', first]],
  ['codepen.io', ['codepen', first]],
  ['dev.to', ['dev.to', first]],
  ['docker.com', ['dockerhub', /^\/(?:u|r)\/([^/]+)/]],
  ['dribbble.com', ['dribbble', first]],
  ['facebook.com', ['facebook', first]],
  ['fb.com', ['facebook', first]],
  ['fiverr.com', ['fiverr', first]],
  ['freelancer.com', ['freelancer', /^\/u\/([^/]+)/]],
  ['github.com', ['github', first]],
  ['gitlab.com', ['gitlab', first]],
  ['guru.com', ['guru', /^\/freelancers\/([^/]+)/]],
  ['hackerrank.com', ['hackerrank', /^\/(?:profile\/)?([^/]+)/]],
  ['huggingface.co', ['huggingface', first]],
  ['instagram.com', ['instagram', first]],
  ['kaggle.com', ['kaggle', first]],
  ['leetcode.com', ['leetcode', /^\/(?:u\/)?([^/]+)/]],
  ['linkedin.com', ['linkedin', inProfile]],
  ['medium.com', ['medium', atFirst]],
  ['npmjs.com', ['npm', /^\/~([^/]+)/]],
  ['pypi.org', ['pypi', user]],
  ['reddit.com', ['reddit', /^\/(?:u|user)\/([^/]+)/]],
  ['stackoverflow.com', ['stackoverflow', /^\/users\/(\d+)/]],
  ['t.me', ['telegram', first]],
  ['telegram.me', ['telegram', first]],
  ['toptal.com', ['toptal', /^\/resume\/([^/]+)/]],
  ['twitter.com', ['x', first]],
  ['upwork.com', ['upwork', /^\/(?:freelancers|fl)\/(?:~|%7e)?([^/]+)/i]],
  ['wellfound.com', ['wellfound', /^\/u\/([^/]+)/]],
  ['x.com', ['x', first]],
  ['xing.com', ['xing', /^\/profile\/([^/]+)/]],
  ['youtube.com', ['youtube', atFirst]],
])

/** Domains under which an account has a host of its own. */
const accountHosts: ReadonlyMap<string, string> = new Map([
  ['github.io', 'github'],
  ['gitlab.io', 'gitlab'],
  ['medium.com', 'medium'],
])

/** First parts of paths that are pages of the service, at any of them. */
const ownPages: ReadonlySet<string> = new Set(
  `about add addstickers account apps articles badges blog business c c+ careers collections company contact datasets
  dashboard discover docs enterprise events explore features feed groups hashtag help home i intent issues jobs join
  joinchat learn legal login logout marketplace messages models new notifications orgs p pages photo photos
  posts pricing privacy problems problemset product pulls questions r register s school search security settings share
  sharer sharer.php signin signup snippets spaces sponsors status stories story support tag tags teams terms
  topics trending tv watch`.split(/\s+/),
)

/** Names of accounts; an invitation to a group (`t.me/+…`) is none. */
const accountName = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,99}$/u

/**
 * What the target of a link leads to: a mailbox, a number, a profile (of `github.com/user/repository` the
 * user's) or another place with a registrable domain. Undefined for what leads nowhere, and for the
 * services' own pages.
 */
export function targetOf(link: string): Target | undefined {
  const scheme = /^\s*(mailto|tel|skype|tg|https?):/i.exec(link)?.[1]?.toLowerCase()
  const url = scheme === undefined || !URL.canParse(link) ? undefined : new URL(link.trim())
  if (url === undefined) return undefined
  if (scheme === 'mailto') return mailbox(decoded(url.pathname))
  if (scheme === 'tel') return number(decoded(url.pathname))
  if (scheme === 'skype') return handle('skype', decoded(url.pathname))
  if (scheme === 'tg') return handle('telegram', url.searchParams.get('domain') ?? '')
  return placeOf(url)
}

function placeOf(url: URL): Target | undefined {
  const host = url.hostname.replace(/^www\./, '')
  const domain = getDomain(host)
  if (domain === null) return undefined
  if (domain === 'wa.me') return number(`+${url.pathname.slice(1)}`)
  const account = accountHosts.get(domain)
  if (account !== undefined && host !== domain) return handle(account, host.split('.')[0] ?? '')
  const profile = profiles.get(domain)
  if (profile !== undefined) return profileAt(url, profile)
  url.username = ''
  url.password = ''
  url.hash = ''
  return { kind: 'link', value: url.href }
}

function profileAt(url: URL, [service, account]: Profile): Target | undefined {
  const id = url.searchParams.get('id')
  if (url.pathname === '/profile.php') return id ? handle(service, id) : undefined
  const name = decoded(account.exec(url.pathname)?.[1] ?? '')
  return ownPages.has(name.toLowerCase()) ? undefined : handle(service, name)
}

const handle = (service: string, value: string): Target | undefined =>
  accountName.test(value.replaceAll(':', '')) ? { kind: 'handle', service, value } : undefined

const mailbox = (address: string): Target | undefined =>
  /^[^\s@,;]{1,64}@[^\s@,;]+\.[^\s@,;]+$/.test(address)
    ? { kind: 'email', value: address }
    : undefined

const number = (digits: string): Target | undefined =>
  /^\+?[\d ()./-]{7,25}$/.test(digits) ? { kind: 'phone', value: digits.trim() } : undefined

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoding after all: it is as it stands.
    return text
  }
}

/** Whether a bare `host/path` in a text is an address: `Node.js` and `ASP.NET` look like hosts too. */
const bare =
  /(?<![\w@./-])(?:(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}\/[^\s<>"|]{1,200}|www\.[^\s<>"|]{3,200})/gi
const full = /(?<!\w)(?:https?:\/\/|skype:|tg:\/\/)[^\s<>"|]{3,500}/gi

/** The addresses that are written out in a text; without a scheme only of known services, or with `www.`. */
export function linksIn(text: string): readonly string[] {
  const rest = text.replace(full, ' ')
  const bares = [...rest.matchAll(bare)].map(([link]) => `https://${link}`)
  const known = bares.filter((link) => /^https:\/\/www\./i.test(link) || isKnown(link))
  return [...[...text.matchAll(full)].map(([link]) => link), ...known].map(withoutEnd)
}

function isKnown(link: string): boolean {
  const domain = getDomain(link)
  return domain !== null && (profiles.has(domain) || accountHosts.has(domain) || domain === 'wa.me')
}

/** What follows an address in a sentence is not part of it. */
const withoutEnd = (link: string): string => link.replace(/[.,;:!?'’”»)\]}]+$/, '')

const labelled =
  /(?<![\p{L}.])(github|gitlab|linkedin|skype|telegram|kaggle|upwork)(?: id)?\s?:\s?@?([\w.:-]{3,60})(?![\w/@])/giu

/** Accounts that are written behind the name of their service: `Telegram: @name`. */
export const labelledHandles = (text: string): readonly Handle[] =>
  [...text.matchAll(labelled)]
    .map(([, label = '', name = '']) => ({ service: label.toLowerCase(), value: withoutEnd(name) }))
    // `LinkedIn: linkedin.com/in/…` and `GitHub: https://…` are links.
    .filter(({ value }) => !/\.(?:com|io|me|org)$|^https?$|^www\./i.test(value))
    .filter(({ value }) => accountName.test(value.replaceAll(':', '')))
