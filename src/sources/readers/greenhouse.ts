import type { Reader } from '../reader.ts'
import { exportOf, readersOfExports } from './greenhouse-harvest.ts'
import { isDelivery, readDelivery } from './greenhouse-webhook.ts'

/**
 * Greenhouse Recruiting: webhook deliveries `{action, payload}` and exports of the Harvest API. Made from developers.greenhouse.io/webhooks.html and /harvest.html (v1, as of January 2026);
 * of Harvest v3 the names of fields that integrations in the open use (as of August 2026).
 *
 * Taken: candidates, applications, scheduled interviews, offers. Not taken: prospects, who have applied for
 * nothing; rejections, scorecards and ratings; salaries; what customers ask for themselves, but for links and
 * numbers. Links to attachments expire after seven days: their files are found by name.
 */
export const greenhouse: Reader = {
  title: 'Greenhouse (webhook or Harvest export)',
  type: 'ats',
  form: 'json',
  recognises: (first) => isDelivery(first) || exportOf(first) !== undefined,
  read: (given, context) => {
    if (isDelivery(given)) return readDelivery(given, context)
    const sort = exportOf(given)
    if (sort === undefined) {
      given.refuse('', 'is no webhook delivery, candidate, application, interview or offer')
      return { records: [] }
    }
    return readersOfExports[sort](given, context)
  },
}
