import { readFileSync } from 'node:fs'
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
import { Problem, reasonOf } from '../../problem.ts'
import { nearestName } from './nearest-name.ts'

type Path = readonly PropertyKey[]

/** A map file as it was written, so that whatever is wrong in it can be shown with its line. */
export interface MapText {
  readonly value: unknown
  /** An `invalid` problem at the line of a place: `workday.yaml:12: records[0].fields.at: …`. */
  readonly refusal: (path: Path, reason: string) => Problem
}

/** Aliases of YAML that unfold to more are no map. */
const mostAliases = 1_000

/** Reads the YAML of a map; throws `not-found` or `invalid`. */
export function readMapText(path: string): MapText {
  const text = fileText(path)
  const lines = new LineCounter()
  const document = parseDocument(text, { uniqueKeys: true, lineCounter: lines, merge: true })
  const [error] = document.errors
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0])
    const [reason = ''] = error.message.split(/ at line \d+/)
    throw new Problem('invalid', `${path}:${line}: is not YAML: ${reason}`, error)
  }
  const lineOf = (place: Path): number => {
    const node = nodeAt(document.contents, place)
    return node?.range ? lines.linePos(node.range[0]).line : 1
  }
  return {
    value: plainValue(path, () => document.toJS({ maxAliasCount: mostAliases })),
    refusal: (place, reason) =>
      new Problem('invalid', `${path}:${lineOf(place)}: ${shownPath(place)}${reason}`),
  }
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new Problem('not-found', `cannot read the map ${path}: ${reasonOf(error)}`, error)
  }
}

function plainValue(path: string, read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    throw new Problem('invalid', `${path}: is not YAML: ${reasonOf(error)}`, error)
  }
}

/** The node at a place, or the nearest one around it; of a key, the key itself. */
function nodeAt(root: Node | null, path: Path): Node | null {
  let node = root
  for (const step of path) {
    const next = isMap(node) ? pairNode(node.items, step) : childNode(node, step)
    if (next === undefined) return node
    node = next.value ?? next.key
    if (step === path.at(-1) && next.key !== null) return next.key
  }
  return node
}

interface Child {
  readonly key: Node | null
  readonly value: Node | null
}

function pairNode(items: readonly unknown[], step: PropertyKey): Child | undefined {
  const pair = items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
  )
  if (!isPair(pair)) return undefined
  return { key: pair.key as Node, value: pair.value as Node | null }
}

function childNode(node: Node | null, step: PropertyKey): Child | undefined {
  if (node === null || !('items' in node) || !Array.isArray(node.items)) return undefined
  const item: unknown = node.items[Number(step)]
  return item === undefined ? undefined : { key: null, value: item as Node }
}

/** `records[0].fields.at: ` */
const shownPath = (path: Path): string => {
  const shown = path.reduce<string>(
    (before, step) =>
      typeof step === 'number'
        ? `${before}[${step}]`
        : `${before}${before === '' ? '' : '.'}${String(step)}`,
    '',
  )
  return shown === '' ? '' : `${shown}: `
}

/** What is wrong with a part of a map against its grammar; of a misspelt key, which ones there are. */
export function refusalOf(
  { refusal }: Pick<MapText, 'refusal'>,
  { issues }: z.ZodError,
  { place, keys }: { readonly place: Path; readonly keys: (below: Path) => readonly string[] },
): Problem {
  // A misspelt key is also one that is missing; how it was meant helps more.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  const at = [...place, ...(issue?.path ?? [])]
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    return refusal([...at, key], `is not known here; ${suggestion(key, keys(issue.path))}`)
  }
  const isAbsent = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')
  const reason = (issue?.message ?? 'is wrong').replace('Invalid input: ', '')
  return refusal(at, isAbsent ? 'needed, but it is absent' : reason)
}

/** Which name was meant, or which ones there are. */
export function suggestion(given: string, names: readonly string[]): string {
  const nearest = nearestName(given, names)
  return nearest === undefined ? `use ${names.join(', ')}` : `did you mean ${nearest}?`
}
