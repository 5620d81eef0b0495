import { limitConflicts } from './limits';
import { Stage, STAGE_CONFIGS, StageConfig, STAGES } from './stages';

const { prod } = STAGE_CONFIGS;
const changed = (api: Partial<StageConfig['api']>) => limitConflicts({ api: { ...prod.api, ...api } });
const webAcl = prod.api.webAcl ?? { windowSeconds: 300, perCredential: 1, perIp: 1, action: 'block' };

describe('the limits of a stage', () => {
  it.each(STAGES)('agree in %s', (stage: Stage) => {
    expect(limitConflicts(STAGE_CONFIGS[stage])).toEqual([]);
  });

  it('are 100 requests a second and bursts of 50', () => {
    for (const { api } of Object.values(STAGE_CONFIGS)) expect([api.ratePerSecond, api.burst]).toEqual([100, 50]);
  });

  it('do not agree where the plans sum to more than the stage', () => {
    const [first, ...others] = prod.api.clients;
    const greedy = first === undefined ? [] : [{ ...first, ratePerSecond: first.ratePerSecond + 1 }, ...others];
    expect(changed({ clients: greedy })).toEqual([expect.stringMatching(/101 requests\/s through, the stage 100/)]);
    const bursting = first === undefined ? [] : [{ ...first, burst: first.burst + 1 }, ...others];
    expect(changed({ clients: bursting })).toEqual([expect.stringMatching(/bursts of 51 through, the stage 50/)]);
  });

  it.each([
    ['perIp', 45 * 300, /an address is stopped at 45 requests\/s, the largest plan has 45/],
    ['perCredential', 45 * 300, /a credential is stopped at 45 requests\/s/],
    ['perIp', 14_999, /before the one credential of 15000 behind it/],
  ])('do not agree where %s is %d in five minutes', (limit, requests, conflict) => {
    expect(changed({ webAcl: { ...webAcl, [limit]: requests } })).toContainEqual(expect.stringMatching(conflict));
  });

  it('look at the window: 60 requests a second are 3,600 in a minute', () => {
    expect(changed({ webAcl: { ...webAcl, windowSeconds: 60, perIp: 3_600, perCredential: 3_000 } })).toEqual([]);
    expect(changed({ webAcl: { ...webAcl, windowSeconds: 600 } })).not.toEqual([]);
  });
});
