import type { Given } from '../given.ts'
import type { Reader, Translation } from '../reader.ts'
import { readRecord, sortOf } from './ashby-records.ts'
import { isDelivery, readDelivery } from './ashby-webhook.ts'

/**
 * Ashby: webhook deliveries `{action, data}` and answers of the API `{success, results, moreDataAvailable,
 * nextCursor}`, whole pages or the records of one a line. Made from developers.ashbyhq.com (OpenAPI description of
 * 2026): `candidate.list`, `candidate.info`, `application.list`, `interviewSchedule.list`, `offer.list`,
 * `candidate.listClientInfo`, `candidate.listFraudChecks`.
 *
 * Not taken: leads, who have applied for nothing; reasons of archiving, feedback, salaries; what customers ask for
 * themselves, but for links and numbers. Files are found by name.
 */
export const ashby: Reader = {
  title: 'Ashby (webhook or API)',
  type: 'ats',
  form: 'json',
  recognises: (first) => isDelivery(first) || isPage(first) || sortOf(first) !== undefined,
  read: (given, context) => {
    if (isDelivery(given)) return readDelivery(given, context)
    if (!isPage(given)) return readRecord(given, context)
    given.skip('moreDataAvailable', 'nextCursor', 'syncToken', 'requestId')
    if (given.truth('success') === false) {
      given.refuse('success', `the API refused: ${given.texts('errors').join(', ')}`)
      given.skip('errorInfo')
    }
    return together(given.apart('results').map((item) => [item, readRecord(item, context)]))
  },
}

/** An answer of the API: its records stand side by side, and one that is broken costs only itself. */
function isPage(record: Given): boolean {
  const names = record.names()
  const isAnswer = names.includes('results') || names.includes('errors')
  const isList = ['moreDataAvailable', 'nextCursor', 'syncToken', 'errorInfo'].some((name) =>
    names.includes(name),
  )
  return names.includes('success') && isAnswer && (isList || isKnownResult(record))
}

const isKnownResult = (record: Given): boolean =>
  record.names('results').length > 0 &&
  record.list('results').some((item) => sortOf(item) !== undefined)

function together(read: readonly (readonly [Given, Translation])[]): Translation {
  return {
    records: read.flatMap(([item, { records }]) => (item.problems().length > 0 ? [] : records)),
    notTaken: read.flatMap(([, { notTaken = [] }]) => notTaken),
    problems: read.flatMap(([item]) => item.problems()),
  }
}
