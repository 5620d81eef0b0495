import { randomUUID } from 'node:crypto';
import { allowedNext, isTerminal, ParcelStatus } from '../../src/orders/states';
import { orderBody } from '../factories/orders';
import type { Answer, SteadfastClient } from './client';
import type { Chance } from './random';

interface Parcel {
  readonly order_id: string;
  status: ParcelStatus;
  attempt_count: number;
  picked_up: boolean;
  on_route: boolean;
}

/** Points of central Lima, so that routes have something to plan. */
const place = (chance: Chance) => ({
  street: 'Av. Arequipa',
  lat: -12.05 - chance.next() / 10,
  lon: -77.0 - chance.next() / 10,
});

/**
 * A shop and its driver, alone with their own parcels: what they do in turn is legal, so every refusal is a fault of the
 * service. All of it is sent through a steadfast client, over and over if need be.
 */
export class Courier {
  readonly accepted: string[] = [];
  private readonly parcels: Parcel[] = [];

  constructor(
    private readonly name: string,
    private readonly client: SteadfastClient,
    private readonly chance: Chance,
  ) {}

  /** One request of the mix. */
  async act(): Promise<void> {
    const open = this.parcels.filter(({ status }) => !isTerminal(status));
    const die = this.chance.next();
    if (open.length === 0 || die < 0.35) return this.create();
    if (die < 0.4) return this.edit(this.chance.oneOf(open));
    if (die < 0.43) return this.plan(open);
    if (die < 0.48) return this.read(this.chance.oneOf(this.parcels));
    return this.scan(this.chance.oneOf(open));
  }

  private get twice(): boolean {
    return this.chance.next() < 0.1;
  }

  private async create(): Promise<void> {
    const body = orderBody({ customer_id: this.name, delivery_address: place(this.chance) });
    const { order_id } = expect(await this.client.send('POST', '/orders', body, this.twice), 201);
    this.accepted.push(String(order_id));
    this.parcels.push({
      order_id: String(order_id),
      status: 'CREATED',
      attempt_count: 0,
      picked_up: false,
      on_route: false,
    });
  }

  private async scan(parcel: Parcel): Promise<void> {
    const status = this.chance.oneOf(allowedNext(parcel));
    if (status === 'CANCELLED') {
      expect(await this.client.send('POST', `/orders/${parcel.order_id}/cancel`, {}, this.twice), 200);
      parcel.status = status;
      return;
    }
    const body = {
      order_id: parcel.order_id,
      status,
      event_id: randomUUID(),
      ...(status === 'ATTEMPT_FAILED' ? { reason_code: 'CONSIGNEE_ABSENT' } : {}),
    };
    const answer = expect(await this.client.send('POST', '/tracking', body, this.twice), 201);
    if (answer.status !== status) throw new Error(`${parcel.order_id} is ${String(answer.status)} after ${status}`);
    parcel.status = status;
    parcel.attempt_count = Number(answer.attempt_count);
    parcel.picked_up ||= status !== 'EXCEPTION';
  }

  private async edit(parcel: Parcel): Promise<void> {
    const answer = await this.client.send('PATCH', `/orders/${parcel.order_id}`, { notes: randomUUID() });
    if (answer.status !== 200 && answer.status !== 409) throw new Error(`PATCH answered ${JSON.stringify(answer)}`);
  }

  private async plan(open: readonly Parcel[]): Promise<void> {
    const free = open.filter(
      ({ status, on_route }) => !on_route && ['CREATED', 'PICKED_UP', 'IN_TRANSIT'].includes(status),
    );
    if (free.length === 0) return this.create();
    const body = { order_ids: free.slice(0, 20).map(({ order_id }) => order_id), driver_id: this.name };
    const { route_id } = expect(await this.client.send('POST', '/routes', body, this.twice), 200);
    expect(await this.client.send('POST', `/routes/${String(route_id)}/cancel`, {}), 200);
  }

  private async read(parcel: Parcel): Promise<void> {
    const { status } = expect(await this.client.send('GET', `/orders/${parcel.order_id}`), 200);
    if (status !== parcel.status)
      throw new Error(`${parcel.order_id} is ${String(status)} and should be ${parcel.status}`);
  }
}

function expect(answer: Answer, status: number): Record<string, unknown> {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${JSON.stringify(answer)}`);
  return answer.body;
}
