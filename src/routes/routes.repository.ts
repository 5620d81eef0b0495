import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable } from '@nestjs/common';
import { unavailable } from '../kernel/errors';
import { createdAtOf } from '../kernel/ids';
import { Config } from '../config/config';
import { inChunks } from '../database/chunks';
import { retrying } from '../database/retry';
import type { Write } from '../database/transaction';
import type { Route, RouteSummary } from './route';

/** A batch answers at most 16 MB, and a route of 200 stops has under 100 KB. */
const MAX_BATCH_KEYS = 100;

export interface SummaryPage {
  readonly items: readonly RouteSummary[];
  /** Behind which route the next page begins. */
  readonly after: string | undefined;
}

@Injectable()
export class RoutesRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly config: Config,
  ) {}

  private get table(): string {
    return this.config.resources.tables.routes;
  }

  async get(routeId: string): Promise<Route | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { route_id: routeId }, ConsistentRead: true }),
    );
    return Item as Route | undefined;
  }

  /** The routes that exist, in no order, strongly consistent. */
  async getMany(routeIds: readonly string[]): Promise<Route[]> {
    const ids = [...new Set(routeIds)];
    const batches = inChunks(ids, { items: MAX_BATCH_KEYS });
    return (await Promise.all(batches.map((batch) => this.getBatch(batch)))).flat();
  }

  /** Stores a new route; refused where it exists. */
  insert(route: Route): Write {
    return {
      name: writeName(route.route_id),
      item: {
        Put: { TableName: this.table, Item: route, ConditionExpression: 'attribute_not_exists(route_id)' },
      },
    };
  }

  /** Replaces a route; refused where it is no longer at that version. */
  replace(route: Route, expectedVersion: number): Write {
    return {
      name: writeName(route.route_id),
      item: {
        Put: {
          TableName: this.table,
          Item: route,
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': expectedVersion },
        },
      },
    };
  }

  /** Lets a transaction pass only while the route is at that version: a claim must not outlive its route. */
  unchanged(route: Route): Write {
    return {
      name: writeName(route.route_id),
      item: {
        ConditionCheck: {
          TableName: this.table,
          Key: { route_id: route.route_id },
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': route.version },
        },
      },
    };
  }

  /** A driver's routes, newest first, without their stops; a page ends early where the store's own page does. */
  async listByDriver(driverId: string, limit: number, after: string | undefined): Promise<SummaryPage> {
    const items: RouteSummary[] = [];
    let start = after === undefined ? undefined : startKey(driverId, after);
    do {
      const answer = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          IndexName: 'driver_index',
          KeyConditionExpression: 'driver_id = :driver',
          ExpressionAttributeValues: { ':driver': driverId },
          ...PROJECTION,
          ScanIndexForward: false,
          Limit: limit - items.length,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      items.push(...((answer.Items ?? []) as RouteSummary[]));
      start = answer.LastEvaluatedKey;
    } while (items.length < limit && start !== undefined);
    return { items, after: start === undefined ? undefined : items.at(-1)?.route_id };
  }

  private async getBatch(routeIds: readonly string[]): Promise<Route[]> {
    const routes: Route[] = [];
    let keys: Record<string, unknown>[] = routeIds.map((route_id) => ({ route_id }));
    await retrying(
      async () => {
        const answer = await this.client.send(
          new BatchGetCommand({ RequestItems: { [this.table]: { Keys: keys, ConsistentRead: true } } }),
        );
        routes.push(...((answer.Responses?.[this.table] ?? []) as Route[]));
        keys = answer.UnprocessedKeys?.[this.table]?.Keys ?? [];
        return keys.length === 0 ? routes : undefined;
      },
      () => unavailable('The store could not read all routes in time.'),
    );
    return routes;
  }
}

/** By this name a refused transaction tells which route stood in the way. */
export const writeName = (routeId: string): string => `route:${routeId}`;

const startKey = (driverId: string, routeId: string): Record<string, unknown> => ({
  route_id: routeId,
  driver_id: driverId,
  created_at: createdAtOf(routeId),
});

/** Everything but the stops, which would make a page of routes megabytes. */
const SUMMARY = [
  'route_id',
  'driver_id',
  'plan_id',
  'status',
  'version',
  'created_at',
  'updated_at',
  'departure_at',
  'depot',
  'driver',
  'order_ids',
  'stops',
  'estimated_distance_km',
  'estimated_duration_seconds',
  'baseline',
  'approximate',
  'matrix',
  'iterations',
  'unassigned',
] as const satisfies readonly (keyof RouteSummary)[];
const PROJECTION = {
  ProjectionExpression: SUMMARY.map((_, i) => `#a${i}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(SUMMARY.map((name, i) => [`#a${i}`, name])),
};
