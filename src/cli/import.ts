import { Problem } from '../problem.ts'
import { type ImportReport, type SourceFormat, sourceKinds } from '../sources/index.ts'
import { hasStore, openSystem, type System } from '../system.ts'
import { type Call, type Command, type Exit, exits } from './command.ts'
import { showNumber, textTable } from './terminal.ts'

export const importOptions: Command['options'] = {
  as: {
    type: 'string',
    value: 'FORMAT',
    help: `${Object.keys(sourceKinds).join(', ')}; told by content`,
  },
  source: { type: 'string', value: 'ID', help: 'source of lines that name none' },
  sources: { type: 'string', value: 'FILE', help: 'declarations of sources, imported first' },
}

export const importCommand: Command = {
  name: 'import',
  summary: 'Take observations into the store. What it has already is left as it is.',
  operands: 'FILE…',
  options: {
    ...importOptions,
    'dry-run': { type: 'boolean', help: 'say what would happen and keep nothing' },
  },
  run: async (call) => {
    requireFiles(call)
    formatOf(call)
    const dryRun = call.given('dry-run')
    // A dry run on an empty folder must not leave a store behind.
    const inMemory = dryRun && !hasStore(call.config)
    const system = await openSystem(call.config, call.effects, { inMemory })
    try {
      const report = await importFiles(system, call, dryRun)
      if (!dryRun && !report.stopped)
        call.tell('Next: `ringer run` links and assesses what is new.')
      return exitOf(report)
    } finally {
      system.close()
    }
  },
}

export const hasFiles = (call: Call): boolean =>
  call.operands.length > 0 || call.text('sources') !== undefined

function requireFiles(call: Call): void {
  if (!hasFiles(call)) {
    throw new Problem('usage', 'name at least one file; see `ringer import --help`')
  }
}

/** Imports the files of a call and says what became of them. */
export async function importFiles(
  system: System,
  call: Call,
  dryRun: boolean,
): Promise<ImportReport> {
  const format = formatOf(call)
  const source = call.text('source')
  const declared = call.text('sources')
  const report = await system.sources.importFiles(
    [...(declared ? [declared] : []), ...call.operands],
    { dryRun, ...(format ? { format } : {}), ...(source ? { source } : {}) },
  )
  await call.out(`${importText(report, dryRun)}\n`)
  tellRejections(report, call)
  return report
}

function formatOf(call: Call): SourceFormat | undefined {
  const given = call.text('as')
  if (given === undefined) return undefined
  if (Object.hasOwn(sourceKinds, given)) return given as SourceFormat
  throw new Problem('usage', `--as ${given}: use ${Object.keys(sourceKinds).join(', ')}`)
}

function importText(report: ImportReport, dryRun: boolean): string {
  const rows = report.files.map(({ path, format, counts, rejected }) => [
    path,
    format,
    counts.accepted,
    counts.known,
    counts.newer,
    rejected,
  ])
  const { accepted, known, newer } = report.counts
  const total = ['in all', '', accepted, known, newer, report.rejected]
  const titles = ['file', 'read as', 'accepted', 'already known', 'newer versions', 'rejected']
  const table = textTable(titles, rows.length > 1 ? [...rows, total] : rows)
  return dryRun ? `${table}\nA dry run: nothing was kept.` : table
}

function tellRejections(report: ImportReport, call: Call): void {
  for (const { file, line, field, reason } of report.firstRejections) {
    call.tell(`${file}:${line}: ${field === '' ? '' : `${field}: `}${reason}`)
  }
  const more = report.rejected - report.firstRejections.length
  if (more > 0) call.tell(`… and ${showNumber(more)} more`)
  if (report.rejectionFile) call.tell(`Rejected lines and their reasons: ${report.rejectionFile}`)
  for (const [field, count] of report.leftOut) {
    call.tell(`The format has no field "${field}": left out ${showNumber(count)} times.`)
  }
  if (report.stopped)
    call.tell('Stopped. What was committed stays; import the same files again to go on.')
}

export function exitOf(report: ImportReport): Exit {
  if (report.stopped) return exits.failed
  return report.rejected > 0 ? exits.rejected : exits.done
}
