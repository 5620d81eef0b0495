import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../kernel/clock';
import type { OrderId } from '../../kernel/ids';
import { Config } from '../../config/config';
import type { Write } from '../../database/transaction';
import type { ImportChunk, ImportHead, ImportRow, ImportStatus } from './import';

/** How long a customer's reference stays taken: longer than any parcel is under way. */
const REFERENCE_DAYS = 400;

@Injectable()
export class ImportsRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  private get table(): string {
    return this.config.resources.tables.imports;
  }

  async getHead(importId: string): Promise<ImportHead | undefined> {
    return this.read<ImportHead>(importId);
  }

  async getChunk(importId: string, chunk: number): Promise<ImportChunk | undefined> {
    const item = await this.read<ImportChunk & { rows: string }>(chunkId(importId, chunk));
    return item && { ...item, import_id: importId, rows: JSON.parse(item.rows) as ImportRow[] };
  }

  /** Opens an import, or opens it again after a crash before it was READY. */
  open(head: ImportHead): Write {
    return {
      name: 'import',
      item: {
        Put: {
          TableName: this.table,
          Item: head,
          ConditionExpression: 'attribute_not_exists(import_id) OR #status = :storing',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':storing': 'STORING' satisfies ImportStatus },
        },
      },
    };
  }

  /** Rows go in as JSON text: two thirds of the size of DynamoDB's own maps, and cheaper to read. */
  async putChunk(chunk: ImportChunk): Promise<void> {
    const item = { ...chunk, import_id: chunkId(chunk.import_id, chunk.chunk), rows: JSON.stringify(chunk.rows) };
    await this.client.send(new PutCommand({ TableName: this.table, Item: item }));
  }

  /** READY (or at once complete, when no row was good): from here on the relay sees it. */
  release(importId: string, status: ImportStatus): Write {
    return {
      name: 'import',
      item: {
        Update: {
          TableName: this.table,
          Key: { import_id: importId },
          UpdateExpression: 'SET #status = :status ADD #version :one',
          ConditionExpression: '#status = :storing',
          ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
          ExpressionAttributeValues: { ':status': status, ':storing': 'STORING' satisfies ImportStatus, ':one': 1 },
        },
      },
    };
  }

  /** Claims a customer's reference for an order; refused, with the claim that stands, where it is taken. */
  claimReference({ input, order_id }: ImportRow): Write {
    return {
      name: `reference:${order_id}`,
      item: {
        Put: {
          TableName: this.table,
          Item: {
            import_id: referenceId(input.customer_id, input.reference),
            order_id,
            ttl: Math.floor(this.clock.now() / 1000) + REFERENCE_DAYS * 86_400,
          },
          ConditionExpression: 'attribute_not_exists(import_id) OR #ttl <= :now',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':now': Math.floor(this.clock.now() / 1000) },
        },
      },
    };
  }

  /** Which order holds a customer's reference. */
  async holderOf({ input }: ImportRow): Promise<OrderId | undefined> {
    const claim = await this.read<{ order_id: OrderId; ttl: number }>(referenceId(input.customer_id, input.reference));
    return claim?.order_id;
  }

  /** Counts a chunk's result once: refused when it was counted before. */
  finishChunk(importId: string, chunk: number, result: { created: number; duplicates: number }): Write[] {
    return [
      {
        name: 'chunk',
        item: {
          Update: {
            TableName: this.table,
            Key: { import_id: chunkId(importId, chunk) },
            UpdateExpression: 'SET done = :true',
            ConditionExpression: 'done = :false',
            ExpressionAttributeValues: { ':true': true, ':false': false },
          },
        },
      },
      {
        name: 'import',
        item: {
          Update: {
            TableName: this.table,
            Key: { import_id: importId },
            UpdateExpression: 'ADD chunks_done :one, created :created, duplicates :duplicates, #version :one',
            ConditionExpression: 'attribute_exists(import_id)',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':one': 1, ':created': result.created, ':duplicates': result.duplicates },
          },
        },
      },
    ];
  }

  /** Ends an import whose chunks are all counted; more than one worker may find that out. */
  async complete(importId: string, status: ImportStatus): Promise<void> {
    await this.client.send(
      new UpdateCommand({
        TableName: this.table,
        Key: { import_id: importId },
        UpdateExpression: 'SET #status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': status },
      }),
    );
  }

  private async read<Item extends { ttl: number }>(id: string): Promise<Item | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { import_id: id }, ConsistentRead: true }),
    );
    const item = Item as Item | undefined;
    return item !== undefined && item.ttl > this.clock.now() / 1000 ? item : undefined;
  }
}

const chunkId = (importId: string, chunk: number): string => `${importId}#${chunk}`;

const referenceId = (customerId: string, reference: string): string =>
  `reference#${createHash('sha256').update(`${customerId}\n${reference}`).digest('hex')}`;
