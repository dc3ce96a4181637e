/**
 * Sql is the store and the engine that the heavy work is written against.
 * Reads   SQL text, as single statements or as named steps
 * Writes  tables of the store, in short transactions or in sessions of their own
 * Next    every stage; it knows nothing of intelligence
 */
export { readParquetSql } from './connection.ts'
export type { InsertedRow, NumberColumn, SqlEngine, SqlSession, SqlStep } from './engine.ts'
export { dropSteps, engineVersion, runSteps, stepSql } from './engine.ts'
export { migrate } from './migrate.ts'
export { nextNumber } from './numbers.ts'
export { quoteList, quoteName, quoteNumber, quoteText } from './quote.ts'
export { type OwnEngine, openEngine, openStore, type Store } from './store.ts'
export { openTurns } from './turns.ts'
