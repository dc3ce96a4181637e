import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { Problem, reasonOf } from '../problem.ts'

export interface Serving {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly address: string
  readonly close: () => Promise<void>
}

const ownNames = ['127.0.0.1', 'localhost', '[::1]']

/** Names to answer to when listening on this machine only; undefined for an address that others reach. */
export function namesFor(listen: string): readonly string[] | undefined {
  return ownNames.includes(listen.slice(0, listen.lastIndexOf(':'))) ? ownNames : undefined
}

/** Listens on `HOST:PORT` (port 0: a free one). A taken port is a `conflict` that says what to do. */
export function serveApp(app: Hono, listen: string): Promise<Serving> {
  const colon = listen.lastIndexOf(':')
  const hostname = listen.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, hostname, port: Number(listen.slice(colon + 1)) },
      ({ port }) => {
        const host = hostname.includes(':') ? `[${hostname}]` : hostname
        resolve({
          address: `http://${host}:${port}`,
          close: () => new Promise((closed) => server.close(() => closed())),
        })
      },
    )
    server.once('error', (error) => {
      const reason = `cannot listen on ${listen}: ${reasonOf(error)}; choose another with --listen`
      reject(new Problem('conflict', reason, error))
    })
  })
}
