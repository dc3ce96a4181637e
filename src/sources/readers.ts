import type { Reader } from './reader.ts'
import { okta } from './readers/okta.ts'

/** Every format of somebody else's that there is. Add yours here and nowhere else; the first that recognises a file reads it. */
export const readers = {
  okta,
} as const satisfies Record<string, Reader>

export type ReaderName = keyof typeof readers

export const readerNames = Object.keys(readers) as readonly ReaderName[]
