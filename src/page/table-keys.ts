import { createHash } from 'node:crypto'
import { html } from './markup.ts'

/**
 * The one script of a page of exhibits: opens and closes all data tables, with a button and with the
 * key `T`, which can be turned off (WCAG 2.1.4). Without it the page is whole: each table opens by itself.
 */
export const tableKeysScript = `
'use strict'
const tables = document.getElementById('tables')
const key = document.getElementById('key')
const toggle = () => {
  const all = [...document.querySelectorAll('details')]
  const open = all.some((each) => !each.open)
  for (const each of all) each.open = open
  tables.textContent = open ? 'Close all data tables' : 'Open all data tables'
}
tables.parentElement.hidden = false
tables.addEventListener('click', toggle)
key.addEventListener('click', () => {
  const on = key.getAttribute('aria-pressed') === 'false'
  key.setAttribute('aria-pressed', String(on))
})
document.addEventListener('keydown', (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat
  if (plain && event.key.toLowerCase() === 't' && key.getAttribute('aria-pressed') === 'true') toggle()
})
`

/** Everything from outside is refused; the one script is known by its hash. */
export function scriptPolicy(): string {
  const hash = createHash('sha256').update(tableKeysScript).digest('base64')
  return `default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
}

/** The buttons of that script, seen only where it runs. */
export const tableKeys = html`<p class="keys" hidden><button type="button" id="tables">Open all data tables</button> <button type="button" id="key" aria-pressed="true" title="The key T opens and closes all data tables">Key T</button></p>`
