import type { DinexError } from './errors';
import { e164 } from './phone';

it.each([
  ['999 888 777', '+51999888777'],
  ['+51999888777', '+51999888777'],
  ['(01) 611-6000', '+5116116000'],
  ['+1 212 555 2368', '+12125552368'],
])('%s is %s', (phone, expected) => {
  expect(e164(phone, '#/phone')).toBe(expected);
});

it.each(['12', '999888777 x5', 'call 999888777', '999888777 or 999888778', ''])(
  '%j is none, where it stands',
  (phone) => {
    const fault = (): unknown => {
      try {
        return e164(phone, '#/recipient/phone');
      } catch (error) {
        return (error as DinexError).details.errors;
      }
    };
    expect(fault()).toMatchObject([{ pointer: '#/recipient/phone' }]);
  },
);
