import { reads } from './relations.ts'

/**
 * SQL truth: a row of selectors is no hub. Hubs of `same-hands` are what many identities share; those
 * of `same-person` are what many records share, which one busy person does alone. The linkage names
 * its own key in place of the selector's kind, and writes an account as `kind:value`.
 */
export function notHubSql(row: string, value = 'value'): string {
  const muted = `select 1 from ${reads.hub} as h where h.model = 'same-hands' and h.value =`
  return `not exists (${muted} ${row}.${value})
    and not exists (${muted} ${row}.detail || ':' || ${row}.${value})`
}
