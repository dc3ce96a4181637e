import type { TrainedModel } from '../identities/index.ts'
import { Problem } from '../problem.ts'
import { hasStore, openSystem, type System } from '../system.ts'
import { type Call, type Command, type Exit, exits } from './command.ts'
import { exitOf, hasFiles, importFiles } from './import.ts'
import { showCount, showNumber } from './terminal.ts'

export const runLink: Command['run'] = (call) =>
  withStore(call, (system) => trainAndLink(system, call))

export const runAll: Command['run'] = (call) => {
  const open = hasFiles(call) ? withSystem : withStore
  return open(call, async (system) => {
    // Read first: an indicator that is not valid is told before the import, not after it.
    void system.assessment.catalogue.indicators
    const imported = await importGiven(system, call)
    if (imported === exits.failed) return imported
    if (call.given('rebuild')) await system.rebuild()
    await link(system, call)
    await assess(system, call)
    call.tell(
      'Next: `ringer identities --status suspected`, `ringer report --draft --format html`.',
    )
    return imported
  })
}

async function importGiven(system: System, call: Call): Promise<Exit> {
  if (!hasFiles(call)) return exits.done
  return exitOf(await importFiles(system, call, false))
}

/** Opens the store of a call, and closes it whatever happens. */
async function withSystem(
  call: Call,
  work: (system: System) => Promise<Exit>,
  mayWrite = true,
): Promise<Exit> {
  const system = await openSystem(call.config, call.effects, { mayWrite })
  try {
    return await work(system)
  } finally {
    await system.close()
  }
}

/** The same for a folder that has a store: a misspelt folder must not become an empty one. */
export function withStore(
  call: Call,
  work: (system: System) => Promise<Exit>,
  mayWrite = true,
): Promise<Exit> {
  if (hasStore(call.config)) return withSystem(call, work, mayWrite)
  throw new Problem(
    'not-found',
    `no store in ${call.config.data}: name its folder with --data, or run \`ringer run FILE…\` first`,
  )
}

/** The same for commands that only read: after an upgrade they do not wait for the ledger to be read again. */
export const readStore = (call: Call, work: (system: System) => Promise<Exit>): Promise<Exit> =>
  withStore(call, work, false)

/** The same for commands that read results: they say what the results have not seen. */
export function withResults(
  call: Call,
  work: (system: System) => Promise<Exit>,
  mayWrite = false,
): Promise<Exit> {
  const workOnResults = async (system: System): Promise<Exit> => {
    const unseen = await system.unseen()
    if (unseen > 0) {
      call.tell(
        `${showCount(unseen, 'observation')} came after the last run; \`ringer run\` takes them in.`,
      )
    }
    return work(system)
  }
  return withStore(call, workOnResults, mayWrite)
}

async function trainAndLink(system: System, call: Call): Promise<Exit> {
  if (call.given('train') && call.given('untrained')) {
    throw new Problem('usage', 'give --train or --untrained, not both')
  }
  if (call.given('train')) {
    await link(system, call)
    for (const record of await system.identities.train('evidence')) call.tell(trainingText(record))
  } else if (call.given('untrained')) {
    await system.identities.train('shipped')
  }
  return link(system, call)
}

function trainingText({ model, pairs, sessions }: TrainedModel): string {
  const told = sessions.map(
    ({ key, match_share: share, converged }) =>
      `${key} ${Math.round(share * 100)} %${converged ? '' : ' (did not converge)'}`,
  )
  return `Trained ${model} on ${showCount(pairs, 'pair')}; of those who share one, the same are: ${told.join(', ')}.`
}

export async function link(system: System, call: Call): Promise<Exit> {
  const summary = await system.link()
  await call.out(
    summary === null
      ? 'Linked: nothing new.\n'
      : `Linked: ${showCount(summary.subjects, 'subject')} in ${showCount(summary.identities, 'identity')}; ` +
          `${showCount(summary.rings, 'group')} with shared infrastructure; ` +
          `${showCount(summary.hubs, 'selector')} muted because many share them.\n`,
  )
  return exits.done
}

export async function assess(system: System, call: Call): Promise<Exit> {
  const summary = await system.assess()
  if (summary === null) {
    await call.out('Assessed: nothing new.\n')
    return exits.done
  }
  const { suspected = 0, ...others } = summary.byStatus
  const decided = (['assessed', 'linked', 'cleared'] as const).flatMap((status) =>
    others[status] === undefined ? [] : [`${showNumber(others[status])} ${status}`],
  )
  await call.out(
    `Assessed: ${showCount(summary.identities, 'identity')} against ` +
      `${showCount(summary.catalogue.indicators, 'indicator')}; ${showNumber(suspected)} suspected. ` +
      `${decided.length === 0 ? 'Nobody has decided on them yet' : `People decided: ${decided.join(', ')}`}.\n`,
  )
  if (summary.unknownFlags.length > 0) {
    const named = summary.unknownFlags.map(({ indicator, count }) => `${indicator} (${count})`)
    call.tell(
      `In no indicator of the catalogue, so kept and weighing nothing: ${named.join(', ')}.`,
    )
  }
  return exits.done
}
