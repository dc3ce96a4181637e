import type { Effects } from '../effects.ts'
import {
  type KeyedTrainingRecord,
  type LinkModel,
  parseModel,
  trainKeyedModel,
} from '../linkage/index.ts'
import { nextNumber, type SqlEngine } from '../sql/index.ts'

/** A model as it ships, and the prefix of its tables. */
export interface ShippedModel {
  readonly model: LinkModel
  readonly prefix: string
}

/** The model in force: with the weights that were trained last, or as it ships. */
export async function modelInForce(sql: SqlEngine, { model }: ShippedModel): Promise<LinkModel> {
  const [row] = await sql.rows<{ weights: string | null }>(
    `select weights from trained_model where model = $1 and version = $2
     order by training_id desc limit 1`,
    [model.name, model.version],
  )
  return row?.weights ? parseModel(JSON.parse(row.weights), `trained ${model.name}`) : model
}

/** A model with its weights, or without where those that ship are in force. */
export interface ModelWeights {
  readonly model: LinkModel
  readonly trained: LinkModel | null
  readonly record: KeyedTrainingRecord | null
}

export type TrainedWeights = ModelWeights & {
  readonly trained: LinkModel
  readonly record: KeyedTrainingRecord
}

/**
 * Estimates the weights of both models from the pairs that the last linkage compared, without labels, starting
 * from the stated ones. Keeps nothing.
 */
export async function trainModels(
  sql: SqlEngine,
  shipped: readonly ShippedModel[],
): Promise<readonly TrainedWeights[]> {
  const all: TrainedWeights[] = []
  for (const { model, prefix } of shipped) {
    const linkedWith = await modelInForce(sql, { model, prefix })
    const { model: trained, record } = await trainKeyedModel(sql, model, { prefix, linkedWith })
    all.push({ model, trained, record })
  }
  return all
}

/** The weights as they ship. */
export const untrainedModels = (shipped: readonly ShippedModel[]): readonly ModelWeights[] =>
  shipped.map(({ model }) => ({ model, trained: null, record: null }))

/** Appends weights; they are in force from the next `link` on, which is a full one. */
export async function keepModels(
  sql: SqlEngine,
  weights: readonly ModelWeights[],
  effects: Effects,
): Promise<void> {
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
  for (const { model, trained, record } of weights) {
    await sql.insert('trained_model', [
      {
        training_id: await nextNumber(sql, 'trained_model'),
        trained_at: effects.now().toISOString(),
        model: model.name,
        version: model.version,
        weights: json(trained),
        record: json(record),
      },
    ])
  }
}
