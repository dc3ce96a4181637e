import type { Effects } from '../effects.ts'
import { requireIdentity } from '../identities/index.ts'
import type { Store } from '../sql/index.ts'
import type { Catalogue } from './catalogue.ts'
import { type Delivery, recordDelivery } from './deliveries.ts'
import { type EmployerView, type EmployerViewOf, employerView } from './employer-view.ts'
import type { IdentityExplanation } from './explanation.ts'
import {
  type IdentityRow,
  type ListedIdentity,
  listIdentities,
  listIdentityLines,
  listIdentityRows,
} from './listing.ts'
import { type Queue, readQueue } from './queue.ts'
import {
  type Reviewed,
  type ReviewSheet,
  type ReviewStatement,
  recordReview,
  requireReviewed,
  reviewSheet,
} from './reviews.ts'
import { type ShownDecisions, shownDecisions } from './shown-decisions.ts'

/** What people do with results, each on one snapshot or in one short transaction. */
export interface Casework {
  /** Identities with their assessment, the likeliest first; a piece at a time. */
  readonly listIdentities: (status?: string) => AsyncIterable<readonly ListedIdentity[]>
  /** The same as texts of many lines, each line one JSON object. */
  readonly listIdentityLines: (status?: string) => AsyncIterable<string>
  /** The same as rows of a table. */
  readonly listIdentityRows: (status?: string) => AsyncIterable<readonly IdentityRow[]>
  /** Those who wait for a person, at most `limit`, and how many wait for which reason. */
  readonly queue: (limit?: number) => Promise<Queue>
  readonly reviewSheet: (identity: string) => Promise<ReviewSheet>
  readonly recordReview: (statement: ReviewStatement) => Promise<Reviewed>
  /** `true` where a review should come before the machine's words; `conflict` where it must. */
  readonly requireReviewed: (identity: string) => Promise<boolean>
  readonly employerView: (
    view: Pick<EmployerViewOf, 'identity' | 'organization'>,
  ) => Promise<EmployerView>
  readonly shownDecisions: (explanation: IdentityExplanation) => Promise<ShownDecisions>
  /** Keeps who is handed what of an identity; call it before it is handed over. */
  readonly recordDelivery: (
    delivery: Omit<Delivery, 'founderSubjects'> & { readonly identity: string },
  ) => Promise<void>
}

export interface CaseworkParts {
  readonly store: Store
  readonly catalogue: Catalogue
  readonly effects: Effects
}

export function openCasework({ store, catalogue, effects }: CaseworkParts): Casework {
  return {
    listIdentities: (status) => listIdentities(store, status),
    listIdentityLines: (status) => listIdentityLines(store, status),
    listIdentityRows: (status) => listIdentityRows(store, status),
    queue: (limit) => store.read((sql) => readQueue(sql, effects.now(), limit)),
    reviewSheet: (identity) => store.read((sql) => reviewSheet(sql, catalogue, identity)),
    recordReview: (statement) =>
      store.write((sql) => recordReview({ sql, effects, catalogue }, statement)),
    requireReviewed: (identity) =>
      store.read((sql) => requireReviewed(sql, identity, effects.now())),
    employerView: (view) => store.read((sql) => employerView({ ...view, sql, catalogue })),
    shownDecisions: (explanation) =>
      store.read((sql) => shownDecisions(sql, explanation, effects.now())),
    recordDelivery: ({ recipient, what, identity }) =>
      store.write(async (sql) => {
        const { founder_subject: founder } = await requireIdentity(sql, identity)
        await recordDelivery(sql, { recipient, what, founderSubjects: [founder] }, effects)
      }),
  }
}
