/** A valid body for `POST /orders`; each call may change what its test is about. */
export const orderBody = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  customer_id: 'SHOP-1',
  recipient: { name: 'Rosa Quispe', email: 'rosa@example.pe', phone: '999888777' },
  products: [{ name: 'Zapatillas', quantity: 1, unit_price: 15_900 }],
  delivery_address: { street: 'Av. José Larco 345', district: 'Miraflores', lat: -12.1211, lon: -77.0297 },
  ...changes,
});
