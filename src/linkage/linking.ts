import { runSteps, type SqlEngine } from '../sql/index.ts'
import { cluster } from './clustering.ts'
import type { LinkModel } from './model.ts'
import { type LinkInput, scoringSteps } from './scoring.ts'

export interface LinkResult {
  /** Group of each record (index: `record_id`), named by the smallest `record_id` in it. */
  readonly groups: Int32Array
  /** Table of weighed pairs: `left_id, right_id, key_bits, column_bits, bits, reasons`. */
  readonly pairs: string
  /** Table of shared values: `name, detail, value, records, members, hub, bits`. */
  readonly keys: string
}

/**
 * Links records with a model. `record_id` must be dense from 0 to `records - 1`, in an order that does
 * not depend on how the data arrived: then neither does the result.
 */
export async function linkRecords(
  sql: SqlEngine,
  model: LinkModel,
  input: LinkInput & { readonly count: number },
): Promise<LinkResult> {
  await runSteps(sql, scoringSteps(model, input))
  const pairs = `${input.prefix}_pair`
  // Sums of floating-point numbers depend on their order: the order of the pairs is fixed here.
  const [left = [], right = [], keys = [], columns = []] = await sql.columns(
    `select left_id, right_id, key_bits, column_bits from ${pairs} order by left_id, right_id`,
  )
  const groups = cluster(
    input.count,
    {
      left: Int32Array.from(left as readonly number[]),
      right: Int32Array.from(right as readonly number[]),
      keys: Float64Array.from(keys as readonly number[]),
      columns: Float64Array.from(columns as readonly number[]),
    },
    { prior: model.prior_bits, threshold: model.threshold_bits },
  )
  return { groups, pairs, keys: `${input.prefix}_key` }
}
