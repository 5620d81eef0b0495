import { normaliseRecipient } from './recipient';
import type { Recipient } from './order';

const recipient = (fields: Partial<Recipient>): Recipient => ({ name: 'Rosa', locale: 'es-PE', ...fields });
const document = (document_type: NonNullable<Recipient['document_type']>, document_number: string) =>
  recipient({ document_type, document_number });

describe('an identity document', () => {
  it.each([
    ['DNI', '45678912'],
    ['RUC', '20131312955'],
    ['CE', '001234567'],
    ['DNI', '44444444'],
    ['DNI', '00000001'],
    ['PASSPORT', 'AB123456'],
  ] as const)('%s %s is taken', (type, number) => {
    expect(normaliseRecipient(document(type, number))).toMatchObject({ document_number: number });
  });

  it.each([
    ['DNI', '4567891'],
    ['DNI', '4567891A'],
    ['DNI', '456789123'],
    ['RUC', '20131312954'],
    ['CE', '12345'],
    ['PASSPORT', 'AB-12345'],
    ['DNI', '00000000'],
    ['RUC', '00000000000'],
    ['CE', '000000000'],
    ['PASSPORT', '00000'],
  ] as const)('%s %s is refused', (type, number) => {
    expect(() => normaliseRecipient(document(type, number))).toThrow(`that of a ${type}: `);
  });

  it('has a type and a number, or neither', () => {
    expect(() => normaliseRecipient(recipient({ document_type: 'DNI' }))).toThrow(/together/);
    expect(() => normaliseRecipient(recipient({ document_number: '45678912' }))).toThrow(/together/);
  });
});

describe('a phone', () => {
  it.each([
    ['999888777', '+51999888777'],
    ['999 888 777', '+51999888777'],
    ['+51 999-888-777', '+51999888777'],
    ['0051999888777', '+51999888777'],
    ['(01) 611-1000', '+5116111000'],
    ['+34 612 34 56 78', '+34612345678'],
  ])('%s is %s', (phone, expected) => {
    expect(normaliseRecipient(recipient({ phone })).phone).toBe(expected);
  });

  it.each([
    '',
    '12',
    '99988877',
    '+51 199 888 777 111',
    'call me',
    '987654321, 912345678',
    '987654321 / 912345678',
    '987654321;912345678',
    '987654321 o 912345678',
    '01 6111000 anexo 204',
    '01 6111000 x204',
    '+5116111000;ext=204',
    'cel. 987654321',
    '987654321 (Rosa)',
  ])('"%s" is refused', (phone) => {
    expect(() => normaliseRecipient(recipient({ phone }))).toThrow(/phone/);
  });

  it('may be left out', () => {
    expect(normaliseRecipient(recipient({}))).toEqual(recipient({}));
  });
});
