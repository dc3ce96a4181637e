import { quoteList } from '../../sql/index.ts'
import { industryGroups, sectorRows } from '../../taxonomy/index.ts'
import {
  type Counted,
  type Exhibit,
  NOTHING,
  noUnits,
  type ThreeUnits,
  threeUnits,
  unitOf,
} from '../exhibit.ts'
import type { Cell } from '../report.ts'
import { counted as countedWords, percent, portion, shareOf } from '../wording.ts'

interface Place extends ThreeUnits {
  readonly sector: string | null
  readonly it: boolean | null
}

interface Line extends Place {
  readonly title: string
}

/**
 * Every sector, those with information technology in two lines: in it and outside it. The lines
 * are a partition of what is counted, in each of the three units.
 */
export const industries: Exhibit = async (counted) => {
  const places = await counted.sql.rows<Place>(
    `select sector, information_technology as it, ${threeUnits} from counted_interview group by 1, 2`,
  )
  const lines = allLines(places)
  return {
    id: 'industries',
    title: titleOf(counted),
    unit: unitOf(counted, 'organizations, interviews and roles by sector (NAICS 2022)', [
      'interview',
      'organization',
      'attributes',
      'role',
      'share',
      'information technology',
    ]),
    columns: [
      'sector',
      'title',
      'information_technology',
      'organizations',
      'share',
      'interviews',
      'interviews_share',
      'roles',
      'roles_share',
    ],
    rows: lines.map((line) => rowOf(line, sumOf(lines.filter(({ sector }) => sector !== null)))),
    note: await noteOf(counted, places),
  }
}

/** Lines by number of organizations; sectors without any after them, the unknown one last. */
function allLines(places: readonly Place[]): readonly Line[] {
  const lines = sectorRows().flatMap(({ code, title }): Line[] => {
    const own = places.filter(({ sector }) => sector === code)
    if (own.length === 0) return [{ sector: code, title, it: false, ...noUnits }]
    const split = own.length > 1
    return own.map((place) => ({ ...place, title: split ? splitTitle(title, place.it) : title }))
  })
  const unknown = places.find(({ sector }) => sector === null)
  return [
    ...lines.toSorted((a, b) => b.organizations - a.organizations || b.interviews - a.interviews),
    ...(unknown === undefined ? [] : [{ ...unknown, title: 'Unknown' }]),
  ]
}

const splitTitle = (title: string, it: boolean | null): string =>
  `${title}: ${it === true ? 'information technology' : 'other'}`

function rowOf(line: Line, known: ThreeUnits): readonly Cell[] {
  const share = (unit: keyof ThreeUnits) =>
    line.sector === null ? null : shareOf(line[unit], known[unit])
  return [
    line.sector ?? 'unknown',
    line.title,
    line.it === null ? 'unknown' : line.it ? 'yes' : 'no',
    line.organizations,
    share('organizations'),
    line.interviews,
    share('interviews'),
    line.roles,
    share('roles'),
  ]
}

const sumOf = (lines: readonly ThreeUnits[]): ThreeUnits => ({
  organizations: lines.reduce((sum, line) => sum + line.organizations, 0),
  interviews: lines.reduce((sum, line) => sum + line.interviews, 0),
  roles: lines.reduce((sum, line) => sum + line.roles, 0),
})

function titleOf({ totals }: Counted): string {
  const { share } = totals.organizations_outside_it
  if (totals.initial_interviews === 0) return NOTHING
  if (share === null) return 'The industry of no organization is known'
  const verb = share === 1 || share > 0.01 ? 'are' : 'is'
  return `${portion(share, 'organizations')} ${share === 0 ? 'is' : verb} outside information technology`
}

/** The same share in the other units, and how many organizations the rule decided. */
async function noteOf(counted: Counted, places: readonly Place[]): Promise<string> {
  const known = sumOf(places.filter(({ sector }) => sector !== null))
  const outside = sumOf(places.filter(({ it }) => it === false))
  const codes = industryGroups().flatMap(({ cannotTell }) => cannotTell?.codes ?? [])
  const [row] = await counted.sql.rows<{ count: number }>(
    `select count(distinct organization) as count from counted_interview
     where industry in ${quoteList(codes)}`,
  )
  const units = (['organizations', 'interviews', 'roles'] as const).flatMap((unit) => {
    const share = shareOf(outside[unit], known[unit])
    return share === null ? [] : [`${percent(share)} of ${unit}`]
  })
  const shares =
    units.length === 0
      ? ''
      : `Outside information technology: ${units.join(', ')} with a known industry. `
  const { of } = counted.totals.organizations_outside_it
  const unknown = counted.totals.organizations - of
  const bare = row?.count ?? 0
  return [
    shares.trim(),
    ...(unknown === 0
      ? []
      : [`The industry of ${countedWords(unknown, 'organization')} is not known.`]),
    ...(bare === 0
      ? []
      : [
          `For ${countedWords(bare, 'organization')} the evidence gives only a code that holds information technology and others alike; the rule decides.`,
        ]),
  ]
    .filter((text) => text !== '')
    .join(' ')
}
