import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { Clock } from '../kernel/clock';
import { Backfill } from './backfill';
import type { StoredForm } from './stored-item';
import { TableStore } from './table-store';
import type { TableId } from './tables';

/** Hands each repository its tables. */
@Injectable()
export class Database {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Returns a table as one kind of items; a table that holds several kinds is opened once for each. */
  table<Item, Id extends TableId>(id: Id, form: StoredForm<Item>): TableStore<Item, Id> {
    return new TableStore(this.client, this.clock, id, this.config.resources.tables[id], form);
  }

  /** Returns what gives a table's older items the attributes that the form of today adds. */
  backfill<Item>(id: TableId, form: StoredForm<Item>): Backfill<Item> {
    return new Backfill(this.client, this.clock, id, this.config.resources.tables[id], form);
  }
}
