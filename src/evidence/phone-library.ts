import { createRequire } from 'node:module'

// Loaded when the first number is read: most commands read none, and the metadata takes each of them 60 ms.

const require = createRequire(import.meta.url)

let lengths: typeof import('libphonenumber-js/min') | undefined
let plans: typeof import('libphonenumber-js/max') | undefined

/** The library with metadata that only knows how long a number may be: enough for normal forms. */
export function loadNumberLengths(): typeof import('libphonenumber-js/min') {
  lengths ??= require('libphonenumber-js/min') as typeof import('libphonenumber-js/min')
  return lengths
}

/** The library with the whole numbering plans, which tell whether a number is valid. */
export function loadNumberingPlans(): typeof import('libphonenumber-js/max') {
  plans ??= require('libphonenumber-js/max') as typeof import('libphonenumber-js/max')
  return plans
}
