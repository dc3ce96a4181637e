import { join } from 'node:path'
import {
  type Evaluation,
  evaluate,
  evaluateOutcomes,
  type OutcomeEvaluation,
  renderEvaluation,
  renderOutcomes,
} from '../evaluation/index.ts'
import type { System } from '../system.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { evaluationText, outcomesText } from './evaluation-text.ts'
import { openOutput, writeOutput } from './output-file.ts'
import { withResults } from './run.ts'

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Hold the results against a truth, or against established outcomes.',
  operands: '',
  options: {
    truth: {
      type: 'string',
      value: 'FILE',
      help: 'CSV: source,ref,identity,ring,label; without it: the outcomes in the evidence',
    },
    format: { type: 'string', value: 'FORMAT', help: 'table, json, html' },
    out: { type: 'string', value: 'PATH', help: 'file; html goes to the data folder otherwise' },
  },
  run: (call) => {
    const format = choice(call, 'format', ['table', 'json', 'html'])
    return withResults(call, async (system) => {
      const text = (await resultsOf(system, call.text('truth')))[format]()
      const path = call.text('out') ?? (format === 'html' ? pagePath(call) : '-')
      await writeOutput(await openOutput(path, call.out), text)
      if (path !== '-') await call.out(`${path}\n`)
      return exits.done
    })
  },
}

type Results = Readonly<Record<'table' | 'json' | 'html', () => string>>

async function resultsOf(system: System, truth: string | undefined): Promise<Results> {
  if (truth === undefined) {
    const found: OutcomeEvaluation = await system.evaluateOutcomes()
    return {
      table: () => `${outcomesText(found)}\n`,
      json: () => jsonText(found),
      html: () => renderOutcomes(found),
    }
  }
  const { indicators } = system.assessment.catalogue
  const found: Evaluation = await system.evaluate(truth)
  return {
    table: () => `${evaluationText(found)}\n`,
    json: () => jsonText(found),
    html: () => renderEvaluation(found),
  }
}

const jsonText = (found: Evaluation | OutcomeEvaluation): string =>
  `${JSON.stringify(found, null, 2)}\n`

const pagePath = (call: Call): string => join(call.config.data, 'reports', 'evaluation.html')
