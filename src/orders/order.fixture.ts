import { newOrderId } from '../kernel/ids';
import { createOrder, Order, OrderInput } from './order';

/** An order for tests, as a shop would send it at a fixed instant. */
export const orderInput = (changes: Partial<OrderInput> = {}): OrderInput => ({
  customer_id: 'SHOP-1',
  recipient: { name: 'Rosa Quispe', phone: '+51999888777', locale: 'es-PE' },
  products: [{ name: 'Zapatillas', quantity: 1, unit_price: 15_900 }],
  delivery_address: { street: 'Av. José Larco 345', district: 'Miraflores' },
  ...changes,
});

export const newOrder = (changes: Partial<OrderInput> = {}): Order =>
  createOrder(orderInput(changes), {
    orderId: newOrderId(Date.parse('2026-11-21T15:04:05.123Z')),
    writeId: 'w1',
    igvPercent: 18,
  });
