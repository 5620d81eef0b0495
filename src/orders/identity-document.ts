import { isRuc } from '../kernel/ruc';

export const DOCUMENT_TYPES = ['DNI', 'RUC', 'CE', 'PASSPORT'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

const FORMS: Readonly<Record<DocumentType, (text: string) => boolean>> = {
  DNI: (text) => /^\d{8}$/.test(text),
  RUC: isRuc,
  CE: (text) => /^[A-Z0-9]{9,12}$/i.test(text),
  PASSPORT: (text) => /^[A-Z0-9]{5,15}$/i.test(text),
};

/** Whether a number can be that of an identity document of the type. */
export const isDocumentNumber = (type: DocumentType, text: string): boolean => FORMS[type](text);
