import type { Evaluation } from './evaluation.ts'
import type { OutcomeEvaluation } from './outcomes.ts'

// What draws the charts takes 0.4 s to load, so only a page loads it.

/** The results against a truth, as one page. */
export const renderEvaluation = async (evaluation: Evaluation): Promise<string> =>
  (await import('./html/page.ts')).renderEvaluation(evaluation)

/** The results against established outcomes, as one page. */
export const renderOutcomes = async (evaluation: OutcomeEvaluation): Promise<string> =>
  (await import('./html/page.ts')).renderOutcomes(evaluation)
