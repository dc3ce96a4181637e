import { DuckDBInstance } from '@duckdb/node-api'
import { Problem, reasonOf } from '../problem.ts'

export interface InstanceOptions {
  /** What the engine may hold in memory, as DuckDB writes it: `2GB`. */
  readonly memory: string
  readonly threads: number
  /** Where it spills when a step needs more; absent for a store in memory. */
  readonly spill?: string
}

/**
 * Opens a DuckDB file, or `:memory:`. A file that another process holds gives a `conflict` that
 * says so: one process owns a store.
 */
export async function createInstance(
  path: string,
  options: InstanceOptions,
): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, {
      memory_limit: options.memory,
      threads: String(options.threads),
      // Order is stated where it matters; keeping it everywhere costs memory in large inserts.
      preserve_insertion_order: 'false',
      // A checkpoint after every batch of an import would cost more than the batch itself.
      checkpoint_threshold: '512MB',
      // Nothing is fetched behind the user's back: no extension is downloaded.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.spill === undefined ? {} : { temp_directory: options.spill }),
    })
  } catch (error) {
    throw openingProblem(path, error)
  }
}

function openingProblem(path: string, error: unknown): Problem {
  const reason = reasonOf(error)
  if (/could not set lock|being used by another process/i.test(reason)) {
    return new Problem(
      'conflict',
      `another process has ${path} open; wait until it is done or stop it, then run this again`,
      error,
    )
  }
  return new Problem('unavailable', `cannot open the store ${path}: ${reason}`, error)
}
