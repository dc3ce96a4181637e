import type { QueueCount, QueueReason, Waiting } from '../assessment/index.ts'
import { type Call, type Command, choice, exits, wholeNumber } from './command.ts'
import { eventsText } from './fact-text.ts'
import { listFormats, recordList } from './record-list.ts'
import { withResults } from './run.ts'
import { showCount, showNumber, textTable } from './terminal.ts'

export const runQueue: Command['run'] = (call) => {
  const format = choice(call, 'format', listFormats)
  const most = wholeNumber(call, 'limit', shownInTable)
  const limit = format === 'table' || call.text('limit') !== undefined ? most : undefined
  return withResults(call, async ({ casework }) => {
    const { waiting, counts } = await casework.queue(limit)
    await call.out(recordList(format, waiting.map(flat), { fields, table: tableText }))
    tellRest(call, waiting.length, counts)
    return exits.done
  })
}

/** More than anybody reads in one sitting; files get all. */
const shownInTable = 50

type Line = Omit<Waiting, 'events'> & { readonly events: string }

const flat = ({ events, ...row }: Waiting): Line => ({ ...row, events: eventsText(events) })

const fields = [
  'identity',
  'why',
  'decision',
  'subjects',
  'organizations',
  'events',
  'first_seen',
  'last_seen',
] as const satisfies readonly (keyof Line)[]

/** Why it waits, for a reader. None of it is a word of the machine on the identity. */
const reasons: Readonly<Record<QueueReason, (row: Line) => string>> = {
  review: () => 'review',
  decision: () => 'reviewed, not decided',
  differs: () => 'reviewer and machine differ',
  expired: ({ decision }) => `decision ${decision} expired`,
  merged: () => 'merged; decisions differ',
  split: ({ decision }) => `split; decision ${decision} went elsewhere`,
  contested: ({ decision }) => `decision ${decision} contested, left open`,
}

function tableText(rows: readonly Line[]): string {
  if (rows.length === 0) return 'Nothing waits for a person.'
  const cells = rows.map((row) => [
    row.identity,
    reasons[row.why](row),
    row.subjects,
    row.organizations,
    row.last_seen.slice(0, 10),
    row.events,
  ])
  return textTable(
    ['identity', 'waits for', 'records', 'organizations', 'last seen', 'seen'],
    cells,
  )
}

function tellRest(call: Call, shown: number, counts: readonly QueueCount[]): void {
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return
  const byReason = counts.map(({ why, count }) => `${why} ${showNumber(count)}`)
  const rest = all > shown ? `, ${showNumber(shown)} of them shown` : ''
  call.tell(
    `${showCount(all, 'identity')} wait${all === 1 ? 's' : ''} (${byReason.join(', ')})${rest}.`,
  )
  call.tell(
    'Next: `ringer review ID` for what waits for a review, `ringer explain ID` for the rest.',
  )
}
