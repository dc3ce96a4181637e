import { hash } from 'node:crypto'
import { normalFormVersion } from './normal-forms.ts'
import type { SelectorKind } from './selectors.ts'

/** A value in its normal form: a selector, or the hash of a passage as a decimal number. */
export interface IdentifiedValue {
  readonly kind: SelectorKind | 'passage'
  readonly detail: string
  readonly value: string
}

/** Kinds whose detail is part of the value: one account name at two services is two accounts. */
const kindsWithDetail: ReadonlySet<string> = new Set(['handle', 'account'])

/** Two kinds of one thing: the mailbox of a referee equals the mailbox of an applicant. */
const sameKind: Readonly<Record<string, string>> = {
  reference_email: 'email',
  reference_phone: 'phone',
}

const decimalHash = /^-?\d{1,19}$/
const hexHash = /^[0-9a-f]{16}$/

/**
 * The id of a value: the first 64 bits of the SHA-256 of the version of the normal forms, the kind, the detail (where
 * it is part of the value) and the normal form, as a signed integer. Equal values have equal ids in every store, on
 * every engine and in every process (decision 0022). Pictures and passages are 64-bit hashes already and keep them as
 * their ids, so that nearly equal pictures have nearly equal ids.
 */
export function valueId({ kind, detail, value }: IdentifiedValue): bigint {
  if (kind === 'passage' && decimalHash.test(value)) return BigInt.asIntN(64, BigInt(value))
  if (kind === 'photo' && hexHash.test(value)) return BigInt.asIntN(64, BigInt(`0x${value}`))
  const part = kindsWithDetail.has(kind) ? detail : ''
  // The length tells where the detail ends, so that no two values have the same text.
  const text = `${normalFormVersion}\n${sameKind[kind] ?? kind}\n${part.length}\n${part}${value}`
  return first64Bits(hash('sha256', text, 'binary'))
}

/** From a digest as a text of bytes, which costs half of what a buffer costs. */
function first64Bits(digest: string): bigint {
  return BigInt.asIntN(64, (BigInt(wordAt(digest, 0)) << 32n) | BigInt(wordAt(digest, 4)))
}

const wordAt = (digest: string, at: number): number =>
  ((digest.charCodeAt(at) << 24) |
    (digest.charCodeAt(at + 1) << 16) |
    (digest.charCodeAt(at + 2) << 8) |
    digest.charCodeAt(at + 3)) >>>
  0
