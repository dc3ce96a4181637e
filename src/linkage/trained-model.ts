import type { LinkColumn, LinkLevel, LinkModel } from './model.ts'
import type { TrainingRecord } from './training.ts'

/** What a reader of a trained model must know: from what its weights are, and whether the estimation settled. */
export function weightsText(
  { records, match_share: share, random_pairs: pairs, sessions }: TrainingRecord,
  table: string,
): string {
  const each = sessions.map(
    ({ on, pairs: seen, iterations, converged }) =>
      `on ${on.join(' and ')} (${seen} pairs, ${iterations} iterations${converged ? '' : ', NOT converged'})`,
  )
  return [
    `Trained without labels on the ${records} records of ${table}.`,
    `u: exact agreement from the frequencies of values, other levels from ${pairs} random pairs.`,
    `Prior: one pair in ${Math.round(1 / share)}, from the certain rules and their stated recall.`,
    `m: expectation–maximisation in ${sessions.length} sessions, ${each.join('; ')}.`,
  ].join(' ')
}

/** A model as the text of a model file, which `parseModel` reads back; what equals a default is left out. */
export function modelText({ as_given: _, keys, columns, ...model }: LinkModel): string {
  const { name, version, title, weights, prior_bits, threshold_bits, ...rest } = model
  const blocking = rest.blocking.map(({ on, hub_above }) => ({
    on,
    ...(hub_above === 500 ? {} : { hub_above }),
  }))
  const head = { name, version, title, weights, prior_bits, threshold_bits }
  const filled = keys.length > 0 ? { keys } : {}
  const told = { ...head, ...rest, ...filled, blocking, columns: columns.map(columnOf) }
  return `${JSON.stringify(told, null, 2)}\n`
}

const columnOf = ({ name, column, levels }: LinkColumn) => ({
  name,
  column,
  levels: levels.map(levelOf),
})

function levelOf({
  bits_per_doubling: bits,
  at_frequency: often,
  veto,
  because,
  ...level
}: LinkLevel) {
  return {
    ...level,
    ...(bits > 0 ? { bits_per_doubling: bits, at_frequency: often } : {}),
    ...(veto ? { veto } : {}),
    because,
  }
}
