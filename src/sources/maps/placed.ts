/** `facts.ip.country` is one fact of dotted name; everything else nests at each dot. */
const pathOf = (field: string): readonly string[] =>
  field.startsWith('facts.') ? ['facts', field.slice('facts.'.length)] : field.split('.')

type Nested = { readonly [name: string]: unknown }

/** Values by dotted field as the nested record of the evidence format. Names are the format's, never a stranger's. */
export function placed(values: ReadonlyMap<string, unknown>): Nested {
  const record: Record<string, unknown> = {}
  for (const [field, value] of values) {
    const path = pathOf(field)
    let parent = record
    for (const name of path.slice(0, -1)) {
      parent[name] ??= {}
      parent = parent[name] as Record<string, unknown>
    }
    parent[path.at(-1) ?? ''] = value
  }
  return record
}
