import { Injectable } from '@nestjs/common';
import type { Write } from '../database/transaction';
import { Clock } from '../kernel/clock';
import { newId } from '../kernel/ids';
import { present } from '../kernel/present';
import { currentScope } from '../observability/scope';
import { fieldChanges } from './change';
import { ChangesRepository } from './changes.repository';
import { actorOf, isPerson, Principal, tenantOf } from './principal';
import { PrivacyKey } from './privacy-key';

/** Records who changed what, in the transaction that changes it. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly repository: ChangesRepository,
    private readonly privacyKey: PrivacyKey,
    private readonly clock: Clock,
  ) {}

  /**
   * Records that a person was shown personal data of these objects, in one record a request: under the object where it is one, under the
   * reader where they are a list. What machines and shops read of their own leaves none, and costs no write.
   */
  async reading(principal: Principal, action: string, objectIds: readonly string[]): Promise<void> {
    if (!isPerson(principal) || objectIds.length === 0) return;
    const [only, second] = objectIds;
    const now = this.clock.now();
    await this.repository.record({
      object_id: second === undefined && only !== undefined ? only : `reader:${tenantOf(principal)}`,
      change_id: newId(now),
      at: new Date(now).toISOString(),
      actor: actorOf(principal),
      action,
      fields: second === undefined ? [] : [{ pointer: '/objects', to: JSON.stringify(objectIds) }],
      ...present({ correlation_id: currentScope()?.correlationId }),
    });
  }

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
