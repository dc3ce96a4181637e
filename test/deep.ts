import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { listPropertyFiles } from './property-files.ts'

/**
 * What `npm run test:deep` runs: every property with twenty times as many cases as in `npm test`, from a
 * fresh seed. The seed is printed first, so that a run that is killed can be repeated, and again beside
 * each property. The last line is `N passed, N failed`.
 *
 * `RINGER_PROPERTY_SEED=N npm run test:deep -- <file> -t <name>` repeats one property.
 */
const runsFactor = 20

interface CheckedTest {
  readonly fullName: string
  readonly status: string
  readonly meta: { readonly properties?: readonly { seed: number; runs: number }[] }
}

interface VitestResult {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { name: string; assertionResults: readonly CheckedTest[] }[]
}

const seed = process.env['RINGER_PROPERTY_SEED'] || String(randomInt(2 ** 31))

function runVitest(words: readonly string[]): VitestResult | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
  const file = join(folder, 'result.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  // No limits of time: a property takes as long as its cases.
  const limits = ['--testTimeout=0', '--hookTimeout=0']
  try {
    const { status } = spawnSync('vitest', ['run', ...reporters, ...limits, ...words], {
      stdio: 'inherit',
      env: {
        ...process.env,
        RINGER_PROPERTY_SEED: seed,
        RINGER_PROPERTY_RUNS_FACTOR: String(runsFactor),
      },
    })
    const result = JSON.parse(readFileSync(file, 'utf8')) as VitestResult
    return { ...result, success: result.success && status === 0 }
  } catch {
    // Vitest ended before it wrote its results; it has said why.
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function printProperties({ testResults }: VitestResult): void {
  for (const { name, assertionResults } of testResults) {
    for (const { fullName, status, meta } of assertionResults) {
      for (const { seed, runs } of meta.properties ?? []) {
        console.log(`seed ${seed}, ${runs} runs, ${status}: ${relative('.', name)} > ${fullName}`)
      }
    }
  }
}

const words = process.argv.slice(2)
const namesFile = words.some((word) => !word.startsWith('-') && word.includes('.test'))
console.log(`Seed ${seed}. To repeat this run: RINGER_PROPERTY_SEED=${seed} npm run test:deep`)
const result = runVitest(namesFile ? words : [...listPropertyFiles(), ...words])
if (result) printProperties(result)
const passed = result?.numPassedTests ?? 0
const failed = Math.max(result?.numFailedTests ?? 0, result?.success ? 0 : 1)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
