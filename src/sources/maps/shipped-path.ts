import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file or folder that comes with the program; readers find their maps there, in whichever thread they run. */
export const shippedPath = (name: string): string =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url))

let ids: readonly string[] | undefined

/** Ids of the indicators of the catalogue, which are the names of its files. */
export function indicatorIds(): readonly string[] {
  ids ??= readdirSync(shippedPath('indicators'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort()
  return ids
}
