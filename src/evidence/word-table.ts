/**
 * A table of words, one line each: `standard: variant variant`. A variant stands for one standard only, so a word never
 * becomes two.
 */
export const tableOf = (lines: string): ReadonlyMap<string, string> =>
  new Map(
    lines
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [standard = '', variants = ''] = line.trim().split(':')
        return [standard, ...variants.trim().split(/\s+/)]
          .filter((word) => word !== '')
          .map((word) => [word, standard] as const)
      }),
  )
