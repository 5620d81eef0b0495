import { isTerminal, PARCEL_STATUSES, ParcelStatus, REASON_CODES, STATES } from '../orders/states';

const LABELS: Record<ParcelStatus, readonly [es: string, en: string]> = {
  CREATED: ['Registrado', 'Created'],
  PICKED_UP: ['Recogido', 'Picked up'],
  IN_TRANSIT: ['En camino', 'In transit'],
  OUT_FOR_DELIVERY: ['En reparto', 'Out for delivery'],
  ATTEMPT_FAILED: ['Entrega fallida', 'Delivery attempt failed'],
  AVAILABLE_FOR_PICKUP: ['Listo para recoger', 'Available for pickup'],
  EXCEPTION: ['Con incidencia', 'Exception'],
  RETURNING: ['En devolución', 'Returning to sender'],
  DELIVERED: ['Entregado', 'Delivered'],
  RETURNED: ['Devuelto', 'Returned to sender'],
  CANCELLED: ['Cancelado', 'Cancelled'],
  FAILURE: ['Perdido o dañado', 'Lost or damaged'],
};

/** The table of states as integrators read it. */
export const statusTable = () => ({
  items: PARCEL_STATUSES.map((status) => ({
    status,
    terminal: isTerminal(status),
    allowed: [...STATES[status].next],
    label_es: LABELS[status][0],
    label_en: LABELS[status][1],
  })),
  reason_codes: REASON_CODES,
});
