import { readFileSync } from 'node:fs'

/** Where each typeface is: found when asked for, as literals, so that tools see the dependency. */
const faces = [
  {
    family: 'Inter',
    weight: '100 900',
    find: () =>
      import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  },
  {
    family: 'IBM Plex Mono',
    weight: '400',
    find: () =>
      import.meta.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'),
  },
] as const

let embedded: string | undefined

/** The two typefaces as `@font-face` rules with the files inside them, read once. */
export function fontFaces(): string {
  embedded ??= faces
    .map(({ family, weight, find }) => {
      const data = readFileSync(new URL(find())).toString('base64')
      return `@font-face{font-family:'${family}';font-weight:${weight};font-display:block;src:url(data:font/woff2;base64,${data}) format('woff2')}\n`
    })
    .join('')
  return embedded
}
