import { invalid } from '../kernel/errors';
import { e164 } from '../kernel/phone';
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
  return phone === undefined ? recipient : { ...recipient, phone: e164(phone, '#/recipient/phone') };
}
