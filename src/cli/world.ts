import type { Effects } from '../effects.ts'
import { exits, type World } from './command.ts'
import { isInteractive, progressLine } from './terminal.ts'

/** The world of a process: its signals, streams, clock and environment. Listens to signals from now on. */
export function openWorld(): World {
  const line = progressLine(process.stderr, () => performance.now())
  const interactive = isInteractive(process.stderr, process.env)
  endWhenReaderLeaves()
  return {
    environment: process.env,
    effects: {
      now: () => new Date(),
      progress: interactive ? line.show : () => undefined,
      ...listenToSignals(),
    },
    out: async (text) => {
      line.clear()
      await writeOut(text)
    },
    tell: (text) => {
      line.clear()
      process.stderr.write(`${text}\n`)
    },
  }
}

function listenToSignals(): Pick<Effects, 'stopping' | 'onStop'> {
  let stopping = false
  const listeners = new Set<() => void>()
  const stop = (): void => {
    stopping = true
    for (const listener of listeners) listener()
  }
  process.on('SIGINT', () => {
    // The second time the user means it: what was not committed is not kept.
    if (stopping) process.exit(130)
    stop()
  })
  process.on('SIGTERM', stop)
  return {
    stopping: () => stopping,
    onStop: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A reader of a pipe that has gone away ends the program quietly, as `head` does. */
function endWhenReaderLeaves(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(exits.done)
      throw error
    })
  }
}

/** Waits for the reader of a pipe. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
