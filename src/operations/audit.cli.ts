import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config/config';
import { readEnvironment } from '../config/environment';
import { operatorEnvironment } from '../config/operator-environment';
import { audit, Finding } from './audit';
import { takeSnapshot } from './snapshot';

const SHOWN = 50;
const KINDS: readonly Finding['kind'][] = ['lost', 'doubled', 'disagreeing', 'untold', 'stranded', 'left_over'];

/** `npm run audit -- [--accepted FILE]`: exits 1 when a promise is broken. FILE has one accepted order id a line. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { accepted: { type: 'string' } } });
  const accepted =
    values.accepted === undefined ? undefined : readFileSync(values.accepted, 'utf8').split(/\s+/).filter(Boolean);
  const snapshot = await takeSnapshot(loadConfig(operatorEnvironment(readEnvironment())), accepted);
  const findings = audit(snapshot);
  console.log(`${snapshot.orders.length} orders, ${snapshot.events.length} events, ${snapshot.deliveries.size} told`);
  console.log(KINDS.map((kind) => `${count(findings, kind)} ${kind.replace('_', ' ')}`).join(', '));
  for (const { kind, id, detail } of findings.slice(0, SHOWN)) console.log(`${kind}: ${id} ${detail}`);
  if (findings.length > SHOWN) console.log(`… and ${findings.length - SHOWN} more`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

const count = (findings: readonly Finding[], kind: Finding['kind']): number =>
  findings.filter((finding) => finding.kind === kind).length;

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `The audit could not read the stores: ${error.message}` : error);
  process.exitCode = 2;
});
