/** Kinds of employers and how the published report counts them. All figures of the report, or ours where said. */
export interface Industry {
  readonly naics: string
  readonly weight: number
  readonly tags?: readonly string[]
}

export const cells = [
  'it',
  'ai-pure',
  'ai-it',
  'ai-finance',
  'ai-other',
  'ai-health',
  'health',
  'finance',
  'public',
  'professional',
  'other',
] as const
/** What an employer counts as: its sector, and whether it is an AI company or builds AI in. */
export type Cell = (typeof cells)[number]

const software: readonly Industry[] = [
  { naics: '513210', weight: 26 },
  { naics: '5132', weight: 14 },
  { naics: '541511', weight: 18 },
  { naics: '541512', weight: 14 },
  { naics: '5415', weight: 12 },
  { naics: '518210', weight: 8 },
  { naics: '518', weight: 4 },
  { naics: '5192', weight: 4 },
]

const finance: readonly Industry[] = [
  { naics: '522110', weight: 16, tags: ['bank'] },
  { naics: '5221', weight: 10, tags: ['bank'] },
  { naics: '524114', weight: 9, tags: ['insurance'] },
  { naics: '5241', weight: 9, tags: ['insurance'] },
  { naics: '524210', weight: 6, tags: ['insurance'] },
  { naics: '522320', weight: 16, tags: ['fintech'] },
  { naics: '522291', weight: 8, tags: ['fintech'] },
  { naics: '523160', weight: 9, tags: ['crypto'] },
  { naics: '5239', weight: 9, tags: ['crypto', 'fintech'] },
  { naics: '52', weight: 8 },
]

const health: readonly Industry[] = [
  { naics: '622110', weight: 22 },
  { naics: '6211', weight: 16 },
  { naics: '621399', weight: 9 },
  { naics: '6216', weight: 9, tags: ['home-health'] },
  { naics: '62', weight: 14 },
  { naics: '3391', weight: 16, tags: ['medtech'] },
  { naics: '3254', weight: 8 },
  { naics: '621511', weight: 6, tags: ['medtech'] },
]

/** Code lists per cell. Weights inside a cell are ours: the report's tables were not readable. */
export const industries: Readonly<Record<Cell, readonly Industry[]>> = {
  it: software,
  'ai-pure': software.slice(0, 6),
  'ai-it': software,
  'ai-finance': finance,
  'ai-other': [
    { naics: '33', weight: 3 },
    { naics: '4551', weight: 2 },
    { naics: '5416', weight: 3 },
    { naics: '512110', weight: 2 },
  ],
  'ai-health': health,
  health,
  finance,
  public: [
    { naics: '92', weight: 18 },
    { naics: '9211', weight: 14 },
    { naics: '923130', weight: 12 },
    { naics: '9261', weight: 12 },
    { naics: '928110', weight: 8 },
    { naics: '541330', weight: 12, tags: ['government-contractor'] },
    { naics: '541614', weight: 10, tags: ['government-contractor'] },
    { naics: '5612', weight: 10, tags: ['government-contractor'] },
  ],
  professional: [
    { naics: '5411', weight: 14 },
    { naics: '541211', weight: 18 },
    { naics: '5413', weight: 14 },
    { naics: '5416', weight: 24 },
    { naics: '5418', weight: 18 },
    { naics: '541990', weight: 8 },
    { naics: '54', weight: 4 },
  ],
  other: [
    { naics: '31', weight: 8 },
    { naics: '3361', weight: 9 },
    { naics: '33', weight: 12 },
    { naics: '44', weight: 12 },
    { naics: '4551', weight: 8 },
    { naics: '611310', weight: 9 },
    { naics: '61', weight: 6 },
    { naics: '512110', weight: 6 },
    { naics: '5161', weight: 5 },
    { naics: '48', weight: 8 },
    { naics: '236', weight: 7 },
    { naics: '72', weight: 6 },
    { naics: '2211', weight: 4 },
    { naics: '53', weight: 6 },
    { naics: '56', weight: 6 },
  ],
}

export const aiOf = (cell: Cell): 'pure' | 'product' | 'none' =>
  cell === 'ai-pure' ? 'pure' : cell.startsWith('ai-') ? 'product' : 'none'

/** What is left of a cell's name when AI is set aside: the sector whose roles it hires for. */
export function sectorOf(
  cell: Cell,
): 'it' | 'health' | 'finance' | 'public' | 'professional' | 'other' {
  if (cell === 'ai-pure' || cell === 'ai-it') return 'it'
  if (cell === 'ai-finance') return 'finance'
  if (cell === 'ai-health') return 'health'
  return cell === 'ai-other' ? 'other' : cell
}
