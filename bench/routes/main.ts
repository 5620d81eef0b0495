/**
 * `npm run bench:routes -- --instances DIR [--time-limit-ms N] [--json] [--filter S] [--seed N] [--runs N] [--cold]`
 * `npm run bench:routes -- --rich DIR [the same] [--fleet-first] [--solutions DIR]`
 * Plans every instance below DIR on one core and prints what came out beside the best known values; see bench/README.md.
 */
import { parseArgs } from 'node:util';
import { warmUp } from '../../src/planner/warm-up';
import { benchPlain } from './plain';
import { benchRich } from './rich';

const { values } = parseArgs({
  options: {
    instances: { type: 'string' },
    rich: { type: 'string' },
    'fleet-first': { type: 'boolean', default: false },
    solutions: { type: 'string' },
    'time-limit-ms': { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
    filter: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    cold: { type: 'boolean', default: false },
  },
});
const terms = {
  filter: values.filter,
  timeLimitMs: Number(values['time-limit-ms']),
  seed: Number(values.seed),
  runs: Number(values.runs),
  json: values.json,
};
const start = values.cold ? 'cold: no warm-up before the first plan' : warmUpOnce();
if (!values.json) console.log(start);
let unsound: number;
if (values.rich !== undefined) {
  const { 'fleet-first': fleetFirst, solutions } = values;
  unsound = benchRich({ ...terms, directory: values.rich, fleetFirst, solutions });
} else if (values.instances !== undefined) unsound = benchPlain({ ...terms, directory: values.instances });
else throw new Error('--instances DIR or --rich DIR is required');
process.exitCode = unsound > 0 ? 1 : 0;

/** As the product's planner does when it starts: the plans that follow find it compiled. */
function warmUpOnce(): string {
  const before = process.cpuUsage();
  const exercises = [...warmUp()].length;
  const { user, system } = process.cpuUsage(before);
  return `warmed up by ${exercises} made-up problems (${Math.round((user + system) / 1000)} ms CPU, not counted below; --cold: without)`;
}
