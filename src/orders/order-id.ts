import { ApiParam } from '@nestjs/swagger';
import { UUID_SCHEMA } from '../http/properties';
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

export const ApiOrderId = (): MethodDecorator => ApiParam({ name: 'order_id', schema: UUID_SCHEMA });
