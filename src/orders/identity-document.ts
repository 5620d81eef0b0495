import { isRuc } from '../kernel/ruc';

export const DOCUMENT_TYPES = ['DNI', 'RUC', 'CE', 'PASSPORT'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

const FORMS: Readonly<Record<DocumentType, (text: string) => boolean>> = {
  DNI: (text) => /^\d{8}$/.test(text),
  RUC: isRuc,
  CE: (text) => /^[A-Z0-9]{9,12}$/i.test(text),
  PASSPORT: (text) => /^[A-Z0-9]{5,15}$/i.test(text),
};

/** What a number of each type looks like: completes "the number of a DNI is …". */
export const DOCUMENT_FORMS: Readonly<Record<DocumentType, string>> = {
  DNI: '8 digits, such as 45678912',
  RUC: '11 digits with a valid check digit, such as 20131312955',
  CE: '9 to 12 letters and digits, such as 001234567',
  PASSPORT: '5 to 15 letters and digits, such as AB123456',
};

/** Whether a number can be that of an identity document of the type: zeros alone are what people type who have none to give. */
export const isDocumentNumber = (type: DocumentType, text: string): boolean => FORMS[type](text) && !/^0*$/.test(text);
