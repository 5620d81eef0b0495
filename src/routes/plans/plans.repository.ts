import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { Config } from '../../config/config';
import type { Write } from '../../database/transaction';
import type { PlanRecord } from './plan-record';

/** By this name a refused transaction tells that the plan stood in the way. */
export const PLAN_WRITE = 'plan';

@Injectable()
export class PlansRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  private get table(): string {
    return this.config.resources.tables.plans;
  }

  /** The plan, unless it is past its time: TTL deletes late. */
  async get(planId: string): Promise<PlanRecord | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { plan_id: planId }, ConsistentRead: true }),
    );
    const record = Item as PlanRecord | undefined;
    return record?.ttl !== undefined && record.ttl <= this.clock.now() / 1_000 ? undefined : record;
  }

  /** Stores a plan's next version, or its first; refused where it is not at the one before: another run has taken over. */
  save(record: PlanRecord): Write {
    if (record.version === 1)
      return {
        name: PLAN_WRITE,
        item: { Put: { TableName: this.table, Item: record, ConditionExpression: 'attribute_not_exists(plan_id)' } },
      };
    return {
      name: PLAN_WRITE,
      item: {
        Put: {
          TableName: this.table,
          Item: record,
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': record.version - 1 },
        },
      },
    };
  }
}
