/** The outside world as arguments: clock and progress reach the stages only through this. */
export interface Effects {
  readonly now: () => Date
  /** Called now and then by long work; a terminal draws a bar from it, everything else ignores it. */
  readonly progress: (progress: Progress) => void
  /** Asked between pieces of long work: true when the user has asked to stop. */
  readonly stopping: () => boolean
  /** Calls the listener once when the user asks to stop, so that the engine can be interrupted; gives the way to unsubscribe. */
  readonly onStop: (listener: () => void) => () => void
}

export interface Progress {
  /** What is being done, as a reader sees it: `reading evidence.ndjson.gz`. */
  readonly what: string
  /** Units done so far, and of how many (absent where that is unknown). */
  readonly done: number
  readonly of?: number
  readonly unit: string
}

export const realEffects: Effects = {
  now: () => new Date(),
  progress: () => undefined,
  stopping: () => false,
  onStop: () => () => undefined,
}
