import { gatewayEvent } from '../factories/gateway-event';
import { orderBody } from '../factories/orders';
import { Answer, ApiHandler, send } from '../support/api-bundle';
import { loadBundle } from '../support/bundle';
import { usePlatform } from '../support/platform';

// What `infra/constructs/principals.ts` tells the api of clients that have no DINEX key yet.
const GATEWAY_KEYS = 'a1b2c3d4e5=shop:SHOP-LIMA-01,f6g7h8i9j0=dispatcher:panel';
const platform = usePlatform();

interface Asking {
  readonly apiKeyId: string | null;
  readonly token?: string | null;
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
}

async function api(until: string): Promise<(asking: Asking) => Promise<Answer>> {
  jest.resetModules();
  const handler = loadBundle('api', { ...platform.environment, GATEWAY_KEYS, GATEWAY_KEYS_UNTIL: until }) as ApiHandler;
  return Promise.resolve(({ apiKeyId, token = null, path = '/orders', ...call }) => {
    const event = gatewayEvent({ ...call, path, token, headers: { 'x-api-key': 'what the gateway has checked' } });
    Object.assign(event.requestContext.identity, { apiKeyId });
    return send(handler, event);
  });
}

const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();

describe('a key of API Gateway', () => {
  it('stands for the shop or dispatcher that the stage names, and for nobody else', async () => {
    const ask = await api(inAMonth);
    const { customer_id: _, ...body } = orderBody();
    const made = await ask({ apiKeyId: 'a1b2c3d4e5', method: 'POST', body });
    expect([made.status, made.body.customer_id]).toEqual([201, 'SHOP-LIMA-01']);
    const foreign = orderBody({ customer_id: 'SHOP-2' });
    expect((await ask({ apiKeyId: 'a1b2c3d4e5', method: 'POST', body: foreign })).status).toBe(404);
    expect((await ask({ apiKeyId: 'f6g7h8i9j0', path: '/shops' })).status).toBe(200);
    expect((await ask({ apiKeyId: 'a1b2c3d4e5', path: '/shops' })).status).toBe(403);
    for (const apiKeyId of ['another000', 'a1b2c3d4e', '', null]) expect((await ask({ apiKeyId })).status).toBe(401);
  });

  it('adds nothing to a credential, right or wrong', async () => {
    const ask = await api(inAMonth);
    expect((await ask({ apiKeyId: 'f6g7h8i9j0', token: 'nonsense' })).status).toBe(401);
  });

  it('stands for nobody once its 30 days are over', async () => {
    const ask = await api(new Date(Date.now() - 1_000).toISOString());
    const answer = await ask({ apiKeyId: 'a1b2c3d4e5' });
    expect([answer.status, answer.header('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')]);
  });
});
