import { resolve } from 'node:path'
import { z } from 'zod'
import { Problem } from './problem.ts'

/**
 * What can be set, read once at the start and then frozen. Each setting is an environment variable;
 * `docs/guide/operators.md` lists them and `test/docs.test.ts` holds the two together.
 */
const Config = z
  .strictObject({
    /** Folder of the store, of rejected lines and of reports. */
    data: z.string().min(1).default('./ringer-data'),
    /** What the engine may hold in memory, as DuckDB writes it; beyond it, it spills to the data folder. */
    memory: z
      .string()
      .regex(/^\d+(\.\d+)?\s?(KB|MB|GB|KiB|MiB|GiB)$/, 'write a size such as 2GB or 512MB')
      .default('2GB'),
    /** Threads of the engine and workers that read files. */
    threads: z.coerce.number().int().min(1).max(256).default(2),
    /** Where the small server listens. Port 0 asks the system for a free one. */
    listen: z
      .string()
      .regex(/^[^\s]+:\d{1,5}$/, 'write HOST:PORT')
      .refine((text) => Number(text.split(':').at(-1)) < 65_536, 'a port is at most 65535')
      .default('127.0.0.1:8080'),
    /** Domain of the organization whose store this is: what it published itself never comes back as evidence. */
    organization: z
      .string()
      .regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/i, 'write a domain such as acme.example')
      .toLowerCase()
      .optional(),
    /** How likely the scheme is before anything is known, by population: `applicants=1/343 employees=1/1000`. */
    priors: z
      .string()
      .regex(
        /^((applicants|employees|reported)=1\/[1-9]\d{0,8}\s*)*$/,
        'write shares such as applicants=1/343 employees=1/1000 reported=1/10',
      )
      .default('applicants=1/343 employees=1/1000 reported=1/10'),
    /** Folder of the operator's own data sets for enrichment; absent: `data-sets` in the data folder, if there is one. */
    dataSets: z.string().min(1).optional(),
  })
  .readonly()

export type Config = z.infer<typeof Config>

/** Environment variable of each setting. */
export const settings = {
  data: 'RINGER_DATA',
  memory: 'RINGER_MEMORY',
  threads: 'RINGER_THREADS',
  listen: 'RINGER_LISTEN',
  organization: 'RINGER_ORGANIZATION',
  priors: 'RINGER_PRIORS',
  dataSets: 'RINGER_DATA_SETS',
} as const satisfies Record<keyof Config, string>

/**
 * Reads the settings; `given` (from the command line) wins over `environment`. An empty variable is
 * not set; an empty word on the command line is a mistake.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  given: Partial<Record<keyof Config, string>> = {},
): Config {
  const spec: Record<string, string> = {}
  for (const [key, variable] of Object.entries(settings)) {
    const value = given[key as keyof Config] ?? (environment[variable] || undefined)
    if (value !== undefined) spec[key] = value
  }
  const parsed = Config.safeParse(spec)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const key = String(issue?.path[0] ?? '') as keyof Config
    const name = given[key] === undefined ? settings[key] : `--${key}`
    throw new Problem('usage', `${name} "${spec[key]}": ${issue?.message}`)
  }
  return { ...parsed.data, data: resolve(parsed.data.data) }
}
