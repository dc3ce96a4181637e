import type { Flag, Observation } from './observation.ts'
import { mentionsTrait } from './trait-mentions.ts'

/** An observation as it is stored, and the places of the notes that were removed from it. */
export interface NotesRead {
  readonly observation: Observation
  readonly removed: readonly string[]
}

/** What others wrote beside a value that they published. */
const comment = 'published.comment'

/**
 * Removes notes of flags and comments of publications that mention a protected attribute of a person; the flags and values
 * stay. It comes before hashing: what is stored is what the hash is of, and the words stand nowhere.
 */
export function withoutTraitNotes(observation: Observation): NotesRead {
  const { observation: read, removed } = withoutNotes(observation)
  const text = read.facts?.[comment]
  if (typeof text !== 'string' || !mentionsTrait(text)) return { observation: read, removed }
  const { [comment]: _, ...others } = read.facts ?? {}
  const { facts, ...rest } = { ...read, facts: others }
  const isEmpty = Object.keys(facts).length === 0
  return {
    observation: isEmpty ? rest : { ...rest, facts },
    removed: [...removed, `facts.${comment}`],
  }
}

function withoutNotes(observation: Observation): NotesRead {
  const removed: string[] = []
  const flags = observation.flags?.map((flag, index): Flag => {
    const { note, ...rest } = flag
    if (note === undefined || !mentionsTrait(note)) return flag
    removed.push(`flags[${index}].note`)
    return rest
  })
  if (flags === undefined || removed.length === 0) return { observation, removed }
  return { observation: { ...observation, flags }, removed }
}
