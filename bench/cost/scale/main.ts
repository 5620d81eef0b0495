/** `npm run bench:scale`: what 10,000 requests/s meet in DynamoDB, Lambda, SQS and streams; writes docs/scale.svg. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Measured } from '../model';
import { plot } from './plot';
import { scenarios } from './scenarios';
import { Outcome, simulate } from './simulate';

const PLOT = 'docs/scale.svg';
const measured = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8')) as Measured;
const outcomes = scenarios(measured).map((scenario) => simulate(scenario, measured));

console.log(
  `A quarter of an hour at ${outcomes[0]?.scenario.requestsPerSecond ?? 0} requests/s, costs measured on ${measured.date}\n`,
);
console.table(outcomes.map(rowOf));
writeFileSync(PLOT, plot(outcomes));
console.log(`The plot is ${PLOT}.`);

function rowOf({ scenario, seconds, refusedPct, refusedBy, ...hottest }: Outcome) {
  const [worst] = Object.entries(refusedBy).sort(([, a], [, b]) => b - a);
  const most = (of: 'relayAge' | 'letters'): number => Math.round(Math.max(...seconds.map((second) => second[of])));
  return {
    scenario: scenario.name,
    'refused %': refusedPct.toFixed(1),
    by: worst === undefined || worst[1] < 1 ? '-' : worst[0],
    'last minute answered/s': Math.round(seconds.slice(-60).reduce((sum, { answered }) => sum + answered, 0) / 60),
    'status key WCU/s': Math.round(hottest.hottestStatusKey),
    'shop key WCU/s': Math.round(hottest.hottestShopKey),
    executions: Math.ceil(hottest.executions),
    'relay behind s': most('relayAge'),
    'letters waiting': most('letters'),
  };
}
