import { addressFault } from '../geo/address-faults';
import { invalid } from '../kernel/errors';
import type { DeliveryAddress, OrderInput } from './order';
import { ORDER_LIMITS } from './order-limits';

/**
 * Refuses a time window that cannot be.
 *
 * @throws DinexError `invalid` for half a window, or one that ends before it begins.
 */
export function checkWindow({
  time_window_start: start,
  time_window_end: end,
}: Pick<OrderInput, 'time_window_start' | 'time_window_end'>): void {
  if ((start === undefined) !== (end === undefined))
    throw invalid('#/time_window_end', 'time_window_start and time_window_end come together.');
  if (start !== undefined && end !== undefined && start >= end)
    throw invalid('#/time_window_end', 'time_window_end must be after time_window_start.');
}

/**
 * Refuses what cannot be true, and takes what is only vague.
 *
 * @throws DinexError `invalid` for half a coordinate, a code or point that is not of the district beside it, a point outside Peru.
 */
export function checkAddress(address: DeliveryAddress): void {
  if (typeof address === 'string') return;
  if ((address.lat === undefined) !== (address.lon === undefined))
    throw invalid(`#/delivery_address/${address.lat === undefined ? 'lat' : 'lon'}`, 'lat and lon come together.');
  const fault = addressFault(address);
  if (fault !== undefined) throw invalid(`#/delivery_address/${fault.field}`, `${fault.field} ${fault.detail}`);
}

/**
 * Refuses more metadata than an order holds, patched in one by one or not.
 *
 * @throws DinexError `invalid`.
 */
export function checkMetadata({ metadata }: Pick<OrderInput, 'metadata'>): void {
  if (metadata !== undefined && Object.keys(metadata).length > ORDER_LIMITS.metadataEntries)
    throw invalid('#/metadata', `metadata holds at most ${ORDER_LIMITS.metadataEntries} entries.`);
}
