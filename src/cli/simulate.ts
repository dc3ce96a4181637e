import { Problem } from '../problem.ts'
import { type SimulationOptions, simulationDefaults, writeWorld } from '../simulation/index.ts'
import { type Call, type Command, exits, wholeNumber } from './command.ts'
import { showCount } from './terminal.ts'

/** How large a made-up world is to be. */
export const worldOptions: Command['options'] = {
  seed: {
    type: 'string',
    value: 'N',
    help: `another number, another world (${simulationDefaults.seed})`,
  },
  identities: {
    type: 'string',
    value: 'N',
    help: `identities of the scheme (${simulationDefaults.identities})`,
  },
  genuine: {
    type: 'string',
    value: 'N',
    help: `genuine applicants (${simulationDefaults.genuine})`,
  },
}

export const worldOf = (call: Call): SimulationOptions => ({
  seed: wholeNumber(call, 'seed', simulationDefaults.seed),
  identities: wholeNumber(call, 'identities', simulationDefaults.identities),
  genuine: wholeNumber(call, 'genuine', simulationDefaults.genuine),
})

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'Write a made-up world with its truth. The same seed gives the same bytes.',
  operands: '',
  options: {
    out: { type: 'string', value: 'DIR', help: 'folder for the files' },
    ...worldOptions,
  },
  run: async (call) => {
    const out = call.text('out')
    if (out === undefined) throw new Problem('usage', 'name a folder with --out DIR')
    const world = await writeWorld(out, worldOf(call), call.effects)
    await call.out(
      `${showCount(world.observations, 'observation')} of ${showCount(world.subjects, 'subject')}:\n` +
        `${world.files.join('\n')}\n`,
    )
    call.tell(`Next: \`ringer run ${out}/sources.ndjson ${out}/evidence.ndjson.gz\`.`)
    return exits.done
  },
}
