import type { Localised } from './locale';

/** What every letter says, whatever it is about. */
export interface LetterTexts {
  readonly greeting: (name: string) => string;
  /** The heading above what happens next. */
  readonly whatNext: string;
  /** What the link to the recipient's page is called. */
  readonly follow: string;
  readonly stageOf: (done: number, of: number, name: string) => string;
  /** The labels of a letter's details. */
  readonly details: {
    readonly tracking: string;
    readonly reference: string;
    readonly status: string;
    readonly occurredAt: string;
    readonly window: string;
    readonly estimate: string;
    readonly address: string;
    readonly products: string;
    readonly moreProducts: (count: number) => string;
    readonly total: string;
  };
  /** The texts of a message that takes back what an earlier one told; what holds instead follows. */
  readonly correction: { readonly subject: string; readonly body: string; readonly sms: string };
  readonly footer: string;
  readonly noReply: string;
}

export const LETTER_TEXTS: Localised<LetterTexts> = {
  'es-PE': {
    greeting: (name) => `Hola, ${name}:`,
    whatNext: '¿Qué sigue?',
    follow: 'Sigue tu envío',
    stageOf: (done, of, name) => `Paso ${done} de ${of}: ${name}`,
    details: {
      tracking: 'Código de seguimiento',
      reference: 'Pedido de la tienda',
      status: 'Estado',
      occurredAt: 'Fecha y hora',
      window: 'Horario de entrega',
      estimate: 'Llegada estimada',
      address: 'Dirección de entrega',
      products: 'Contenido',
      moreProducts: (count) => `y ${count} más`,
      total: 'Total, con IGV',
    },
    correction: {
      subject: 'Corrección',
      body: 'Te pedimos disculpas: nuestro aviso anterior fue un error. Esta es la situación correcta de tu paquete.',
      sms: 'DINEX corrige su aviso. Tu paquete:',
    },
    footer: 'Recibes este mensaje porque una tienda nos encargó un envío para ti. Las horas son de Lima.',
    noReply: 'No respondas a este correo: esta dirección no recibe mensajes.',
  },
  en: {
    greeting: (name) => `Hello ${name},`,
    whatNext: 'What happens next?',
    follow: 'Follow your delivery',
    stageOf: (done, of, name) => `Step ${done} of ${of}: ${name}`,
    details: {
      tracking: 'Tracking code',
      reference: "Shop's order",
      status: 'Status',
      occurredAt: 'Date and time',
      window: 'Delivery window',
      estimate: 'Expected arrival',
      address: 'Delivery address',
      products: 'Contents',
      moreProducts: (count) => `and ${count} more`,
      total: 'Total, with tax',
    },
    correction: {
      subject: 'Correction',
      body: 'We are sorry: our last notice was a mistake. This is how your parcel really stands.',
      sms: 'DINEX corrects its notice. Your parcel:',
    },
    footer: 'You receive this message because a shop entrusted us with a delivery for you. Times are those of Lima.',
    noReply: 'Please do not reply: this address receives no mail.',
  },
};
