import { encodeCursor } from '../kernel/cursor';
import { newOrderId } from '../kernel/ids';
import { PARCEL_STATUSES } from './states';
import { MAX_STATUS_SHARDS, shardsOf } from './status-shard';

/** API Gateway's limit for request line and headers together, less room for the headers. */
const ROOM = 10_240 - 2_048;

it.each([10, MAX_STATUS_SHARDS])('the cursor of all orders fits into a request with %i shards', (shards) => {
  const month = 30 * 86_400_000;
  const after = Object.fromEntries(
    PARCEL_STATUSES.flatMap((status) => shardsOf(status, shards)).map((shard) => [
      shard,
      newOrderId(1_763_737_200_000 + Math.floor(Math.random() * month)),
    ]),
  );
  expect(encodeCursor({ filter: JSON.stringify([null, null]), after }).length).toBeLessThan(ROOM);
});
