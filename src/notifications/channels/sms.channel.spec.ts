import { LOCALES } from '../../orders/order';
import { PARCEL_STATUSES } from '../../orders/states';
import { parcelEvent } from '../../orders/parcel-event.fixture';
import { mobileNumber, textMessageFor } from './sms.channel';

describe('text messages', () => {
  /** GSM 03.38 without its extension table. */
  const GSM = /^[@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\r]*$/;

  it.each(PARCEL_STATUSES.flatMap((status) => LOCALES.map((locale) => ({ status, locale }))))(
    'tell $status in $locale in one message',
    ({ status, locale }) => {
      const event = parcelEvent({ status });
      const text = textMessageFor(event, locale);
      expect(text).toMatch(GSM);
      expect(text.length).toBeLessThanOrEqual(160);
      expect(text.endsWith(event.tracking_id)).toBe(true);
    },
  );
});

describe('mobile numbers', () => {
  it.each([
    ['999888777', '+51999888777'],
    ['+51 999 888 777', '+51999888777'],
    ['+56 9 6123 4567', '+56961234567'],
    ['01 444 5566', undefined],
    ['12', undefined],
    [undefined, undefined],
  ])('%s is %s', (given, expected) => {
    expect(mobileNumber(given)).toBe(expected);
  });
});
