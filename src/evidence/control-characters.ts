import type { FieldProblem } from './reading.ts'

// Control characters other than tab, line feed, form feed and carriage return, lone surrogates. DEL and
// C1 (what Windows-1252 becomes when it is read as UTF-8) are refused in identifiers by their fields.
const suspicious = /\\u(?:00[01]|[dD][89a-fA-F])|\\b/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b\u000e-\u001f]/

/**
 * Finds text with control characters or broken Unicode. Raw ones never pass the JSON parser, so a
 * line without such escapes needs no walk.
 */
export function findControlCharacter(line: string, value: unknown): FieldProblem | undefined {
  return suspicious.test(line) ? walkForControl(value, '') : undefined
}

function walkForControl(value: unknown, path: string): FieldProblem | undefined {
  if (typeof value === 'string') {
    if (control.test(value)) return { field: path, reason: 'holds a control character' }
    return value.isWellFormed() ? undefined : { field: path, reason: 'holds broken Unicode' }
  }
  if (value === null || typeof value !== 'object') return undefined
  for (const [key, child] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    const found = control.test(key)
      ? { field: at.replace(/\p{Cc}/gu, '?'), reason: 'its name holds a control character' }
      : walkForControl(child, at)
    if (found) return found
  }
  return undefined
}
