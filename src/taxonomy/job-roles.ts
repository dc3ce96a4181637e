import jobRoleList from '../../taxonomy/job-roles.json' with { type: 'json' }
import { occupationOfTitle } from './job-titles.ts'
import { type TitlePhrases, titlePhrases } from './title-phrases.ts'
import { wordsOf } from './title-words.ts'

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

let phrases: TitlePhrases<JobRole> | undefined

/** Made when the first title is asked for. */
function familyPhrases(): TitlePhrases<JobRole> {
  phrases ??= titlePhrases(
    jobRoleList.families.flatMap(({ id, phrases: own }) =>
      own.map((phrase) => [phrase, byFamily.get(id) ?? unmapped] as const),
    ),
  )
  return phrases
}

/** Every family of job roles, in the order of the list. */
export const jobRoles = (): readonly JobRole[] => families

/** What somebody in a role of this family would have had access to; nothing for an unknown one. */
export const accessOf = (family: string): readonly string[] => byFamily.get(family)?.access ?? []

/**
 * The family of a job title by the longest phrase of the list that stands in it. Where none does,
 * the occupation that the title has (`job-titles.ts`) decides if it belongs to one family for sure,
 * and after it the SOC 2018 code that the evidence gives.
 */
export function jobRoleOf(title: string, soc?: string): JobRole {
  const role = familyPhrases().together(wordsOf(title))
  if (role !== undefined) return role
  const occupation = occupationOfTitle(title, soc)
  return (occupation === 'unmapped' ? undefined : bySoc.get(occupation.code)) ?? unmapped
}
