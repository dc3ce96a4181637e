import type { System } from '../system.ts'
import { openSystem } from '../system.ts'
import { type Call, type Command, type Exit, exits } from './command.ts'
import { exitOf, importFiles, importOptions, requireFiles } from './import.ts'
import { showNumber } from './terminal.ts'

export const linkCommand: Command = {
  name: 'link',
  summary: 'Form identities and rings from the evidence, if any of it is new.',
  operands: '',
  options: {},
  run: (call) => withSystem(call, (system) => link(system, call)),
}

export const assessCommand: Command = {
  name: 'assess',
  summary: 'Weigh the evidence for and against each identity, if anything changed.',
  operands: '',
  options: {},
  run: (call) => withSystem(call, (system) => assess(system, call)),
}

export const runCommand: Command = {
  name: 'run',
  summary: 'Import the files, then do all that is due: link, assess.',
  operands: '[FILE…]',
  options: {
    ...importOptions,
    rebuild: { type: 'boolean', help: 'throw away what is derived and make all of it again' },
  },
  run: (call) =>
    withSystem(call, async (system) => {
      const imported = await importGiven(system, call)
      if (imported === exits.failed) return imported
      if (call.given('rebuild')) await system.rebuild()
      await link(system, call)
      await assess(system, call)
      call.tell(
        'Next: `ringer identities --status suspected`, `ringer report --draft --format html`.',
      )
      return imported
    }),
}

async function importGiven(system: System, call: Call): Promise<Exit> {
  if (call.operands.length === 0 && call.text('sources') === undefined) return exits.done
  requireFiles(call)
  return exitOf(await importFiles(system, call, false))
}

/** Opens the store of a call, and closes it whatever happens. */
export async function withSystem(
  call: Call,
  work: (system: System) => Promise<Exit>,
): Promise<Exit> {
  const system = await openSystem(call.config, call.effects)
  try {
    return await work(system)
  } finally {
    system.close()
  }
}

export async function link(system: System, call: Call): Promise<Exit> {
  const summary = await system.link()
  await call.out(
    summary === null
      ? 'Linked: nothing new.\n'
      : `Linked: ${showNumber(summary.subjects)} subjects are ${showNumber(summary.identities)} identities; ` +
          `${showNumber(summary.rings)} groups of them share infrastructure; ` +
          `${showNumber(summary.hubs)} selectors that many share are muted.\n`,
  )
  return exits.done
}

export async function assess(system: System, call: Call): Promise<Exit> {
  const summary = await system.assess()
  if (summary === null) {
    await call.out('Assessed: nothing new.\n')
    return exits.done
  }
  const suspected = summary.byStatus['suspected'] ?? 0
  await call.out(
    `Assessed: ${showNumber(summary.identities)} identities against ` +
      `${summary.catalogue.indicators} indicators; ${showNumber(suspected)} suspected. Nobody has decided on them yet.\n`,
  )
  for (const { indicator, count } of summary.unknownFlags) {
    call.tell(
      `The flag "${indicator}" is in no indicator of the catalogue: kept, weighs nothing (${count} times).`,
    )
  }
  return exits.done
}
