import { type Exhibit, unitOf } from '../exhibit.ts'
import { type Estimate, leastInAll, type Sightings } from '../unseen.ts'
import { figure } from '../wording.ts'

/** Workers meet many employers, facilitators few: what holds of all may hold of neither. */
const populations = [
  { name: 'All counted identities', condition: 'true' },
  { name: 'Workers', condition: `part = 'worker'` },
  { name: 'Facilitators', condition: `part = 'facilitator'` },
] as const

interface Population extends Sightings {
  readonly name: string
  readonly found: Estimate | null
}

/** How many identities there are at least, from how often independent origins saw the known ones. */
export const unseenIdentities: Exhibit = async (counted) => {
  const all: Population[] = []
  for (const { name, condition } of populations) {
    const [row] = await counted.sql.rows<Sightings>(sightingsSql(condition))
    const sightings = row ?? { origins: 0, seen: 0, once: 0, twice: 0 }
    all.push({ ...sightings, name, found: leastInAll(sightings) })
  }
  return {
    id: 'unseen_identities',
    title: titleOf(all),
    unit: unitOf(counted, 'identities', ['identity', 'unseen']),
    columns: [
      'population',
      'seen',
      'origins',
      'seen_by_one',
      'seen_by_two',
      'estimate',
      'low',
      'high',
      'verdict',
    ],
    rows: all.map(({ name, found, ...of }) => [
      name,
      of.seen,
      of.origins,
      of.once,
      of.twice,
      found?.estimate ?? null,
      found?.low ?? null,
      found?.high ?? null,
      found === null ? 'cannot tell' : 'at least',
    ]),
    note: 'Chao2 lower bound (Chao 1987) over independent origins, with its 95 % interval; “cannot tell” where too few identities were seen by exactly one and exactly two. It assumes a closed population and origins that see independently; identities that are harder to see, and the gate that counts only those with enough evidence, make it too low.',
  }
}

const sightingsSql = (condition: string): string => `
  with sighting as (
    select identity_no, origin from counted_sighting where origin is not null and ${condition}
  ), often as (select identity_no, count(*) as times from sighting group by identity_no)
  select (select count(distinct origin) from sighting) as origins,
         count(*) as seen,
         count(*) filter (where times = 1) as once,
         count(*) filter (where times = 2) as twice
  from often`

function titleOf(all: readonly Population[]): string {
  const told = all.find(({ found }) => found !== null)
  if (told?.found === undefined || told.found === null) {
    return 'How many identities there are that nobody has seen cannot be told'
  }
  const who = told === all[0] ? 'identities' : told.name.toLowerCase()
  return `There are at least about ${figure(Math.round(told.found.estimate))} such ${who} in all; ${figure(told.seen)} were seen`
}
