/**
 * STIX patterns of one simple form: `=` comparisons of texts that AND and OR join, in observations that OR joins.
 * From the STIX 2.1 specification, section 9. A small parser; it says so where a pattern is of another form.
 */

/** `email-addr:value = 'a@b.example'` */
export interface Comparison {
  readonly type: string
  readonly path: string
  readonly value: string
}

/** What AND joins is one thing that was seen together; what OR joins are several things. */
export type Alternatives = readonly (readonly Comparison[])[]

const token =
  /\s*(?:(?<mark>[[\]=])|(?<word>AND|OR)(?![\w-])|(?<type>[a-z][a-z0-9-]*):(?<path>[A-Za-z_][\w.'[\]-]*)|'(?<text>(?:[^'\\]|\\.)*)')/y

interface Token {
  readonly mark?: string
  readonly word?: string
  readonly type?: string
  readonly path?: string
  readonly text?: string
}

function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  const reading = new RegExp(token)
  const end = pattern.trimEnd().length
  while (reading.lastIndex < end) {
    const found = reading.exec(pattern)?.groups
    if (found === undefined) return undefined
    tokens.push(found)
  }
  return tokens
}

/** The alternatives of a pattern; undefined where it is of another form. */
export function alternativesOf(pattern: string): Alternatives | undefined {
  const tokens = tokensOf(pattern) ?? []
  const alternatives: Alternatives[number][] = []
  for (let at = 0; ; ) {
    const observation = observationAt(tokens, at)
    if (observation === undefined) return undefined
    for (const each of observation.alternatives) alternatives.push(each)
    at = observation.end
    if (at === tokens.length) return alternatives
    if (tokens[at]?.word !== 'OR') return undefined
    at += 1
  }
}

/** What stands between brackets, and where the next token is. AND binds closer than OR. */
function observationAt(
  tokens: readonly Token[],
  start: number,
): { readonly alternatives: Alternatives; readonly end: number } | undefined {
  if (tokens[start]?.mark !== '[') return undefined
  const alternatives: Comparison[][] = []
  for (let at = start + 1; ; at += 4) {
    const comparison = comparisonAt(tokens, at)
    if (comparison === undefined) return undefined
    if (tokens[at - 1]?.word === 'AND') alternatives.at(-1)?.push(comparison)
    else alternatives.push([comparison])
    const next = tokens[at + 3]
    if (next?.mark === ']') return { alternatives, end: at + 4 }
    if (next?.word === undefined) return undefined
  }
}

/** Three tokens: what is compared, `=`, and a text. */
function comparisonAt(tokens: readonly Token[], at: number): Comparison | undefined {
  const [path, equals, text] = tokens.slice(at, at + 3)
  if (path?.type === undefined || path.path === undefined) return undefined
  if (equals?.mark !== '=' || text?.text === undefined) return undefined
  return { type: path.type, path: path.path, value: text.text.replace(/\\(.)/g, '$1') }
}
