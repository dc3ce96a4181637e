import { isUtf8 } from 'node:buffer'
import { writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import {
  findControlCharacter,
  readRecord,
  stageExposure,
  stageObservation,
  stageSource,
} from '../evidence/index.ts'
import { reasonOf } from '../problem.ts'
import type { ReadBatch, ReadingTask, Rejection } from './reading-pool.ts'

/**
 * Runs in a worker thread: lines in, staging files out. It reads strictly, normalises and hashes, so
 * that the thread which owns the store only has to commit.
 */
parentPort?.on('message', (task: ReadingTask) => {
  parentPort?.postMessage(readLines(task))
})

/** Enough of a rejected line to find it again; the line number leads to the rest. */
const shownText = 2_000

interface Staged {
  readonly observations: string[]
  readonly sources: string[]
  readonly exposures: string[]
  readonly rejections: Omit<Rejection, 'file'>[]
  readonly leftOut: Map<string, number>
}

function readLines(task: ReadingTask): ReadBatch {
  const staged: Staged = {
    observations: [],
    sources: [],
    exposures: [],
    rejections: [],
    leftOut: new Map(),
  }
  const bytes = Buffer.from(task.bytes)
  const lines = textLines(bytes)
  for (const [index, text] of lines.entries()) {
    const line = task.lineNumbers?.[index] ?? task.firstLine + index
    if (text === undefined) {
      staged.rejections.push({ line, field: '', reason: 'is not UTF-8', text: '' })
    } else if (text.trim() !== '') {
      stageLine(staged, { text, line, source: task.source })
    }
  }
  return writeStaged(staged, task.stem)
}

/** The lines as text; undefined for a line that is not UTF-8. Decoded at once where all of it is. */
function textLines(bytes: Buffer): (string | undefined)[] {
  const withoutMark =
    bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  const body = withoutMark.at(-1) === 0x0a ? withoutMark.subarray(0, -1) : withoutMark
  if (body.length === 0) return []
  if (isUtf8(body)) return body.toString('utf8').split('\n')
  const lines: (string | undefined)[] = []
  for (let from = 0; from <= body.length; ) {
    const end = body.indexOf(0x0a, from)
    const line = body.subarray(from, end < 0 ? body.length : end)
    lines.push(isUtf8(line) ? line.toString('utf8') : undefined)
    if (end < 0) break
    from = end + 1
  }
  return lines
}

interface Line {
  readonly text: string
  readonly line: number
  readonly source: string | undefined
}

function stageLine(staged: Staged, { text, line, source }: Line): void {
  const reject = (field: string, reason: string): void => {
    staged.rejections.push({ line, field, reason, text: text.slice(0, shownText) })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return reject('', notJson(text, error))
  }
  const control = findControlCharacter(text, value)
  if (control) return reject(control.field, control.reason)
  const reading = readRecord(value, source)
  if (reading.record === 'problems') {
    const [first, ...more] = reading.problems
    staged.rejections.push({
      line,
      field: first?.field ?? '',
      reason: first?.reason ?? 'is not an observation',
      ...(more.length > 0 ? { more } : {}),
      text: text.slice(0, shownText),
    })
    return
  }
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
  if (/^\s*\[/.test(text)) return 'is a JSON array; write one object per line'
  if (/end of JSON input|Unterminated/.test(reasonOf(error))) {
    return 'is not whole JSON: it ends in the middle of the object'
  }
  // The parser quotes the text; the place is enough here, the line is shown beside it.
  return `is not JSON: ${reasonOf(error).replace(/,? ?"[^]*?" is not valid JSON/, '')}`
}

function writeStaged(staged: Staged, stem: string): ReadBatch {
  const write = (name: string, lines: readonly string[]): string | undefined => {
    if (lines.length === 0) return undefined
    const path = `${stem}-${name}.ndjson`
    writeFileSync(path, `${lines.join('\n')}\n`)
    return path
  }
  const observations = write('observations', staged.observations)
  const sources = write('sources', staged.sources)
  const exposures = write('exposures', staged.exposures)
  return {
    batch: {
      ...(observations ? { observations } : {}),
      ...(sources ? { sources } : {}),
      ...(exposures ? { exposures } : {}),
    },
    rejections: staged.rejections,
    leftOut: [...staged.leftOut],
  }
}
