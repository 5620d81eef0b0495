import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import type { TableStore } from '../../database/table-store';
import type { Write } from '../../database/transaction';
import type { PlanRecord } from './plan-record';
import { readPlan } from './plan-shape';

/** The name by which a refused transaction tells that the plan stood in the way. */
export const PLAN_WRITE = 'plan';

@Injectable()
export class PlansRepository {
  private readonly plans: TableStore<PlanRecord, 'plans'>;

  constructor(database: Database) {
    this.plans = database.table('plans', { read: readPlan });
  }

  get(planId: string): Promise<PlanRecord | undefined> {
    return this.plans.get({ plan_id: planId });
  }

  /** Stores a plan's next version, or its first; refused where it is not at the one before: another run has taken over. */
  save(record: PlanRecord): Write {
    return record.version === 1
      ? this.plans.insert(PLAN_WRITE, record)
      : this.plans.replace(PLAN_WRITE, record, record.version - 1);
  }
}
