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
 */
export function reportApp(report: ShownReport): Hono {
  const app = new Hono()
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
