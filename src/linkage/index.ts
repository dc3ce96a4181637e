/**
 * Linkage finds records that belong together, and says why. It knows nothing of what they are.
 * Reads   records (one row each), keys (the values they hold), a model file
 * Writes  <prefix>_held, _key, _shared, _candidate, _profile, _pair: steps one can look at
 * Next    identities/ runs it with two models and forms identities and rings
 */

export { explainPair, type PairExplanation } from './explanation.ts'
export { linkRecords } from './linking.ts'
export {
  type LinkModel,
  readModel,
} from './model.ts'
