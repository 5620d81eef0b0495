import { invalid } from '../kernel/errors';
import type { DeliveryAddress, OrderInput } from './order';
import { ORDER_LIMITS } from './order-limits';

/** @throws DinexError `invalid` for half a window, or one that ends before it begins. */
export function checkWindow({
  time_window_start: start,
  time_window_end: end,
}: Pick<OrderInput, 'time_window_start' | 'time_window_end'>): void {
  if ((start === undefined) !== (end === undefined))
    throw invalid('#/time_window_end', 'time_window_start and time_window_end come together.');
  if (start !== undefined && end !== undefined && start >= end)
    throw invalid('#/time_window_end', 'time_window_end must be after time_window_start.');
}

/** @throws DinexError `invalid` for half a coordinate. */
export function checkAddress(address: DeliveryAddress): void {
  if (typeof address === 'string' || (address.lat === undefined) === (address.lon === undefined)) return;
  throw invalid(`#/delivery_address/${address.lat === undefined ? 'lat' : 'lon'}`, 'lat and lon come together.');
}

/** @throws DinexError `invalid` for more entries than an order holds, patched in one by one or not. */
export function checkMetadata({ metadata }: Pick<OrderInput, 'metadata'>): void {
  if (metadata !== undefined && Object.keys(metadata).length > ORDER_LIMITS.metadataEntries)
    throw invalid('#/metadata', `metadata holds at most ${ORDER_LIMITS.metadataEntries} entries.`);
}
