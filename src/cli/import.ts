import { statSync } from 'node:fs'
import { Problem } from '../problem.ts'
import {
  type ImportOptions,
  type ImportReport,
  isSourceFormat,
  readMapping,
  type SourceFormat,
  sourceFormats,
  sourceKinds,
  suggestMap,
} from '../sources/index.ts'
import { hasStore, openSystem, type System } from '../system.ts'
import { type Call, type Command, choice, type Exit, exits } from './command.ts'
import { showCount, showNumber, textTable } from './terminal.ts'
import { wrapped } from './wrapped.ts'

export const runImport: Command['run'] = async (call) => {
  const table = call.text('suggest-map')
  if (table !== undefined) {
    await call.out(await suggestMap(table))
    return exits.done
  }
  requireFiles(call)
  importOptionsOf(call)
  const dryRun = call.given('dry-run')
  // A dry run on an empty folder must not leave a store behind.
  const inMemory = dryRun && !hasStore(call.config)
  const system = await openSystem(call.config, call.effects, { inMemory })
  try {
    const report = await importFiles(system, call, dryRun)
    const { accepted, newer, retracted = 0, merged = 0 } = report.counts
    if (!dryRun && !report.stopped && accepted + newer + retracted + merged > 0)
      call.tell('Next: `ringer run` links and assesses what is new.')
    return exitOf(report)
  } finally {
    await system.close()
  }
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
  const report = await system.sources.importFiles(call.operands, {
    ...importOptionsOf(call),
    dryRun,
  })
  await call.out(`${importText(report, dryRun)}\n`)
  tellRejections(report, call)
  return report
}

/** Options of the files that are imported; wrong ones are told before a store is opened. */
function importOptionsOf(call: Call): ImportOptions {
  const text = <Name extends string>(option: string, name: Name) => {
    const given = call.text(option)
    return given === undefined ? {} : ({ [name]: given } as Readonly<Record<Name, string>>)
  }
  const map = call.text('map')
  const { organization } = call.config
  return {
    ...(organization ? { ownOrganization: organization } : {}),
    ...text('source', 'source'),
    ...text('organization', 'organization'),
    ...text('sources', 'declarations'),
    ...gradeOf(call),
    ...attachmentsOf(call),
    ...formatOf(call),
    ...(map === undefined ? {} : { mapping: readMapping(map) }),
    documents: choice(call, 'documents', ['text', 'hash']),
  }
}

function gradeOf(call: Call): { readonly grade?: string } {
  const given = call.text('grade')
  if (given === undefined) return {}
  if (/^[A-F]$/i.test(given)) return { grade: given.toUpperCase() }
  throw new Problem(
    'usage',
    `--grade ${given}: use A (completely reliable) to F (cannot be judged)`,
  )
}

function attachmentsOf(call: Call): { readonly attachments?: string } {
  const folder = call.text('attachments')
  if (folder === undefined) return {}
  // A misspelt folder would read as "no attachment is there", record by record.
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return { attachments: folder }
  throw new Problem('not-found', `no such folder: ${folder} (--attachments)`)
}

function formatOf(call: Call): { readonly format?: SourceFormat } {
  const given = call.text('as')
  if (given === undefined) return {}
  if (isSourceFormat(given)) return { format: given }
  throw new Problem('usage', `--as ${given}: use ${sourceFormats.join(', ')}`)
}

function importText(report: ImportReport, dryRun: boolean): string {
  const rows = report.files.map(({ path, format, counts, rejected }) => [
    path,
    sourceKinds[format].title,
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
  const unrecognised = unrecognisedFiles(report)
  // Of a file that is something else altogether one line shows as much as ten.
  const unknown = unrecognised.filter(({ format }) => format === 'unknown')
  const shown = report.firstRejections.filter(
    ({ file }, at, all) =>
      !unrecognised.some(({ path }) => path === file) ||
      (!unknown.some(({ path }) => path === file) &&
        all.findIndex((each) => each.file === file) === at),
  )
  for (const { file, line, field, reason } of shown) {
    call.tell(`${file}:${line}: ${field === '' ? '' : `${field}: `}${reason}`)
  }
  const more = report.rejected - shown.length - unknown.length
  if (more > 0) call.tell(`… and ${showNumber(more)} more`)
  if (report.rejectionFile) call.tell(`Rejected lines and their reasons: ${report.rejectionFile}`)
  for (const [field, count] of report.leftOut) {
    call.tell(`The format has no field "${field}": left out ${showNumber(count)} times.`)
  }
  tellRemovedNotes(report, call)
  for (const { file, text } of report.remarks) call.tell(`${file}: ${text}`)
  tellEmpty(report, call)
  tellRetractions(report, call)
  for (const { path, format } of unrecognised) {
    const known = report.firstRejections.find(({ file }) => file === path)
    call.tell(format === 'unknown' ? unknownText(path, known?.reason) : unrecognisedText(path))
  }
  tellMixedSource(report, call)
  tellNotTaken(report, call)
  tellUnusable(report, call)
  tellDeclared(report, call)
  if (report.stopped)
    call.tell('Stopped. What was committed stays; import the same files again to go on.')
}

/** The place only: the words are what must not stand anywhere. */
function tellRemovedNotes({ removedNotes: { count, first } }: ImportReport, call: Call): void {
  for (const { file, line, field } of first) {
    call.tell(
      `${file}:${line}: ${field}: the text mentions a protected attribute and was removed; the rest is kept.`,
    )
  }
  if (count > first.length)
    call.tell(`… and ${showCount(count - first.length, 'more text')} removed for the same reason`)
}

function tellEmpty({ files }: ImportReport, call: Call): void {
  for (const { path } of files.filter(({ isEmpty }) => isEmpty)) {
    call.tell(`${path} is empty; nothing was imported.`)
  }
}

/** What sources stated; that an application is its candidate's is the reader's own doing, and no news. */
function tellRetractions({ counts }: ImportReport, call: Call): void {
  const { withdrawn, retracted = 0, merged = 0 } = counts
  if (retracted > 0) call.tell(`Retracted, because the source says so: ${showNumber(retracted)}.`)
  if (merged > 0) call.tell(`Merged, because the source says so: ${showNumber(merged)}.`)
  if (withdrawn > 0) {
    call.tell(`Not taken: ${showCount(withdrawn, 'observation')} that the source withdrew before.`)
  }
}

function tellDeclared({ declared }: ImportReport, call: Call): void {
  for (const { source, type, grade } of declared) {
    call.tell(
      grade === null
        ? `The source "${source}" is declared as ${type}, without a grade: what it says gives nobody a status. Give it one: --grade with its first import, or a declaration with --sources FILE.`
        : `The source "${source}" is declared as ${type}, grade ${grade}.`,
    )
  }
}

/** Files that were read as evidence because they were nothing else, and were not evidence either. */
const unrecognisedFiles = ({ files }: ImportReport): ImportReport['files'] =>
  files.filter(({ format, counts, rejected }) => {
    const taken = counts.accepted + counts.known + counts.newer + counts.withdrawn
    return (format === 'ndjson' || format === 'unknown') && taken === 0 && rejected > 0
  })

const unrecognisedText = (path: string): string =>
  `${path} is in no format that is recognised, and no line of it is evidence: nothing was taken. Name its format with --as, or say what its columns mean with --map; \`ringer import --suggest-map ${path}\` writes a first map.`

/** A file as a whole is said in one message: what it is, and what to do. */
function unknownText(path: string, reason = 'is in no known format'): string {
  const said = `${path} ${reason}; nothing was imported.`
  // Evidence that is not one object per line has its advice with it.
  return reason.startsWith('is evidence')
    ? said
    : `${said} Is it a table? \`ringer import --suggest-map ${path}\` writes a first map, for --map. Is it another format? Name it with --as.`
}

/** One id for what comes from several sorts of systems: an employee's number would be taken for a candidate's. */
function tellMixedSource({ files }: ImportReport, call: Call): void {
  const source = call.text('source')
  const types = [...new Set(files.flatMap(({ format }) => sourceKinds[format].type ?? []))]
  if (source === undefined || types.length < 2) return
  call.tell(
    `--source ${source} names one source for files of several sorts (${types.join(', ')}): equal ids in them would be one person. Give each sort its own.`,
  )
}

/** Names that are told one by one; the rest is a number. */
const toldNames = 40

/** What the records held that no observation takes. */
function tellNotTaken({ notTaken }: ImportReport, call: Call): void {
  if (notTaken.length === 0) return
  for (const line of wrapped(`Not taken: ${countedText(notTaken)}.`, 2)) call.tell(line)
}

/** Why values were left out of linkage; the observations that hold them were accepted. */
function tellUnusable({ unusable }: ImportReport, call: Call): void {
  if (unusable.length === 0) return
  const text = `Identifiers that could not be used: ${countedText(unusable)}.`
  for (const line of wrapped(text, 2)) call.tell(line)
}

/** Names with their counts, the most frequent first. */
function countedText(names: readonly (readonly [name: string, count: number])[]): string {
  const byCount = names.toSorted(
    ([name, count], [otherName, other]) => other - count || (name < otherName ? -1 : 1),
  )
  const shown = byCount.slice(0, toldNames).map(([name, count]) => `${name} (${showNumber(count)})`)
  const more = byCount.length - shown.length
  return `${shown.join(', ')}${more > 0 ? `; and ${showNumber(more)} more` : ''}`
}

export function exitOf(report: ImportReport): Exit {
  if (report.stopped) return exits.failed
  return report.rejected > 0 ? exits.rejected : exits.done
}
