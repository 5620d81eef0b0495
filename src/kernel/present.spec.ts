import { present } from './present';

describe('the members of an object that are there', () => {
  it('leaves out what is undefined, and nothing else', () => {
    const order = present({ reference: 'PEDIDO-1', route_id: undefined, attempts: 0, notes: '', driver: null });
    expect(order).toStrictEqual({ reference: 'PEDIDO-1', attempts: 0, notes: '', driver: null });
  });

  it('overwrites nothing with what is absent', () => {
    const reference: string | undefined = undefined;
    expect({ reference: 'PEDIDO-1', ...present({ reference }) }).toStrictEqual({ reference: 'PEDIDO-1' });
  });

  it('keeps what must be there apart from what may be missing, for the compiler', () => {
    const of = (route_id: string | undefined) => present({ order_id: 'o', route_id });
    const exact: { order_id: string; route_id?: string } = of('r');
    // @ts-expect-error: an absent route is no text.
    const text: string = of(undefined).route_id;
    expect([exact.route_id, text]).toEqual(['r', undefined]);
  });
});
