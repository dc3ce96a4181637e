import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Report, renderHtml } from '../reporting/index.ts'
import { writeWorld } from '../simulation/index.ts'
import { openSystem, type System } from '../system.ts'
import { type Call, type Command, type Exit, exits } from './command.ts'
import { htmlPath, writeReport } from './report.ts'
import { assess, link } from './run.ts'
import { worldOf } from './simulate.ts'
import { showCount, showNumber, textTable } from './terminal.ts'

export const runDemo: Command['run'] = async (call) => {
  const prepared = await prepare(call)
  if (prepared === undefined) return exits.failed
  const { report, html } = prepared
  await call.out(`\n${summaryText(report)}\n\nThe report: `)
  await writeReport(call, htmlPath(call, report), html)
  if (call.given('no-serve')) return exits.done
  return show(call, { html, json: JSON.stringify(report) })
}

/**
 * Fills, links, assesses and counts; the store is closed again before the report is shown. Undefined
 * where the user stopped the filling.
 */
async function prepare(call: Call): Promise<{ report: Report; html: string } | undefined> {
  const system = await openSystem(call.config, call.effects)
  try {
    const { observations } = await system.evidence.state()
    const unfinished = join(call.config.data, 'simulated', 'unfinished')
    if ((observations === 0 || existsSync(unfinished)) && !(await fill(system, call, unfinished))) {
      call.tell('Stopped. The next `ringer demo` goes on from here.')
      return undefined
    }
    await link(system, call)
    await assess(system, call)
    const report = await system.report({ draft: true, tlp: 'TLP:RED' })
    return { report, html: await renderHtml(report) }
  } finally {
    await system.close()
  }
}

/** Fills the store; false where it was stopped. The file `unfinished` stands while it is not full. */
async function fill(system: System, call: Call, unfinished: string): Promise<boolean> {
  const folder = dirname(unfinished)
  mkdirSync(folder, { recursive: true })
  writeFileSync(unfinished, 'the store does not hold all of this world yet\n')
  const world = await writeWorld(folder, worldOf(call), call.effects)
  await call.out(
    `Simulated: ${showCount(world.observations, 'observation')} of ${showCount(world.subjects, 'subject')}, all made up, in ${folder}.\n`,
  )
  const files = ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson']
  const paths = files.map((name) => join(folder, name))
  const { counts, stopped } = await system.sources.importFiles(paths)
  await call.out(`Imported: ${showCount(counts.accepted, 'record')}.\n`)
  if (!stopped) rmSync(unfinished)
  return !stopped
}

function summaryText({ totals, period }: Report): string {
  const share = (value: number | null): string =>
    value === null ? '–' : `${Math.round(value * 100)} %`
  const rows = [
    ['identities suspected', showNumber(totals.identities)],
    ['initial interviews', showNumber(totals.initial_interviews)],
    ['organizations', showNumber(totals.organizations)],
    ['outside information technology', share(totals.organizations_outside_it.share)],
    ['outside the US', share(totals.organizations_outside_us.share)],
  ]
  return textTable(
    [`${period.from ?? '–'} to ${period.to ?? '–'}`, 'draft, nobody has decided'],
    rows,
  )
}

/** Serves until the user stops it. */
async function show(call: Call, report: { html: string; json: string }): Promise<Exit> {
  const { namesFor, reportApp, serveApp } = await import('../http/index.ts')
  const { listen } = call.config
  const serving = await serveApp(reportApp(report, namesFor(listen)), listen)
  await call.out(`Shown at:   ${serving.address}   (Ctrl-C stops)\n`)
  while (!call.effects.stopping()) await new Promise((resolve) => setTimeout(resolve, 200))
  await serving.close()
  return exits.done
}
