import type { Cell } from './industries.ts'

/**
 * What the published report says (Okta Threat Intelligence, "North Korea's IT Workers expand beyond
 * US big tech", 30 September 2025, as read and quoted in the press), and where it is silent, what was
 * chosen here. Its totals are "more than": the simulated ones lie a little above them.
 */
export const published = {
  identities: 130,
  interviews: 6500,
  organizations: 5000,
  shareOutsideIt: 0.48,
  shareOutsideUs: 0.27,
  /** Interviews at AI organizations and in healthcare in the last half-year, "in the year to date". */
  aiInterviewsLastHalf: 50,
  healthInterviewsLastHalf: 85,
} as const

/** Interviews of each identity and new organizations of each interview: the published ratios and 0.5 % more. */
export const interviewsPerIdentity = (published.interviews / published.identities) * 1.005
export const organizationsPerInterview = published.organizations / published.interviews

/** Workers of 130 identities; the other 18 are facilitators. The report gives the sum only. */
export const workerShare = 112 / 130

/** Half-years 2021-H1 … 2025-H1. Counts are for 130 identities and scale with them. */
export interface HalfYear {
  /** Share of all initial interviews. Rising is from the report, how much is ours. */
  readonly share: number
  /** Interviews at AI organizations: 50 in the last half-year and a marked rise from mid-2023 are the report's. */
  readonly ai: number
  /** Of those, at healthcare organizations. */
  readonly aiHealth: number
  /** Interviews in healthcare: 85 in the last half-year, "sustained" before. */
  readonly health: number
  readonly finance: number
  readonly public: number
  readonly professional: number
  /** Share of interviews outside IT: 48 % of organizations over the whole period. */
  readonly outsideIt: number
  readonly outsideUs: number
}

const columns = (row: readonly number[]): HalfYear => {
  const [share = 0, ai = 0, aiHealth = 0, health = 0, finance = 0, publicSector = 0] = row
  const [professional = 0, outsideIt = 0, outsideUs = 0] = row.slice(6)
  return {
    share,
    ai,
    aiHealth,
    health,
    finance,
    public: publicSector,
    professional,
    outsideIt,
    outsideUs,
  }
}

export const halfYears: readonly HalfYear[] = [
  // share, ai, ai in health, health, finance, public, professional, outside IT, outside the US
  [0.045, 2, 0, 22, 24, 8, 26, 0.402, 0.2],
  [0.065, 3, 0, 34, 38, 13, 36, 0.422, 0.22],
  [0.085, 4, 0, 45, 55, 19, 48, 0.442, 0.23],
  [0.1, 6, 0, 55, 70, 25, 57, 0.452, 0.25],
  [0.115, 8, 0, 62, 86, 31, 66, 0.472, 0.26],
  [0.135, 22, 1, 70, 108, 38, 79, 0.482, 0.275],
  [0.15, 32, 2, 78, 126, 46, 90, 0.502, 0.285],
  [0.155, 42, 3, 82, 136, 50, 95, 0.512, 0.295],
  [0.15, 50, 4, 85, 138, 52, 96, 0.517, 0.31],
].map(columns)

/** How interviews at AI organizations outside healthcare divide: our choice. */
const aiCells: readonly (readonly [Cell, number])[] = [
  ['ai-pure', 0.45],
  ['ai-it', 0.3],
  ['ai-finance', 0.13],
  ['ai-other', 0.12],
]

/** Interviews per cell that a half-year should have for 130 identities; they need not be whole. */
export function expectedCells(half: HalfYear): ReadonlyMap<Cell, number> {
  const total = half.share * interviewsPerIdentity * published.identities
  const ai = half.ai - half.aiHealth
  const cells = new Map<Cell, number>(aiCells.map(([cell, share]) => [cell, ai * share]))
  cells.set('ai-health', half.aiHealth)
  cells.set('health', half.health - half.aiHealth)
  cells.set('finance', half.finance - ai * 0.13)
  cells.set('public', half.public)
  cells.set('professional', half.professional)
  const outside = total * half.outsideIt
  const named = half.health + half.finance + half.public + half.professional + ai * 0.12
  cells.set('other', Math.max(0, outside - named))
  cells.set('it', total - outside - ai * 0.75)
  return cells
}

/** Remote postings at AI organizations against 2021, per half-year: the boom in AI hiring. Our choice. */
export const aiBoom: readonly number[] = [1, 1.1, 1.2, 1.3, 1.6, 2.6, 3.4, 4, 4.6]
