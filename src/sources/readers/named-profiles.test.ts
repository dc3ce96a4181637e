import { expect, test } from 'vitest'
import { namedContacts } from './named-profiles.ts'

const none = { handles: [], links: [], phones: [] }

test.each([
  ['Facebook', 'john.marr', { handles: [{ service: 'facebook', value: 'john.marr' }] }],
  ['Twitter', '@jmarr', { handles: [{ service: 'x', value: 'jmarr' }] }],
  ['skype', 'live:john.marr', { handles: [{ service: 'skype', value: 'live:john.marr' }] }],
  ['skype', 'skype:jmarr?call', { handles: [{ service: 'skype', value: 'jmarr' }] }],
  ['LinkedIn', 'linkedin.com/in/jmarr', { handles: [{ service: 'linkedin', value: 'jmarr' }] }],
  ['website', 'marr.example', { links: ['https://marr.example/'] }],
  ['website', 'jmarr', {}],
  ['linkedin', 'n/a', {}],
  ['linkedin', 'None', {}],
  ['linkedin', 'John Marr', {}],
  [undefined, 'jmarr', {}],
  ['linkedin', undefined, {}],
])('what is given for %s as %s', (service, value, found) => {
  expect(namedContacts([{ service, value }])).toEqual({ ...none, ...found })
})
