import type { BackTest, Learning } from '../assessment/index.ts'
import { Problem } from '../problem.ts'
import type { System } from '../system.ts'
import { type Call, type Command, choice, type Exit, exits } from './command.ts'
import { assess, withResults, withStore } from './run.ts'
import { showCount, textTable } from './terminal.ts'

export const runAssess: Command['run'] = (call) => {
  requireFitting(call)
  const file = call.text('indicator')
  if (file !== undefined) return dryRun(call, file)
  return withStore(call, (system) => learnAndAssess(system, call))
}

function requireFitting(call: Call): void {
  if ((call.text('indicator') === undefined) === call.given('dry-run')) {
    throw new Problem(
      'usage',
      '--indicator FILE and --dry-run go together: an indicator comes into force by its file in indicators/',
    )
  }
  if (call.text('format') !== undefined && !call.given('dry-run')) {
    throw new Problem('usage', '--format goes with --dry-run')
  }
  const learning = ['learn', 'unlearned', 'dry-run'].filter((option) => call.given(option))
  if (learning.length > 1) {
    throw new Problem('usage', `give only one of ${learning.map((each) => `--${each}`).join(', ')}`)
  }
}

async function learnAndAssess(system: System, call: Call): Promise<Exit> {
  if (call.given('learn')) {
    await system.unseen()
    call.tell(learnedText(await system.assessment.learn('outcomes', call.effects)))
  } else if (call.given('unlearned')) {
    await system.assessment.learn('shipped', call.effects)
    call.tell('The rates are as they ship.')
  }
  return assess(system, call)
}

function learnedText(learning: Learning | null): string {
  const rates = Object.keys(learning?.rates ?? {}).length
  return (
    `Learned from ${showCount(learning?.outcomes ?? 0, 'established outcome')}: ` +
    `${showCount(rates, 'indicator')} with new counts. \`ringer assess --unlearned\` takes it back.`
  )
}

function dryRun(call: Call, file: string): Promise<Exit> {
  const format = choice(call, 'format', ['text', 'json'])
  return withResults(
    call,
    async (system) => {
      const test = await system.assessment.backTest(file, call.effects)
      await call.out(
        format === 'json' ? `${JSON.stringify(test, null, 2)}\n` : `${backTestText(test)}\n`,
      )
      return exits.done
      // What was read out of the ledger by an older version cannot be weighed.
    },
    true,
  )
}

function backTestText(test: BackTest): string {
  const { indicator, version, replaces, identities, holds, absent, counted } = test
  const place =
    replaces === null
      ? 'new'
      : `in place of version ${replaces}, which holds in ${test.held_before}`
  return [
    `${indicator}, version ${version} (${place}), over ${showCount(identities, 'identity')}. Nothing was kept.`,
    `It holds in ${showCount(holds, 'identity')} and speaks for its group in ${counted}; ` +
      `in ${absent} it could have been seen and was not.`,
    ...countLines('Where it holds, they are now', test.by_status),
    ...countLines('Where it holds and somebody established the truth, it was', test.by_outcome),
    '',
    ...changeLines('Suspicion', test.suspicion),
    ...changeLines('The words for the scheme', test.words),
    ...mostChangedLines(test),
  ].join('\n')
}

const countLines = (title: string, counts: BackTest['by_status']): readonly string[] =>
  counts.length === 0
    ? []
    : [`${title}: ${counts.map(({ word, identities }) => `${identities} ${word}`).join(', ')}.`]

const changeLines = (what: string, changes: BackTest['words']): readonly string[] =>
  changes.length === 0
    ? [`${what} would change nowhere.`]
    : [
        `${what} would change:`,
        ...changes.map(({ from, to, identities }) => `  ${from} → ${to}: ${identities}`),
      ]

function mostChangedLines({ most_changed: changed }: BackTest): readonly string[] {
  if (changed.length === 0) return []
  const rows = changed.map((row) => [
    row.identity,
    row.before.toFixed(1),
    row.after.toFixed(1),
    row.status_before === row.status_after
      ? row.status_after
      : `${row.status_before} → ${row.status_after}`,
    row.observations.join(' '),
  ])
  const titles = ['identity', 'bits now', 'bits then', 'status', 'shown by']
  return ['', 'Where the odds would change most', textTable(titles, rows)]
}
