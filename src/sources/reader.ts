import type { FieldProblem } from '../evidence/index.ts'
import type { Given } from './given.ts'
import type { Mapping } from './maps/mapping.ts'

/** What is known of a file besides its records. Plain data: it goes to the reading workers. */
export interface ReadingContext {
  /** Source of whatever names none. */
  readonly source: string
  /** Marking of the source (`TLP:AMBER`); absent: nobody has declared one. */
  readonly tlp?: string
  /** Domain of the employer at which the events of the file happened, where its records do not say. */
  readonly organization?: string
  /** When the file was last written: what is known of the time of a CV that says none. */
  readonly fileWritten?: string
  /** Folder of the files that records name as their attachments. */
  readonly attachments?: string
  /** What the columns of a table mean. */
  readonly mapping?: Mapping
  /** Whether texts of documents are kept, or only their hashes. */
  readonly documents: 'text' | 'hash'
}

/** A record of the evidence format as it is before it was read strictly. */
export type EvidenceRecord = Readonly<Record<string, unknown>>

/** What one record of somebody else's says in the evidence format. */
export interface Translation {
  readonly records: readonly EvidenceRecord[]
  /** What the record holds that is knowingly not taken, by name: `eventType policy.evaluate_sign_on`. */
  readonly notTaken?: readonly string[]
  /**
   * Retractions of what an earlier version of the record may have said, where its source no longer stands by it. They are
   * counted only where they take something.
   */
  readonly superseded?: readonly EvidenceRecord[]
  /** Why nothing of it can be read, beyond what the Given has collected. */
  readonly problems?: readonly FieldProblem[]
}

/** Somebody else's format: one file in `readers/` each. */
export interface Reader {
  /** As people call it: `Okta System Log`. */
  readonly title: string
  /** What sort of source it comes from: a machine's fact counts as one only from a type that can see such events. */
  readonly type: SourceType
  /** Of what format it is another form: its files belong to the same source. Absent: of none. */
  readonly formOf?: string
  /** `json`: objects in an array, one a line or one in the file. `table`: rows of a CSV. */
  readonly form: 'json' | 'table'
  /** Whether the first record of a file has this shape. Looks at names that no other format has together. */
  readonly recognises: (first: Given) => boolean
  /** Pure: the same record and context give the same. Never throws; what is wrong goes to `given.refuse`. */
  readonly read: (given: Given, context: ReadingContext) => Translation
  /** Of exports with a row for each program of a machine: how the rows of one machine are found. */
  readonly gathering?: Gathering
}

/** How rows that are to be read together are told; pure, like a reader. */
export interface Gathering {
  /** The rows of a record: an answer of an interface holds many. What is no object is refused. */
  readonly rowsOf: (record: unknown) => readonly unknown[]
  /** The group of a row, and whether the row adds anything to it; undefined: it stands alone. */
  readonly groupOf: (row: object) => { readonly key: string; readonly isKept: boolean } | undefined
}

export type SourceType =
  | 'ats'
  | 'idp'
  | 'hris'
  | 'endpoint'
  | 'verification'
  | 'employer_report'
  | 'partner'
  | 'public_feed'

/** An object without what is undefined, null or an empty list: what was not observed is not written down. */
export function filled(fields: Readonly<Record<string, unknown>>): EvidenceRecord {
  const entries = Object.entries(fields).filter(
    ([, value]) => value != null && value !== '' && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(entries)
}

/** Like `filled`, and undefined where nothing is left. */
export function filledOrAbsent(
  fields: Readonly<Record<string, unknown>>,
): EvidenceRecord | undefined {
  const object = filled(fields)
  return Object.keys(object).length === 0 ? undefined : object
}
