import type { z } from 'zod'
import type { Exposure, Observation, SourceDeclaration } from './observation.ts'
import { schemas } from './schemas.ts'

/**
 * The border: a value that somebody gave becomes an observation, a declaration of a source or an
 * exposure, or a list of problems that name their fields. Strict where the format is (types, needed
 * fields, closed lists), lenient where it says "kept": unknown facts, claims and flags stay, and
 * fields that the format does not have are left out and reported by name.
 */
export type Reading =
  | {
      readonly record: 'observation'
      readonly value: Observation
      readonly leftOut: readonly string[]
    }
  | {
      readonly record: 'source'
      readonly value: SourceDeclaration
      readonly leftOut: readonly string[]
    }
  | { readonly record: 'exposure'; readonly value: Exposure; readonly leftOut: readonly string[] }
  | { readonly record: 'problems'; readonly problems: readonly FieldProblem[] }

export interface FieldProblem {
  /** Dotted path as in the format, `subject.phones[0]`; empty for the line as a whole. */
  readonly field: string
  readonly reason: string
}

/** Depth of what is kept as given in `claims`: real exports nest two or three deep. */
const deepest = 8
/** Problems of one record that are told: enough to mend it, whatever it holds. */
const mostProblems = 10

/** Reads one parsed value. `source` fills in where a line does not name its own. */
export function readRecord(value: unknown, source?: string): Reading {
  if (Array.isArray(value)) return problem('', 'is a JSON array; write one object per line')
  if (!isContainer(value)) return problem('', 'expected a JSON object, one per line')
  const given = value as Record<string, unknown>
  const record = recordOf(given)
  const named =
    source !== undefined && record !== 'exposure' && given['source'] == null
      ? { ...given, source }
      : given
  const deep = Object.keys(named).find((field) => nestsDeeper(named[field], deepest))
  if (deep !== undefined) return problem(deep, `is nested deeper than ${deepest} levels`)
  const parsed = schemas[record].safeParse(named)
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, mostProblems)
      .map((issue) => fieldProblem(issue, named))
    return { record: 'problems', problems }
  }
  const leftOut: string[] = []
  findLeftOut({ given: named, kept: parsed.data, path: '' }, leftOut)
  const shown = leftOut.map((path) => path.replaceAll('.[]', '[]'))
  return { record, value: withoutAbsent(parsed.data), leftOut: shown } as Reading
}

const problem = (field: string, reason: string): Reading => ({
  record: 'problems',
  problems: [{ field, reason }],
})

function recordOf(given: Record<string, unknown>): 'observation' | 'source' | 'exposure' {
  if ('id' in given || 'kind' in given || 'subject' in given || 'at' in given) return 'observation'
  if ('unit' in given || 'period' in given) return 'exposure'
  const declares = ['type', 'reliability', 'tlp', 'name', 'organization', 'acquisition'].some(
    (key) => key in given,
  )
  return declares ? 'source' : 'observation'
}

function fieldProblem(issue: z.core.$ZodIssue, given: unknown): FieldProblem {
  const field = issue.path.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : `${path}${path && '.'}${String(part)}`,
    '',
  )
  const value = issue.path.reduce<unknown>(
    (parent, part) =>
      isContainer(parent) ? (parent as Record<PropertyKey, unknown>)[part] : undefined,
    given,
  )
  const isAbsent = value === undefined && issue.code !== 'custom'
  return { field, reason: isAbsent ? 'needed, but it is absent' : reasonOf(issue) }
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_union')
    return 'expected text, a number, true, false or a list of text'
  return issue.message
    .replace('Invalid input: ', '')
    .replace('expected record', 'expected object')
    .replace('expected int', 'expected a whole number')
}

/** Goes no deeper than it is asked to, so that a million brackets cannot overflow the stack. */
function nestsDeeper(value: unknown, levels: number): boolean {
  if (!isContainer(value)) return false
  if (levels < 0) return true
  return Object.values(value).some((child) => nestsDeeper(child, levels - 1))
}

const isContainer = (value: unknown): value is object => value !== null && typeof value === 'object'

interface Walk {
  readonly given: object
  readonly kept: object
  /** Dotted path of both, with a dot behind it; items of a list are `[]`. */
  readonly path: string
}

/** Adds the paths of what was given and not kept: fields that the format does not have. */
function findLeftOut({ given, kept, path }: Walk, found: string[]): void {
  for (const [key, child] of Object.entries(given)) {
    const name = Array.isArray(given) ? '[]' : key
    const keptChild = Object.hasOwn(kept, key) ? (kept as Record<string, unknown>)[key] : undefined
    if (keptChild === undefined) found.push(`${path}${name}`)
    else if (isContainer(child) && isContainer(keptChild)) {
      findLeftOut({ given: child, kept: keptChild, path: `${path}${name}.` }, found)
    }
  }
}

/** Drops keys without a value (absent or null) and sorts the rest: equal content has equal text. */
function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent)
  if (value === null || typeof value !== 'object') return value
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) {
    const child = (value as Record<string, unknown>)[key]
    if (child != null) kept[key] = withoutAbsent(child)
  }
  return kept
}
