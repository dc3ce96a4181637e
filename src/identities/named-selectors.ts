import { normalSelector, type SelectorKind } from '../evidence/index.ts'
import type { LinkModel } from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import { quoteList, quoteText, type SqlEngine } from '../sql/index.ts'
import { evidenceKinds } from './overridden-values.ts'

/** A selector as the models know it: `home`, `reference` and `passage` are kinds of theirs. */
export interface NamedSelector {
  readonly kind: string
  /** '' where the models do not tell details apart. */
  readonly detail: string
  readonly value: string
}

/** `phone:+12025550100`, `handle/github:jreyes-dev`: as commands read and write it. */
export const selectorText = ({ kind, detail, value }: NamedSelector): string =>
  `${kind}${detail === '' ? '' : `/${detail}`}:${value}`

/** Reads a selector as somebody typed it, into the form that the evidence has. */
export function readSelector(models: readonly LinkModel[], text: string): NamedSelector {
  const [, given = '', detail = '', value = ''] = /^([^:/]*)(?:\/([^:]*))?:(.+)$/s.exec(text) ?? []
  const kind = given.trim().toLowerCase()
  const keys = models.flatMap((model) => model.keys)
  const kinds = [...new Set(keys.map((key) => key.kind))].sort()
  if (!kinds.includes(kind)) {
    throw new Problem(
      'usage',
      `"${text}" is no selector: write kind:value, such as phone:+12025550100; kinds are ${kinds.join(', ')}`,
    )
  }
  const apart = keys.some((key) => key.kind === kind && key.same_detail)
  if (apart && detail === '') {
    throw new Problem(
      'usage',
      `"${text}" says not whose: write ${kind}/WHICH:value, such as ${kind}/${examples[kind] ?? 'other'}:${value}`,
    )
  }
  const normal = normalSelector(evidenceKind(kind, value), detail, value.trim())
  requireHash(kind, normal.value)
  return { kind, detail: apart ? normal.detail : '', value: normal.value }
}

const examples: Readonly<Record<string, string>> = { handle: 'github', account: 'wise' }

/** What is of a kind of the models in the evidence: how its values are written. */
function evidenceKind(kind: string, value: string): SelectorKind {
  if (kind === 'address' || kind === 'home') return 'place'
  if (kind === 'home_unit') return 'unit'
  if (kind === 'reference') return value.includes('@') ? 'reference_email' : 'reference_phone'
  // A passage is named by its hash, which has one spelling only.
  return kind === 'passage' ? 'document' : (kind as SelectorKind)
}

const hashes: Readonly<Record<string, RegExp>> = {
  photo: /^[0-9a-f]{16}$/,
  passage: /^-?\d{1,19}$/,
}

function requireHash(kind: string, value: string): void {
  if (hashes[kind]?.test(value) ?? true) return
  throw new Problem('usage', `"${value}" is no hash of a ${kind}; \`ringer hubs\` lists them`)
}

/** Refuses a selector that no observation in force shows: it is misspelt, or of another kind. */
export async function requireShown(sql: SqlEngine, selector: NamedSelector): Promise<void> {
  const [found] = await sql.rows(`${shownSql(selector)} limit 1`)
  if (found !== undefined) return
  throw new Problem('not-found', `no observation shows ${selectorText(selector)}; is it misspelt?`)
}

function shownSql({ kind, detail, value }: NamedSelector): string {
  if (kind === 'passage') return `select 1 from passage where hash::varchar = ${quoteText(value)}`
  return `select 1 from selector where kind in ${quoteList(evidenceKinds(kind))} and value = ${quoteText(value)}
    ${detail === '' ? '' : `and detail = ${quoteText(detail)}`}`
}
