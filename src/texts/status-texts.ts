import { PARCEL_STATUSES, ParcelStatus } from '../orders/states';
import type { Locale, Localised } from './locale';

/** What a state of a parcel is called, and what it means to the person who waits for it. */
export interface StatusTexts {
  /** The state in two or three words, in letters as in `GET /tracking/statuses`. */
  readonly name: string;
  /** A letter's subject; the tracking id is put behind it. */
  readonly subject: string;
  readonly heading: string;
  readonly body: string;
  /** What happens next, and what the recipient can do. */
  readonly next: string;
  /** A text message, but for the link behind it, or the tracking id where there is none; in GSM's alphabet the two fit one message. */
  readonly sms: string;
}

/** Good news, plain news, something to know, or something that went wrong. */
export type Tone = 'good' | 'plain' | 'notice' | 'bad';

interface StatusEntry extends Localised<StatusTexts> {
  readonly tone: Tone;
  /** How many of a delivered parcel's four stages are behind it; absent where it has left the way to its recipient. */
  readonly stage?: 1 | 2 | 3 | 4;
  /** Whether that last stage is called by this state's name. */
  readonly namesStage?: true;
}

/** Every text about a state of a parcel. A new state, language or kind of message does not compile until its texts are here. */
export const STATUS_TEXTS: Readonly<Record<ParcelStatus, StatusEntry>> = {
  CREATED: {
    tone: 'plain',
    stage: 1,
    namesStage: true,
    'es-PE': {
      name: 'Registrado',
      subject: 'Recibimos tu pedido',
      heading: 'Recibimos tu pedido',
      body: 'La tienda registró tu envío con nosotros y pronto pasaremos a recogerlo.',
      next: 'Te avisaremos apenas tengamos tu paquete.',
      sms: 'DINEX: recibimos tu pedido y pronto lo recogeremos de la tienda.',
    },
    en: {
      name: 'Registered',
      subject: 'We have your order',
      heading: 'We have your order',
      body: 'The shop has registered your delivery with us, and we will collect it soon.',
      next: 'We will write to you as soon as we have your parcel.',
      sms: 'DINEX: we have your order and will collect it from the shop soon.',
    },
  },
  PICKED_UP: {
    tone: 'plain',
    stage: 2,
    'es-PE': {
      name: 'Recogido',
      subject: 'Ya tenemos tu paquete',
      heading: 'Ya tenemos tu paquete',
      body: 'Recogimos tu paquete de la tienda y comienza su viaje hacia ti.',
      next: 'Pasará por nuestro centro de distribución y te avisaremos cuando salga a reparto.',
      sms: 'DINEX: ya tenemos tu paquete y va en camino.',
    },
    en: {
      name: 'Picked up',
      subject: 'We have your parcel',
      heading: 'We have your parcel',
      body: 'We collected your parcel from the shop, and its journey to you begins.',
      next: 'It goes through our distribution centre, and we will tell you when it is out for delivery.',
      sms: 'DINEX: we have your parcel and it is on its way.',
    },
  },
  IN_TRANSIT: {
    tone: 'plain',
    stage: 2,
    namesStage: true,
    'es-PE': {
      name: 'En camino',
      subject: 'Tu paquete está en camino',
      heading: 'Tu paquete está en camino',
      body: 'Tu paquete avanza por nuestra red hacia tu distrito.',
      next: 'Te avisaremos cuando salga a reparto.',
      sms: 'DINEX: tu paquete está en camino.',
    },
    en: {
      name: 'On its way',
      subject: 'Your parcel is on its way',
      heading: 'Your parcel is on its way',
      body: 'Your parcel is moving through our network towards your district.',
      next: 'We will tell you when it is out for delivery.',
      sms: 'DINEX: your parcel is on its way.',
    },
  },
  OUT_FOR_DELIVERY: {
    tone: 'plain',
    stage: 3,
    namesStage: true,
    'es-PE': {
      name: 'En reparto',
      subject: 'Tu paquete salió a reparto',
      heading: 'Tu paquete salió a reparto',
      body: 'Nuestro repartidor ya lleva tu paquete a tu dirección.',
      next: 'Ten tu documento de identidad a la mano. Si no vas a estar, deja encargado a alguien que pueda recibirlo.',
      sms: 'DINEX: tu paquete salió a reparto. Ten tu documento a la mano.',
    },
    en: {
      name: 'Out for delivery',
      subject: 'Your parcel is out for delivery',
      heading: 'Your parcel is out for delivery',
      body: 'Our courier is bringing your parcel to your address.',
      next: 'Keep your identity document at hand. If you will be out, ask someone to receive it for you.',
      sms: 'DINEX: your parcel is out for delivery. Keep your ID at hand.',
    },
  },
  ATTEMPT_FAILED: {
    tone: 'notice',
    'es-PE': {
      name: 'Intento de entrega fallido',
      subject: 'No pudimos entregar tu paquete',
      heading: 'No pudimos entregar tu paquete',
      body: 'Intentamos entregarte tu paquete, pero no fue posible.',
      next: 'Te avisaremos del siguiente paso. Si tu dirección o tu teléfono han cambiado, comunícate con la tienda.',
      sms: 'DINEX: intentamos entregar tu paquete y no fue posible.',
    },
    en: {
      name: 'Delivery attempt failed',
      subject: 'We could not deliver your parcel',
      heading: 'We could not deliver your parcel',
      body: 'We tried to deliver your parcel, but it was not possible.',
      next: 'We will tell you what comes next. If your address or telephone has changed, please contact the shop.',
      sms: 'DINEX: we tried to deliver your parcel and could not.',
    },
  },
  AVAILABLE_FOR_PICKUP: {
    tone: 'notice',
    'es-PE': {
      name: 'Listo para recoger',
      subject: 'Tu paquete está listo para que lo recojas',
      heading: 'Tu paquete te espera',
      body: 'Tu paquete está en nuestro punto de recojo.',
      next: 'Acércate con tu documento de identidad y tu código de seguimiento.',
      sms: 'DINEX: tu paquete te espera para que lo recojas. Lleva tu documento.',
    },
    en: {
      name: 'Ready to collect',
      subject: 'Your parcel is ready for you to collect',
      heading: 'Your parcel is waiting for you',
      body: 'Your parcel is at our pick-up point.',
      next: 'Bring your identity document and your tracking code.',
      sms: 'DINEX: your parcel waits for you to collect it. Bring your ID.',
    },
  },
  EXCEPTION: {
    tone: 'notice',
    'es-PE': {
      name: 'Con contratiempo',
      subject: 'Tu envío tuvo un contratiempo',
      heading: 'Tu envío tuvo un contratiempo',
      body: 'Surgió un contratiempo con tu envío y ya lo estamos viendo.',
      next: 'Por ahora no tienes que hacer nada: te avisaremos en cuanto haya novedades.',
      sms: 'DINEX: tu envío tuvo un contratiempo. Te avisaremos de novedades.',
    },
    en: {
      name: 'Problem',
      subject: 'There is a problem with your delivery',
      heading: 'There is a problem with your delivery',
      body: 'Something got in the way of your delivery, and we are looking into it.',
      next: 'There is nothing you need to do for now: we will write to you when there is news.',
      sms: 'DINEX: there is a problem with your delivery. We will send news.',
    },
  },
  RETURNING: {
    tone: 'notice',
    'es-PE': {
      name: 'En devolución',
      subject: 'Tu paquete vuelve a la tienda',
      heading: 'Tu paquete vuelve a la tienda',
      body: 'No pudimos completar la entrega, así que tu paquete regresa a la tienda.',
      next: 'Si todavía lo quieres recibir, comunícate con la tienda.',
      sms: 'DINEX: tu paquete vuelve a la tienda. Comunícate con ella.',
    },
    en: {
      name: 'On its way back',
      subject: 'Your parcel is going back to the shop',
      heading: 'Your parcel is going back to the shop',
      body: 'We could not complete the delivery, so your parcel returns to the shop.',
      next: 'If you still want it, please contact the shop.',
      sms: 'DINEX: your parcel is going back to the shop. Please contact them.',
    },
  },
  RETURNED: {
    tone: 'plain',
    'es-PE': {
      name: 'Devuelto',
      subject: 'Tu paquete ya está de vuelta en la tienda',
      heading: 'Tu paquete está de vuelta en la tienda',
      body: 'Devolvimos tu paquete a la tienda.',
      next: 'Comunícate con la tienda para coordinar un nuevo envío o tu reembolso.',
      sms: 'DINEX: tu paquete ya está de vuelta en la tienda.',
    },
    en: {
      name: 'Returned',
      subject: 'Your parcel is back at the shop',
      heading: 'Your parcel is back at the shop',
      body: 'We returned your parcel to the shop.',
      next: 'Contact the shop to arrange a new delivery or your refund.',
      sms: 'DINEX: your parcel is back at the shop.',
    },
  },
  DELIVERED: {
    tone: 'good',
    stage: 4,
    namesStage: true,
    'es-PE': {
      name: 'Entregado',
      subject: 'Entregamos tu paquete',
      heading: '¡Entregamos tu paquete!',
      body: 'Tu paquete fue entregado. Gracias por confiar en nosotros.',
      next: 'Si no lo recibiste tú ni alguien de tu confianza, comunícate con la tienda cuanto antes.',
      sms: 'DINEX: entregamos tu paquete. Gracias por confiar en nosotros.',
    },
    en: {
      name: 'Delivered',
      subject: 'We delivered your parcel',
      heading: 'We delivered your parcel!',
      body: 'Your parcel was delivered. Thank you for your trust.',
      next: 'If neither you nor someone you trust received it, contact the shop as soon as possible.',
      sms: 'DINEX: we delivered your parcel. Thank you for your trust.',
    },
  },
  CANCELLED: {
    tone: 'bad',
    'es-PE': {
      name: 'Cancelado',
      subject: 'Se canceló tu envío',
      heading: 'Se canceló tu envío',
      body: 'Tu envío fue cancelado y ya no lo entregaremos.',
      next: 'Si no lo esperabas, comunícate con la tienda.',
      sms: 'DINEX: tu envío fue cancelado. Consulta con la tienda.',
    },
    en: {
      name: 'Cancelled',
      subject: 'Your delivery was cancelled',
      heading: 'Your delivery was cancelled',
      body: 'Your delivery was cancelled, and we will not bring it.',
      next: 'If you did not expect this, please contact the shop.',
      sms: 'DINEX: your delivery was cancelled. Please ask the shop.',
    },
  },
  FAILURE: {
    tone: 'bad',
    'es-PE': {
      name: 'No entregado',
      subject: 'No podremos entregar tu paquete',
      heading: 'No podremos entregar tu paquete',
      body: 'Lo sentimos mucho: tu paquete se perdió o sufrió daños y no podremos entregarlo.',
      next: 'Comunícate con la tienda para coordinar una reposición o tu reembolso.',
      sms: 'DINEX: no podremos entregar tu paquete. Consulta con la tienda.',
    },
    en: {
      name: 'Not delivered',
      subject: 'We cannot deliver your parcel',
      heading: 'We cannot deliver your parcel',
      body: 'We are very sorry: your parcel was lost or damaged, and we cannot deliver it.',
      next: 'Contact the shop to arrange a replacement or your refund.',
      sms: 'DINEX: we are sorry, we cannot deliver your parcel. Ask the shop.',
    },
  },
};

/** The states by whose names the stages of a delivery are called, in their order. */
export const STAGES: readonly ParcelStatus[] = PARCEL_STATUSES.filter(
  (status) => STATUS_TEXTS[status].namesStage === true,
).sort((a, b) => (STATUS_TEXTS[a].stage ?? 0) - (STATUS_TEXTS[b].stage ?? 0));

/** Returns the one name that a state has in a language. */
export const statusName = (status: ParcelStatus, locale: Locale): string => STATUS_TEXTS[status][locale].name;

/** Says whether a parcel in this state is on its way to the recipient, so that when and where it arrives still matters. */
export function isUnderWay(status: ParcelStatus): boolean {
  const { stage } = STATUS_TEXTS[status];
  return stage !== undefined && stage < STAGES.length;
}
