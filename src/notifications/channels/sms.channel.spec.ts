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
});
