import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Effects, realEffects } from '../effects.ts'
import type { World } from './command.ts'
import { runProgram } from './program.ts'

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

/** What a test may set of the world that the program runs in. */
export interface TestSettings {
  readonly environment?: Readonly<Record<string, string>>
  readonly effects?: Effects
}

/**
 * Settings of every run. A test names its data folder: without one the program gets a folder that cannot be
 * made, so that no test touches the data of whoever runs it.
 */
const environment = {
  RINGER_DATA: '/dev/null/a-test-names-its-data-folder',
  RINGER_MEMORY: '1GB',
  // Tests run beside each other: a thread more takes from another test what it gives to this one.
  RINGER_THREADS: '1',
} as const

/** A world that keeps what the program says; nothing in it is shared with other runs. */
export function openTestWorld(settings: TestSettings = {}) {
  let [out, news] = ['', '']
  const world: World = {
    environment: { ...environment, ...settings.environment },
    effects: settings.effects ?? realEffects,
    out: async (text) => {
      out += text
    },
    tell: (text) => {
      news += `${text}\n`
    },
  }
  return { world, said: () => ({ out, news }) }
}

/** Runs the program to its end in this process. */
export const ringer = (...words: readonly string[]): Promise<Ran> => ringerIn({}, words)

/** The same with settings and effects of the test's own. */
export async function ringerIn(settings: TestSettings, words: readonly string[]): Promise<Ran> {
  const { world, said } = openTestWorld(settings)
  const status = await runProgram(words, world)
  return { status, ...said() }
}

/** The file that a user runs. */
export const programFile = 'src/cli/ringer.js'

/** Starts the program as a process of its own, as a user would. For what only a process has: signals, pipes, locks. */
export function startRinger(words: readonly string[], settings: TestSettings = {}): Running {
  const child = spawn(process.execPath, [programFile, ...words], {
    env: { ...outsideSettings(), ...environment, ...processSettings, ...settings.environment },
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

/** Runs the program to its end as a process of its own. */
export const launchRinger = (...words: readonly string[]): Promise<Ran> => startRinger(words).ended

/** Settings of every process. */
export const processSettings = {
  // Results are in UTC wherever the user sits.
  TZ: 'Asia/Kolkata',
  // Half the time of a short run is reading the program itself.
  NODE_COMPILE_CACHE: 'node_modules/.cache/ringer-test',
} as const

/** The settings of whoever runs the tests, and those of the tests' own process, must not reach the program. */
const outsideSettings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(RINGER_|UV_THREADPOOL_SIZE$)/.test(name)),
  )

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
