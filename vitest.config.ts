import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Results are in UTC wherever the user sits: the tests sit where no hour is one of UTC.
process.env['TZ'] = 'Asia/Kolkata'
// Worker threads and launched programs load the same files over and over.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/ringer-test')

/** Guards against hanging, and nothing else: no test fails because the machine is busy. */
const limits = { testTimeout: 600_000, hookTimeout: 600_000 } as const

/** Files that measure the memory of their process, which must have done nothing else, or that do several things at once. */
const apart = [
  'src/sources/import-files.test.ts',
  'src/sql/store.test.ts',
  'test/concurrency.property.test.ts',
]

export default defineConfig({
  test: {
    // Processes, not threads: the engine is native code, and threads that it starts must end with their process.
    pool: 'forks',
    // Vitest leaves one core idle, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    globalSetup: 'test/run-folder.ts',
    projects: [
      {
        extends: true,
        test: { name: 'apart', include: apart, ...limits },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: apart,
          // One process for many files: to load the modules anew costs more than most files take.
          isolate: false,
          // Statements of the engine run in the threads of Node's pool. From one thread to the next a small one takes
          // a quarter more, and these files ask one thing after the other.
          env: { UV_THREADPOOL_SIZE: '1' },
          // A process of many files collects its garbage less often.
          execArgv: ['--max-semi-space-size=64', '--initial-old-space-size=768'],
          ...limits,
        },
      },
    ],
  },
})
