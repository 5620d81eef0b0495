import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { invalid } from '../kernel/errors';
import { DOCUMENT_FORMS, isDocumentNumber } from './identity-document';
import type { Recipient } from './order';

/**
 * Returns the recipient with the phone in E.164 (a number without country code is Peruvian).
 *
 * @throws DinexError `invalid` for a phone or an identity document that cannot be.
 */
export function normaliseRecipient(recipient: Recipient): Recipient {
  const { document_type, document_number, phone } = recipient;
  if ((document_type === undefined) !== (document_number === undefined))
    throw invalid('#/recipient/document_number', 'document_type and document_number come together.');
  if (document_type !== undefined && document_number !== undefined && !isDocumentNumber(document_type, document_number))
    throw invalid(
      '#/recipient/document_number',
      `document_number must be that of a ${document_type}: ${DOCUMENT_FORMS[document_type]}.`,
    );
  return phone === undefined ? recipient : { ...recipient, phone: e164(phone) };
}

function e164(phone: string): string {
  // Without `extract: false` the first number of a text is taken, and what else stands there is lost.
  const parsed = parsePhoneNumberFromString(phone, { defaultCountry: 'PE', extract: false });
  if (parsed?.isValid() !== true || parsed.ext !== undefined)
    throw invalid(
      '#/recipient/phone',
      'phone must be one valid telephone number without an extension, such as 999888777 or +51999888777.',
    );
  return parsed.number;
}
