import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * What `npm test` runs: linter, types, dead code, then all tests. Each check counts as one test. The
 * last line is always `N passed, N failed`, for people and for machines.
 */
const checks: readonly (readonly [string, ...string[]])[] = [
  ['biome', 'ci', '--colors=off', '.'],
  ['tsc'],
  ['knip'],
]

interface Counts {
  readonly passed: number
  readonly failed: number
}

function runCheck([command, ...words]: readonly [string, ...string[]]): Counts {
  console.log(`\n── ${command} ${words.join(' ')}`)
  const { status } = spawnSync(command, words, { stdio: 'inherit' })
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

interface VitestResult {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
  readonly success: boolean
}

function runTests(): Counts {
  console.log('\n── vitest run')
  const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
  const file = join(folder, 'result.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { status } = spawnSync('vitest', ['run', ...reporters, ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as VitestResult
    // A suite that cannot even be loaded has no failed test, but it has failed.
    const broken = result.success === (status === 0) && status === 0 ? 0 : 1
    const failed = Math.max(result.numFailedTests, result.numFailedTestSuites > 0 ? 1 : 0, broken)
    return { passed: result.numPassedTests, failed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const counts = [...checks.map(runCheck), runTests()]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > checks.length ? 0 : 1
