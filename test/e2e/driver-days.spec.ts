import { orderBody } from '../factories/orders';
import { useApp } from '../support/app';

/* A driver is planned once for the same time. */

const t = useApp({ PLAN_CPU_MS: '60' });

const HOUR = 3_600_000;
const MORNING = Date.parse('2031-03-10T13:00:00Z');
const at = (hours: number): string => new Date(MORNING + hours * HOUR).toISOString();

interface Route {
  route_id: string;
  departure_at: string;
  estimated_duration_seconds: number;
}

let place = 0;
const order = async (): Promise<string> => {
  const delivery_address = { street: 'Calle 1', lat: -12.06 - (place++ % 10) / 500, lon: -77.05 };
  return ((await t.api.post('/orders').send(orderBody({ delivery_address })).expect(201)).body as { order_id: string })
    .order_id;
};
const ask = async (body: object, status = 200): Promise<Record<string, unknown>> => {
  const request = { order_ids: [await order(), await order()], max_iterations: 5, departure_at: at(0), ...body };
  const answer = await t.api.post('/routes').send(request);
  expect(answer).toMatchObject({ status });
  return answer.body as Record<string, unknown>;
};
const plan = async (body: object): Promise<Route> => (await ask(body)) as unknown as Route;

describe('a driver who has a route', () => {
  it('gets no other one at that time: 409 names it', async () => {
    const { route_id } = await plan({ driver_id: 'D1' });
    const free = await order();
    const refused = await ask({ driver_id: 'D1', order_ids: [free] }, 409);
    expect(refused).toMatchObject({ route_ids: [route_id], errors: [{ pointer: '#/driver_id' }] });
    expect(refused.detail).toContain(route_id);
    expect((await t.api.get(`/orders/${free}`)).body).not.toHaveProperty('route_id');
    const fleet = { drivers: [{ driver_id: 'D0' }, { driver_id: 'D1', capacity: { parcels: 1 } }] };
    const drivers = [{ ...fleet.drivers[0], capacity: { parcels: 1 } }, fleet.drivers[1]];
    expect(await ask({ drivers }, 409)).toMatchObject({
      route_ids: [route_id],
      errors: [{ pointer: '#/drivers/1/driver_id' }],
    });
    await plan({ driver_id: 'D0' });
  });

  it('gets a second one later the same day, and the first one’s time once that has ended', async () => {
    const first = await plan({ driver_id: 'D2' });
    const hours = first.estimated_duration_seconds / 3_600;
    await plan({ driver_id: 'D2', departure_at: at(hours) });
    await ask({ driver_id: 'D2', departure_at: at(hours / 2) }, 409);
    await t.api.post(`/routes/${first.route_id}/cancel`).expect(200);
    await plan({ driver_id: 'D2' });
  });

  it('has it on each day that it touches', async () => {
    const midnight = (Date.parse('2031-03-11T05:00:00Z') - MORNING) / HOUR;
    const { route_id } = await plan({ driver_id: 'D3', departure_at: at(midnight - 0.1), service_seconds: 3_600 });
    for (const hours of [-0.2, 0, 1])
      expect(await ask({ driver_id: 'D3', departure_at: at(midnight + hours) }, 409)).toMatchObject({
        route_ids: [route_id],
      });
  });

  it('is asked for by two at once: one gets the driver', async () => {
    const order_ids = await Promise.all(Array.from({ length: 8 }, order));
    const answers = await Promise.all(
      order_ids.map((id) => t.api.post('/routes').send({ order_ids: [id], driver_id: 'D4', departure_at: at(0) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });

  it('may be late: reoptimising moves the time and refuses nothing', async () => {
    const now = t.clock.now();
    const soon = (hours: number): string => new Date(now + hours * HOUR).toISOString();
    const first = await plan({ driver_id: 'D5', departure_at: soon(0) });
    const hours = first.estimated_duration_seconds / 3_600;
    await plan({ driver_id: 'D5', departure_at: soon(hours) });
    await t.api.post(`/routes/${first.route_id}/start`).expect(200);
    t.clock.advance((hours / 2) * HOUR);
    const moved = await t.api.post(`/routes/${first.route_id}/reoptimize`).send({}).expect(200);
    expect((moved.body as Route).estimated_duration_seconds).toBeGreaterThan(first.estimated_duration_seconds);
    t.clock.reset();
    expect(await ask({ driver_id: 'D5', departure_at: soon(hours * 1.2) }, 409)).toMatchObject({
      route_ids: expect.arrayContaining([first.route_id]) as string[],
    });
  });
});
