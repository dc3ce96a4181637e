import type { Command } from './command.ts'

/**
 * Every command there is, in the order of the help. Add yours here and nowhere else. Only the one that is
 * asked for is loaded: all of them together cost half a second and a hundred MiB.
 */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).demoCommand,
  simulate: async () => (await import('./simulate.ts')).simulateCommand,
  import: async () => (await import('./import.ts')).importCommand,
  link: async () => (await import('./run.ts')).linkCommand,
  assess: async () => (await import('./assess.ts')).assessCommand,
  run: async () => (await import('./run.ts')).runCommand,
  identities: async () => (await import('./identities.ts')).identitiesCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  judge: async () => (await import('./judge.ts')).judgeCommand,
  hubs: async () => (await import('./hubs.ts')).hubsCommand,
  queue: async () => (await import('./queue.ts')).queueCommand,
  review: async () => (await import('./review.ts')).reviewCommand,
  decide: async () => (await import('./decide.ts')).decideCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  cluster: async () => (await import('./cluster.ts')).clusterCommand,
  evaluate: async () => (await import('./evaluate.ts')).evaluateCommand,
  'data-sets': async () => (await import('./data-sets.ts')).dataSetsCommand,
}

export const loadCommands = (): Promise<readonly Command[]> =>
  Promise.all(Object.values(loaders).map((load) => load()))

/** The command of a name, or nothing. */
export const loadCommand = async (name: string): Promise<Command | undefined> =>
  Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined
