import { Problem } from '../problem.ts'
import { simulationDefaults, writeWorld } from '../simulation/index.ts'
import { type Command, exits, wholeNumber } from './command.ts'
import { showNumber } from './terminal.ts'

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'Write a made-up world with its truth. The same seed gives the same bytes.',
  operands: '',
  options: {
    out: { type: 'string', value: 'DIR', help: 'folder for the files' },
    seed: { type: 'string', value: 'N', help: `${simulationDefaults.seed}` },
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
  },
  run: async (call) => {
    const out = call.text('out')
    if (out === undefined) throw new Problem('usage', 'name a folder with --out DIR')
    const options = {
      seed: wholeNumber(call, 'seed', simulationDefaults.seed),
      identities: wholeNumber(call, 'identities', simulationDefaults.identities),
      genuine: wholeNumber(call, 'genuine', simulationDefaults.genuine),
    }
    const world = await writeWorld(out, options, call.effects)
    await call.out(
      `${showNumber(world.observations)} observations of ${showNumber(world.subjects)} subjects:\n` +
        `${world.files.join('\n')}\n`,
    )
    call.tell(`Next: \`ringer run ${out}/sources.ndjson ${out}/evidence.ndjson.gz\`.`)
    return exits.done
  },
}
