import jobRoleList from '../../taxonomy/job-roles.json' with { type: 'json' }

export interface JobRole {
  /** Id of the family, such as `payroll`; `unmapped` where no phrase of the list fits. */
  readonly family: string
  readonly title: string
  /** Detailed occupations of SOC 2018 that belong to the family; only where they are sure. */
  readonly soc: readonly string[]
  /** What somebody in that role would have had access to. */
  readonly access: readonly string[]
}

const unmapped: JobRole = { family: 'unmapped', title: 'Not mapped', soc: [], access: [] }

const families: readonly JobRole[] = jobRoleList.families.map(({ id, title, soc, access }) => ({
  family: id,
  title,
  soc,
  access,
}))

const byFamily: ReadonlyMap<string, JobRole> = new Map(families.map((role) => [role.family, role]))

const bySoc: ReadonlyMap<string, JobRole> = new Map(
  families.flatMap((role) => role.soc.map((code) => [code, role] as const)),
)

const byPhrase: ReadonlyMap<string, JobRole> = new Map(
  jobRoleList.families.flatMap(({ id, phrases }) =>
    phrases.map((phrase) => [phrase, byFamily.get(id) ?? unmapped] as const),
  ),
)

const longestPhrase = Math.max(...[...byPhrase.keys()].map((phrase) => phrase.split(' ').length))

const stripped: ReadonlySet<string> = new Set(jobRoleList.stripped)

/** Every family of job roles, in the order of the list. */
export const jobRoles = (): readonly JobRole[] => families

/** What somebody in a role of this family would have had access to; nothing for an unknown one. */
export const accessOf = (family: string): readonly string[] => byFamily.get(family)?.access ?? []

/**
 * The family of a job title: words of seniority and contract are taken away, then the longest
 * phrase of the list that stands in the title decides, the later one of two that are as long
 * (English puts the head of a title last). A SOC 2018 code decides only where no phrase does.
 */
export function jobRoleOf(title: string, soc?: string): JobRole {
  const words = wordsOf(title)
  for (let length = Math.min(longestPhrase, words.length); length > 0; length -= 1) {
    for (let start = words.length - length; start >= 0; start -= 1) {
      const role = byPhrase.get(words.slice(start, start + length).join(' '))
      if (role !== undefined) return role
    }
  }
  return (soc === undefined ? undefined : bySoc.get(soc)) ?? unmapped
}

function wordsOf(title: string): readonly string[] {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !stripped.has(word))
}
