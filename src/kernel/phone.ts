import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { invalid } from './errors';

/**
 * Returns a telephone number in E.164; one without country code is Peruvian.
 *
 * @throws DinexError `invalid`, at `pointer`, for what is no single valid number.
 */
export function e164(phone: string, pointer: string): string {
  // Without `extract: false` the first number of a text is taken, and what else stands there is lost.
  const parsed = parsePhoneNumberFromString(phone, { defaultCountry: 'PE', extract: false });
  if (parsed?.isValid() !== true || parsed.ext !== undefined)
    throw invalid(
      pointer,
      'phone must be one valid telephone number without an extension, such as 999888777 or +51999888777.',
    );
  return parsed.number;
}
