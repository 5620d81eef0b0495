import { addressFault } from './address-faults';
import { districtTable } from './districts';

const larco = { street: 'Av. Larco 345', district: 'Miraflores', province: 'Lima' };

describe('an address that contradicts itself', () => {
  it.each([
    [{ ...larco, lat: -8.11, lon: -79.03 }, 'lat', /4\d\d km from Miraflores, Lima/],
    [{ ...larco, lat: -77.03, lon: -12.12 }, 'lat', /look exchanged/],
    [{ street: 'x', lat: -77.03, lon: -12.12 }, 'lat', /look exchanged/],
    [{ street: 'x', lat: 40.4, lon: -3.7 }, 'lat', /^and lon lie outside Peru\.$/],
    [{ street: 'x', lat: 0, lon: 0 }, 'lat', /outside Peru/],
    [{ street: 'Av. Grau 100', ubigeo: '150101', district: 'Iquitos' }, 'ubigeo', /is Lima, Lima, Lima/],
    [{ street: 'Av. Grau 100', ubigeo: '999999' }, 'ubigeo', /no district has 999999/],
    [{ street: 'Av. Grau 100', ubigeo: '15' }, 'ubigeo', /six digits/],
    [{ street: 'Av. Grau 100', district: 'Miraflores', province: 'Tumbes' }, 'district', /province/],
    [{ street: 'x', ubigeo: '150122', lat: -16.4, lon: -71.5 }, 'lat', /from Miraflores, Lima, Lima/],
    // Near none of the four districts of that name, nor of the many of the next.
    [{ street: 'x', district: 'Miraflores', lat: -8.11, lon: -79.03 }, 'lat', /nearest place that the names may mean/],
    [{ street: 'x', district: 'San Isidro', lat: -16.4, lon: -71.5 }, 'lat', /nearest place that the names may mean/],
    [{ street: 'x', district: 'Surco', lat: -3.75, lon: -73.25 }, 'lat', /nearest place that the names may mean/],
    [{ street: 'x', province: 'Cusco', lat: -12.1, lon: -77.0 }, 'lat', /, Cusco: give/],
    [{ street: 'x', department: 'Loreto', lat: -12.1, lon: -77.0 }, 'lat', /, Loreto: give/],
  ])('%j is faulty at %s', (address, field, detail) => {
    const fault = addressFault(address);
    expect(fault?.field).toBe(field);
    expect(fault?.detail).toMatch(detail);
  });

  it.each([
    ['a text, however vague', 'por el mercado'],
    ['a street alone', { street: 'Av. Larco 345' }],
    ['a point in one of the districts of a name', { street: 'x', district: 'Miraflores', lat: -16.39, lon: -71.52 }],
    ['a point in what is called so for short', { street: 'x', district: 'Surco', lat: -12.13, lon: -76.99 }],
    ['a region for a province', { street: 'x', province: 'Cusco', lat: -12.86, lon: -72.69 }],
    [
      'the city and the region of a shop',
      { street: 'x', province: 'Lima', department: 'Lima', lat: -12.1, lon: -77.0 },
    ],
    [
      'a quarter called like a small district far away',
      { street: 'x', district: 'Santa Catalina', lat: -12.09, lon: -77.02 },
    ],
    ['a point at home', { ...larco, lat: -12.12, lon: -77.03 }],
    ['a district of several provinces', { street: 'x', district: 'Miraflores' }],
    ['a name that nobody knows', { street: 'x', district: 'Los Portales del Sol' }],
    ['a point far from the capital of a wide district', { street: 'x', ubigeo: '170101', lat: -12.2, lon: -70.0 }],
    ['a city for a district', { street: 'Av. Larco 345, Miraflores', district: 'Lima', province: 'Lima' }],
  ])('%s is none', (_, address) => {
    expect(addressFault(address)).toBeUndefined();
  });

  it('is never a district with its own code, names and capital', () => {
    const faulty = districtTable().all.filter(
      ({ ubigeo, district, province, department, lat, lon }) =>
        addressFault({ street: 'x', ubigeo, district, province, department, lat, lon }) !== undefined,
    );
    expect(faulty).toEqual([]);
  });
});
