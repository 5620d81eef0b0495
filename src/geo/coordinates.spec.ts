import { coordinateFault, outsidePeru } from './coordinates';

test.each([
  [{ lat: NaN, lon: -77 }, 'not_a_number'],
  [{ lat: '-12', lon: -77 }, 'not_a_number'],
  [{ lat: -12, lon: undefined }, 'not_a_number'],
  [{ lat: -90.01, lon: 0 }, 'latitude_out_of_range'],
  [{ lat: Infinity, lon: 0 }, 'latitude_out_of_range'],
  [{ lat: 0, lon: 180.5 }, 'longitude_out_of_range'],
])('%j is no place: %s', (point, fault) => {
  expect(coordinateFault(point)).toBe(fault);
});

test.each([
  [90, 0],
  [-90, 180],
  [0, -180],
  [-12.05, -77.04],
])('%d, %d is a place', (lat, lon) => {
  expect(coordinateFault({ lat, lon })).toBeUndefined();
});

test.each([
  ['Lima', -12.046, -77.043, false],
  ['San Lorenzo island off Callao', -12.09, -77.22, false],
  ['Iquitos', -3.749, -73.254, false],
  ['Tacna, near the border', -18.014, -70.253, false],
  ['the Pacific, 150 km off Lima', -12.05, -78.5, true],
  ['Lima with latitude and longitude swapped', -77.04, -12.05, true],
  ['Null Island', 0, 0, true],
  ['La Paz', -16.5, -68.15, true],
  ['Lima, the other side of the world', 12.046, 102.957, true],
  ['the South Pole', -90, 0, true],
  ['the date line', -12, 180, true],
])('%s', (_, lat, lon, outside) => {
  expect(outsidePeru({ lat, lon })).toBe(outside);
});
