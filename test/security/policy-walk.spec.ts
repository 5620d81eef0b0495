import request from 'supertest';
import type { Agent, Response } from 'supertest';
import { POLICY, PUBLIC_ROUTES } from '../../src/access/policy';
import { routesOf } from '../../src/access/policy.guard';
import type { Principal, Role } from '../../src/access/principal';
import { ROLES } from '../../src/access/principal';
import { CredentialsService } from '../../src/access/credentials.service';
import { ModulesContainer } from '@nestjs/core';
import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';

// ASVS 8.2.1, API5: every route times every role, against the one table.
const t = useApp(ISSUER_VARIABLES);

const SHOP: Principal = { role: 'shop', subject: 'SHOP-A', shop_id: 'SHOP-A' };
/** A shop's key; the store of keys has its own tests. */
beforeAll(() => {
  t.app.get(CredentialsService).principalOf = () => Promise.resolve(SHOP);
});

const credentialOf = (role: Role): string =>
  role === 'shop' ? 'dnx_test_key' : tokenOf(role, { username: 'DRV-A', sub: `${role}-walk` });

const ID = '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e';

function ask(route: string, headers: Record<string, string>): Promise<Response> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const url = path.replaceAll(/:\w+/g, ID);
  const agent = request(t.app.getHttpServer()) as unknown as Agent;
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const call = agent[verb](url).set(headers);
  if (verb === 'get' || verb === 'delete') return call;
  return path === '/orders/imports' ? call.set('Content-Type', 'text/csv').send('x') : call.send({});
}

describe.each(Object.keys(POLICY))('%s', (route) => {
  it.each(ROLES)('is open to the role %s exactly where its row says so', async (role) => {
    const { status } = await ask(route, bearer(credentialOf(role)));
    const allowed = POLICY[route]?.allows[role] !== undefined;
    // What is allowed may still be wrong, or not be there; but it is never refused for who asks.
    if (allowed) expect([200, 201, 202, 404, 409, 415, 422]).toContain(status);
    else expect(status).toBe(403);
  });

  it('is closed to whoever shows nothing, or something wrong', async () => {
    for (const headers of [{}, bearer('nonsense'), { Authorization: 'Basic b3A6b3A=' }, { 'x-api-key': 'anything' }]) {
      const { status, headers: answered, body } = await ask(route, headers);
      expect(status).toBe(401);
      expect(answered['www-authenticate']).toMatch(/^Bearer /);
      expect(answered['content-type']).toMatch(/problem\+json/);
      expect(body).not.toHaveProperty('items');
    }
  });
});

describe('the table', () => {
  it('has a row for each route of the application, and no other', () => {
    const modules = [...t.app.get(ModulesContainer).values()];
    const declared = modules.flatMap(({ controllers }) =>
      [...controllers.values()].flatMap(({ metatype }) => routesOf(metatype as never).map(({ route }) => route)),
    );
    expect(declared.sort()).toEqual([...Object.keys(POLICY), ...Object.keys(PUBLIC_ROUTES)].sort());
  });

  it('names for each row the standards that it answers', () => {
    for (const { answers } of Object.values(POLICY)) {
      expect(answers.length).toBeGreaterThan(0);
      for (const answer of answers) expect(answer).toMatch(/^(API\d{1,2}|ASVS \d+\.\d+\.\d+)$/);
    }
  });
});
