import { createHash, createHmac } from 'node:crypto';
import { eventKey, EventRef } from '../delivery';

/** The headers of the Standard Webhooks specification (https://www.standardwebhooks.com), symmetric signature v1. */
export function webhookHeaders(secret: string, id: string, atSeconds: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(atSeconds), 'webhook-signature': `v1,${signature}` };
}

/** The same for every try, so that the receiver may deduplicate; hashed, as an id must not hold the signature's full stops. */
export const webhookId = (event: EventRef): string =>
  `msg_${createHash('sha256').update(eventKey(event)).digest('hex').slice(0, 32)}`;
