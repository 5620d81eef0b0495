import { readDto } from '../../src/http/validation';
import type { OrderInput } from '../../src/orders/order';
import { CreateOrderDto } from '../../src/orders/orders.dto';

/** A valid body for `POST /orders`; each call may change what its test is about. */
export const orderBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  customer_id: 'SHOP-1',
  recipient: { name: 'Rosa Quispe', email: 'rosa@example.pe', phone: '999888777' },
  products: [{ name: 'Zapatillas', quantity: 1, unit_price: 15_900 }],
  delivery_address: { street: 'Av. José Larco 345', district: 'Miraflores', lat: -12.1211, lon: -77.0297 },
  ...changes,
});

/** Such a body as the API hands it on: checked, with its defaults. */
export function orderInput(changes: Record<string, unknown> = {}): OrderInput {
  const dto = readDto(CreateOrderDto, orderBody(changes));
  if (dto instanceof CreateOrderDto) return dto;
  throw new Error(`The changes make no order: ${JSON.stringify(dto)}`);
}
