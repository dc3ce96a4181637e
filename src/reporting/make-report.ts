import type { Enrichment } from '../evidence/index.ts'
import { Problem } from '../problem.ts'
import { dropSteps, type SqlEngine } from '../sql/index.ts'
import { caveatsOf } from './caveats.ts'
import { eventSteps, organizationSteps, runCounting } from './counted.ts'
import { countingRules } from './counting-rules.ts'
import { enrichedBy } from './enriched-by.ts'
import type { Counted, Exhibit } from './exhibit.ts'
import { ai } from './exhibits/ai.ts'
import { countries } from './exhibits/countries.ts'
import { finance } from './exhibits/finance.ts'
import { funnel } from './exhibits/funnel.ts'
import { healthcare } from './exhibits/healthcare.ts'
import { industries } from './exhibits/industries.ts'
import { interviewsByQuarter } from './exhibits/interviews-by-quarter.ts'
import { professionalServices } from './exhibits/professional-services.ts'
import { publicAdministration } from './exhibits/public-administration.ts'
import { roles } from './exhibits/roles.ts'
import { unseenIdentities } from './exhibits/unseen-identities.ts'
import { recommendations } from './recommendations.ts'
import type { Report, ReportOptions, ReportTable } from './report.ts'
import { mapRoles } from './roles.ts'
import { scopeOf } from './scope.ts'
import { totalsOf } from './totals.ts'

/** Every exhibit, in the order of the report. Add yours here and nowhere else. */
const exhibits: readonly Exhibit[] = [
  industries,
  countries,
  interviewsByQuarter,
  ai,
  healthcare,
  finance,
  publicAdministration,
  professionalServices,
  roles,
  funnel,
  unseenIdentities,
]

export interface ReportParts {
  readonly sql: SqlEngine
  /** Of the program. */
  readonly version: string
  /** Of models and catalogue, as their owners know them: passed on into `versions`. */
  readonly versions?: Readonly<Record<string, string | number>>
  /** Where its facts were used, the report gives their data sets credit. */
  readonly enrichment?: Pick<Enrichment, 'dataSets'>
}

/** The levels of TLP 2.0. */
const tlpLevels = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED']

/**
 * The report of what the store knows, as data. The same store and options give the same report:
 * no clock is asked. `usage` for a day or TLP level that is none, `not-found` for an organization
 * that no observation names, `unavailable` for a report that is no draft.
 */
export function makeReport(parts: ReportParts, options: ReportOptions): Promise<Report> {
  return oneAtATime(parts.sql, () => countReport(parts, options))
}

async function countReport(parts: ReportParts, options: ReportOptions): Promise<Report> {
  checkOptions(options)
  const counted = await countEverything(parts.sql, options)
  const tables: ReportTable[] = []
  // In turn, not at once: the engine has one connection.
  for (const exhibit of exhibits) tables.push(await exhibit(counted))
  await dropSteps(parts.sql, [...eventSteps(counted.scope), ...organizationSteps(counted.scope)])
  const { scope, totals, period } = counted
  return {
    as_of: scope.asOf,
    period,
    tlp: options.tlp,
    draft: options.draft,
    totals,
    tables,
    withheld: [
      {
        what: 'nothing',
        why: 'A draft is for the house: it withholds nothing and is not for release.',
      },
    ],
    caveats: [...caveatsOf(counted, options.draft), ...(await enrichedBy(parts))],
    rules: countingRules(),
    recommendations,
    versions: {
      program: parts.version,
      last_observation: scope.lastObservation,
      observations: scope.observations,
      ...parts.versions,
    },
  }
}

function checkOptions(options: ReportOptions): void {
  if (!options.draft) {
    throw new Problem(
      'unavailable',
      'a report for release needs the release gate, which is not built yet: make a draft with --draft',
    )
  }
  if (!tlpLevels.includes(options.tlp)) {
    throw new Problem('usage', `unknown TLP level "${options.tlp}": use ${tlpLevels.join(', ')}`)
  }
}

async function countEverything(sql: SqlEngine, options: ReportOptions): Promise<Counted> {
  const scope = await scopeOf(sql, options)
  await runCounting(sql, eventSteps(scope))
  await mapRoles(sql)
  await runCounting(sql, organizationSteps(scope))
  await sql.run('drop table counted_role')
  return { sql, scope, ...(await totalsOf(sql)) }
}

/** Reports that are being made, by engine: its temporary tables have one name each. */
const underWay = new WeakMap<SqlEngine, Promise<unknown>>()

/** Waits for the report that is being made on this engine, however that ends. */
function oneAtATime<Result>(sql: SqlEngine, work: () => Promise<Result>): Promise<Result> {
  const before = underWay.get(sql) ?? Promise.resolve()
  const mine = before.then(work, work)
  underWay.set(sql, mine)
  return mine
}
