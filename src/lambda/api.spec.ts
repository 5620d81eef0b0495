import type { APIGatewayProxyEvent } from 'aws-lambda';
import { withinLimit } from './api';

const event = { path: '/orders', requestContext: { requestId: 'r-1' } } as unknown as APIGatewayProxyEvent;
const MEGABYTE = 1024 * 1024;

describe('an answer of the API function', () => {
  it('passes up to 6 MB, escaped as Lambda counts it', () => {
    for (const body of ['x'.repeat(5.9 * MEGABYTE), '"'.repeat(2.9 * MEGABYTE)])
      expect(withinLimit(event, { statusCode: 200, body }).statusCode).toBe(200);
  });

  it('becomes a problem beyond, where Lambda would answer 502', () => {
    for (const body of ['x'.repeat(6 * MEGABYTE), '"'.repeat(3.1 * MEGABYTE)]) {
      const answer = withinLimit(event, { statusCode: 200, body });
      expect(answer.statusCode).toBe(413);
      expect(JSON.parse(answer.body)).toMatchObject({ status: 413, correlation_id: 'r-1', instance: '/orders' });
    }
  });
});
