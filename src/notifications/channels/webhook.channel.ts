import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { Clock } from '../../kernel/clock';
import { currentScope } from '../../observability/scope';
import type { Addressee, Channel, Notice, Sent, Skipped } from './channel';
import { ThrottledError } from './throttled';
import { webhookHeaders, webhookId } from './webhook-signature';

/** Thrown when an endpoint responds with anything but a 2xx, or cannot be signed for. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

/** How long an endpoint may take to respond. */
const TIMEOUT_MS = 3_000;

/** Posts each event to WEBHOOK_URL, signed as Standard Webhooks says. */
@Injectable()
export class WebhookChannel implements Channel {
  readonly name = 'webhook';

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  concerns(): boolean {
    return this.config.WEBHOOK_URL !== undefined;
  }

  addressees(): readonly Addressee[] | Skipped {
    const { WEBHOOK_URL } = this.config;
    return WEBHOOK_URL === undefined ? { skipped: 'no_webhook' } : [{ address: WEBHOOK_URL }];
  }

  /** Sends the event, signed, to the webhook. It follows no redirect, as only the operator's own address may be called, and never reads the response's body. */
  async send({ event }: Notice, { address }: Addressee): Promise<Sent> {
    const { WEBHOOK_SECRET: secret } = this.config;
    if (secret === undefined) throw new WebhookError('WEBHOOK_SECRET is not set');
    const body = JSON.stringify({ type: event.type, timestamp: event.occurred_at, data: event });
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'DINEX-Webhooks/1',
        ...webhookHeaders(secret, webhookId(event), Math.floor(this.clock.now() / 1000), body),
      },
      body,
      signal: withinDeadline(AbortSignal.timeout(TIMEOUT_MS)),
    });
    await response.body?.cancel();
    if (response.status === 429) throw new ThrottledError('The webhook takes no more now');
    if (!response.ok) throw new WebhookError(`The webhook answered ${response.status}`);
    return {};
  }
}

/** Returns a signal that is aborted with the given one or at the scope's deadline. */
function withinDeadline(signal: AbortSignal): AbortSignal {
  const deadline = currentScope()?.signal;
  return deadline === undefined ? signal : AbortSignal.any([signal, deadline]);
}
