import { readFileSync } from 'node:fs'
import { cssString } from './markup.ts'
import { tlpColour } from './tlp.ts'

/**
 * The rules of printed pages: the TLP mark at the right in head and foot of each, as FIRST asks, in 12
 * points; `standing` at the left in the head: `Draft — not for release`; page x of y.
 */
export function paperStyle(tlp: string, standing?: string): string {
  const mark = `content: ${cssString(tlp)}; color: ${tlpColour(tlp)};`
  const words = standing === undefined ? '' : `@top-left { content: ${cssString(standing)}; }`
  const paper = readFileSync(new URL('paper.css', import.meta.url), 'utf8')
  return `${paper}@page { @top-right { ${mark} } @bottom-right { ${mark} } ${words} }`
}
