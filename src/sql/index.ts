/**
 * Sql is the engine that the heavy work is written against.
 * Reads   SQL text, as single statements or as named steps
 * Writes  tables of the store
 * Next    every stage; it knows nothing of intelligence
 */
export { openDuckDb, readParquetSql } from './duckdb.ts'
export type { SqlEngine, SqlStep } from './engine.ts'
export { dropSteps, engineVersion, runSteps, stepSql } from './engine.ts'
export { migrate } from './migrate.ts'
export { quoteList, quoteName, quoteNumber, quoteText } from './quote.ts'
