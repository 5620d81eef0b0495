/**
 * One cold start in a process of its own: loads a function's `lambda.mjs`, as Lambda does, and answers one event; prints the CPU
 * milliseconds of each. Node's own start is not counted.
 */
import { writeSync } from 'node:fs';

const [, , entry, event] = process.argv;
const before = process.cpuUsage();
const spent = () => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const { handler } = await import(entry);
const init = spent();
const answer = await handler(JSON.parse(event), { awsRequestId: 'bench', functionName: 'bench' });
const first = spent() - init;
writeSync(1, `\n${JSON.stringify({ init, first, answer })}`);
process.exit(0);
