import type { ReasonCode } from '../orders/states';
import type { Localised } from './locale';

/** A sentence for the recipient on why an attempt to deliver failed. */
export const REASON_TEXTS: Readonly<Record<ReasonCode, Localised<string>>> = {
  CONSIGNEE_ABSENT: {
    'es-PE': 'No encontramos a nadie que lo recibiera.',
    en: 'There was nobody to receive it.',
  },
  CONSIGNEE_REFUSED: {
    'es-PE': 'A nuestro repartidor le indicaron que no lo recibirían.',
    en: 'Our courier was told that it would not be accepted.',
  },
  CONSIGNEE_ADDRESS_UNKNOWN: {
    'es-PE': 'No pudimos ubicar la dirección.',
    en: 'We could not find the address.',
  },
  CONSIGNEE_NO_PAYMENT: {
    'es-PE': 'No se pudo realizar el pago contra entrega.',
    en: 'The payment on delivery could not be made.',
  },
  CONSIGNEE_RESCHEDULED: {
    'es-PE': 'Nos pidieron llevarlo otro día.',
    en: 'We were asked to bring it on another day.',
  },
  CONSIGNEE_CANCELLED: {
    'es-PE': 'Nos indicaron que el pedido había sido cancelado.',
    en: 'We were told that the order had been cancelled.',
  },
  CARRIER_CAPACITY: {
    'es-PE': 'A nuestra unidad ya no le quedaba espacio.',
    en: 'Our vehicle had no room left for it.',
  },
  CARRIER_DAMAGE: {
    'es-PE': 'Se dañó en el camino y primero debemos revisarlo.',
    en: 'It was damaged on the way, and we have to look at it first.',
  },
  CARRIER_DELAY: {
    'es-PE': 'Nos retrasamos y no llegamos a tiempo.',
    en: 'We were delayed and could not come in time.',
  },
  CARRIER_LOST: {
    'es-PE': 'No lo ubicamos y lo estamos buscando.',
    en: 'We could not find it, and we are looking for it.',
  },
  CARRIER_VEHICLE: {
    'es-PE': 'Nuestra unidad sufrió un desperfecto.',
    en: 'Our vehicle broke down.',
  },
};
