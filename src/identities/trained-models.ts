import type { Effects } from '../effects.ts'
import {
  type KeyedTrainingRecord,
  type LinkModel,
  parseModel,
  trainKeyedModel,
} from '../linkage/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { momentSql, nextNumber } from './statements.ts'

/** A model as it ships, and the prefix of its tables. */
export interface ShippedModel {
  readonly model: LinkModel
  readonly prefix: string
}

/** The model in force: with the weights that were trained last, or as it ships. */
export async function modelInForce(sql: SqlEngine, { model }: ShippedModel): Promise<LinkModel> {
  const [row] = await sql.rows<{ weights: string | null }>(`select weights from trained_model
    where model = ${quoteText(model.name)} and version = ${model.version}
    order by training_id desc limit 1`)
  return row?.weights ? parseModel(JSON.parse(row.weights), `trained ${model.name}`) : model
}

/**
 * Estimates the weights of both models from the pairs that the last linkage compared, without labels, starting
 * from the stated ones. They are in force from the next `link` on, which is a full one.
 */
export async function trainModels(
  sql: SqlEngine,
  shipped: readonly ShippedModel[],
  effects: Effects,
): Promise<readonly (KeyedTrainingRecord & { readonly model: string })[]> {
  const records: (KeyedTrainingRecord & { readonly model: string })[] = []
  for (const { model, prefix } of shipped) {
    const linkedWith = await modelInForce(sql, { model, prefix })
    const trained = await trainKeyedModel(sql, model, { prefix, linkedWith })
    await keep(sql, { model, trained: trained.model, record: trained.record }, effects)
    records.push({ ...trained.record, model: model.name })
  }
  return records
}

/** Puts the weights as they ship in force again. */
export async function untrainModels(
  sql: SqlEngine,
  shipped: readonly ShippedModel[],
  effects: Effects,
): Promise<void> {
  for (const { model } of shipped) await keep(sql, { model, trained: null, record: null }, effects)
}

interface Kept {
  readonly model: LinkModel
  readonly trained: LinkModel | null
  readonly record: KeyedTrainingRecord | null
}

async function keep(
  sql: SqlEngine,
  { model, trained, record }: Kept,
  effects: Effects,
): Promise<void> {
  const number = await nextNumber(sql, 'trained_model', 'training_id')
  const json = (value: unknown): string =>
    value === null ? 'null' : quoteText(JSON.stringify(value))
  await sql.run(`insert into trained_model values (${number}, ${momentSql(effects)},
    ${quoteText(model.name)}, ${model.version}, ${json(trained)}, ${json(record)})`)
}
