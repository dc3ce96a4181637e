import { Problem } from '../problem.ts'
import { type SimulationOptions, simulationDefaults, writeWorld } from '../simulation/index.ts'
import { type Call, type Command, exits, wholeNumber } from './command.ts'
import { showCount } from './terminal.ts'

export const worldOf = (call: Call): SimulationOptions => ({
  seed: wholeNumber(call, 'seed', simulationDefaults.seed),
  identities: wholeNumber(call, 'identities', simulationDefaults.identities),
  genuine: wholeNumber(call, 'genuine', simulationDefaults.genuine),
})

export const runSimulate: Command['run'] = async (call) => {
  const out = call.text('out')
  if (out === undefined) throw new Problem('usage', 'name a folder with --out DIR')
  const world = await writeWorld(out, worldOf(call), call.effects)
  await call.out(
    `${showCount(world.observations, 'observation')} of ${showCount(world.subjects, 'subject')}:\n` +
      `${world.files.join('\n')}\n`,
  )
  call.tell(`Next: \`ringer run ${out}/sources.ndjson ${out}/evidence.ndjson.gz\`.`)
  return exits.done
}
