import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { onceOnlyDefaults } from '../aws/aws-client';
import { Clock } from '../kernel/clock';
import { currentScope } from '../observability/scope';
import { Config } from '../config/config';
import type { ParcelEvent } from '../orders/orders.events';
import type { EmailContent } from './templates';
import { webhookHeaders, webhookId } from './webhook-signature';

/** What the service that took the message calls it. */
export type ProviderId = string | undefined;

@Injectable()
export class EmailSender implements OnApplicationShutdown {
  private readonly ses: SESv2Client;

  constructor(private readonly config: Config) {
    this.ses = new SESv2Client(onceOnlyDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SESV2));
  }

  async send(to: string, { subject, text, html }: EmailContent): Promise<ProviderId> {
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    const { MessageId } = await this.ses.send(
      new SendEmailCommand({
        FromEmailAddress: this.config.MAIL_FROM,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
      }),
    );
    return MessageId;
  }

  onApplicationShutdown(): void {
    this.ses.destroy();
  }
}

@Injectable()
export class SmsSender implements OnApplicationShutdown {
  private readonly sns: SNSClient;

  constructor(config: Config) {
    this.sns = new SNSClient(onceOnlyDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SNS));
  }

  /** @returns 'refused' when the carrier does not accept the number, e.g. because its owner opted out. */
  async send(phone: string, text: string): Promise<{ readonly provider_id: ProviderId } | 'refused'> {
    try {
      const { MessageId } = await this.sns.send(
        new PublishCommand({
          PhoneNumber: phone,
          Message: text,
          MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
        }),
      );
      return { provider_id: MessageId };
    } catch (error) {
      if (isRefusedNumber(error)) return 'refused';
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.sns.destroy();
  }
}

const isRefusedNumber = (error: unknown): boolean =>
  error instanceof Error && error.name.startsWith('InvalidParameter') && /PhoneNumber|opted out/.test(error.message);

/** A webhook endpoint that did not answer with a 2xx. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

const WEBHOOK_TIMEOUT_MS = 3_000;

@Injectable()
export class WebhookSender {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The address is the operator's own, and no redirect leads elsewhere; the answer's body is never read. */
  async send(event: ParcelEvent): Promise<void> {
    const { WEBHOOK_URL: url, WEBHOOK_SECRET: secret } = this.config;
    if (url === undefined || secret === undefined) throw new WebhookError('WEBHOOK_URL is not set');
    const body = JSON.stringify({ type: event.type, timestamp: event.occurred_at, data: event });
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'DINEX-Webhooks/1',
        ...webhookHeaders(secret, webhookId(event), Math.floor(this.clock.now() / 1000), body),
      },
      body,
      signal: withinDeadline(AbortSignal.timeout(WEBHOOK_TIMEOUT_MS)),
    });
    await response.body?.cancel();
    if (!response.ok) throw new WebhookError(`The webhook answered ${response.status}`);
  }
}

function withinDeadline(signal: AbortSignal): AbortSignal {
  const deadline = currentScope()?.signal;
  return deadline === undefined ? signal : AbortSignal.any([signal, deadline]);
}
