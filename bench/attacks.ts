import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { Observation, PresentedPerson } from '../src/evidence/index.ts'
import {
  changed,
  type Line,
  openStandingWorld,
  removeWorld,
  type Standings,
  type StandingWorld,
  standingsAfter,
} from '../test/attacked-worlds.ts'
import { collusions, undeclared, type Victim, victimsOf } from '../test/attacks.ts'
import { inventedForEach } from '../test/flooding.ts'
import { partner, releasedOf, returned, returns, us } from '../test/own-release.ts'
import { subjectOf, type Truth, truthOf } from '../test/simulated-evidence.ts'
import { worldFiles } from './judging.ts'
import { machine } from './measuring.ts'

/**
 * What attackers reach in a whole world: everybody genuine is attacked at once, our own release comes back,
 * the devices and accounts of rings are made hubs of. `node bench/attacks.ts FOLDER` with the files of `judging.ts`.
 */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('name a folder: node bench/attacks.ts FOLDER')

const truth = truthOf(readFileSync(join(folder, worldFiles.truth), 'utf8').split(/\r?\n/))
const truthFor = (observation: Observation): Truth | undefined => truth.get(subjectOf(observation))

async function readLines(path: string): Promise<readonly string[]> {
  const input = path.endsWith('.gz')
    ? createReadStream(path).pipe(createGunzip())
    : createReadStream(path)
  const lines: string[] = []
  for await (const line of createInterface({ input })) if (line !== '') lines.push(line)
  return lines
}

const row = (...cells: readonly (string | number)[]): void =>
  console.log(`| ${cells.join(' | ')} |`)

/** True identities of a label among changes of subjects. */
function people(changes: readonly string[], label: string): number {
  const found = changes.flatMap((change) => {
    const person = truth.get(change.split(': ')[0] ?? '')
    return person?.label === label ? [person.identity] : []
  })
  return new Set(found).size
}

interface Bench {
  readonly world: StandingWorld
  readonly observations: readonly Observation[]
}

async function collude({ world, observations }: Bench): Promise<void> {
  const victims = victimsOf(observations, (each) => {
    const person = truthFor(each)
    return person?.label === 'genuine' ? person.identity : undefined
  })
  const hidden = new Set(
    observations
      .filter(({ facts }) => facts?.['ip.network'] === 'vpn')
      .map((each) => truthFor(each)?.identity),
  )
  const isHidden = ({ who }: Victim): boolean => hidden.has(who)
  console.log(
    `\n${victims.length} genuine people are attacked by three accounts of one organization, all at once; ${victims.filter(isHidden).length} of them use a VPN somewhere.\n`,
  )
  row('attack', 'genuine whose status changes', 'of them VPN users', 'others whose status changes')
  row('---', '---', '---', '---')
  for (const { title, lines } of [...collusions, undeclared]) {
    const after = await standingsAfter(world, { lines: lines(victims) })
    const changes = changed(world.before, after, 'status')
    const ofHidden = changes.filter((change) =>
      hidden.has(truth.get(change.split(': ')[0] ?? '')?.identity),
    )
    const others = ['worker', 'facilitator', 'other_fraud'].map((label) => people(changes, label))
    row(title, people(changes, 'genuine'), people(ofHidden, 'genuine'), others.join(' + '))
  }
}

async function comeBack({ world, observations }: Bench): Promise<void> {
  const employers = new Map<string, string>()
  for (const each of observations) {
    const identity = world.before.get(subjectOf(each))?.identity
    if (identity && each.organization?.domain) employers.set(identity, each.organization.domain)
  }
  const released = releasedOf(observations, world.before)
  console.log(
    `\nThe ${released.size} suspected identities come back through a partner of grade A.\n`,
  )
  row('marked', 'identities with other findings', 'with other odds', 'with another status')
  row('---', '---', '---', '---')
  for (const as of returns) {
    const back = returned({
      released,
      as,
      employerOf: (identity) => employers.get(identity) ?? 'employer.example',
    })
    const after = await standingsAfter(world, {
      lines: [partner, ...back],
      ...(as.set && { environment: { RINGER_ORGANIZATION: us } }),
    })
    const count = (field: 'findings' | 'log_odds' | 'status'): number =>
      identitiesOf(world.before, changed(world.before, after, field)).length
    row(as.title, count('findings'), count('log_odds'), count('status'))
  }
}

const identitiesOf = (before: Standings, changes: readonly string[]): readonly string[] => [
  ...new Set(changes.map((change) => before.get(change.split(': ')[0] ?? '')?.identity ?? '')),
]

/** Devices and accounts that several of the scheme show. */
function sharedThings(observations: readonly Observation[]) {
  const shownBy = new Map<string, Set<string>>()
  const add = (thing: Pick<PresentedPerson, 'devices' | 'accounts'>, who: string): void => {
    const key = JSON.stringify(thing)
    shownBy.set(key, (shownBy.get(key) ?? new Set()).add(who))
  }
  for (const observation of observations) {
    const person = truthFor(observation)
    if (person?.label !== 'worker') continue
    for (const device of observation.subject.devices ?? [])
      add({ devices: [device] }, person.identity)
    for (const account of observation.subject.accounts ?? [])
      add({ accounts: [account] }, person.identity)
  }
  return [...shownBy].flatMap(([key, people]) =>
    people.size > 1 ? [JSON.parse(key) as Pick<PresentedPerson, 'devices' | 'accounts'>] : [],
  )
}

async function poison({ world, observations }: Bench): Promise<void> {
  const shared = sharedThings(observations)
  console.log(
    `\nOne undeclared source invents people who show each of the ${shared.length} devices and accounts that rings share.\n`,
  )
  row(
    'invented for each',
    'identities that lose their status',
    'that gain one',
    'with other odds',
    'in another ring or none',
  )
  row('---', '---', '---', '---', '---')
  for (const count of [1, 3, 10, 20, 60]) {
    const lines: readonly Line[] = inventedForEach(shared, count)
    const after = await standingsAfter(world, { lines })
    const statuses = changed(world.before, after, 'status')
    const lost = statuses.filter((change) => change.endsWith('unassessed'))
    const gained = statuses.filter((change) => !change.endsWith('unassessed'))
    const cells = [
      lost,
      gained,
      changed(world.before, after, 'log_odds'),
      changed(world.before, after, 'ring'),
    ]
    row(count, ...cells.map((changes) => identitiesOf(world.before, changes).length))
  }
}

console.log(machine())
const lines = await readLines(join(folder, worldFiles.evidence))
const declarations = await readLines(join(folder, worldFiles.sources))
// The sample's evidence may hold lines of other sorts; those that tell of a person are observations.
const observations = lines
  .map((line) => JSON.parse(line) as Observation)
  .filter(({ subject }) => subject !== undefined)
const world = await openStandingWorld([...declarations, ...lines])
try {
  await collude({ world, observations })
  await comeBack({ world, observations })
  await poison({ world, observations })
} finally {
  removeWorld(world)
}
