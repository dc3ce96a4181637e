import { type Name, plain } from './names.ts'
import { below, chance, mix, opaque, pickWeighted, type Stream } from './random.ts'

const providers = [
  ['mail', 40],
  ['post', 16],
  ['inbox', 12],
  ['letterbox', 8],
  ['kurier', 5],
  ['envelope', 5],
  ['pigeon', 4],
  ['quillmail', 3],
  ['fastpost', 3],
  ['securemail', 4],
].map(([name, weight]) => ({ domain: `${name}.example`, weight: Number(weight) }))

const words = ['dev', 'work', 'jobs', 'pro', 'hello', 'contact']

/**
 * A mailbox of somebody. The person's number is in it, in figures or letters: two people never get
 * one mailbox by chance, because a mailbox is what links. The ways of writing are the same for all.
 */
export function drawMailbox(draw: Stream, name: Name, number: number): string {
  const [given, family] = [plain(name.given) || 'me', plain(name.family) || 'x']
  const mark = chance(draw, 0.6) ? String(number) : `${number.toString(36)}${'abcdefg'[number % 7]}`
  const word = chance(draw, 0.1) ? `.${words[below(draw, words.length)]}` : ''
  const { domain } = pickWeighted(draw, providers)
  switch (below(draw, 6)) {
    case 0:
      return `${given}.${family}${mark}${word}@${domain}`
    case 1:
      return `${given.slice(0, 1)}${family}${mark}${word}@${domain}`
    case 2:
      return `${given}${family.slice(0, 1)}${word}${mark}@${domain}`
    case 3:
      return `${family}.${given}.${mark}${word}@${domain}`
    case 4:
      return `${given}_${family}_${mark}${word}@${domain}`
    default:
      return `${given}@${family}-${number.toString(36)}.example`
  }
}

/** How somebody writes their mailbox in a form. */
export type MailboxHabit = 'plain' | 'tag' | 'capitals' | 'relay'

/** Three in a hundred hide theirs behind a privacy service, some use tags, some write capitals. */
export function drawHabit(draw: Stream): MailboxHabit {
  const habit = below(draw, 100)
  if (habit < 3) return 'relay'
  if (habit < 9) return 'tag'
  return habit < 13 ? 'capitals' : 'plain'
}

/** A forwarding address that a privacy service made for one application. */
export const relayMailbox = (...keys: readonly (number | string)[]): string =>
  `${opaque('relay', ...keys).slice(0, 9)}@relay.example`

/** Another way of writing the same mailbox: with a tag, or in capitals. */
export function rewriteMailbox(draw: Stream, mailbox: string, habit: 'tag' | 'capitals'): string {
  const [local = '', domain = ''] = mailbox.split('@')
  if (habit === 'tag') return `${local}+${['jobs', 'apply', 'cv'][below(draw, 3)]}@${domain}`
  const capital = (text: string) =>
    text.replaceAll(/(^|[._])[a-z]/g, (start) => start.toUpperCase())
  return chance(draw, 0.5) ? `${capital(local)}@${domain}` : mailbox.toUpperCase()
}

/** The mailbox an employer gives. */
export const workMailbox = (name: Name, number: number, domain: string): string =>
  `${plain(name.given).slice(0, 1)}${plain(name.family)}${mix(number, domain) % 90}@${domain}`

/** An account at a code host or a network of contacts. */
export function drawHandle(draw: Stream, name: Name, number: number): string {
  const [given, family] = [plain(name.given) || 'me', plain(name.family) || 'x']
  const mark = number.toString(36)
  const shapes = [
    `${given}${family}-${mark}`,
    `${given.slice(0, 1)}${family}${mark}`,
    `${given}-${mark}`,
  ]
  return shapes[below(draw, shapes.length)] ?? mark
}
