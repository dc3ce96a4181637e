/** Names that are as many single letters apart are a slip of the pen. */
const slips = 3

/** The name most like a misspelt one; undefined where none is near. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: lettersApart(given, name) }))
  const [nearest] = distances.sort((one, other) => one.distance - other.distance)
  return nearest !== undefined && nearest.distance <= slips ? nearest.name : undefined
}

/** Levenshtein's distance, row by row. */
function lettersApart(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (let at = 1; at <= other.length; at += 1) {
      const change = (row[at - 1] ?? 0) + (letter === other[at - 1] ? 0 : 1)
      next.push(Math.min(change, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
