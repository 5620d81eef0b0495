import { PublishCommand, SNSClient, ThrottledException } from '@aws-sdk/client-sns';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { present } from '../../kernel/present';
import { onceOnlyDefaults } from '../../aws/aws-client';
import { Config } from '../../config/config';
import type { ParcelEvent } from '../../orders/orders.events';
import { LETTER_TEXTS } from '../../texts/letter-texts';
import { Locale, localeOf } from '../../texts/locale';
import { STATUS_TEXTS } from '../../texts/status-texts';
import { TEMPLATE_VERSION } from '../../texts/template-version';
import type { Cap } from '../cap';
import type { Addressee, Channel, Notice, Sent, Skipped } from './channel';
import { mobileNumber, toRecipient } from './recipient';
import { ThrottledError } from './throttled';

/** Sends text messages to the recipient by SNS, in the states of SMS_STATUSES. */
@Injectable()
export class SmsChannel implements Channel, OnApplicationShutdown {
  readonly name = 'sms';
  private readonly sns: SNSClient;

  constructor(private readonly config: Config) {
    this.sns = new SNSClient(onceOnlyDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SNS, config));
  }

  get dailyLimit(): number {
    return this.config.SMS_PER_RECIPIENT;
  }

  /** Says whether an event is one of SMS_STATUSES; a correction also concerns whom the wrong notice may have reached. */
  concerns({ type, status, previous_status }: ParcelEvent): boolean {
    const told = type === 'order.corrected' && previous_status !== undefined ? [status, previous_status] : [status];
    return told.some((each) => this.config.SMS_STATUSES.includes(each));
  }

  addressees(notice: Notice): readonly Addressee[] | Skipped {
    const known = toRecipient(notice, ({ phone }) => mobileNumber(phone), 'no_mobile_phone', 'sms');
    if ('skipped' in known) return known;
    return toRecipient(notice, ({ phone }) => mobileNumber(phone, this.config.SMS_COUNTRIES), 'foreign_number', 'sms');
  }

  caps(day: string): readonly Cap[] {
    const { SMS_PER_DAY, SMS_PER_MONTH } = this.config;
    return [
      ...(SMS_PER_DAY === undefined ? [] : [{ name: `sms#${day}`, most: SMS_PER_DAY, keptDays: 2 }]),
      ...(SMS_PER_MONTH === undefined ? [] : [{ name: `sms#${day.slice(0, 7)}`, most: SMS_PER_MONTH, keptDays: 32 }]),
    ];
  }

  async send({ event, order, link }: Notice, { address }: Addressee): Promise<Sent | Skipped> {
    try {
      const { MessageId } = await this.sns.send(
        new PublishCommand({
          PhoneNumber: address,
          Message: textMessageFor(event, localeOf(order?.recipient?.locale), link),
          MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
        }),
      );
      return present({ template_version: TEMPLATE_VERSION, provider_id: MessageId });
    } catch (error) {
      if (error instanceof ThrottledException) throw new ThrottledError('SNS takes no more now', { cause: error });
      if (isRefusedNumber(error)) return { skipped: 'number_refused' };
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.sns.destroy();
  }
}

/** Says whether the carrier does not take the number, for example because its owner opted out. */
const isRefusedNumber = (error: unknown): boolean =>
  error instanceof Error && error.name.startsWith('InvalidParameter') && /PhoneNumber|opted out/.test(error.message);

/** Characters of one message in GSM's alphabet: a longer text is sent, and paid for, as two. */
const ONE_MESSAGE = 160;

/**
 * Returns the text message about one event, in GSM's alphabet and short enough for one message. It ends with the link, or with the
 * tracking id where there is no link or no room for it.
 */
export function textMessageFor({ type, status, tracking_id }: ParcelEvent, locale: Locale, link?: string): string {
  const texts = STATUS_TEXTS[status][locale];
  const message = type === 'order.corrected' ? `${LETTER_TEXTS[locale].correction.sms} ${texts.name}.` : texts.sms;
  const linked = gsmText(`${message} ${link ?? ''}`);
  return link !== undefined && linked.length <= ONE_MESSAGE ? linked : gsmText(`${message} ${tracking_id}`);
}

const OUTSIDE_GSM: Readonly<Record<string, string>> = {
  á: 'a',
  í: 'i',
  ó: 'o',
  ú: 'u',
  Á: 'A',
  Í: 'I',
  Ó: 'O',
  Ú: 'U',
};

/**
 * Replaces the Spanish letters that GSM's alphabet lacks (á, í, ó, ú): with one of them a message holds 70 characters instead of 160
 * and costs double.
 */
const gsmText = (text: string): string => text.replace(/[áíóúÁÍÓÚ]/g, (letter) => OUTSIDE_GSM[letter] ?? letter);
