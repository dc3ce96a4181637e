import { type Evaluation, evaluate, type Score } from '../evaluation/index.ts'
import { Problem } from '../problem.ts'
import { type Command, choice, exits } from './command.ts'
import { withResults } from './run.ts'
import { showScore, textTable } from './terminal.ts'

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Hold the results against a truth: precision, recall, F1, calibration.',
  operands: '',
  options: {
    truth: { type: 'string', value: 'FILE', help: 'CSV: source,ref,identity,ring,label' },
    format: { type: 'string', value: 'FORMAT', help: 'table, json' },
  },
  run: (call) => {
    const truth = call.text('truth')
    if (truth === undefined) throw new Problem('usage', 'name the truth file with --truth FILE')
    const format = choice(call, 'format', ['table', 'json'])
    return withResults(call, async (system) => {
      const evaluation = await evaluate(system.sql, truth)
      await call.out(
        format === 'json'
          ? `${JSON.stringify(evaluation, null, 2)}\n`
          : `${evaluationText(evaluation)}\n`,
      )
      return exits.done
    })
  },
}

function evaluationText(evaluation: Evaluation): string {
  const { identities, rings, suspicion, calibration } = evaluation
  const scores: readonly (readonly [string, Score])[] = [
    ['identities, pairs of subjects', identities.pairwise],
    ['identities, B-cubed', identities.b_cubed],
    ['rings as named, pairs of identities', rings.shown],
    ['rings as formed, pairs of identities', rings.formed],
    ['suspicion', suspicion],
  ]
  const rows = scores.map(([what, { precision, recall, f1 }]) => [
    what,
    showScore(precision),
    showScore(recall),
    showScore(f1),
  ])
  return [
    `${evaluation.subjects} subjects in the truth, ${evaluation.missing} of them in no identity.`,
    '',
    textTable(['', 'precision', 'recall', 'F1'], rows),
    '',
    textTable(
      ['truth', 'status', 'identities'],
      evaluation.statuses.map(({ label, status, identities: count }) => [label, status, count]),
    ),
    '',
    `Of ${suspicion.true_identities} true identities of the scheme ${suspicion.reached} are suspected, by their largest part.`,
    `Innocents suspected per 100,000: ${suspicion.innocents_per_100_000?.toFixed(1) ?? '–'}. ` +
      `Brier score: ${calibration.brier?.toFixed(4) ?? '–'}.`,
  ].join('\n')
}
