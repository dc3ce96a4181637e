import { writeFileSync } from 'node:fs'
import {
  type FieldProblem,
  findControlCharacter,
  type Reading,
  readRecord,
  stageExposure,
  stageObservation,
  stageSource,
} from '../evidence/index.ts'
import { reasonOf } from '../problem.ts'
import { shownText, textLines } from './lines.ts'
import type { ReadBatch, ReadingTask, Rejection } from './reading-pool.ts'

interface Staged {
  readonly observations: string[]
  readonly sources: string[]
  readonly exposures: string[]
  readonly rejections: Omit<Rejection, 'file'>[]
  readonly leftOut: Map<string, number>
}

/**
 * Lines in, staging files out: it reads strictly, normalises and hashes, so that whoever owns the store
 * only has to commit.
 */
export function readLines(task: ReadingTask): ReadBatch {
  const staged: Staged = {
    observations: [],
    sources: [],
    exposures: [],
    rejections: [],
    leftOut: new Map(),
  }
  let index = 0
  for (const { text, isUtf8 } of textLines(task.bytes)) {
    const line = task.lineNumbers?.[index] ?? task.firstLine + index
    index += 1
    if (!isUtf8) reject(staged, { text, line }, [{ field: '', reason: 'is not UTF-8' }])
    else if (/\S/.test(text)) stageLine(staged, { text, line, source: task.source })
  }
  return writeStaged(staged, task.stem)
}

interface Line {
  readonly text: string
  readonly line: number
  readonly source?: string | undefined
}

function reject(staged: Staged, { text, line }: Line, problems: readonly FieldProblem[]): void {
  const [first, ...more] = problems
  staged.rejections.push({
    line,
    field: first?.field ?? '',
    reason: first?.reason ?? 'is not an observation',
    ...(more.length > 0 ? { more } : {}),
    text: text.slice(0, shownText),
  })
}

function stageLine(staged: Staged, line: Line): void {
  const read = readLine(line)
  if (Array.isArray(read)) reject(staged, line, read)
  else stage(staged, read as Accepted, line.line)
}

type Accepted = Exclude<Reading, { readonly record: 'problems' }>

function readLine({ text, source }: Line): Accepted | readonly FieldProblem[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return [{ field: '', reason: notJson(text, error) }]
  }
  const reading = readRecord(value, source)
  if (reading.record === 'problems') return reading.problems
  const control = findControlCharacter(text, reading.value)
  return control ? [control] : reading
}

function stage(staged: Staged, reading: Accepted, line: number): void {
  for (const field of reading.leftOut) {
    staged.leftOut.set(field, (staged.leftOut.get(field) ?? 0) + 1)
  }
  if (reading.record === 'observation') {
    staged.observations.push(stageObservation(reading.value, line))
  } else if (reading.record === 'source') {
    staged.sources.push(JSON.stringify(stageSource(reading.value, line)))
  } else {
    staged.exposures.push(JSON.stringify(stageExposure(reading.value, line)))
  }
}

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
    },
    rejections: staged.rejections,
    leftOut: [...staged.leftOut],
  }
}
