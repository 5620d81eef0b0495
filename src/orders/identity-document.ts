export const DOCUMENT_TYPES = ['DNI', 'RUC', 'CE', 'PASSPORT'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

const RUC_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** SUNAT's taxpayer number: 11 digits, the last a modulus-11 check. */
export function isRuc(text: string): boolean {
  if (!/^(10|15|16|17|20)\d{9}$/.test(text)) return false;
  const sum = RUC_WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return (11 - (sum % 11)) % 10 === Number(text[10]);
}

const FORMS: Readonly<Record<DocumentType, (text: string) => boolean>> = {
  DNI: (text) => /^\d{8}$/.test(text),
  RUC: isRuc,
  CE: (text) => /^[A-Z0-9]{9,12}$/i.test(text),
  PASSPORT: (text) => /^[A-Z0-9]{5,15}$/i.test(text),
};

/** Whether a number can be that of an identity document of the type. */
export const isDocumentNumber = (type: DocumentType, text: string): boolean => FORMS[type](text);
