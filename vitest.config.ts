import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Results are in UTC wherever the user sits: the tests sit where no hour is one of UTC.
process.env['TZ'] = 'Asia/Kolkata'
// Worker threads and launched programs load the same files over and over.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/ringer-test')

/** Guards against hanging, and nothing else: no test fails because the machine is busy. */
const limits = { testTimeout: 600_000, hookTimeout: 600_000 } as const

/** Files that measure the memory of their process, which must have done nothing else. */
const measuring = ['src/sources/import-files.test.ts']

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
        test: { name: 'isolated', include: measuring, ...limits },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: measuring,
          // One process for many files: to load the modules anew costs more than most files take.
          isolate: false,
          ...limits,
        },
      },
    ],
  },
})
