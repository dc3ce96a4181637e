import type { Flag, Observation } from './observation.ts'
import { mentionsTrait } from './trait-mentions.ts'

/** An observation as it is stored, and the places of the notes that were removed from it. */
export interface NotesRead {
  readonly observation: Observation
  readonly removed: readonly string[]
}

/**
 * Removes the notes of flags that mention a protected attribute of a person; the flags stay. It comes before hashing:
 * what is stored is what the hash is of, and the words stand nowhere.
 */
export function withoutTraitNotes(observation: Observation): NotesRead {
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
