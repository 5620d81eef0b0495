import { loadConfig } from './config';

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
    expect(() => loadConfig({ HOST: '0.0.0.0' })).toThrow(/AUTH_MODE/);
    expect(loadConfig({ HOST: '0.0.0.0', AUTH_MODE: 'apikey' }).HOST).toBe('0.0.0.0');
  });

  it('asks for a secret where a webhook is set', () => {
    expect(() => loadConfig({ WEBHOOK_URL: 'https://shop.example/hook' })).toThrow(/WEBHOOK_SECRET/);
  });
});
