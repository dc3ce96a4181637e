import { writeFileSync } from 'node:fs'
import {
  type Enrichment,
  type FieldProblem,
  findControlCharacter,
  type Observation,
  type Reading,
  readRecord,
  readSelectors,
  stageExposure,
  stageObservation,
  stageSource,
  stageWithdrawal,
} from '../evidence/index.ts'
import { reasonOf } from '../problem.ts'
import { type Attachments, attachedNames } from './attachments.ts'
import { givenOf } from './given.ts'
import { shownText, textLines } from './lines.ts'
import { parseJson } from './parse-json.ts'
import type { EvidenceRecord, Reader, Translation } from './reader.ts'
import { isOwnJoin } from './readers/recruiting-systems.ts'
import { readers } from './readers.ts'

import type { ReadBatch, ReadingTask, Rejection, RemovedNote } from './reading-pool.ts'
import { clearRecord } from './record-clearing.ts'

interface Staged {
  readonly observations: string[]
  readonly sources: string[]
  readonly exposures: string[]
  readonly withdrawals: string[]
  readonly rejections: Omit<Rejection, 'file'>[]
  readonly removedNotes: Omit<RemovedNote, 'file'>[]
  readonly leftOut: Map<string, number>
  readonly notTaken: Map<string, number>
  readonly unusable: Map<string, number>
}

/**
 * Lines in, staging files out: it translates what is in somebody else's format, reads strictly,
 * normalises and hashes, so that whoever owns the store only has to commit.
 */
export async function readLines(task: ReadingTask, tools: ReadingTools): Promise<ReadBatch> {
  const staged: Staged = {
    observations: [],
    sources: [],
    exposures: [],
    withdrawals: [],
    rejections: [],
    removedNotes: [],
    leftOut: new Map(),
    notTaken: new Map(),
    unusable: new Map(),
  }
  const run = { task, staged, ...tools }
  let index = 0
  for (const { text, isUtf8 } of textLines(task.bytes)) {
    const line = { text, number: task.lineNumbers?.[index] ?? task.firstLine + index }
    index += 1
    if (!isUtf8) reject(staged, line, [{ field: '', reason: 'is not UTF-8' }])
    else if (/\S/.test(text)) await readLine(run, line)
  }
  return writeStaged(staged, task.stem)
}

/** What a reading thread has at hand besides the lines. */
export interface ReadingTools {
  readonly attachments: Attachments
  /** Fills in what the records leave out. */
  readonly enrichment: Enrichment | undefined
}

interface Run extends ReadingTools {
  readonly task: ReadingTask
  readonly staged: Staged
  /** The records are retractions that no source stated (`Translation.superseded`). */
  readonly isUnstated?: boolean
}

interface Line {
  readonly text: string
  readonly number: number
}

function reject(staged: Staged, { text, number }: Line, problems: readonly FieldProblem[]): void {
  const [first, ...more] = problems
  staged.rejections.push({
    line: number,
    field: first?.field ?? '',
    reason: first?.reason ?? 'is not an observation',
    ...(more.length > 0 ? { more } : {}),
    text: text.slice(0, shownText),
  })
}

/** Records that one batch may become, each with a number of its own: 2²¹ batches of a file fit a double. */
const mostRecords = 2 ** 32

async function readLine(run: Run, line: Line): Promise<void> {
  const { task, staged } = run
  let value: unknown
  try {
    value = task.reader === undefined ? JSON.parse(line.text) : parseJson(line.text)
  } catch (error) {
    return reject(staged, line, [{ field: '', reason: notJson(line.text, error) }])
  }
  // What an interface answers where there is nothing.
  if (Array.isArray(value) && value.length === 0) return
  if (task.reader === undefined) return stageRecord(run, line, value)
  const { records, superseded } = translate(run, line, value)
  // What became of the record is what can be refused now, and what is shown then.
  const partOf = (record: EvidenceRecord): Line => ({ ...line, text: JSON.stringify(record) })
  for (const record of records) {
    stageRecord(run, partOf(record), withoutOthers(run, await withAttachments(run, record)))
  }
  for (const record of superseded) stageRecord({ ...run, isUnstated: true }, partOf(record), record)
}

type Translated = Required<Pick<Translation, 'records' | 'superseded'>>
const nothingRead: Translated = { records: [], superseded: [] }

function translate({ task, staged }: Run, line: Line, value: unknown): Translated {
  const reader: Reader | undefined = task.reader === undefined ? undefined : readers[task.reader]
  if (reader === undefined || task.context === undefined) return nothingRead
  const given = givenOf(value)
  const {
    records,
    superseded = [],
    notTaken = [],
    problems = [],
  } = reader.read(given, task.context)
  const whole = given.problems()
  if (whole.length > 0) {
    reject(staged, line, whole)
    return nothingRead
  }
  // Of a part of a record nothing is shown: its text would be the beginning of all of it, other people's.
  for (const problem of problems) reject(staged, { ...line, text: '' }, [problem])
  count(staged.notTaken, [...notTaken, ...given.untouched()])
  return { records, superseded }
}

/** A record of a recruiting system, or of an application or interview, is an applicant's. */
function withoutOthers({ task, staged }: Run, translated: EvidenceRecord): EvidenceRecord {
  const type = task.reader === undefined ? undefined : readers[task.reader].type
  const isOfApplicant =
    type === 'ats' || translated['kind'] === 'application' || translated['kind'] === 'interview'
  const { record, notTaken } = clearRecord(translated, isOfApplicant)
  count(staged.notTaken, notTaken)
  return record
}

async function withAttachments(
  { task, attachments, staged }: Run,
  record: EvidenceRecord,
): Promise<EvidenceRecord> {
  const names = attachedNames(record)
  if (names.length === 0 || task.context === undefined) return record
  const { record: read, notTaken } = await attachments.attach(record, task.context)
  count(staged.notTaken, notTaken)
  return read
}

function count(counts: Map<string, number>, names: readonly string[]): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
}

function stageRecord(run: Run, line: Line, value: unknown): void {
  const { task, staged } = run
  const reading = readRecord(value, task.source)
  const control =
    reading.record === 'problems' ? undefined : findControlCharacter(line.text, reading.value)
  if (reading.record === 'problems') reject(staged, line, reading.problems)
  else if (control) reject(staged, line, [control])
  else {
    count(staged.leftOut, reading.leftOut)
    if (reading.record === 'observation') {
      const removed = reading.removed ?? []
      staged.removedNotes.push(...removed.map((field) => ({ line: line.number, field })))
      stageRead(run, line, reading.value)
    } else {
      stage(run, reading)
    }
  }
}

/** Counts what of it cannot be an identifier; a publication is about identifiers, and without one about nobody. */
function stageRead({ task, staged, enrichment }: Run, line: Line, observation: Observation): void {
  const { selectors, unusable } = readSelectors(observation)
  count(staged.unusable, unusable)
  if (observation.kind === 'publication' && selectors.length === 0) {
    reject(staged, line, [{ field: 'subject', reason: namesNobody(unusable) }])
    return
  }
  const order = task.batch * mostRecords + stagedSoFar(staged)
  staged.observations.push(stageObservation(observation, order, { enrichment, selectors }))
}

const namesNobody = (unusable: readonly string[]): string => {
  const reasons = unusable.length === 0 ? '' : ` (${[...new Set(unusable)].join('; ')})`
  return `a publication must name at least one identifier that can be used${reasons}`
}

type Accepted = Exclude<Reading, { readonly record: 'problems' }>

function stage(
  { task, staged, isUnstated = false }: Run,
  reading: Exclude<Accepted, { record: 'observation' }>,
): void {
  // Not the number of the line: many records may stand in one. It orders them and tells them apart.
  const order = task.batch * mostRecords + stagedSoFar(staged)
  if (reading.record === 'source') {
    staged.sources.push(JSON.stringify(stageSource(reading.value, order)))
  } else if (reading.record === 'exposure') {
    staged.exposures.push(JSON.stringify(stageExposure(reading.value, order)))
  } else {
    const isJoin = task.reader !== undefined && isOwnJoin(reading.value)
    const stated = !isUnstated && !isJoin
    staged.withdrawals.push(stageWithdrawal(reading.value, order, { stated }))
  }
}

const stagedSoFar = ({ observations, sources, exposures, withdrawals }: Staged): number =>
  observations.length + sources.length + exposures.length + withdrawals.length

function notJson(text: string, error: unknown): string {
  const told = reasonOf(error)
  const place = Number(/at position (\d+)/.exec(told)?.[1] ?? 0)
  if (/^\s*\[/.test(text)) return 'is a JSON array; write one object per line'
  if (/end of JSON input|Unterminated/.test(told) || place >= text.trimEnd().length) {
    return 'is not whole JSON: it ends in the middle of the object'
  }
  // The parser quotes the text; the place is enough here, the line is shown beside it.
  return `is not JSON: ${told.replace(/,? ?".*" is not valid JSON/s, '')}`
}

function writeStaged(staged: Staged, stem: string): ReadBatch {
  const write = (name: string, lines: readonly string[]): readonly string[] => {
    if (lines.length === 0) return []
    const path = `${stem}-${name}.ndjson`
    writeFileSync(path, `${lines.join('\n')}\n`)
    return [path]
  }
  return {
    batch: {
      observations: write('observations', staged.observations),
      sources: write('sources', staged.sources),
      exposures: write('exposures', staged.exposures),
      withdrawals: write('withdrawals', staged.withdrawals),
    },
    rejections: staged.rejections,
    removedNotes: staged.removedNotes,
    leftOut: [...staged.leftOut],
    notTaken: [...staged.notTaken],
    unusable: [...staged.unusable],
  }
}
