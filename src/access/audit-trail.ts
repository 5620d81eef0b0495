import { Injectable } from '@nestjs/common';
import type { Write } from '../database/transaction';
import { Clock } from '../kernel/clock';
import { newId } from '../kernel/ids';
import { present } from '../kernel/present';
import { currentScope } from '../observability/scope';
import { fieldChanges } from './change';
import { ChangesRepository } from './changes.repository';
import { actorOf, Principal } from './principal';
import { PrivacyKey } from './privacy-key';

/** Records who changed what, in the transaction that changes it. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly repository: ChangesRepository,
    private readonly privacyKey: PrivacyKey,
    private readonly clock: Clock,
  ) {}

  /** Returns the write of the record of a change from `before` to `after`, for the transaction that makes it. */
  async change(principal: Principal, objectId: string, action: string, before: object, after: object): Promise<Write> {
    const now = this.clock.now();
    return this.repository.append({
      object_id: objectId,
      change_id: newId(now),
      at: new Date(now).toISOString(),
      actor: actorOf(principal),
      action,
      fields: fieldChanges(before, after, await this.privacyKey.get()),
      ...present({ correlation_id: currentScope()?.correlationId }),
    });
  }
}
