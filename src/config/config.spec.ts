import { Environment, loadConfig, refuseOpenDoors } from './config';

describe('configuration', () => {
  it('has a working default for everything', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ STAGE: 'local', PORT: 3000, IGV_PERCENT: 18, STATUS_SHARDS: 10, AUTH_MODE: 'none' });
    expect(config.resources.tables.orders).toBe('dinex-local-orders');
  });

  it('reads figures and lists, and takes a table name from its own variable', () => {
    const config = loadConfig({
      PORT: '8080',
      SMS_STATUSES: 'DELIVERED, RETURNED',
      ORDERS_TABLE: 'restored',
      IGV_PERCENT: '10.5',
    });
    expect(config).toMatchObject({ PORT: 8080, SMS_STATUSES: ['DELIVERED', 'RETURNED'], IGV_PERCENT: 10.5 });
    expect(config.resources.tables.orders).toBe('restored');
  });

  it('names every wrong variable in one error', () => {
    expect(() => loadConfig({ PORT: 'high', STATUS_SHARDS: '0' })).toThrow(
      /^Wrong configuration: .*PORT.*STATUS_SHARDS/,
    );
  });

  it('refuses to make everyone an operator beyond loopback', () => {
    const start = (environment: Environment): void => {
      refuseOpenDoors(loadConfig(environment), environment);
    };
    for (const host of ['0.0.0.0', '127.evil.example', '127.0.0.1.evil.example', 'evil.example', '::'])
      expect(() => {
        start({ HOST: host });
      }).toThrow(/AUTH_MODE/);
    for (const STAGE of ['prod', 'dev', 'test'])
      expect(() => {
        start({ STAGE });
      }).toThrow(/STAGE=local/);
    expect(() => {
      start({ AWS_LAMBDA_FUNCTION_NAME: 'dinex-api' });
    }).toThrow(/"jwt"/);
    for (const host of ['127.0.0.1', '127.0.0.9', '::1', 'localhost']) start({ HOST: host });
    start({ HOST: '0.0.0.0', STAGE: 'prod', AUTH_MODE: 'jwt' });
  });

  it('asks for the address of the OSRM server where distances come from one', () => {
    expect(() => loadConfig({ MATRIX_PROVIDER: 'osrm' })).toThrow(/OSRM_URL/);
  });

  describe('of the speeds of cities', () => {
    const city = { city: 'Trujillo', lat: -8.11, lon: -79.03, radius_km: 12, mean_kmh: 20 };
    const hours = Array.from({ length: 24 }, (_, hour) => 10 + hour);
    const load = (value: unknown) => loadConfig({ CITY_SPEEDS: JSON.stringify(value) });

    it('is read as JSON', () => {
      expect(load([{ ...city, by_hour_kmh: hours }]).CITY_SPEEDS).toEqual([{ ...city, by_hour_kmh: hours }]);
      expect(load([]).CITY_SPEEDS).toEqual([]);
    });

    it.each<[string, unknown, RegExp]>([
      ['an hour that is missing', [{ ...city, by_hour_kmh: hours.slice(1) }], /CITY_SPEEDS\[0\]\.by_hour_kmh: .*24/],
      [
        'an hour that stands still',
        [{ ...city, by_hour_kmh: [0, ...hours.slice(1)] }],
        /\[0\]\.by_hour_kmh: .*less than 3/,
      ],
      ['a place that is none', [{ ...city, lat: -98, by_hour_kmh: hours }], /CITY_SPEEDS\[0\]\.lat: /],
      ['a figure that is text', [{ ...city, mean_kmh: '20', by_hour_kmh: hours }], /CITY_SPEEDS\[0\]\.mean_kmh: /],
      ['no cities but a number', [20], /CITY_SPEEDS\[0\]: must be a JSON list of at most 50 cities$/],
      ['no list', city, /CITY_SPEEDS: must be a JSON list of at most 50 cities$/],
    ])('refuses %s and says where', (_, value, message) => {
      expect(() => load(value)).toThrow(message);
    });

    it('refuses what is not JSON', () => {
      expect(() => loadConfig({ CITY_SPEEDS: 'Lima=17' })).toThrow(
        /^Wrong configuration: CITY_SPEEDS: must be a JSON list of at most 50 cities$/,
      );
    });
  });

  it('asks for a secret where a webhook is set', () => {
    expect(() => loadConfig({ WEBHOOK_URL: 'https://shop.example/hook' })).toThrow(/WEBHOOK_SECRET/);
  });
});
