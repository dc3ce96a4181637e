import { readFileSync } from 'node:fs'

/** Found when asked for, as a literal, so that tools see the dependency. */
const find = (): string =>
  import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')

let embedded: string | undefined

/** The typeface as an `@font-face` rule with the file inside it, read once. */
export function fontFace(): string {
  embedded ??= readFileSync(new URL(find())).toString('base64')
  return `@font-face{font-family:'Inter';font-weight:100 900;font-display:block;src:url(data:font/woff2;base64,${embedded}) format('woff2')}\n`
}
