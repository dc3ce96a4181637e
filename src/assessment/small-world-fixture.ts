import { beforeAll } from 'vitest'
import { realEffects } from '../effects.ts'
import type { SqlEngine, Store } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { type Assessment, openAssessment } from './assess.ts'
import { type SmallObservation, type SmallSource, writeSmallWorld } from './small-world.ts'

/** A row of `assessment` with the identity's name. */
export interface AssessedRow {
  readonly identity: string
  readonly part: string
  readonly status: string
  readonly likelihood: string
  readonly confidence: string
  readonly log_odds: number
  readonly groups: readonly string[]
  readonly reasons: string
}

export interface FindingRow {
  readonly indicator: string
  readonly holds: boolean
  readonly counted: boolean
  readonly grade: string
  readonly bits_genuine: number
}

export interface World {
  readonly observations: readonly SmallObservation[]
  readonly sources?: readonly SmallSource[]
  /** SQL that adds what the small world has no words for. */
  readonly also?: string
  readonly decisions?: string
}

const tables = [
  ...[
    'source_declaration',
    'subject',
    'observation',
    'event',
    'selector',
    'passage',
    'fact',
    'flag',
  ],
  ...['identity', 'identity_member', 'hub'],
]

/** One store for the worlds of a test file, emptied before each: nothing of the last shines through. */
export function useSmallWorlds() {
  let store: Store
  let sql: SqlEngine
  let assessment: Assessment
  beforeAll(async () => {
    const opened = await openTestStore()
    store = opened.store
    sql = opened.sql
    assessment = openAssessment({ store, catalogueFolder: 'indicators' })
    return opened.close
  })

  /** Assesses a world; what is given can then be asked about it, until the next. */
  const assess = async (world: World): Promise<Assessment> => {
    for (const table of tables) await sql.run(`delete from ${table}`)
    await writeSmallWorld(sql, world.observations, world.sources)
    if (world.also !== undefined) await sql.run(world.also)
    const { decisions } = world
    const assessing =
      decisions === undefined
        ? assessment
        : openAssessment({
            store,
            catalogueFolder: 'indicators',
            standingDecisions: () => decisions,
          })
    await assessing.assess(realEffects)
    return assessing
  }

  /** Everybody's assessment, by the name in `who`. */
  const assessed = async (world: World): Promise<ReadonlyMap<string, AssessedRow>> => {
    await assess(world)
    const rows = await sql.rows<AssessedRow>(
      'select a.*, i.identity from assessment as a join identity as i using (identity_no)',
    )
    return new Map(rows.map((row) => [row.identity.replace('idn_', ''), row]))
  }

  const me = async (world: World): Promise<AssessedRow> => {
    const row = (await assessed(world)).get('me')
    if (row === undefined) throw new Error('nobody was assessed')
    return row
  }

  const myFindings = async (world: World): Promise<readonly FindingRow[]> => {
    await assess(world)
    return sql.rows(`select f.* from finding as f join identity as i using (identity_no)
      where i.identity = 'idn_me' order by indicator, holds`)
  }
  const assessTogether = async (world: SmallWorldPart): Promise<ResultsTogether> => ({
    assessments: await assessed(world),
    findings: await sql.rows(`select f.*, i.identity
      from finding as f join identity as i using (identity_no) order by indicator, holds`),
  })
  return { assess, assessed, me, myFindings, amongOthers: gatherWorlds(assessTogether) }
}

/**
 * Takes worlds while the tests are declared, and assesses all of them at once when the first is asked about: an
 * assessment costs the same for one as for fifty. None shows what another shows, so that each stands as it would alone;
 * but nothing in them may be so late that others would be old beside it.
 */
function gatherWorlds(assess: (all: SmallWorldPart) => Promise<ResultsTogether>) {
  const gathered: SmallWorldPart[] = []
  let results: Promise<ResultsTogether> | undefined
  const ready = (): Promise<ResultsTogether> => {
    results ??= assess(joined(gathered))
    return results
  }
  return (world: SmallWorldPart): AssessedAmongOthers => {
    if (results !== undefined) throw new Error('the worlds are assessed already')
    const name = apart(gathered.push(world), 'me')
    return {
      me: async () => {
        const row = (await ready()).assessments.get(name)
        if (row === undefined) throw new Error('nobody was assessed')
        return row
      },
      myFindings: async () =>
        (await ready()).findings.filter(({ identity }) => identity === `idn_${name}`),
    }
  }
}

type SmallWorldPart = Pick<World, 'observations' | 'sources'>

interface AssessedAmongOthers {
  readonly me: () => Promise<AssessedRow>
  readonly myFindings: () => Promise<readonly FindingRow[]>
}

interface ResultsTogether {
  readonly assessments: ReadonlyMap<string, AssessedRow>
  readonly findings: readonly (FindingRow & { readonly identity: string })[]
}

/** A name of one of several worlds, numbered from one, as it is called when they stand in one store. */
const apart = (world: number, name: string): string => `${world}-${name}`

/** Several worlds as one: people, sources and what is shown have names of their own in each. */
const joined = (worlds: readonly SmallWorldPart[]): SmallWorldPart => ({
  observations: worlds.flatMap(({ observations }, at) =>
    observations.map((given) => observedApart(at + 1, given)),
  ),
  sources: worlds.flatMap(({ sources = [] }, at) =>
    sources.map((given) => ({ ...given, source: apart(at + 1, given.source) })),
  ),
})

function observedApart(world: number, given: SmallObservation): SmallObservation {
  const { who = ['me'], source, name, selectors = [], passages = [] } = given
  return {
    ...given,
    who: who.map((one) => apart(world, one)),
    ...(source !== undefined && { source: apart(world, source) }),
    ...(name !== undefined && { name: apart(world, name) }),
    selectors: selectors.map((one) => ({ ...one, value: apart(world, one.value) })),
    passages: passages.map((one) => apart(world, one)),
  }
}

export const vpn: SmallObservation = { kind: 'application', facts: { 'ip.network': 'vpn' } }
export const device = { kind: 'device', detail: 'fingerprint', value: 'fp-1' }
export const phone = { kind: 'phone', detail: '', value: '+12025550101' }
export const ip = { kind: 'ip', detail: '', value: '203.0.113.24' }
export const home = { kind: 'place', detail: 'home', value: '1 example square' }
export const account = { kind: 'account', detail: 'bank', value: 'de00-example-1' }

export const ringMember: readonly SmallObservation[] = [
  { kind: 'application', who: ['me', 'second', 'third', 'fourth'], selectors: [device] },
  { ...vpn, facts: { 'ip.network': 'vpn', 'applications.last_24h': 30 } },
  { kind: 'interview', facts: { 'video.deepfake_score': 0.95 } },
]
