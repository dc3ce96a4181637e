import { clusterCommand } from './cluster.ts'
import type { Command } from './command.ts'
import { demoCommand } from './demo.ts'
import { evaluateCommand } from './evaluate.ts'
import { explainCommand } from './explain.ts'
import { hubsCommand } from './hubs.ts'
import { identitiesCommand } from './identities.ts'
import { importCommand } from './import.ts'
import { judgeCommand } from './judge.ts'
import { reportCommand } from './report.ts'
import { assessCommand, linkCommand, runCommand } from './run.ts'
import { simulateCommand } from './simulate.ts'

/** Every command there is, in the order of the help. Add yours here and nowhere else. */
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
  reportCommand,
  clusterCommand,
  evaluateCommand,
]
