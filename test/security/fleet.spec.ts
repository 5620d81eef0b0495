import { useApp } from '../support/app';
import { bearer, ISSUER_VARIABLES, tokenOf } from '../support/issuer';

// API1, API3, API5; ASVS 8.2.2: a driver reads what is registered of this one driver, and changes nothing of it.
const t = useApp(ISSUER_VARIABLES);
const dispatcher = bearer(tokenOf('dispatcher', { sub: 'dispatcher-fleet' }));
const driver = (driver_id: string) => bearer(tokenOf('driver', { username: driver_id, sub: driver_id }));
const DRIVERS = ['DRV-A', 'DRV-B'].map((driver_id, n) => ({
  driver_id,
  name: `Chofer ${n}`,
  phone: `+5199911122${n}`,
}));

beforeEach(async () => {
  for (const body of DRIVERS) await t.api.post('/drivers').set(dispatcher).send(body).expect(201);
});

it('is asked for as me or by the own id, and another’s is as if it were not there', async () => {
  for (const name of ['me', 'DRV-A'])
    expect((await t.api.get(`/drivers/${name}`).set(driver('DRV-A')).expect(200)).body).toMatchObject({
      ...DRIVERS[0],
    });
  const refused = async (id: string): Promise<unknown> => {
    const { body } = await t.api.get(`/drivers/${id}`).set(driver('DRV-A')).expect(404);
    const { detail } = body as { detail: string };
    return detail.replace(id, 'ID');
  };
  expect(await refused('DRV-B')).toBe(await refused('DRV-NOBODY'));
  await t.api.get('/drivers/me').set(driver('DRV-NEW')).expect(404);
  await t.api.get('/drivers/me').set(dispatcher).expect(404);
});

it('is changed, listed and taken away by dispatchers and operators alone', async () => {
  const as = driver('DRV-A');
  await t.api.get('/drivers').set(as).expect(403);
  await t.api.patch('/drivers/DRV-A').set(as).send({ active: true }).expect(403);
  await t.api.delete('/drivers/DRV-A').set(as).expect(403);
  await t.api.get('/depots').set(as).expect(403);
  await t.api.patch('/drivers/DRV-A').set(dispatcher).send({ active: false }).expect(200);
  const operator = bearer(tokenOf('operator', { sub: 'operator-fleet' }));
  await t.api.delete('/drivers/DRV-A').set(operator).expect(204);
  const { body } = await t.api.get('/changes?object=driver:DRV-A').set(operator).expect(200);
  expect((body as { items: object[] }).items).toMatchObject([
    { action: 'driver.removed', actor: { role: 'operator' } },
    { action: 'driver.patched', actor: { role: 'dispatcher', subject: 'dispatcher-fleet' } },
    { action: 'driver.registered' },
  ]);
  expect(JSON.stringify(body)).not.toContain('999111');
});
