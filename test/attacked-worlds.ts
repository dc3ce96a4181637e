import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import type { Observation, SourceDeclaration } from '../src/evidence/index.ts'
import { withFile } from './simulated-evidence.ts'
import { openTestSystem, type TestSystem } from './test-system.ts'

/** A world that is linked and assessed, kept on disk: each attack meets a copy of its own. */
export interface StandingWorld {
  readonly folder: string
  readonly before: Standings
}

/** How a subject stands: what stands of the identity that it is in. */
export interface Standing {
  readonly identity: string
  readonly ring: string | null
  readonly status: string
  readonly likelihood: string
  readonly log_odds: number
  /** What is found in its identity: indicator, whether it holds, bits, origins. */
  readonly findings: string
  readonly fellows: number
}

/** By subject, `source/ref`. */
export type Standings = ReadonlyMap<string, Standing>

export type Line = Observation | SourceDeclaration

/** Links and assesses the lines in a folder; one of its own goes with `removeWorld`. */
export async function openStandingWorld(
  lines: readonly string[],
  folder = mkdtempSync(join(tmpdir(), 'ringer-standing-')),
): Promise<StandingWorld> {
  return { folder, before: await runOn(folder, lines) }
}

export const removeWorld = ({ folder }: StandingWorld): void =>
  rmSync(folder, { recursive: true, force: true })

export interface Attack {
  readonly lines: readonly Line[]
  readonly environment?: Readonly<Record<string, string>>
  /** What else is done before it is linked again. */
  readonly also?: (system: TestSystem) => Promise<void>
  /** What is asked when all is assessed. */
  readonly afterwards?: (system: TestSystem) => Promise<void>
}

/** How everybody stands after more lines came in. */
export async function standingsAfter(world: StandingWorld, attack: Attack): Promise<Standings> {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-attacked-'))
  try {
    cpSync(world.folder, folder, { recursive: true })
    return await runOn(
      folder,
      attack.lines.map((line) => JSON.stringify(line)),
      attack,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runOn(
  data: string,
  lines: readonly string[],
  { environment = {}, also, afterwards }: Partial<Attack> = {},
): Promise<Standings> {
  const system = await openTestSystem(readConfig({ RINGER_THREADS: '1', ...environment }, { data }))
  try {
    const { rejected } = await withFile(lines, (file) => system.sources.importFiles([file]))
    if (rejected > 0) throw new Error(`${rejected} lines were rejected`)
    await also?.(system)
    await system.link()
    await system.assess()
    await afterwards?.(system)
    return await standingsOf(system)
  } finally {
    await system.close()
  }
}

async function standingsOf({ sql }: TestSystem): Promise<Standings> {
  const rows = await sql.rows<Standing & { readonly subject: string }>(`
    with shown as (
      select identity_no, string_agg(concat_ws(' ', indicator, holds, counted, bits_other, bits_genuine,
        origins::varchar), chr(10) order by indicator, holds) as findings
      from finding group by identity_no)
    select s.source || '/' || s.ref as subject, i.identity, r.ring, a.status, a.likelihood, a.log_odds,
      coalesce(f.findings, '') as findings, count(*) over (partition by m.identity_no) - 1 as fellows
    from identity_member as m join subject as s using (subject_id)
    join identity as i using (identity_no) join assessment as a using (identity_no)
    left join ring_member as r using (identity_no) left join shown as f using (identity_no)`)
  return new Map(rows.map(({ subject, ...standing }) => [subject, standing]))
}

/** Subjects that stood before and whose `field` is another now, and what it was and is. */
export function changed(
  before: Standings,
  after: Standings,
  field: keyof Standing,
): readonly string[] {
  return [...before].flatMap(([subject, standing]) => {
    const now = after.get(subject)
    if (now === undefined) return [`${subject}: gone`]
    return now[field] === standing[field] ? [] : [`${subject}: ${standing[field]} → ${now[field]}`]
  })
}
