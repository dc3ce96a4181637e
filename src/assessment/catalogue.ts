import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { Problem, reasonOf } from '../problem.ts'
import { Indicator } from './indicator.ts'

export interface Catalogue {
  /** By id, in the order of the ids. Parsed when they are first asked for; throws `invalid`. */
  readonly indicators: readonly Indicator[]
  /** The first 12 hexadecimal digits of the SHA-256 of all files: which catalogue an assessment used. */
  readonly version: string
}

/**
 * Reads the folder of indicators, one YAML file each, named for its id. Most commands ask for the version only, and
 * parsing a hundred files takes longer than the rest of their start. A file that is not a valid indicator fails
 * whatever asks for the indicators (`invalid`, with the file, the field and the reason): an assessment with a rule
 * missing would be another assessment.
 */
export function readCatalogue(folder: string): Catalogue {
  const files = yamlFiles(folder)
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text)
  let indicators: readonly Indicator[] | undefined
  return {
    get indicators() {
      indicators ??= files.map((file, index) => readOnce(file, texts[index] ?? ''))
      return indicators
    },
    version: hash.digest('hex').slice(0, 12),
  }
}

/** By name and text. A process that opens many stores reads the same files each time. */
const alreadyRead = new Map<string, Indicator>()

function readOnce(file: string, text: string): Indicator {
  const key = `${file}\n${text}`
  const known = alreadyRead.get(key)
  if (known !== undefined) return known
  const indicator = readIndicator(file, text)
  alreadyRead.set(key, indicator)
  return indicator
}

function yamlFiles(folder: string): readonly string[] {
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
    if (files.length > 0) return files.sort()
  } catch (error) {
    throw new Problem('not-found', `cannot read the catalogue ${folder}: ${reasonOf(error)}`, error)
  }
  throw new Problem('not-found', `no indicator in ${folder}; give the folder with the YAML files`)
}

/** An indicator that is not in the catalogue yet, from a file anywhere; `not-found` or `invalid`. */
export function readCandidate(path: string): Indicator {
  try {
    return readIndicator(basename(path), readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('not-found', `cannot read the indicator ${path}: ${reasonOf(error)}`, error)
  }
}

/** One indicator from the text of `file`; throws `invalid` naming file, field and reason. */
export function readIndicator(file: string, text: string): Indicator {
  const parsed = Indicator.safeParse(readYaml(file, text))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Problem(
      'invalid',
      `indicator ${file}, ${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
    )
  }
  if (`${parsed.data.id}.yaml` !== file) {
    throw new Problem('invalid', `indicator ${file}, id: name the file ${parsed.data.id}.yaml`)
  }
  return parsed.data
}

function readYaml(file: string, text: string): unknown {
  try {
    return parse(text, { uniqueKeys: true })
  } catch (error) {
    throw new Problem('invalid', `indicator ${file} is not YAML: ${reasonOf(error)}`, error)
  }
}
