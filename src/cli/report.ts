import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Report, type ReportOptions, renderHtml, reportCsv } from '../reporting/index.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { withResults } from './run.ts'

const formats: Readonly<
  Record<'html' | 'json' | 'csv', (report: Report) => string | Promise<string>>
> = {
  html: renderHtml,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  csv: reportCsv,
}

export const runReport: Command['run'] = (call) => {
  const format = choice(call, 'format', ['html', 'json', 'csv'])
  return withResults(call, async (system) => {
    const report = await system.report(reportOptions(call))
    const out = call.text('out') ?? (format === 'html' ? htmlPath(call, report) : undefined)
    const text = await formats[format](report)
    if (out === undefined) await call.out(text)
    else await writeReport(call, out, text)
    return exits.done
  })
}

function reportOptions(call: Call): ReportOptions {
  const from = call.text('from')
  const asOf = call.text('as-of')
  const organization = call.text('organization')
  const draft = call.given('draft')
  return {
    draft,
    tlp: call.text('tlp') ?? (draft ? 'TLP:RED' : 'TLP:CLEAR'),
    ...(from ? { from } : {}),
    ...(asOf ? { asOf } : {}),
    ...(organization ? { organization } : {}),
  }
}

export const htmlPath = (call: Call, report: Report): string =>
  join(call.config.data, 'reports', `${report.draft ? 'draft-' : ''}${report.as_of}.html`)

export async function writeReport(call: Call, path: string, text: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  await call.out(`${path}\n`)
}
