import type { Observation } from '../src/evidence/index.ts'
import type { StandingWorld } from './attacked-worlds.ts'
import { type Victim, victimsOf } from './attacks.ts'
import { shareStandingWorld } from './shared-standing-world.ts'
import { simulatedEvidence, subjectOf, type Truth } from './simulated-evidence.ts'

/** The world that most attacks of the tests meet: rings, a dozen suspected personas, and genuine people, some behind a VPN. */
const { declarations, observations, truth } = simulatedEvidence({
  seed: 5,
  identities: 12,
  genuine: 60,
})

export { observations }

export const truthOfObservation = (observation: Observation): Truth | undefined =>
  truth.get(subjectOf(observation))

/** The genuine people of the world. */
export const genuineVictims: readonly Victim[] = victimsOf(observations, (observation) => {
  const person = truthOfObservation(observation)
  return person?.label === 'genuine' ? person.identity : undefined
})

export const openStandingEvidence = (): Promise<StandingWorld> =>
  shareStandingWorld([...declarations, ...observations.map((each) => JSON.stringify(each))])
