import { createHash } from 'node:crypto';
import type { DataOf } from '../kernel/data-of';
import { DinexError, FieldError } from '../kernel/errors';
import { present } from '../kernel/present';
import type { ScanDto, ScansDto } from './scans.dto';

/** A scan of many parcels, as it comes in. */
export type Scans = DataOf<ScansDto>;
/** One parcel of it, with where it stands in the request. */
export type Scan = DataOf<ScanDto> & { readonly index: number };

/**
 * Returns the parcels of a request, each with what the whole says of it.
 *
 * @throws DinexError `invalid` unless exactly one of `tracking_ids` and `scans` is given.
 */
export function scansOf({ tracking_ids, scans, occurred_at, reason_code }: Scans): Scan[] {
  if (tracking_ids !== undefined && scans !== undefined)
    throw fault('#/scans', 'cannot come together with tracking_ids');
  const given = scans ?? tracking_ids?.map((tracking_id) => ({ tracking_id }));
  if (given === undefined) throw fault('#/tracking_ids', 'is required, or scans');
  return given.map((scan, index) => ({ ...present({ occurred_at, reason_code }), ...scan, index }));
}

const fault = (pointer: string, detail: string): DinexError =>
  new DinexError('invalid', `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });

/** Returns the scans of each parcel together, in their order: they are taken one after the other. */
export function byParcel(scans: readonly Scan[]): Scan[][] {
  const groups = new Map<string, Scan[]>();
  for (const scan of scans) {
    const parcel = scan.tracking_id.toUpperCase();
    groups.set(parcel, [...(groups.get(parcel) ?? []), scan]);
  }
  return [...groups.values()];
}

/**
 * Returns the id of the event of a scan that has none of its own: the same whenever the request is repeated under its key. Two scans of
 * one parcel are two events where they give different times.
 */
export function eventIdOf(key: string, { tracking_id, occurred_at = '' }: Scan): string {
  const source = [key, tracking_id.toUpperCase(), occurred_at].join('\n');
  return `scan-${createHash('sha256').update(source).digest('hex').slice(0, 40)}`;
}

/** Returns a fault of one scan with its place in the request that it came in. */
export function placedIn(request: Scans, { index }: Scan, error: FieldError): FieldError {
  const field = error.pointer.replace(/^#\//, '');
  const scan: Readonly<Record<string, unknown>> | undefined = request.scans && { ...request.scans[index] };
  if (scan !== undefined && (field in scan || !(field in request)))
    return { ...error, pointer: `#/scans/${index}/${field}` };
  return { ...error, pointer: field === 'tracking_id' ? `#/tracking_ids/${index}` : `#/${field}` };
}
