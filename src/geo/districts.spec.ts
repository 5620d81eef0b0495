import { outsidePeru } from './coordinates';
import { districtTable } from './districts';
import { DEPARTMENT_ALIASES, DISTRICT_ALIASES, HOME_PROVINCES, PROVINCE_ALIASES } from './place-aliases';

const { all, byUbigeo } = districtTable();

test('knows the 1,891 districts of 196 provinces in 25 departments', () => {
  expect(all).toHaveLength(1891);
  expect(new Set(all.map((d) => d.ubigeo)).size).toBe(1891);
  expect(new Set(all.map((d) => d.ubigeo.slice(0, 4))).size).toBe(196);
  expect(new Set(all.map((d) => d.department)).size).toBe(25);
});

test('gives homonyms their own places', () => {
  const miraflores = all.filter((d) => d.district === 'Miraflores');
  expect(miraflores.map((d) => d.province)).toEqual(['Arequipa', 'Huamalíes', 'Lima', 'Yauyos']);
  expect(byUbigeo.get('150122')).toMatchObject({
    lat: expect.closeTo(-12.12, 1) as number,
    lon: expect.closeTo(-77.03, 1) as number,
  });
});

test("reads codes as INEI's, in whose table 150101 is Lima and not Iquitos", () => {
  expect(byUbigeo.get('150101')?.district).toBe('Lima');
});

test('every district lies in Peru', () => {
  expect(all.filter(outsidePeru)).toEqual([]);
});

test('every alias is of a district, province or department that exists', () => {
  const codes = new Set(all.flatMap(({ ubigeo }) => [ubigeo, ubigeo.slice(0, 4), ubigeo.slice(0, 2)]));
  const aliased = [DISTRICT_ALIASES, PROVINCE_ALIASES, DEPARTMENT_ALIASES].flatMap((table) => Object.keys(table));
  expect([...aliased, ...HOME_PROVINCES].filter((code) => !codes.has(code))).toEqual([]);
  const named = Object.keys(DISTRICT_ALIASES).map((code) => byUbigeo.get(code)?.district);
  expect(named).toContain('Santiago de Surco');
  expect(named).not.toContain(undefined);
});
