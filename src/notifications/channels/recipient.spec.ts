import { mobileNumber } from './recipient';

describe('mobile numbers', () => {
  it.each([
    ['999888777', '+51999888777'],
    ['+51 999 888 777', '+51999888777'],
    ['+56 9 6123 4567', '+56961234567'],
    ['01 444 5566', undefined],
    ['12', undefined],
    [undefined, undefined],
  ])('%s is %s', (given, expected) => {
    expect(mobileNumber(given)).toBe(expected);
  });
});
