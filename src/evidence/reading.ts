import type { z } from 'zod'
import { withoutTraitNotes } from './flag-notes.ts'
import type { Exposure, Observation, SourceDeclaration, Withdrawal } from './observation.ts'
import { schemas } from './schemas.ts'

/**
 * The border: a value that somebody gave becomes an observation, a declaration of a source, an
 * exposure or a withdrawal, or a list of problems that name their fields. Strict where the format is (types, needed
 * fields, closed lists), lenient where it says "kept": unknown facts, claims and flags stay, and
 * fields that the format does not have are left out and reported by name.
 */
export type Reading =
  | {
      readonly record: 'observation'
      readonly value: Observation
      readonly leftOut: readonly string[]
      /** Places of notes that mention a protected attribute and were removed. */
      readonly removed?: readonly string[]
    }
  | {
      readonly record: 'source'
      readonly value: SourceDeclaration
      readonly leftOut: readonly string[]
    }
  | { readonly record: 'exposure'; readonly value: Exposure; readonly leftOut: readonly string[] }
  | {
      readonly record: 'withdrawal'
      readonly value: Withdrawal
      readonly leftOut: readonly string[]
    }
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
  const form = formOf(given)
  const named =
    source !== undefined && form !== 'exposure' && given['source'] == null
      ? { ...given, source }
      : given
  const deep = Object.keys(named).find((field) => nestsDeeper(named[field], deepest))
  if (deep !== undefined) return problem(deep, `is nested deeper than ${deepest} levels`)
  const parsed = schemas[form].safeParse(named)
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, mostProblems)
      .map((issue) => fieldProblem(issue, named))
    return { record: 'problems', problems }
  }
  const leftOut: string[] = []
  const kept = canonical({ kept: parsed.data, given: named, path: '' }, leftOut)
  if (form === 'observation') {
    const { observation, removed } = withoutTraitNotes(kept as Observation)
    return { record: form, value: observation, leftOut, ...(removed.length > 0 ? { removed } : {}) }
  }
  return { record: recordOf(form), value: kept, leftOut } as Reading
}

const problem = (field: string, reason: string): Reading => ({
  record: 'problems',
  problems: [{ field, reason }],
})

type Form = keyof typeof schemas

const recordOf = (form: Form): Exclude<Reading['record'], 'problems'> =>
  form === 'observation' || form === 'source' || form === 'exposure' ? form : 'withdrawal'

/** By the fields that only one sort of record has. An observation is one, whatever stands in it besides. */
function formOf(given: Record<string, unknown>): Form {
  const isObservation = 'id' in given || 'kind' in given || 'subject' in given
  if (!isObservation && given['merges'] != null) return 'merge'
  if (!isObservation && given['withdraws'] != null) {
    return given['withdraws'] === 'observations' ? 'observations_erasure' : 'subject_erasure'
  }
  if (isObservation || 'at' in given) return 'observation'
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
  for (const child of Object.values(value)) {
    if (isContainer(child) && nestsDeeper(child, levels - 1)) return true
  }
  return false
}

const isContainer = (value: unknown): value is object => value !== null && typeof value === 'object'

interface Walk {
  /** What the schema kept. */
  readonly kept: unknown
  /** What it was given. */
  readonly given: unknown
  /** Dotted path of both; items of a list are `[]`. */
  readonly path: string
}

type Container = Record<string, unknown>

/**
 * What was kept, in its one form: keys without a value (absent or null) dropped and the rest sorted, so
 * that equal content has equal text. On the way it notes the paths of what was given and not kept:
 * fields that the format does not have.
 */
function canonical({ kept, given, path }: Walk, leftOut: string[]): unknown {
  if (Array.isArray(kept)) {
    const items = given as readonly unknown[]
    return kept.map((item, at) =>
      isContainer(item)
        ? canonical({ kept: item, given: items[at], path: `${path}[]` }, leftOut)
        : item,
    )
  }
  const from = kept as Container
  const names = Object.keys(from)
  const joined = (name: string): string => (path === '' ? name : `${path}.${name}`)
  for (const name of Object.keys(given as Container)) {
    if (!Object.hasOwn(from, name)) leftOut.push(joined(name))
  }
  const form: Container = {}
  for (const name of names.sort()) {
    const child = from[name]
    if (child == null) continue
    form[name] = isContainer(child)
      ? canonical({ kept: child, given: (given as Container)[name], path: joined(name) }, leftOut)
      : child
  }
  return form
}
