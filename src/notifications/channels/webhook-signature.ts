import { createHash, createHmac } from 'node:crypto';
import { eventKey, EventRef } from '../delivery';

/** Returns the headers that sign a body by the Standard Webhooks specification (https://www.standardwebhooks.com), symmetric v1. */
export function webhookHeaders(secret: string, id: string, atSeconds: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(atSeconds), 'webhook-signature': `v1,${signature}` };
}

/**
 * Returns the id of the message about an event: the same for every try, so that its receiver can deduplicate, and hashed, as it must
 * not hold the full stops that part what is signed.
 */
export const webhookId = (event: EventRef): string =>
  `msg_${createHash('sha256').update(eventKey(event)).digest('hex').slice(0, 32)}`;
