import type { Observation } from './observation.ts'
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
  const { flags } = observation
  const isTold = ({ note }: { readonly note?: string }): boolean =>
    note !== undefined && mentionsTrait(note)
  if (flags === undefined || !flags.some(isTold)) return { observation, removed: [] }
  return {
    observation: {
      ...observation,
      flags: flags.map((flag) => {
        const { note, ...rest } = flag
        return note !== undefined && mentionsTrait(note) ? rest : flag
      }),
    },
    removed: flags.flatMap((flag, index) => (isTold(flag) ? [`flags[${index}].note`] : [])),
  }
}
