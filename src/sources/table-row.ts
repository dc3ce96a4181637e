import { factTypeOf } from '../evidence/index.ts'

/** A row of CSV or Parquet: dotted column names and cells, as `evidence-format.md` lays them out. */
export type TableRow = readonly (readonly [column: string, cell: unknown])[]

type CellType = 'text' | 'number' | 'boolean' | 'list' | 'json'

const cellTypes: Readonly<Record<string, CellType>> = {
  'organization.tags': 'list',
  'engagement.client.tags': 'list',
  'role.remote': 'boolean',
  'origin.first_hand': 'boolean',
  'subject.emails': 'list',
  'subject.phones': 'list',
  'subject.ips': 'list',
  'subject.handles': 'json',
  'subject.devices': 'json',
  'subject.accounts': 'json',
  'subject.addresses': 'json',
  'subject.documents': 'json',
  'subject.claims': 'json',
  'subject.claims.references': 'json',
  'subject.claims.birth_year': 'number',
  facts: 'json',
  flags: 'json',
  acquisition: 'json',
  value: 'number',
}

/**
 * Builds the nested record of a row. A cell that does not read as its type stays text, so that the
 * strict reading names the field and what it expected.
 */
export function recordOfRow(row: TableRow): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const [column, cell] of row) {
    if (cell === '' || cell === null || cell === undefined) continue
    place(record, pathOf(column), readCell(column, cell))
  }
  return record
}

/** `facts.ip.country` is one fact of dotted name; everything else nests at each dot. */
function pathOf(column: string): string[] {
  return column.startsWith('facts.') ? ['facts', column.slice('facts.'.length)] : column.split('.')
}

function place(record: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const last = path.at(-1) ?? ''
  let parent = record
  for (const part of path.slice(0, -1)) {
    const child = ownValue(parent, part)
    const next = isRecord(child) ? child : {}
    setOwn(parent, part, next)
    parent = next
  }
  const standing = ownValue(parent, last)
  // Columns `facts` and `facts.ip.country` may stand beside each other.
  setOwn(parent, last, isRecord(standing) && isRecord(value) ? { ...value, ...standing } : value)
}

/** A column named `__proto__.x` is a strange name, not a way into the prototype of all objects. */
const ownValue = (parent: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(parent, name) ? parent[name] : undefined

function setOwn(parent: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(parent, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function readCell(column: string, cell: unknown): unknown {
  if (typeof cell !== 'string') return cell
  const fact = column.startsWith('facts.') ? column.slice('facts.'.length) : undefined
  if (fact !== undefined) return readFact(fact, cell)
  return readTyped(Object.hasOwn(cellTypes, column) ? cellTypes[column] : 'text', cell)
}

function readFact(fact: string, cell: string): unknown {
  const type = factTypeOf(fact)
  if (type !== undefined) return readTyped(type === 'share' ? 'number' : type, cell)
  // A fact that the format does not know keeps the type that its text shows.
  const asBoolean = readTyped('boolean', cell)
  return typeof asBoolean === 'boolean' ? asBoolean : readTyped('number', cell)
}

function readTyped(type: CellType | undefined, cell: string): unknown {
  if (type === 'list') return splitList(cell)
  if (type === 'boolean') return /^true$/i.test(cell) ? true : /^false$/i.test(cell) ? false : cell
  if (type === 'number') return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : cell
  return type === 'json' ? readJson(cell) : cell
}

function readJson(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch {
    // Not swallowed: the text goes on and is refused where an array or an object is expected.
    return cell
  }
}

/** `a|b`, with `\|` for a bar. */
function splitList(cell: string): string[] {
  return cell
    .split(/(?<!\\)\|/)
    .map((item) => item.replaceAll('\\|', '|'))
    .filter((item) => item !== '')
}
