import type { RouteDto } from '../../../src/routes/route.dto';
import { useApp } from '../../support/app';
import { crashAt, planRoute, readOrders, storeOrders } from '../../support/routes';

// More stops than one transaction holds.
const t = useApp({ WORKING_DAY_HOURS: '24' });

const transfer = ({ route_id }: RouteDto, driver_id: string) =>
  t.api.post(`/routes/${route_id}/transfer`).send({ driver_id });
const read = async ({ route_id }: RouteDto): Promise<RouteDto> =>
  (await t.api.get(`/routes/${route_id}`).expect(200)).body as RouteDto;

describe('POST /routes/{id}/transfer', () => {
  it('lets a hundred and twenty orders follow their driver, also after a crash half way', async () => {
    const orders = await storeOrders(t, 120);
    const route = await planRoute(t, orders, 'MANY-1');
    const crash = crashAt(t, 2, 'after');
    await transfer(route, 'MANY-2').expect(500);
    crash.restore();
    const half = (await readOrders(t, orders)).map(({ driver_id }) => driver_id);
    expect(new Set(half)).toEqual(new Set(['MANY-1', 'MANY-2']));
    await transfer(route, 'MANY-2').expect(200);
    for (const order of await readOrders(t, orders))
      expect(order).toMatchObject({ route_id: route.route_id, driver_id: 'MANY-2' });
  });

  it('moves fifty stops into another route, forty at a time', async () => {
    const [orders, others] = [await storeOrders(t, 50), await storeOrders(t, 2)];
    const [route, taker] = [await planRoute(t, orders, 'JOIN-1'), await planRoute(t, others, 'JOIN-2')];
    const crash = crashAt(t, 2, 'before');
    await transfer(route, 'JOIN-2').expect(500);
    crash.restore();
    expect([(await read(route)).stops, (await read(taker)).stops]).toEqual([10, 42]);
    await transfer(route, 'JOIN-2').expect(200);
    expect([(await read(route)).stops, (await read(taker)).stops]).toEqual([0, 52]);
    for (const order of await readOrders(t, orders))
      expect(order).toMatchObject({ route_id: taker.route_id, driver_id: 'JOIN-2' });
  });
});
