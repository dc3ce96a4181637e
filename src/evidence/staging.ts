import type { Enrichment } from './enrichment/index.ts'
import { momentMs } from './moment.ts'
import { normalWords, organizationKey } from './normal-forms.ts'
import type {
  Exposure,
  FactValue,
  Observation,
  SourceDeclaration,
  Withdrawal,
} from './observation.ts'
import { passageHashesOf } from './passages.ts'
import { readSelectors, type Selector, sha256 } from './selectors.ts'
import { valueId } from './value-ids.ts'

/**
 * What the ledger takes in: one JSON line per record, written to a staging file by whoever reads the
 * evidence (in worker threads, for speed), and taken up by the engine with one statement per table.
 */

/** Columns of a staged observation, in the engine's types; `readStagedSql` uses them. */
export const stagedColumns = {
  line: 'bigint',
  source: 'varchar',
  id: 'varchar',
  content_hash: 'varchar',
  body: 'varchar',
  ref: 'varchar',
  kind: 'varchar',
  stage: 'varchar',
  at_ms: 'bigint',
  organization: 'varchar',
  organization_name: 'varchar',
  industry: 'varchar',
  organization_country: 'varchar',
  ai: 'varchar',
  tags: 'varchar[]',
  size: 'varchar',
  parent: 'varchar',
  role_title: 'varchar',
  role_requisition: 'varchar',
  role_key: 'varchar',
  role_soc: 'varchar',
  role_remote: 'boolean',
  role_country: 'varchar',
  name: 'varchar',
  birth_year: 'integer',
  claimed_country: 'varchar',
  claimed_city: 'varchar',
  claimed_timezone: 'varchar',
  origin_organization: 'varchar',
  first_hand: 'boolean',
  selectors: 'struct(k varchar, d varchar, v varchar, c boolean, i bigint)[]',
  facts: 'struct(n varchar, t varchar, x double, b boolean, i integer, d varchar)[]',
  flags: 'struct(i varchar, n varchar, b varchar)[]',
  passages: 'bigint[]',
} as const

/**
 * One staged observation as a JSON text without line end. `line` orders it within its file. With an enrichment, facts that
 * the observation does not give stand behind its own, marked. `selectors`: what `readSelectors` gives for it, where the
 * caller has it already.
 */
export function stageObservation(
  observation: Observation,
  line: number,
  { enrichment, selectors = readSelectors(observation).selectors }: StagingOptions = {},
): string {
  const body = JSON.stringify(observation)
  const staged = JSON.stringify({
    line,
    source: observation.source,
    id: observation.id,
    content_hash: sha256(body),
    body,
    ...eventColumns(observation),
    selectors: selectors.map((s) => ({
      k: s.kind,
      d: s.detail,
      v: s.value,
      c: s.controlled,
      // As a text, which the engine reads as the integer: JSON.stringify knows no 64-bit integers.
      i: String(valueId(s)),
    })),
    facts: [
      ...Object.entries(observation.facts ?? {}).flatMap(([name, value]) => factRows(name, value)),
      ...(enrichment?.factsOf(observation, selectors) ?? []).flatMap(({ name, value, dataSet }) =>
        factRows(name, value).map((row) => ({ ...row, d: dataSet })),
      ),
    ],
    flags: (observation.flags ?? []).map((f) => ({ i: f.indicator, n: f.note, b: f.by })),
  })
  const passages = passageHashesOf(observation)
  if (passages.length === 0) return staged
  // JSON.stringify knows no 64-bit integers; the engine reads their digits as they are.
  return `${staged.slice(0, -1)},"passages":[${passages.join(',')}]}`
}

export interface StagingOptions {
  readonly enrichment?: Pick<Enrichment, 'factsOf'> | undefined
  readonly selectors?: readonly Selector[]
}

function eventColumns(observation: Observation): Record<string, unknown> {
  const { subject, organization = {}, role = {}, origin = {} } = observation
  return {
    ref: subject.ref,
    kind: observation.kind,
    stage: observation.stage,
    at_ms: momentMs(observation.at),
    organization: organizationKey(organization),
    organization_name: organization.name,
    industry: organization.industry,
    organization_country: organization.country?.toUpperCase(),
    ai: organization.ai,
    tags: organization.tags,
    size: organization.size,
    parent: organization.parent && keyOf(organization.parent),
    role_title: role.title,
    role_requisition: role.requisition,
    role_key: role.title === undefined ? undefined : normalWords(role.title),
    role_soc: role.soc,
    role_remote: role.remote,
    role_country: role.country?.toUpperCase(),
    name: subject.name,
    birth_year: subject.claims?.birth_year,
    claimed_country: subject.claims?.country?.toUpperCase(),
    claimed_city: subject.claims?.city && normalWords(subject.claims.city),
    claimed_timezone: subject.claims?.timezone,
    origin_organization: origin.organization && keyOf(origin.organization),
    first_hand: origin.first_hand,
  }
}

/** The key of an organization of which only the domain is given, or whatever stands in its place. */
const keyOf = (domain: string): string => organizationKey({ domain }) ?? domain

function factRows(name: string, value: FactValue): Record<string, unknown>[] {
  if (typeof value === 'string') return [{ n: name, t: value }]
  if (typeof value === 'number') return [{ n: name, x: value }]
  if (typeof value === 'boolean') return [{ n: name, b: value }]
  if (value.length === 0) return [{ n: name, i: 0 }]
  return value.map((item) => ({ n: name, t: item, i: value.length }))
}

export interface StagedSource extends SourceDeclaration {
  readonly line: number
  readonly content_hash: string
}

export const stageSource = (source: SourceDeclaration, line: number): StagedSource => ({
  ...source,
  ...(source.organization ? { organization: keyOf(source.organization) } : {}),
  line,
  content_hash: sha256(JSON.stringify(source)),
})

export interface StagedExposure extends Exposure {
  readonly line: number
  readonly content_hash: string
}

export const stageExposure = (exposure: Exposure, line: number): StagedExposure => ({
  ...exposure,
  line,
  content_hash: sha256(JSON.stringify(exposure)),
})

/**
 * One staged withdrawal as a JSON text: columns as in `withdrawalColumns`. Nothing of it is kept but digests. `stated`:
 * see there.
 */
export function stageWithdrawal(
  withdrawal: Withdrawal,
  line: number,
  { stated }: { readonly stated: boolean } = { stated: true },
): string {
  const { source, at } = withdrawal
  const staged = { line, source, at_ms: momentMs(at), stated }
  if ('merges' in withdrawal) {
    const { merges: named, into: into_ref } = withdrawal
    return JSON.stringify({ ...staged, withdraws: 'merge', named, into_ref, reason: 'merged' })
  }
  const { withdraws, ref, under, reason } = withdrawal
  return JSON.stringify({ ...staged, withdraws, named: under ?? ref, reason })
}
