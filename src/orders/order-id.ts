import { ApiParam } from '@nestjs/swagger';
import { invalid } from '../kernel/errors';
import { OrderId, parseOrderId } from '../kernel/ids';

/**
 * Returns the order id of a path, in lower case.
 *
 * @throws DinexError `invalid` for what is none, before the store is asked.
 */
export function orderIdFrom(text: string): OrderId {
  const orderId = parseOrderId(text);
  if (orderId === undefined) throw invalid('#/order_id', 'order_id must be a UUIDv7 as this API gives it.', 'path');
  return orderId;
}

export const ApiOrderId = (): MethodDecorator =>
  ApiParam({
    name: 'order_id',
    schema: { type: 'string', format: 'uuid' },
    example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e',
  });
