import type { Command } from './command.ts'
import { assessCommand } from './commands/assess.ts'
import { clusterCommand } from './commands/cluster.ts'
import { dataSetsCommand } from './commands/data-sets.ts'
import { decideCommand } from './commands/decide.ts'
import { demoCommand } from './commands/demo.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { explainCommand } from './commands/explain.ts'
import { hubsCommand } from './commands/hubs.ts'
import { identitiesCommand } from './commands/identities.ts'
import { importCommand } from './commands/import.ts'
import { judgeCommand } from './commands/judge.ts'
import { linkCommand } from './commands/link.ts'
import { queueCommand } from './commands/queue.ts'
import { reportCommand } from './commands/report.ts'
import { reviewCommand } from './commands/review.ts'
import { runCommand } from './commands/run.ts'
import { simulateCommand } from './commands/simulate.ts'

/**
 * Every command, in the order of the help. A file in `commands/` describes a command as plain data and
 * imports only types and other descriptions; its `run` loads the implementation. Help and refused options
 * therefore load no engine.
 */
export const commands: readonly Command[] = [
  demoCommand,
  simulateCommand,
  importCommand,
  linkCommand,
  assessCommand,
  runCommand,
  identitiesCommand,
  explainCommand,
  judgeCommand,
  hubsCommand,
  queueCommand,
  reviewCommand,
  decideCommand,
  reportCommand,
  clusterCommand,
  evaluateCommand,
  dataSetsCommand,
]

/** The command with this name, if there is one. */
export const findCommand = (name: string): Command | undefined =>
  commands.find((command) => command.name === name)
