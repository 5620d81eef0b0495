import { drill } from '../../../src/local/drill/drill';

describe('the recovery drill', () => {
  it('loses nothing across a disaster and a cut-over to restored tables', async () => {
    const result = await drill(6, () => undefined);
    expect(result.findingsAfterDisaster).toBeGreaterThan(0);
    expect(result.copied).toBe(12);
    expect(result.findings).toEqual([]);
  }, 120_000);
});
