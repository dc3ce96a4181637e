import { join } from 'node:path'
import {
  type Evaluation,
  type OutcomeEvaluation,
  renderEvaluation,
  renderOutcomes,
} from '../evaluation/index.ts'
import type { System } from '../system.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { evaluationText, outcomesText } from './evaluation-text.ts'
import { openOutput, writeOutput } from './output-file.ts'
import { withResults } from './run.ts'

export const runEvaluate: Command['run'] = (call) => {
  const format = choice(call, 'format', ['table', 'json', 'html'])
  return withResults(call, async (system) => {
    const results = await resultsOf(system, call.text('truth'))
    const text = await results[format]()
    const path = call.text('out') ?? (format === 'html' ? pagePath(call) : '-')
    await writeOutput(await openOutput(path, call.out), text)
    if (path !== '-') await call.out(`${path}\n`)
    return exits.done
  })
}

type Results = Readonly<Record<'table' | 'json' | 'html', () => Promise<string>>>

async function resultsOf(system: System, truth: string | undefined): Promise<Results> {
  if (truth === undefined) {
    const found: OutcomeEvaluation = await system.evaluateOutcomes()
    return {
      table: async () => `${outcomesText(found)}\n`,
      json: async () => jsonText(found),
      html: () => renderOutcomes(found),
    }
  }
  const found: Evaluation = await system.evaluate(truth)
  return {
    table: async () => `${evaluationText(found)}\n`,
    json: async () => jsonText(found),
    html: () => renderEvaluation(found),
  }
}

const jsonText = (found: Evaluation | OutcomeEvaluation): string =>
  `${JSON.stringify(found, null, 2)}\n`

const pagePath = (call: Call): string => join(call.config.data, 'reports', 'evaluation.html')
