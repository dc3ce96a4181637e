import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** A finished report in the forms that the small server shows. */
export interface ShownReport {
  readonly html: string
  readonly json: string
}

/**
 * Shows one report until the web console exists. It reads nothing and stores nothing. The page brings
 * its own content policy; the headers keep it out of frames and caches.
 *
 * `names` are the host names that it answers to; absent: any. A page elsewhere that has its own name point
 * at this machine (DNS rebinding) asks under that name, and gets nothing.
 */
export function reportApp(report: ShownReport, names?: readonly string[]): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    const { hostname } = new URL(context.req.url)
    if (names !== undefined && !names.includes(hostname)) return context.text('Misdirected', 421)
    return next()
  })
  app.use(secureHeaders({ xFrameOptions: 'DENY', referrerPolicy: 'no-referrer' }))
  app.use(async (context, next) => {
    await next()
    context.header('Cache-Control', 'no-store')
  })
  app.get('/', (context) => context.html(report.html))
  app.get('/report.json', (context) =>
    context.body(report.json, 200, { 'Content-Type': 'application/json' }),
  )
  return app
}
