import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { Page, TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { instant, listOf, objectOf, optional, text } from '../kernel/shape';
import type { Change, FieldChange } from './change';
import { readActor } from './credentials.repository';

@Injectable()
export class ChangesRepository {
  private readonly changes: TableStore<Change, 'changes'>;

  constructor(database: Database) {
    this.changes = database.table('changes', { read: readChange });
  }

  /** Stores a record; one that exists is never replaced. */
  append(change: Change): Write {
    return this.changes.insert(`change:${change.change_id}`, change);
  }

  /** Stores a record by itself, of something that changes nothing else. */
  async record(change: Change): Promise<void> {
    await this.changes.apply(this.append(change));
  }

  /** Returns an object's changes behind the one with this id, newest first. */
  page(objectId: string, limit: number, after: string | undefined): Promise<Page<Change>> {
    return this.changes.page(
      { where: { expression: 'object_id = :object', values: { ':object': objectId } }, newestFirst: true },
      limit,
      after === undefined ? undefined : { object_id: objectId, change_id: after },
    );
  }
}

const readChange = objectOf<Change>({
  object_id: text,
  change_id: text,
  at: instant,
  actor: readActor,
  action: text,
  fields: listOf(objectOf<FieldChange>({ pointer: text, from: optional(text), to: optional(text) })),
  correlation_id: optional(text),
});
