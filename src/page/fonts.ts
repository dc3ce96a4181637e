import { readFileSync } from 'node:fs'

export type Family = 'Inter' | 'IBM Plex Mono'

/** Weights and place of each typeface: found when asked for, as literals, so that tools see the dependency. */
const faces: Readonly<Record<Family, { readonly weight: string; readonly find: () => string }>> = {
  Inter: {
    weight: '100 900',
    find: () =>
      import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  },
  'IBM Plex Mono': {
    weight: '400',
    find: () =>
      import.meta.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'),
  },
}

const embedded = new Map<Family, string>()

/** These typefaces as `@font-face` rules with the files inside them, each read once. */
export function fontFaces(families: readonly Family[]): string {
  return families.map((family) => embedded.get(family) ?? embed(family)).join('')
}

function embed(family: Family): string {
  const { weight, find } = faces[family]
  const data = readFileSync(new URL(find())).toString('base64')
  const rule = `@font-face{font-family:'${family}';font-weight:${weight};font-display:block;src:url(data:font/woff2;base64,${data}) format('woff2')}\n`
  embedded.set(family, rule)
  return rule
}
