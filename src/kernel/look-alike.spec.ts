import { looksLike } from './look-alike';

it.each([
  ['SHOP-LIMA-O1', 'SHOP-LIMA-01'],
  ['DRV001', 'drv001'],
  ['DEPOT-LIMA', 'depot.1ima'],
  ['a_b', 'a--b'],
])('takes %s for %s', (a, b) => {
  expect(looksLike(a, b)).toBe(true);
  expect(looksLike(b, a)).toBe(true);
});

it.each([
  ['DRV001', 'DRV002'],
  ['AB', 'A-B'],
])('tells %s from %s', (a, b) => {
  expect(looksLike(a, b)).toBe(false);
});
