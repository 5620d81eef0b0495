import type { Localised } from './locale';

/** What the page of a parcel says to its recipient, beside what its states are called. */
export interface PageTexts {
  readonly title: string;
  readonly otherLanguage: string;
  readonly from: (shop: string) => string;
  readonly to: (name: string) => string;
  readonly district: string;
  readonly trackingCode: string;
  readonly expected: string;
  readonly expectedDay: string;
  readonly attemptsLeft: (count: number) => string;
  readonly history: string;
  /** Said beside an entry of the history that was told and turned out wrong. */
  readonly correction: string;
  readonly contact: string;
  readonly contactText: (address: string) => string;
  readonly help: string;
  readonly anotherDay: { readonly title: string; readonly text: string; readonly button: string };
  readonly note: { readonly title: string; readonly text: string; readonly label: string; readonly button: string };
  readonly elsewhere: {
    readonly title: string;
    readonly text: string;
    readonly neighbour: string;
    readonly safePlace: string;
    readonly label: string;
    readonly button: string;
  };
  readonly messages: {
    readonly title: string;
    readonly email: string;
    readonly sms: string;
    readonly stop: string;
    readonly resume: string;
  };
  /** What was asked for on this page, in the history. */
  readonly wishes: {
    readonly reschedule: (day: string) => string;
    readonly note: string;
    readonly neighbour: string;
    readonly safe_place: string;
    readonly opt_out: string;
    readonly opt_in: string;
  };
  readonly done: string;
  readonly refused: {
    readonly tooLate: string;
    readonly onceADay: string;
    readonly badDay: string;
    readonly empty: string;
    readonly full: string;
  };
  readonly times: string;
  /** What the page of a link says that opens nothing. */
  readonly lost: { readonly title: string; readonly text: string };
}

export const PAGE_TEXTS: Localised<PageTexts> = {
  'es-PE': {
    title: 'Tu envío',
    otherLanguage: 'English',
    from: (shop) => `De ${shop}`,
    to: (name) => `Para ${name}`,
    district: 'Distrito',
    trackingCode: 'Código de seguimiento',
    expected: 'Llegada prevista',
    expectedDay: 'Día previsto',
    attemptsLeft: (count) => (count === 1 ? 'Queda 1 intento de entrega.' : `Quedan ${count} intentos de entrega.`),
    history: 'Historial',
    correction: 'Corrección: lo avisado antes no era correcto.',
    contact: '¿Necesitas ayuda?',
    contactText: (address) => `Escríbenos a ${address} e indica tu código de seguimiento.`,
    help: 'Para cambiar la dirección, comunícate con la tienda: por tu seguridad no se puede cambiar aquí.',
    anotherDay: {
      title: 'Recibirlo otro día',
      text: 'Puedes pedirlo una vez al día, hasta que tu paquete suba al vehículo.',
      button: 'Pedir ese día',
    },
    note: {
      title: 'Nota para el repartidor',
      text: 'Por ejemplo: el timbre no funciona, tocar la puerta.',
      label: 'Tu nota',
      button: 'Enviar nota',
    },
    elsewhere: {
      title: 'Si no estás en casa',
      text: 'Dinos con quién o dónde podemos dejarlo.',
      neighbour: 'Con un vecino o el conserje',
      safePlace: 'En un lugar seguro',
      label: 'Quién o dónde',
      button: 'Guardar',
    },
    messages: {
      title: 'Avisos de este envío',
      email: 'Correo',
      sms: 'Mensajes de texto',
      stop: 'No enviarme más',
      resume: 'Volver a enviarme',
    },
    wishes: {
      reschedule: (day) => `Pediste recibirlo el ${day}.`,
      note: 'Dejaste una nota para el repartidor.',
      neighbour: 'Pediste que lo reciba otra persona.',
      safe_place: 'Pediste dejarlo en un lugar seguro.',
      opt_out: 'Pediste no recibir más avisos.',
      opt_in: 'Pediste recibir avisos de nuevo.',
    },
    done: 'Listo, lo anotamos.',
    refused: {
      tooLate:
        'Tu paquete ya está en camino a ti o el envío terminó: aquí ya no se puede cambiar. Se lo haremos saber al repartidor.',
      onceADay: 'Hoy ya pediste otro día. Puedes pedirlo de nuevo mañana.',
      badDay: 'Ese día no repartimos. Elige uno de la lista.',
      empty: 'Escribe qué debe saber el repartidor.',
      full: 'Este envío ya no admite más pedidos. Comunícate con la tienda.',
    },
    times: 'Las horas son de Lima.',
    lost: {
      title: 'Este enlace no abre ningún envío',
      text: 'Puede que esté incompleto o que ya no sirva. Usa el del último mensaje que te enviamos.',
    },
  },
  en: {
    title: 'Your delivery',
    otherLanguage: 'Español',
    from: (shop) => `From ${shop}`,
    to: (name) => `For ${name}`,
    district: 'District',
    trackingCode: 'Tracking code',
    expected: 'Expected arrival',
    expectedDay: 'Expected day',
    attemptsLeft: (count) => (count === 1 ? '1 delivery attempt is left.' : `${count} delivery attempts are left.`),
    history: 'History',
    correction: 'Correction: what was told before was wrong.',
    contact: 'Do you need help?',
    contactText: (address) => `Write to ${address} with your tracking code.`,
    help: 'To change the address, contact the shop: for your safety it cannot be changed here.',
    anotherDay: {
      title: 'Receive it on another day',
      text: 'You can ask once a day, until your parcel is loaded into the vehicle.',
      button: 'Ask for that day',
    },
    note: {
      title: 'Note for the courier',
      text: 'For example: the bell is broken, please knock.',
      label: 'Your note',
      button: 'Send the note',
    },
    elsewhere: {
      title: 'If you are not at home',
      text: 'Tell us with whom or where we may leave it.',
      neighbour: 'With a neighbour or the doorman',
      safePlace: 'In a safe place',
      label: 'Who or where',
      button: 'Save',
    },
    messages: {
      title: 'Messages about this delivery',
      email: 'E-mail',
      sms: 'Text messages',
      stop: 'Send me no more',
      resume: 'Send them again',
    },
    wishes: {
      reschedule: (day) => `You asked to receive it on ${day}.`,
      note: 'You left a note for the courier.',
      neighbour: 'You asked that somebody else receives it.',
      safe_place: 'You asked to leave it in a safe place.',
      opt_out: 'You asked for no more messages.',
      opt_in: 'You asked for messages again.',
    },
    done: 'Done, we have noted it.',
    refused: {
      tooLate:
        'Your parcel is on its way to you, or its delivery has ended: it cannot be changed here. We will let the courier know.',
      onceADay: 'You have asked for another day today. You can ask again tomorrow.',
      badDay: 'We do not deliver on that day. Choose one of the list.',
      empty: 'Write what the courier should know.',
      full: 'This delivery takes no more requests. Please contact the shop.',
    },
    times: 'Times are those of Lima.',
    lost: {
      title: 'This link opens no delivery',
      text: 'It may be incomplete, or be over. Use the one in the last message that we sent you.',
    },
  },
};
