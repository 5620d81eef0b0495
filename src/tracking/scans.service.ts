import { Injectable } from '@nestjs/common';
import { Principal, tenantOf } from '../access/principal';
import { storeFailure } from '../aws/store-errors';
import { Transactions } from '../database/transaction';
import { IdempotencyService, KeyWrites, refuseTakenKey } from '../idempotency/idempotency.service';
import { DinexError, notFound } from '../kernel/errors';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { inParallel } from '../kernel/in-parallel';
import { answerTo, PROBLEM_TYPE_PREFIX, PROBLEMS } from '../http/problem';
import { present } from '../kernel/present';
import { RoutesSeenRepository } from './routes-seen.repository';
import { byParcel, eventIdOf, placedIn, Scan, Scans, scansOf } from './scans';
import type { ScannedDto, ScannedListDto, ScanProblemDto } from './scans.dto';
import { TrackingService } from './tracking.service';

/** How many parcels are scanned at once; each is a read and a transaction. */
const PARALLEL = 10;

/** Takes the scans of many parcels of a route, each as if it had come alone. */
@Injectable()
export class ScansService {
  constructor(
    private readonly tracking: TrackingService,
    private readonly routes: RoutesSeenRepository,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Returns what came of each scan. Under a key each is taken once, and a repetition finds what is left to do.
   *
   * @throws DinexError `invalid`; `not_found` for a route that is not there, or was never the driver's who asks.
   */
  async scan(
    principal: Principal,
    routeId: string,
    request: Scans,
    key: IdempotencyKey | undefined,
  ): Promise<ScannedListDto> {
    const scans = scansOf(request);
    await this.checkRoute(principal, routeId);
    return this.idempotency.once(principal, key, async (writes) => {
      const source = key && [tenantOf(principal), key.path, key.key].join('\n');
      const items = await this.takeAll(principal, routeId, request, scans, source);
      const isFinal = items.every(({ problem }) => (problem?.status ?? 0) < 500);
      return isFinal ? this.remember({ items }, writes) : { items };
    });
  }

  private async checkRoute(principal: Principal, routeId: string): Promise<void> {
    const route = await this.routes.get(routeId);
    const isOwn =
      principal.role !== 'driver' ||
      route?.driver_id === principal.driver_id ||
      route?.former_driver_ids?.includes(principal.driver_id) === true;
    if (route === undefined || !isOwn) throw notFound('route', routeId);
  }

  private async takeAll(
    principal: Principal,
    routeId: string,
    request: Scans,
    scans: readonly Scan[],
    source: string | undefined,
  ): Promise<ScannedDto[]> {
    const items: ScannedDto[] = [];
    await inParallel(byParcel(scans), PARALLEL, async (group) => {
      for (const scan of group) items[scan.index] = await this.take(principal, routeId, request, scan, source);
    });
    return items;
  }

  private async take(
    principal: Principal,
    routeId: string,
    request: Scans,
    scan: Scan,
    source: string | undefined,
  ): Promise<ScannedDto> {
    const { index: _, tracking_id, ...given } = scan;
    const event_id = given.event_id ?? (source === undefined ? undefined : eventIdOf(source, scan));
    const input = { tracking_id, status: request.status, ...given, ...present({ event_id }) };
    try {
      const terms = { routeId, unlessThere: event_id === undefined };
      const { receipt, stored } = await this.tracking.scan(principal, input, terms);
      return {
        tracking_id: receipt.tracking_id,
        result: stored ? 'taken' : 'unchanged',
        status: receipt.status,
        version: receipt.version,
        event_id: receipt.event.event_id,
        applied: receipt.applied,
      };
    } catch (error) {
      const known = error instanceof DinexError ? error : storeFailure(error);
      if (known === undefined) throw error;
      return { tracking_id, result: 'refused', problem: problemOfScan(known, request, scan) };
    }
  }

  /** Keeps the answer under the key; each scan is stored by itself before. */
  private async remember(answer: ScannedListDto, key: KeyWrites): Promise<ScannedListDto> {
    const writes = key.done(answer);
    if (writes.length > 0) refuseTakenKey(await this.transactions.commit(writes));
    return answer;
  }
}

function problemOfScan(error: DinexError, request: Scans, scan: Scan): ScanProblemDto {
  const { kind, detail, errors, members } = answerTo(error);
  return {
    ...members,
    type: PROBLEM_TYPE_PREFIX + kind.replaceAll('_', '-'),
    ...PROBLEMS[kind],
    detail,
    ...present({ errors: errors?.map((each) => placedIn(request, scan, each)) }),
  };
}
