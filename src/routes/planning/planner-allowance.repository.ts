import { Injectable } from '@nestjs/common';
import { Principal, tenantOf } from '../../access/principal';
import { Config } from '../../config/config';
import { Database } from '../../database/database';
import { DAY_SECONDS, ttlAfter } from '../../database/lifetimes';
import type { TableStore } from '../../database/table-store';
import { Clock } from '../../kernel/clock';
import { DinexError } from '../../kernel/errors';
import { dayAfter, limaDayOf, startOfLimaDay } from '../../kernel/lima-days';
import { objectOf, text, whole } from '../../kernel/shape';

/** The planning that one tenant has asked for on one day of Lima. */
interface Spent {
  /** `planner#dispatcher:…#2026-11-27`, beside the idempotency keys, which live as long. */
  readonly idempotency_id: string;
  readonly spent_ms: number;
  readonly ttl: number;
}

/** Bounds the processor time that one tenant's plans take in a day: it is what costs most, and anyone's token may ask for it. */
@Injectable()
export class PlannerAllowance {
  private readonly spent: TableStore<Spent, 'idempotency'>;

  constructor(
    database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.spent = database.table('idempotency', {
      read: objectOf<Spent>({ idempotency_id: text, spent_ms: whole, ttl: whole }),
    });
  }

  /**
   * Counts the time that a plan may take, before it takes it.
   *
   * @throws DinexError `rate_limited` until midnight in Lima where the day's seconds do not suffice.
   */
  async take(principal: Principal, timeLimitMs: number | undefined): Promise<void> {
    const { AUTH_MODE, PLAN_CPU_MS, PLANNER_SECONDS_PER_DAY: most } = this.config;
    if (AUTH_MODE === 'none' || most === 0) return;
    const now = this.clock.now();
    const day = limaDayOf(now);
    const ms = timeLimitMs ?? PLAN_CPU_MS;
    const outcome = await this.spent.apply(
      this.spent.update(
        'spent',
        { idempotency_id: `planner#${tenantOf(principal)}#${day}` },
        {
          expression: 'ADD spent_ms :ms SET #ttl = :ttl',
          names: { '#ttl': 'ttl' },
          values: { ':ms': ms, ':ttl': ttlAfter(now, 2 * DAY_SECONDS) },
        },
        { expression: 'attribute_not_exists(spent_ms) OR spent_ms <= :left', values: { ':left': most * 1_000 - ms } },
      ),
    );
    if (outcome.committed) return;
    throw new DinexError('rate_limited', `You may ask for ${most} s of planning a day, and this would be more.`, {
      retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(startOfLimaDay(dayAfter(day))) - now) / 1_000)),
    });
  }
}
