import { LOCALES } from '../../texts/locale';
import { PARCEL_STATUSES } from '../../orders/states';
import { parcelEvent } from '../../orders/parcel-event.fixture';
import { textMessageFor } from './sms.channel';

describe('text messages', () => {
  /** GSM 03.38 without its extension table. */
  const GSM = /^[@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\r]*$/;

  const EVERY = PARCEL_STATUSES.flatMap((status) =>
    LOCALES.flatMap((locale) =>
      (['order.status_changed', 'order.corrected'] as const).map((type) => ({ status, locale, type })),
    ),
  );

  it.each(EVERY)('tell $status in $locale in one message ($type)', ({ status, locale, type }) => {
    const event = parcelEvent({ status, type });
    const text = textMessageFor(event, locale);
    expect(text).toMatch(GSM);
    expect(text.length).toBeLessThanOrEqual(160);
    expect(text.endsWith(event.tracking_id)).toBe(true);
  });

  // The longest address that a stage of ours has: the gateway's own, without a domain.
  const link = `https://abcde12345.execute-api.us-east-1.amazonaws.com/staging/t/${'k_-'.repeat(7)}A`;

  it.each(EVERY)('tell $status in $locale with the link in one message ($type)', ({ status, locale, type }) => {
    const text = textMessageFor(parcelEvent({ status, type }), locale, link);
    expect(text).toMatch(GSM);
    expect(text.length).toBeLessThanOrEqual(160);
    expect(text.endsWith(` ${link}`)).toBe(true);
  });

  it('go without a link that would make two messages of one', () => {
    const event = parcelEvent();
    const text = textMessageFor(event, 'es-PE', `https://${'a'.repeat(130)}.example/t/x`);
    expect(text.endsWith(event.tracking_id)).toBe(true);
    expect(text).not.toContain('https');
  });
});
