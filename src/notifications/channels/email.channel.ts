import { LimitExceededException, SendEmailCommand, SESv2Client, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { present } from '../../kernel/present';
import { onceOnlyDefaults } from '../../aws/aws-client';
import { Config } from '../../config/config';
import { localeOf } from '../../texts/locale';
import { TEMPLATE_VERSION } from '../../texts/template-version';
import { emailFor } from '../letters/email';
import type { Addressee, Channel, Notice, Sent, Skipped } from './channel';
import { toRecipient } from './recipient';
import { ThrottledError } from './throttled';

/** Sends letters to the recipient by SES. Every event concerns it, so that each leaves at least one delivery behind. */
@Injectable()
export class EmailChannel implements Channel, OnApplicationShutdown {
  readonly name = 'email';
  private readonly ses: SESv2Client;

  constructor(private readonly config: Config) {
    this.ses = new SESv2Client(onceOnlyDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SESV2, config));
  }

  get dailyLimit(): number {
    return this.config.LETTERS_PER_RECIPIENT;
  }

  concerns(): boolean {
    return true;
  }

  addressees(notice: Notice): readonly Addressee[] | Skipped {
    return toRecipient(notice, ({ email }) => email, 'no_email', 'email');
  }

  async send({ event, order, link }: Notice, { address }: Addressee): Promise<Sent | Skipped> {
    if (order === undefined) return { skipped: 'order_gone' };
    const { recipient } = order;
    if (recipient === undefined) return { skipped: 'no_recipient' };
    const { subject, text, html } = emailFor(event, { ...order, recipient }, localeOf(recipient.locale), link);
    try {
      const { MessageId } = await this.ses.send(
        new SendEmailCommand({
          FromEmailAddress: this.config.MAIL_FROM,
          Destination: { ToAddresses: [address] },
          Content: {
            Simple: present({
              Subject: utf8(subject),
              Body: { Text: utf8(text), Html: utf8(html) },
              Headers: link === undefined ? undefined : unsubscribing(link),
            }),
          },
        }),
      );
      return present({ template_version: TEMPLATE_VERSION, provider_id: MessageId });
    } catch (error) {
      // Beyond the account's rate a second, or its quota a day: both are SES's word for "later".
      if (error instanceof TooManyRequestsException || error instanceof LimitExceededException)
        throw new ThrottledError('SES takes no more now', { cause: error });
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.ses.destroy();
  }
}

/** Returns the headers by which a mail program offers to stop letters with one click (RFC 8058). */
const unsubscribing = (link: string) => [
  { Name: 'List-Unsubscribe', Value: `<${link}/unsubscribe>` },
  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
];

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
