import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { realEffects } from '../src/effects.ts'
import { checkAsyncProperty } from './property.ts'
import { type SimulatedEvidence, simulatedEvidence } from './simulated-evidence.ts'
import { openTestSystem, type TestSystem } from './test-system.ts'

/** What somebody asks of a system while others do; `at` is when, in milliseconds from the start. */
type Request =
  | { readonly what: 'import' | 'rehearse'; readonly piece: number; readonly at: number }
  | { readonly what: 'judge' | 'override'; readonly subject: number; readonly at: number }
  | { readonly what: 'link' | 'link all' | 'assess' | 'list'; readonly at: number }

const pieces = 6
const at = fc.nat(700)
const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('import'), piece: fc.nat(pieces - 1), at }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('rehearse'), piece: fc.nat(pieces - 1), at }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom('judge', 'override'), subject: fc.nat(40), at }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('link', 'link all', 'assess', 'list'), at }),
  },
) as fc.Arbitrary<Request>

/** Rows that no snapshot may show, whatever is under way. */
const halves: Readonly<Record<string, string>> = {
  'members of no identity': 'select 1 from identity_member anti join identity using (identity_no)',
  'identities without members':
    'select 1 from identity anti join identity_member using (identity_no)',
  'subjects in two identities':
    'select 1 from identity_member group by subject_id having count(*) > 1',
  'rings of no identity': 'select 1 from ring_member anti join identity using (identity_no)',
  'names that differ from the ledger': `select 1 from identity as i
    anti join identity_name as n on n.identity_no = i.identity_no and n.identity = i.identity`,
  'observations in force without an event': `select 1 from observation
    anti join superseded using (observation_id) anti join event using (observation_id)`,
  'selectors without an event': 'select 1 from selector anti join event using (observation_id)',
  'batches without their counts': `select 1 from (select
    (select count(*) from observation) + (select count(*) from source_declaration) as found,
    (select coalesce(sum(accepted), 0) from import_run) as counted) where found <> counted`,
  'findings of no assessment': 'select 1 from finding anti join assessment using (identity_no)',
  'runs of one record only': `select 1 where (select count(*) from link_run)
    <> (select count(*) from stage_run where stage = 'link' and last_observation > 0)`,
}

const linkageHalves: Readonly<Record<string, string>> = {
  'pairs of no record': `select 1 from person_pair as p anti join person_record as r on r.record_id = p.left_id`,
  'groups of no record': 'select 1 from person_group anti join person_record using (record_id)',
  'members that linkage does not know': `select 1 from identity_member as m
    anti join person_record as r on r.record_id = m.subject_id`,
}

/** The names of what a snapshot shows by half. */
async function findHalves(system: TestSystem): Promise<readonly string[]> {
  return system.store.read(async (sql) => {
    const linked = await sql.rows(
      "select 1 from information_schema.tables where table_name = 'person_pair'",
    )
    const queries = { ...halves, ...(linked.length > 0 ? linkageHalves : {}) }
    const found: string[] = []
    for (const [name, query] of Object.entries(queries)) {
      if ((await sql.rows(`${query} limit 1`)).length > 0) found.push(name)
    }
    return found
  })
}

const partition = (system: TestSystem): Promise<readonly unknown[]> =>
  system.sql.rows(`select string_agg(s.source || '/' || s.ref, ' ' order by s.source, s.ref) as members
    from identity_member join subject as s using (subject_id) group by identity_no order by all`)

interface Files {
  readonly sources: string
  readonly pieces: readonly string[]
}

function writeFiles(folder: string, world: SimulatedEvidence): Files {
  const sources = join(folder, 'sources.ndjson')
  writeFileSync(sources, `${world.declarations.join('\n')}\n`)
  const lines = world.observations.map((each) => JSON.stringify(each))
  return {
    sources,
    pieces: Array.from({ length: pieces }, (_, piece) => {
      const path = join(folder, `piece-${piece}.ndjson`)
      writeFileSync(path, `${lines.filter((_line, no) => no % pieces === piece).join('\n')}\n`)
      return path
    }),
  }
}

const signed = { author: 'ana', reason: 'looked at both of them together with the recruiter' }

/** What was acknowledged: it must be there in the end. */
interface Acknowledged {
  readonly pieces: Set<number>
  readonly judgements: number[]
  overrides: number
}

async function serve(
  system: TestSystem,
  files: Files,
  { request, done }: { readonly request: Request; readonly done: Acknowledged },
): Promise<void> {
  await wait(request.at)
  const [left = '', right = ''] = await subjectsFor(system, request)
  switch (request.what) {
    case 'import':
      await system.sources.importFiles([files.pieces[request.piece] ?? ''])
      done.pieces.add(request.piece)
      return
    case 'rehearse':
      await system.sources.importFiles([files.pieces[request.piece] ?? ''], { dryRun: true })
      return
    case 'judge': {
      if (right === '') return
      const statement = { left, right, verdict: 'unsure', about: 'person', ...signed } as const
      const { judgement } = await system.identities.judge(statement)
      done.judgements.push(judgement)
      return
    }
    case 'override':
      await system.identities.judgeHub({
        ...{ kind: 'email', detail: '', value: `${request.subject}@mail.example`, muted: true },
        ...signed,
      })
      done.overrides++
      return
    case 'link all':
      await system.rebuild()
      await system.link()
      return
    case 'link':
      await system.link()
      return
    case 'assess':
      await system.assess()
      return
    case 'list':
      for await (const _ of system.casework.listIdentities());
  }
}

/** Two subjects that stand in identities already, where there are any. */
async function subjectsFor(system: TestSystem, request: Request): Promise<readonly string[]> {
  if (request.what !== 'judge') return []
  const rows = await system.store.read((sql) =>
    sql.rows<{ subject: string }>(`select s.source || '/' || s.ref as subject
      from subject as s join identity_member using (subject_id)
      order by subject_id limit 2 offset ${request.subject}`),
  )
  return rows.map(({ subject }) => subject)
}

test('what is acknowledged is there in the end, and no reader sees half of anything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-concurrency-'))
  const world = simulatedEvidence({ seed: 4, identities: 2, genuine: 8 })
  const files = writeFiles(folder, world)
  const open = async (name: string): Promise<TestSystem> => {
    const config = readConfig({}, { data: join(folder, name), memory: '1GB' })
    const system = await openTestSystem(config, realEffects, { inMemory: true })
    await system.sources.importFiles([files.sources])
    return system
  }
  let runs = 0
  const property = fc.asyncProperty(
    fc.array(request, { minLength: 20, maxLength: 24 }),
    async (requests) => {
      const system = await open(`data-${runs++}`)
      const done: Acknowledged = { pieces: new Set(), judgements: [], overrides: 0 }
      try {
        await system.sources.importFiles([files.pieces[0] ?? ''])
        done.pieces.add(0)
        await system.link()
        let serving = true
        const watch = async (): Promise<readonly string[]> => {
          const found = new Set<string>()
          while (serving) {
            for (const half of await findHalves(system)) found.add(half)
            await wait(5)
          }
          return [...found]
        }
        const watching = watch()
        const ends = await Promise.allSettled(
          requests.map((each) => serve(system, files, { request: each, done })),
        )
        serving = false
        expect(await watching).toEqual([])
        expect(ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))).toEqual([])
        await expectAcknowledged(system, world, done)
        await system.link()
        expect(await findHalves(system)).toEqual([])
        const alone = await open(`alone-${runs}`)
        for (const piece of done.pieces) {
          await alone.sources.importFiles([files.pieces[piece] ?? ''])
        }
        await alone.link()
        expect(await partition(system)).toEqual(await partition(alone))
        await alone.close()
      } finally {
        await system.close()
      }
    },
  )
  try {
    await checkAsyncProperty(property, { runs: 1 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

async function expectAcknowledged(
  { sql }: TestSystem,
  world: SimulatedEvidence,
  done: Acknowledged,
): Promise<void> {
  const [kept] = await sql.rows<{ observations: number; overrides: number }>(`select
    (select count(*) from observation) as observations,
    (select count(*) from hub_judgement) as overrides`)
  const sent = world.observations.filter((_, no) => done.pieces.has(no % pieces))
  expect(kept).toEqual({
    observations: new Set(sent.map(({ source, id }) => `${source}/${id}`)).size,
    overrides: done.overrides,
  })
  const judgements = await sql.rows<{ no: number }>('select judgement_id as no from judgement')
  expect(judgements.map(({ no }) => no).toSorted((a, b) => a - b)).toEqual(
    done.judgements.toSorted((a, b) => a - b),
  )
}
