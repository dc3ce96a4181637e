import type { LedgerWriter } from '../evidence/index.ts'
import { datedMapping, isShippedMap } from './date-order.ts'
import type { ImportOptions } from './import-files.ts'
import type { InputFile } from './input-file.ts'
import type { ReadingContext } from './reader.ts'
import type { HowToRead } from './reading-pool.ts'
import { type SourceFormat, sourceKinds } from './source-kinds.ts'
import { defaultSource } from './source-names.ts'

/** What an import knows before it reads a file. */
interface Reading {
  readonly ledger: Pick<LedgerWriter, 'declarationOf'>
  readonly options: ImportOptions
}

type ReadsWithContext = HowToRead & Required<Pick<HowToRead, 'context'>>

/** Everything but the records that a reading worker needs to know. */
async function howToRead(
  { ledger, options }: Reading,
  format: SourceFormat,
  file: InputFile,
): Promise<ReadsWithContext> {
  const { reader } = sourceKinds[format]
  const { source, attachments, mapping, documents = 'text' } = options
  const organization = options.organization ?? options.ownOrganization
  const named =
    source ??
    mapping?.source ??
    (await defaultSource(ledger, file, { format, ...(organization ? { organization } : {}) }))
  const declared = await ledger.declarationOf(named)
  return {
    ...(source === undefined ? {} : { source }),
    ...(reader === undefined ? {} : { reader }),
    context: {
      source: named,
      documents,
      fileWritten: file.writtenAt,
      ...(declared ? { tlp: declared.tlp } : {}),
      ...(organization ? { organization } : {}),
      ...(attachments ? { attachments } : {}),
      ...(mapping ? { mapping } : {}),
    },
  }
}

export interface ReadingPlan {
  readonly how: ReadsWithContext
  /** What should be known of how the file is read. */
  readonly remarks: readonly string[]
}

/** How a file is read, and what of it is said: overrides of its map, the order of its dates. */
export async function planReading(
  reading: Reading,
  format: SourceFormat,
  file: InputFile,
): Promise<ReadingPlan> {
  const how = await howToRead(reading, format, file)
  const remarks = remarksOf(how.context)
  if (how.context.mapping !== undefined || !isShippedMap(how.reader)) return { how, remarks }
  const dated = await datedMapping(file, how.reader)
  const mapping = dated.mapping === undefined ? {} : { mapping: dated.mapping }
  return { how: { ...how, context: { ...how.context, ...mapping } }, remarks: dated.remarks }
}

const remarksOf = ({ mapping }: ReadingContext): readonly string[] =>
  (mapping?.notProtected ?? []).map(
    ({ name, because }) => `the map says that "${name}" is no protected attribute: ${because}`,
  )
