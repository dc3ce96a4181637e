/** The page's one script: opens and closes all data tables, with a button and with the key `T`, which can be turned off (WCAG 2.1.4). */
export const tableKey = `
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
  key.setAttribute('aria-pressed', String(key.getAttribute('aria-pressed') === 'false'))
})
document.addEventListener('keydown', (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat
  if (plain && event.key.toLowerCase() === 't' && key.getAttribute('aria-pressed') === 'true') toggle()
})
`
