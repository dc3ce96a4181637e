import { accessOf, jobRoles, occupationOf } from '../../taxonomy/index.ts'
import { type Counted, type Exhibit, NOTHING, unitOf } from '../exhibit.ts'
import { NOT_STATED } from '../roles.ts'
import { counted as countedWords, listed, percent, shareOf } from '../wording.ts'

interface Family {
  readonly family: string
  readonly interviews: number
  readonly identities: number
  readonly organizations: number
  /** The most frequent occupation, ties by the smallest code; null where no title has one. */
  readonly occupation: string | null
}

/** Families that hold no role: they come last and have no share. */
const nameless: Readonly<Record<string, string>> = {
  unmapped: 'Not mapped',
  [NOT_STATED]: 'Not stated',
}

/** How many families the title names. */
const NAMED = 3

/** Families of roles and what each would have had access to. */
export const roles: Exhibit = async (counted) => {
  const families = (
    await counted.sql.rows<Family>(`
      select family, count(*) as interviews, count(distinct identity_no) as identities,
             count(distinct organization) as organizations,
             (select o.occupation from counted_interview as o
              where o.family = f.family and o.occupation is not null
              group by o.occupation order by count(*) desc, o.occupation limit 1) as occupation
      from counted_interview as f group by family order by interviews desc, family`)
  ).toSorted((a, b) => Number(a.family in nameless) - Number(b.family in nameless))
  const named = families.filter(({ family }) => !(family in nameless))
  const known = named.reduce((sum, { interviews }) => sum + interviews, 0)
  return {
    id: 'roles',
    title: titleOf(counted, named, known),
    unit: unitOf(counted, 'initial interviews by family of role', [
      'interview',
      'families',
      'share',
    ]),
    columns: [
      'family',
      'role',
      'interviews',
      'share',
      'identities',
      'organizations',
      'access',
      'occupation',
    ],
    rows: families.map(({ family, interviews, identities, organizations, occupation }) => [
      family,
      roleTitle(family),
      interviews,
      family in nameless ? null : shareOf(interviews, known),
      identities,
      organizations,
      accessOf(family).join('; '),
      occupationName(occupation),
    ]),
    note: `The role of ${countedWords(counted.totals.initial_interviews - known, 'interview')} is not stated or not mapped. What a role would have had access to is a general statement, not what happened: an interview is exposure, not a breach.`,
  }
}

/** `15-1252 Software Developers`. */
function occupationName(code: string | null): string | null {
  const occupation = code === null ? undefined : occupationOf(code)
  return occupation === undefined ? null : `${occupation.code} ${occupation.title}`
}

function roleTitle(family: string): string {
  return nameless[family] ?? jobRoles().find((role) => role.family === family)?.title ?? family
}

function titleOf({ totals }: Counted, named: readonly Family[], known: number): string {
  if (totals.initial_interviews === 0) return NOTHING
  if (known === 0) return 'The role of no initial interview is mapped'
  const first = named
    .slice(0, NAMED)
    .map((of) => `${roleTitle(of.family).toLowerCase()} (${percent(of.interviews / known)})`)
  return `The most frequent ${first.length === 1 ? 'role is' : 'roles are'} ${listed(first)}`
}
