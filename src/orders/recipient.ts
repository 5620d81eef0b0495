import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { invalid } from '../kernel/errors';
import { isDocumentNumber } from './identity-document';
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
    throw invalid('#/recipient/document_number', `This is not a valid ${document_type}.`);
  if (phone === undefined) return recipient;
  const parsed = parsePhoneNumberFromString(phone, 'PE');
  if (parsed?.isValid() !== true) throw invalid('#/recipient/phone', 'This is not a valid phone number.');
  return { ...recipient, phone: parsed.number };
}
