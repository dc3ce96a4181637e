import type { Canvas, Exhibit as Drawn, Markup } from '../../page/index.ts'
import { type DataTable, drawnTable } from './data-table.ts'

/** What an exhibit of an evaluation says: the finding in a sentence, unit, chart, caveats, data. */
export interface Exhibit {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly subtitle: string
  readonly chart?: (canvas: Canvas) => Markup
  readonly key?: readonly (readonly [sign: Sign, words: string])[]
  readonly notes: readonly string[]
  readonly tables: readonly DataTable[]
}

type Sign = 'dot' | 'span' | 'band' | 'tick' | 'dash'

const forms = [
  ['for-wide', 700],
  ['for-narrow', 332],
] as const

/** The same for the page kit. */
export function drawnExhibit({ chart, key = [], tables, ...said }: Exhibit): Drawn {
  return {
    ...said,
    chart: chart === undefined ? undefined : { at: chart, forms, key },
    tables: tables.map(drawnTable),
  }
}
