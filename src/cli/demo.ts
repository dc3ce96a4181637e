import { join } from 'node:path'
import { reportApp, type Serving, serveApp } from '../http/index.ts'
import { type Report, renderHtml } from '../reporting/index.ts'
import { simulationDefaults, writeWorld } from '../simulation/index.ts'
import { openSystem, type System } from '../system.ts'
import { type Call, type Command, type Exit, exits } from './command.ts'
import { htmlPath, writeReport } from './report.ts'
import { assess, link } from './run.ts'
import { showNumber, textTable } from './terminal.ts'

export const demoCommand: Command = {
  name: 'demo',
  summary: 'Fill an empty data folder with a made-up world, run everything, show the draft report.',
  operands: '',
  options: {
    listen: { type: 'string', value: 'HOST:PORT', help: 'where to show it (127.0.0.1:8080)' },
    'no-serve': { type: 'boolean', help: 'write the report and stop' },
  },
  run: async (call) => {
    const { report, html } = await prepare(call)
    await call.out(`\n${summaryText(report)}\n\nThe report: `)
    await writeReport(call, htmlPath(call, report), html)
    if (call.given('no-serve')) return exits.done
    return show(call, { html, json: JSON.stringify(report) })
  },
}

/** Fills, links, assesses and counts; the store is closed again before the report is shown. */
async function prepare(call: Call): Promise<{ report: Report; html: string }> {
  const system = await openSystem(call.config, call.effects)
  try {
    const { observations } = await system.evidence.state()
    if (observations === 0) await fill(system, call)
    await link(system, call)
    await assess(system, call)
    const report = await system.report({ draft: true, tlp: 'TLP:RED' })
    return { report, html: renderHtml(report) }
  } finally {
    system.close()
  }
}

async function fill(system: System, call: Call): Promise<void> {
  const folder = join(call.config.data, 'simulated')
  const world = await writeWorld(folder, simulationDefaults, call.effects)
  await call.out(
    `Simulated: ${showNumber(world.observations)} observations of ${showNumber(world.subjects)} subjects, all made up, in ${folder}.\n`,
  )
  const files = ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson']
  const { counts } = await system.sources.importFiles(files.map((name) => join(folder, name)))
  await call.out(`Imported: ${showNumber(counts.accepted)} records.\n`)
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
  const serving: Serving = await serveApp(reportApp(report), call.config.listen)
  await call.out(`Shown at:   ${serving.address}   (Ctrl-C stops)\n`)
  while (!call.effects.stopping()) await new Promise((resolve) => setTimeout(resolve, 200))
  await serving.close()
  return exits.done
}
