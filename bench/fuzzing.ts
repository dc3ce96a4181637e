import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEnrichment } from '../src/evidence/index.ts'
import { Problem } from '../src/problem.ts'
import { openAttachments } from '../src/sources/attachments.ts'
import { readable } from '../src/sources/begun-files.ts'
import { docxOf, linesBelow, paragraph, pdfOf } from '../src/sources/documents/document-fixture.ts'
import { isZip } from '../src/sources/documents/document-form.ts'
import { openDocumentReader } from '../src/sources/documents/document-reader.ts'
import { openInputFile } from '../src/sources/input-file.ts'
import type { ReadingContext } from '../src/sources/reader.ts'
import { readLines } from '../src/sources/reading-lines.ts'
import { recogniseFormat, type SourceFormat, sourceKinds } from '../src/sources/source-kinds.ts'
import { openDraw } from './draw.ts'
import { mutant } from './fuzzing/mutations.ts'
import { machine } from './measuring.ts'

/**
 * Mutated files of every format, read as an import reads them, up to what would be committed. Each must end
 * within a second in accepted, rejected with a place, or not taken with a name; nothing may throw but a
 * `Problem`, and memory stays below the limit. The seeds are the stories of `test/cases/` and documents made
 * here. `node bench/fuzzing.ts [--inputs N] [--seed N] [--only FORMAT,FORMAT]`
 */
const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})

/** What one input may take, in milliseconds. */
const mostMs = 1_000
/** Documents and workbooks are read in a worker, which has to start: with the first, and behind one that it was ended for. */
const restartMs = 3_000

interface Seed {
  readonly name: string
  readonly bytes: Buffer
  /** What the file is before it is mutated. */
  readonly format: SourceFormat
}

/** Every input and attachment of the stories, and documents of each sort. */
async function seeds(): Promise<readonly Seed[]> {
  const stories = readdirSync('test/cases').filter((name) => /^(read|import)-/.test(name))
  const files = stories.flatMap((story) =>
    ['input', 'attachments'].flatMap((part) => filesIn(join('test/cases', story, part))),
  )
  const text = linesBelow([
    'Jordan Reyes',
    'jordan.reyes.dev@mail.example',
    '+1 202 555 0143',
    'github.com/jreyes-dev',
  ])
  const documents = [
    { name: 'made.pdf', bytes: pdfOf([{ lines: text }, { lines: text }]) },
    {
      name: 'made.docx',
      bytes: docxOf(paragraph('Jordan Reyes') + paragraph('jordan.reyes.dev@mail.example')),
    },
  ]
  const all: Seed[] = []
  for (const seed of [...files, ...documents]) {
    writeFileSync(path, seed.bytes)
    all.push({ ...seed, format: await recogniseFormat(openInputFile(path)) })
  }
  return all
}

function filesIn(folder: string): readonly Omit<Seed, 'format'>[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }))
}

const folder = join(tmpdir(), `ringer-fuzzing-${process.pid}`)
const path = join(folder, 'input')
mkdirSync(folder, { recursive: true })

const attachments = openAttachments()
const enrichment = openEnrichment()
const documents = openDocumentReader({ timeMs: mostMs })

interface Outcome {
  readonly format: SourceFormat | 'not opened'
  readonly taken: number
  readonly rejected: number
  readonly unplaced: number
}

/** Reads one file as an import does, without a store; a `Problem` is an answer, anything else is a crash. */
async function outcomeOf(asFormat: SourceFormat | undefined): Promise<Outcome> {
  try {
    const file = openInputFile(path)
    const format = asFormat ?? (await readable(path, () => recogniseFormat(file)))
    return await readable(path, () => read(format))
  } catch (error) {
    if (error instanceof Problem)
      return { format: 'not opened', taken: 0, rejected: 1, unplaced: 0 }
    throw error
  }
}

async function read(format: SourceFormat): Promise<Outcome> {
  const { reader, batches } = sourceKinds[format]
  const context: ReadingContext = {
    source: 'fuzz',
    organization: 'acme.example',
    documents: 'text',
    attachments: 'test/cases',
  }
  let [taken, rejected, unplaced] = [0, 0, 0]
  for await (const batch of batches(openInputFile(path), { staging: folder, context, documents })) {
    const refused = batch.refused ?? []
    const lines =
      batch.bytes.length === 0
        ? undefined
        : await readLines(
            {
              ...batch,
              batch: 0,
              stem: join(folder, 'staged'),
              source: 'fuzz',
              context,
              ...(reader ? { reader } : {}),
            },
            { attachments, enrichment },
          )
    const rejections = [...refused, ...(lines?.rejections ?? [])]
    rejected += rejections.length
    unplaced += rejections.filter(({ line, reason }) => !(line >= 1) || reason === '').length
    taken += lines === undefined ? 0 : Object.values(lines.batch).flat().length
  }
  return { format, taken, rejected, unplaced }
}

const only = values.only?.split(',')
const all = (await seeds()).filter(({ format }) => only?.includes(format) ?? true)
if (all.length === 0)
  throw new Problem('invalid', `--only ${values.only}: no seed is of that format`)
const draw = openDraw(Number(values.seed))
const pick = (): Seed => all[Math.floor(draw() * all.length)] as Seed
const counts = new Map<
  string,
  { inputs: number; taken: number; rejected: number; slowestMs: number }
>()
const faults: string[] = []
let highest = 0

for (let index = 0; index < Number(values.inputs); index += 1) {
  const seed = pick()
  const bytes = mutant(seed.bytes, pick().bytes, draw)
  writeFileSync(path, bytes)
  const began = performance.now()
  try {
    const { format, taken, rejected, unplaced } = await outcomeOf(
      draw() < 0.5 ? seed.format : undefined,
    )
    const tookMs = performance.now() - began
    const row = counts.get(format) ?? { inputs: 0, taken: 0, rejected: 0, slowestMs: 0 }
    counts.set(format, {
      inputs: row.inputs + 1,
      taken: row.taken + taken,
      rejected: row.rejected + rejected,
      slowestMs: Math.max(row.slowestMs, tookMs),
    })
    if (unplaced > 0) keep('a rejection without a place', seed, bytes)
    const isDocument = format === 'document' || format === 'mail' || isZip(bytes)
    if (tookMs > mostMs + (isDocument ? restartMs : 0))
      keep(`took ${Math.round(tookMs)} ms`, seed, bytes)
  } catch (error) {
    keep(String(error instanceof Error ? error.stack : error), seed, bytes)
  }
  highest = Math.max(highest, process.memoryUsage.rss())
  if (index % 10_000 === 0) process.stderr.write(`${index} inputs, ${faults.length} faults\n`)
}

function keep(what: string, seed: Seed, bytes: Buffer): void {
  const kept = join('bench/out', `fuzzing-${values.seed}-${faults.length}`)
  mkdirSync('bench/out', { recursive: true })
  writeFileSync(kept, bytes)
  faults.push(`${seed.name}, kept as ${kept}: ${what}`)
}

await Promise.all([attachments.close(), documents.close()])
rmSync(folder, { recursive: true, force: true })

const rows = [...counts].sort(([one], [other]) => (one < other ? -1 : 1))
process.stdout.write(
  `${machine()}\n${all.length} seeds, seed ${values.seed}, ${values.inputs} inputs\n\n`,
)
for (const [format, row] of rows) {
  const { inputs, taken, rejected, slowestMs } = row
  process.stdout.write(
    `${format}: ${inputs} inputs, ${taken} files staged, ${rejected} rejections, slowest ${Math.round(slowestMs)} ms\n`,
  )
}
process.stdout.write(
  `\nhighest resident memory ${Math.round(highest / 2 ** 20)} MiB; ${faults.length} faults\n`,
)
for (const fault of faults.slice(0, 20)) process.stdout.write(`${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
