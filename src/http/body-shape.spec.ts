import 'reflect-metadata';
import * as validator from 'class-validator';
import { CreateOrderDto, NewOrderDto, PatchOrderDto } from '../orders/orders.dto';
import { membersOf, misshapen } from './body-shape';
import { readDto } from './validation';

const order = (products: unknown): object => ({ customer_id: 'S', delivery_address: 'Av. 1', products });
const faults = (type: new () => object, body: object): unknown => misshapen(type, body, 50);

describe('the shape of a body', () => {
  it.each([
    ['the class itself', CreateOrderDto],
    ['a class that leaves a property of another out', NewOrderDto],
    ['a patch of it', PatchOrderDto],
  ])('is that of %s', (_, type) => {
    expect(membersOf(type).get('products')).toMatchObject({ list: true, max: 100 });
    expect(membersOf(type).get('recipient')).toMatchObject({ list: false });
    expect(faults(type, { products: Array.from({ length: 101 }, () => ({})) })).toEqual([
      { pointer: '#/products', detail: 'must contain no more than 100 elements' },
    ]);
  });

  it('holds no list in a list, and none for an object', () => {
    expect(faults(CreateOrderDto, order([{}, [], [[[]]]]))).toEqual([
      { pointer: '#/products/1', detail: 'must be an object' },
      { pointer: '#/products/2', detail: 'must be an object' },
    ]);
    const lists = { recipient: [{}], delivery_address: [[{}]] };
    expect(faults(CreateOrderDto, lists)).toEqual([
      { pointer: '#/recipient', detail: 'must be an object' },
      { pointer: '#/delivery_address', detail: 'must be an object' },
    ]);
  });

  it('leaves a few unknown fields to validation, and refuses dozens', () => {
    const unknown = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, 1]));
    expect(faults(CreateOrderDto, unknown(49))).toEqual([]);
    expect(faults(CreateOrderDto, unknown(400))).toHaveLength(50);
    const products = Array.from({ length: 100 }, () => unknown(400));
    expect(faults(CreateOrderDto, order(products))).toHaveLength(50);
  });
});

describe('what has another shape than it should', () => {
  const details = (body: object): unknown => readDto(CreateOrderDto, body);

  it.each([
    ['an object', {}],
    ['a product itself', { name: 'x', quantity: 1, unit_price: 1 }],
    ['a text', 'x'],
    ['null', null],
  ])('is told in one sentence, and of no part: %s for a list', (_, products) => {
    expect(details(order(products))).toEqual([{ pointer: '#/products', detail: 'must be an array' }]);
  });

  it.each([null, 'Ana', 7, true])('is told in one sentence: %j for an object', (recipient) => {
    const product = { name: 'x', quantity: 1, unit_price: 1 };
    expect(details({ ...order([product]), recipient })).toEqual([
      { pointer: '#/recipient', detail: 'must be an object' },
    ]);
  });

  it.each([null, 7, true, '', ' '])('is told in one sentence: %j for an address', (delivery_address) => {
    const product = { name: 'x', quantity: 1, unit_price: 1 };
    expect(details({ ...order([product]), delivery_address })).toEqual([
      { pointer: '#/delivery_address', detail: 'must be a text of 1 to 500 characters or an object' },
    ]);
  });
});

describe('validation walks', () => {
  /** Returns how many objects class-validator looked at, the first one included. */
  function looksAt(body: object, atMost: number): number {
    const looked = jest.spyOn(validator.getMetadataStorage(), 'getTargetValidationMetadatas').mockClear();
    readDto(CreateOrderDto, body, atMost);
    const calls = looked.mock.calls.length;
    looked.mockRestore();
    return calls;
  }

  it('no item of a list that is too long', () => {
    const tooLong = looksAt(order(Array.from({ length: 101 }, () => ({}))), 5);
    expect(tooLong).toBe(0);
  });

  it('no further items of a list than it takes to find the faults that are told', () => {
    const wrong = (count: number) => order(Array.from({ length: count }, () => ({ name: '' })));
    expect(looksAt(wrong(100), 5)).toBeLessThanOrEqual(12);
    expect(looksAt(wrong(10), 5)).toBeGreaterThan(10);
    expect(looksAt(wrong(100), 50)).toBeLessThan(30);
  });

  it('every item of a list that has none', () => {
    const product = { name: 'x', quantity: 1, unit_price: 1 };
    const products = Array.from({ length: 100 }, () => product);
    const read = readDto(CreateOrderDto, order(products));
    expect(read).toBeInstanceOf(CreateOrderDto);
    expect((read as CreateOrderDto).products).toHaveLength(100);
    const last = readDto(CreateOrderDto, order([...products.slice(1), { ...product, quantity: 0 }]));
    expect(last).toEqual([expect.objectContaining({ pointer: '#/products/99/quantity' })]);
  });
});
