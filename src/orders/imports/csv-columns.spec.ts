import { CreateOrderDto } from '../orders.dto';
import { columnsOf, CSV_COLUMNS, orderBodyOf } from './csv-columns';

describe('the columns of a CSV file of orders', () => {
  it('follow the class of a new order, at every depth', () => {
    expect([...CSV_COLUMNS.keys()]).toEqual(
      expect.arrayContaining(['customer_id', 'notes', 'volume_cm3', 'lat', 'locale']),
    );
    expect(CSV_COLUMNS.get('recipient_phone')?.place).toEqual(['recipient', 'phone']);
    expect(CSV_COLUMNS.get('address_reference')?.place).toEqual(['delivery_address', 'reference']);
    expect(CSV_COLUMNS.get('delivery_address')?.place).toEqual(['delivery_address']);
  });

  it('bear a name each: a field whose own is taken says another', () => {
    const names = columnsOf(CreateOrderDto, []).map(([name]) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('each reach their place in the body', () => {
    for (const [name, { place }] of CSV_COLUMNS) {
      const body = orderBodyOf({ [name]: '7' });
      const reached = place.reduce<unknown>((level, step) => {
        const [item] = Array.isArray(level) ? (level as unknown[]) : [level];
        return (item as Record<string, unknown>)[step];
      }, body);
      expect([name, String(reached)]).toEqual([name, name === 'unit_price_soles' ? '700' : '7']);
    }
  });
});
