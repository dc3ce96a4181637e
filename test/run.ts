import { type SpawnOptions, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * What `npm test` runs: linter, types and dead code beside all tests. The output of each check is printed whole
 * once the tests are through. Each check counts as one test. The last line is always `N passed, N failed`, for
 * people and for machines.
 */
const checks: readonly (readonly [string, ...string[]])[] = [
  ['biome', 'ci', '--colors=off', '.'],
  // Its threads take a third more processor time, and the tests need both cores.
  ['tsc', '--singleThreaded'],
  ['knip'],
]

interface Counts {
  readonly passed: number
  readonly failed: number
}

interface CheckResult extends Counts {
  readonly title: string
  readonly output: string
}

async function runCheck([command, ...words]: readonly [string, ...string[]]): Promise<CheckResult> {
  const chunks: Buffer[] = []
  const status = await runCommand([command, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    heard: (chunk) => chunks.push(chunk),
  })
  const counts = status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  return { title: [command, ...words].join(' '), output: String(Buffer.concat(chunks)), ...counts }
}

interface CommandOptions extends SpawnOptions {
  readonly heard?: (chunk: Buffer) => void
}

/** The exit status, or nothing where a signal ended it or it could not be started. */
function runCommand(
  [command, ...words]: readonly [string, ...string[]],
  { heard = () => undefined, ...options }: CommandOptions,
): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(command, words, options)
    child.stdout?.on('data', heard)
    child.stderr?.on('data', heard)
    child.once('error', (error) => {
      heard(Buffer.from(`${command}: ${error.message}\n`))
      resolve(null)
    })
    child.once('close', resolve)
  })
}

interface VitestResult {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
  readonly success: boolean
}

async function runTests(): Promise<Counts> {
  console.log('── vitest run')
  const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
  const file = join(folder, 'result.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const words = ['vitest', 'run', ...reporters, ...process.argv.slice(2)] as const
  const status = await runCommand(words, { stdio: 'inherit' })
  try {
    // Vitest itself failed, and has said why.
    if (!existsSync(file)) return { passed: 0, failed: 1 }
    const result = JSON.parse(readFileSync(file, 'utf8')) as VitestResult
    // A suite that cannot even be loaded has no failed test, but it has failed.
    const broken = result.success === (status === 0) && status === 0 ? 0 : 1
    const failed = Math.max(result.numFailedTests, result.numFailedTestSuites > 0 ? 1 : 0, broken)
    return { passed: result.numPassedTests, failed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One after the other: together they would take both cores of a small machine from the tests. */
async function runChecks(): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of checks) results.push(await runCheck(check))
  return results
}

const [checked, tested] = await Promise.all([runChecks(), runTests()])
for (const { title, output, failed } of checked) {
  console.log(`\n── ${title}: ${failed === 0 ? 'passed' : 'failed'}\n${output}`.trimEnd())
}
const counts = [...checked, tested]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > checks.length ? 0 : 1
