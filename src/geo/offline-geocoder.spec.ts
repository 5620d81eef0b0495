import * as fc from 'fast-check';
import { NOWHERE, RIGHT } from './address-cases.fixture';
import { isContradiction } from './geocoder';
import { OfflineGeocoder, resolveOffline } from './offline-geocoder';

const ubigeoOf = (address: Parameters<typeof resolveOffline>[0]): string | undefined => {
  const outcome = resolveOffline(address);
  return outcome.found ? outcome.ubigeo : outcome.reason;
};

describe('an address in one string', () => {
  test.each(RIGHT)('%s', (address, ubigeo) => {
    expect(ubigeoOf(address)).toBe(ubigeo);
  });

  test.each(NOWHERE)('%s resolves to nothing, not to a guess', (address) => {
    expect(resolveOffline(address)).toMatchObject({ found: false, reason: 'no_place_named' });
  });

  test.each([
    ['Av. Lecaros 100, Pte. Piedra, Lima', '150125'],
    ['Av. Caminos del Inca 300, Stgo. de Surco', '150140'],
    ['Av. Pacífico 200, Nvo. Chimbote, Santa', '021809'],
    ['Jr. Dos de Mayo 10, Pto. Inca, Pto. Inca, Huánuco', '100901'],
  ])('%s is read with its names written out', (address, ubigeo) => {
    expect(resolveOffline(address)).toMatchObject({ found: true, ubigeo });
  });

  test('says how sure it is', () => {
    const confidence = (address: string): number => {
      const outcome = resolveOffline(address);
      return outcome.found ? outcome.confidence : 0;
    };
    expect(confidence('Calle Tacna 100, Miraflores, Arequipa')).toBeGreaterThan(0.9);
    // Homonyms without a province: home is a default.
    expect(confidence('Calle Tacna 100, Miraflores')).toBeLessThan(confidence('Calle Tacna 100, Barranco'));
    expect(confidence('Santa Rosa')).toBeLessThan(0.5);
    // A street without a number hides where its name ends.
    expect(confidence('Av. Arequipa Lince')).toBeLessThan(0.5);
    expect(confidence('Mirafores, Lima')).toBeLessThan(confidence('Miraflores, Lima'));
  });

  test('a city alone is its central district, at the precision of a province', () => {
    expect(resolveOffline('Jr. Ayacucho 350, Trujillo')).toMatchObject({ ubigeo: '130101', precision: 'province' });
    expect(resolveOffline('Jr. Ayacucho 350, Trujillo, Trujillo')).toMatchObject({ precision: 'district' });
  });

  test('a department alone is too vague', () => {
    expect(resolveOffline('La Libertad')).toMatchObject({ found: false, reason: 'too_vague' });
    expect(resolveOffline('  ')).toMatchObject({ found: false, reason: 'empty' });
  });

  test('any text has an outcome, also a very long one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const outcome = resolveOffline(text);
        expect(outcome.found ? outcome.confidence : 0).toBeLessThanOrEqual(1);
      }),
    );
    expect(ubigeoOf(`${'Mz. A '.repeat(50_000)}, Lince`)).toBe('150116');
  });
});

describe('an address in parts', () => {
  test.each([
    [{ district: 'Miraflores', province: 'Arequipa' }, '040110'],
    [{ district: 'MIRAFLORES', department: 'Lima' }, '150122'],
    [{ street: 'Calle Lima 123', district: 'San Miguel', province: 'San Román', department: 'Puno' }, '211105'],
    [{ street: 'Av. Larco 123', district: 'SJL' }, '150132'],
    [{ district: 'San Migel', province: 'Lima' }, '150136'],
    [{ district: 'Cercado', province: 'Arequipa' }, '040101'],
    [{ district: 'Lurigancho (Chosica)', province: 'Lima' }, '150118'],
    [{ street: 'Av. Larco 123, Miraflores' }, '150122'],
    [{ street: 'Av. Larco 123', province: 'Arequipa' }, '040101'],
    [{ ubigeo: '150101' }, '150101'],
    [{ ubigeo: '150140', district: 'Surco', province: 'LIMA' }, '150140'],
    [{ ubigeo: '150101', district: 'Cercado de Lima' }, '150101'],
  ])('%j is in %s', (address, ubigeo) => {
    expect(ubigeoOf(address)).toBe(ubigeo);
  });

  test.each([
    [{ ubigeo: '150122', district: 'Barranco' }, 'ubigeo_and_names_disagree'],
    [{ ubigeo: '150122', province: 'Arequipa' }, 'ubigeo_and_names_disagree'],
    [{ ubigeo: '999999' }, 'unknown_ubigeo'],
    [{ ubigeo: '15012' }, 'unknown_ubigeo'],
    [{ district: 'Barranco', province: 'Arequipa' }, 'names_disagree'],
    [{ lat: NaN, lon: -77 }, 'not_a_number'],
    [{ lat: -12 }, 'not_a_number'],
    [{ lat: 120, lon: -77 }, 'latitude_out_of_range'],
  ])('%j contradicts itself: %s', (address, reason) => {
    const outcome = resolveOffline(address);
    expect(outcome).toMatchObject({ found: false, reason });
    expect(isContradiction(outcome)).toBe(true);
  });

  test.each([
    [{ street: 'Av. Larco 123' }, 'no_place_named'],
    [{}, 'empty'],
  ])('%j leaves the place out: %s', (address, reason) => {
    const outcome = resolveOffline(address);
    expect(outcome).toMatchObject({ found: false, reason });
    expect(isContradiction(outcome)).toBe(false);
  });
});

describe('client coordinates', () => {
  test('win over everything else', () => {
    expect(resolveOffline({ lat: -12.1, lon: -77.03, district: 'Miraflores', province: 'Lima' })).toEqual({
      found: true,
      lat: -12.1,
      lon: -77.03,
      ubigeo: '150122',
      district: 'Miraflores',
      province: 'Lima',
      department: 'Lima',
      precision: 'point',
      confidence: 1,
      source: 'client',
      outside_peru: false,
    });
  });

  test('are taken at sea and at the poles, and said to be outside Peru', async () => {
    await expect(new OfflineGeocoder().resolve({ lat: -90, lon: 0 })).resolves.toMatchObject({
      found: true,
      precision: 'point',
      outside_peru: true,
    });
  });
});
