/**
 * Simulation is a made-up world with its truth: the scheme of the published report, other frauds and
 * a crowd of genuine applicants, in the evidence format. Nobody in it exists.
 * Reads   a seed and two sizes
 * Writes  lines of sources, evidence, exposure and truth; or the four files in a folder
 * Next    sources/ reads the files like any others, evaluation/ holds results against the truth
 */
export { simulateWorld, simulationDefaults } from './simulation.ts'
export type { SimulationOptions } from './world.ts'
export { writeWorld } from './world-folder.ts'
