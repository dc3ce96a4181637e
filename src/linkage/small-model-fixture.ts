import { type LinkLevel, type LinkModel, parseModel } from './model.ts'

/** Models for tests: what a test does not say has a harmless value. */
export type LevelGiven = Partial<Omit<LinkLevel, 'when'>> & Pick<LinkLevel, 'when'>

const level = (given: LevelGiven): object => ({
  m: given.when === 'else' ? 0.1 : 0.9,
  u: given.when === 'else' ? 0.9 : 0.01,
  because: 'Made up for a test.',
  ...given,
})

export interface SmallModel extends Partial<Omit<LinkModel, 'columns' | 'blocking' | 'keys'>> {
  readonly keys?: readonly object[]
  /** Levels by column; `else` is added. */
  readonly columns?: Readonly<Record<string, readonly LevelGiven[]>>
  readonly blocking?: readonly { readonly on: readonly string[]; readonly hub_above?: number }[]
}

export const smallModel = ({ columns = {}, ...given }: SmallModel): LinkModel =>
  parseModel(
    {
      name: 'small',
      version: 1,
      title: 'Made up for a test',
      prior_bits: -4,
      threshold_bits: 0,
      blocking: [{ on: Object.keys(columns) }],
      columns: Object.entries(columns).map(([name, levels]) => ({
        name,
        column: name,
        levels: [...levels, { when: 'else' as const }].map(level),
      })),
      ...given,
    },
    'a model of a test',
  )
