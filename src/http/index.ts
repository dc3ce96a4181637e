/**
 * Http is how programs and browsers reach Ringer; for now it shows one report.
 * Reads   a finished report
 * Writes  nothing
 * Next    nobody: interfaces know everyone, nobody knows them
 */
export { reportApp } from './app.ts'
export { namesFor, serveApp } from './serving.ts'
