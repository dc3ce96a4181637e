import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** What became of one run of the program. */
export interface Ran {
  /** Null where a signal has ended it. */
  readonly status: number | null
  /** Results: standard output. */
  readonly out: string
  /** News: standard error. */
  readonly news: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ran>
  /** Waits until the results so far match; fails with the news where the program ends before. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>
}

const settings = {
  RINGER_MEMORY: '1GB',
  // Results are in UTC wherever the user sits.
  TZ: 'Asia/Kolkata',
  // Half the time of a short run is reading the program itself.
  NODE_COMPILE_CACHE: 'node_modules/.cache/ringer-test',
}

/** Starts the program as a process of its own, as a user would. */
export function startRinger(words: readonly string[]): Running {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
    env: { ...outsideSettings(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, news] = ['', '']
  const heard = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    for (const listen of heard) listen()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    news += text
  })
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, out, news }))
  })
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const listen = (): void => {
        const found = pattern.exec(out)
        if (found) resolve(found)
      }
      heard.add(listen)
      listen()
      ended.then(() => reject(new Error(`ended without saying ${pattern}: ${out}${news}`)), reject)
    })
  return { child, ended, says }
}

/** Runs the program to its end. */
export const ringer = (...words: readonly string[]): Promise<Ran> => startRinger(words).ended

/** The settings of whoever runs the tests must not reach the program. */
const outsideSettings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RINGER_')))

/** A folder for one test file; gone when its tests are through. */
export function useFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (name) => join(folder, name)
}

/** One application of a made-up person, as a line of evidence. */
export const applicationLine = (number: number, more: object = {}): string =>
  JSON.stringify({
    source: 'acme-ats',
    id: `app-${number}`,
    kind: 'application',
    at: '2024-03-18T09:41:07Z',
    organization: { domain: 'acme.example' },
    subject: {
      ref: `cand-${number}`,
      name: `Made Up ${number}`,
      emails: [`m${number}@mail.example`],
    },
    ...more,
  })
