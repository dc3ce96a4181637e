import { globSync, readFileSync } from 'node:fs'

/** The test files that check properties: what `npm run test:deep` runs. Paths from the folder of the project, sorted. */
export const listPropertyFiles = (): string[] =>
  globSync(['src/**/*.test.ts', 'test/**/*.test.ts'])
    .filter((file) => /from '[^']*\/property\.ts'/.test(readFileSync(file, 'utf8')))
    .sort()
