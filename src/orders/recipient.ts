import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { invalid } from '../kernel/errors';
import type { Recipient } from './order';

const RUC_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** SUNAT's taxpayer number: 11 digits, the last a modulus-11 check. */
export function isRuc(text: string): boolean {
  if (!/^(10|15|16|17|20)\d{9}$/.test(text)) return false;
  const sum = RUC_WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return (11 - (sum % 11)) % 10 === Number(text[10]);
}

const DOCUMENT_FORMS: Record<NonNullable<Recipient['document_type']>, (text: string) => boolean> = {
  DNI: (text) => /^\d{8}$/.test(text),
  RUC: isRuc,
  CE: (text) => /^[A-Z0-9]{9,12}$/i.test(text),
  PASSPORT: (text) => /^[A-Z0-9]{5,15}$/i.test(text),
};

/**
 * The recipient with the phone in E.164 (a number without country code is Peruvian).
 *
 * @throws DinexError `invalid` for a phone or an identity document that cannot be.
 */
export function normaliseRecipient(recipient: Recipient): Recipient {
  const { document_type, document_number, phone } = recipient;
  if ((document_type === undefined) !== (document_number === undefined))
    throw invalid('#/recipient/document_number', 'document_type and document_number come together.');
  if (document_type !== undefined && document_number !== undefined && !DOCUMENT_FORMS[document_type](document_number))
    throw invalid('#/recipient/document_number', `This is not a valid ${document_type}.`);
  if (phone === undefined) return recipient;
  const parsed = parsePhoneNumberFromString(phone, 'PE');
  if (parsed?.isValid() !== true) throw invalid('#/recipient/phone', 'This is not a valid phone number.');
  return { ...recipient, phone: parsed.number };
}
