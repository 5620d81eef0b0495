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

  it.each([
    ['+51 999 888 777', ['PE'], '+51999888777'],
    ['+56 9 6123 4567', ['PE'], undefined],
    ['+56 9 6123 4567', ['PE', 'CL'], '+56961234567'],
    ['+882 16 1234 5678', ['PE'], undefined],
    ['+51 1 444 5566', ['PE'], undefined],
  ])('%s is, of %j alone, %s', (given, countries, expected) => {
    expect(mobileNumber(given, countries)).toBe(expected);
  });
});
