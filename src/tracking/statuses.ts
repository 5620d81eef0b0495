import { isTerminal, PARCEL_STATUSES, REASON_CODES, STATES } from '../orders/states';
import { statusName } from '../texts/status-texts';
import type { StatusesDto } from './tracking.dto';

/** Returns the table of states as integrators read it. */
export const statusTable = (): StatusesDto => ({
  items: PARCEL_STATUSES.map((status) => ({
    status,
    terminal: isTerminal(status),
    allowed: STATES[status].next,
    label_es: statusName(status, 'es-PE'),
    label_en: statusName(status, 'en'),
  })),
  reason_codes: REASON_CODES,
});
