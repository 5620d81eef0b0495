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

  it('asks for a secret where a webhook is set', () => {
    expect(() => loadConfig({ WEBHOOK_URL: 'https://shop.example/hook' })).toThrow(/WEBHOOK_SECRET/);
  });
});
