import type { FieldProblem } from './reading.ts'

// Control characters other than tab, line feed, form feed and carriage return, and lone surrogates. DEL
// and C1 are refused by the fields: texts out of documents may hold them, identifiers may not.
const suspicious = /\\u(?:00[01]|[dD][89a-fA-F])|\\b/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b\u000e-\u001f]/

/**
 * Finds text with control characters or broken Unicode. Raw ones never pass the JSON parser, so a
 * line without such escapes needs no walk. Call it on what `readRecord` has accepted: that is not deep.
 */
export function findControlCharacter(line: string, value: unknown): FieldProblem | undefined {
  return suspicious.test(line) ? walkForControl(value, '') : undefined
}

/** Recursive, so for values whose depth is known to be small. */
function walkForControl(value: unknown, path: string): FieldProblem | undefined {
  if (typeof value === 'string') return faultOf(value, path)
  if (value === null || typeof value !== 'object') return undefined
  for (const [key, child] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : `${path}${path && '.'}${key}`
    const found = faultOf(key, at) ?? walkForControl(child, at)
    if (found) return found
  }
  return undefined
}

function faultOf(text: string, path: string): FieldProblem | undefined {
  const field = path.toWellFormed().replace(/\p{Cc}/gu, '?')
  if (control.test(text)) return { field, reason: 'holds a control character' }
  return text.isWellFormed() ? undefined : { field, reason: 'holds broken Unicode' }
}
