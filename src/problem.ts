/**
 * The one error type. A `Problem` is a failure that the caller can act on; anything else that is
 * thrown is a bug. Only `cli/` and `http/` turn a kind into an exit status or an HTTP status.
 */
export type ProblemKind = 'invalid' | 'usage' | 'not-found' | 'conflict' | 'unavailable'

export class Problem extends Error {
  readonly kind: ProblemKind

  /** `message` names the thing, the value and the way out. */
  constructor(kind: ProblemKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Problem'
    this.kind = kind
  }
}

/** The text of whatever was thrown, for a message that goes on. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
