/** `npm run drill [-- --orders N]`: exits 1 when anything is lost, doubled or disagrees after the cut-over. */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { drill } from './drill';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { orders: { type: 'string', default: '200' } } });
  const started = performance.now();
  const { findings, recoveryMs } = await drill(Number(values.orders), (line) => {
    console.log(line);
  });
  for (const { kind, id, detail } of findings) console.error(`${kind}: ${id} ${detail}`);
  console.log(
    `recovered ${(recoveryMs / 1_000).toFixed(1)} s after the disaster; the audit after it finds ${findings.length} faults` +
      ` (${((performance.now() - started) / 1_000).toFixed(0)} s in all)`,
  );
  process.exitCode = findings.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
