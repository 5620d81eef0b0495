import type { StageConfig } from './stages';

/** Returns where the limits of a stage undercut each other, one sentence each: a caller must meet its own limit before a shared one. */
export function limitConflicts({ api }: Pick<StageConfig, 'api'>): string[] {
  const { clients, ratePerSecond, burst, webAcl } = api;
  const sum = (of: 'ratePerSecond' | 'burst'): number => clients.reduce((total, client) => total + client[of], 0);
  const largest = Math.max(0, ...clients.map((client) => client.ratePerSecond));
  const conflicts: string[] = [];
  if (sum('ratePerSecond') > ratePerSecond)
    conflicts.push(`the plans let ${sum('ratePerSecond')} requests/s through, the stage ${ratePerSecond}`);
  if (sum('burst') > burst) conflicts.push(`the plans let bursts of ${sum('burst')} through, the stage ${burst}`);
  if (webAcl === undefined) return conflicts;
  const perSecond = (requests: number): number => requests / webAcl.windowSeconds;
  for (const [caller, requests] of [
    ['an address', webAcl.perIp],
    ['a credential', webAcl.perCredential],
  ] as const)
    if (perSecond(requests) <= largest)
      conflicts.push(`${caller} is stopped at ${perSecond(requests)} requests/s, the largest plan has ${largest}`);
  if (webAcl.perCredential > webAcl.perIp)
    conflicts.push(
      `an address is stopped at ${webAcl.perIp} requests, before the one credential of ${webAcl.perCredential} behind it`,
    );
  return conflicts;
}
