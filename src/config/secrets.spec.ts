import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from './config';
import { withSecrets } from './secrets';

const GENERATED = 'Ab3'.repeat(16);

describe('secrets', () => {
  let server: Server;
  let endpoint: string;
  let kept: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      expect(request.headers['x-amz-target']).toBe('secretsmanager.GetSecretValue');
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ Name: 'dinex-dev-webhook', SecretString: kept }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const environment = () => ({
    WEBHOOK_URL: 'https://shop.example/hook',
    WEBHOOK_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:dinex-dev-webhook',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
  });

  it('come from Secrets Manager, in the form that the configuration asks for', async () => {
    kept = GENERATED;
    expect(loadConfig(await withSecrets(environment())).WEBHOOK_SECRET).toBe(`whsec_${GENERATED}`);
  });

  it('may carry their prefix already', async () => {
    kept = `whsec_${GENERATED}`;
    expect((await withSecrets(environment())).WEBHOOK_SECRET).toBe(kept);
  });

  it('are not asked for where nothing points to them', async () => {
    expect(await withSecrets({ STAGE: 'dev' })).toEqual({ STAGE: 'dev' });
  });
});
