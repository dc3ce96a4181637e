import type { LedgerWriter } from '../evidence/index.ts'
import { isObject } from './given-values.ts'
import type { InputFile } from './input-file.ts'
import { firstRecord } from './json-batches.ts'
import { listOfRows } from './json-list.ts'
import { normalColumn } from './maps/mapped-row.ts'
import { type SourceFormat, sourceKinds } from './source-kinds.ts'
import { readTable, tableWriting } from './table-files.ts'

/**
 * Ids are unique within a source: candidate 100 of one employer's recruiting system is not candidate 100 of
 * another's. A feed is the same for everybody.
 */
function sourceName(format: SourceFormat, organization: string | undefined): string {
  const { type, formOf: name = format } = sourceKinds[format]
  return organization === undefined || type === 'public_feed' ? name : `${name}@${organization}`
}

/** Columns of a shipping list that hold the employer's own number of the employee; any other id is of the asset system. */
const employeeNumbers = new Set(
  [
    ...[
      'Employee ID',
      'Employee Number',
      'Employee No',
      'Worker ID',
      'Personnel Number',
      'Staff ID',
    ],
    ...['Personalnummer', 'Personal-Nr.', 'Mitarbeiternummer', 'Mitarbeiter-ID', 'Matricule'],
    ...['ID Empleado', 'Número de empleado'],
  ].map(normalColumn),
)

/**
 * The source of a file that nobody named. A shipping list that names people by their employee number is of the same source
 * as the HR table of the same organization, so that the same employee is the same subject in both (decisions/0025); where an earlier
 * import has declared the list as a source of its own, it stays one.
 */
export async function defaultSource(
  ledger: Pick<LedgerWriter, 'declarationOf'>,
  file: InputFile,
  { format, organization }: { readonly format: SourceFormat; readonly organization?: string },
): Promise<string> {
  const own = sourceName(format, organization)
  if (format !== 'shipments' || (await ledger.declarationOf(own)) !== undefined) return own
  const columns = await columnsOf(file)
  return columns.some((name) => employeeNumbers.has(normalColumn(name)))
    ? sourceName('hris', organization)
    : own
}

async function columnsOf(file: InputFile): Promise<readonly string[]> {
  const writing = await tableWriting(file)
  if (writing !== 'json') return (await readTable(file, {}, { writing, rows: 0 })).columns
  const first = await firstRecord(file)
  const row = listOfRows(first)?.rows[0] ?? first
  return isObject(row) ? Object.keys(row) : []
}
