import { Stack } from 'aws-cdk-lib';
import type { ITable, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { TABLE_IDS, TableId } from '../../src/database/tables';
import { STREAM_SOURCE } from '../../src/messaging/queues';
import { createBackupPlan } from '../constructs/backup-plan';
import { createStageKey } from '../constructs/stage-key';
import { createTable } from '../constructs/table';
import { createUserPool, SignIn } from '../constructs/user-pool';
import { Deployment, named } from '../deployment';

export type StreamTable = (typeof STREAM_SOURCE)['tables'][number];

/** Where the tables of a stage are: its own, or the replicas that another region made. */
export interface DataSource {
  /** The stage's key, for the resources of `stack`. */
  keyFor(stack: Stack): IKey | undefined;
  /** The stream that the relay reads. */
  streamArn(id: StreamTable): string;
  /** Whose tokens the stage's own pool signs; undefined where there is none. */
  readonly signIn: SignIn | undefined;
}

/** What must outlive everything else: the tables, their key and their backups, and who the people are. */
export class DataStack extends Stack implements DataSource {
  readonly key: Key | undefined;
  readonly signIn: SignIn | undefined;
  private readonly tables: Readonly<Record<TableId, TableV2>>;

  constructor(
    scope: Construct,
    private readonly deployment: Deployment,
  ) {
    super(scope, named(deployment, 'data'), {
      env: deployment.env,
      terminationProtection: deployment.config.protectData,
      description: `DINEX ${deployment.stage}: tables, their key and their backups, people`,
    });
    this.key = deployment.config.customerKey ? createStageKey(this, deployment) : undefined;
    this.tables = Object.fromEntries(
      TABLE_IDS.map((id) => [id, createTable(this, deployment, id, this.key)]),
    ) as Record<TableId, TableV2>;
    if (deployment.config.protectData)
      createBackupPlan(this, deployment, Object.values(this.tables) as ITable[], this.key);
    // Exported for good: an export that appears and disappears with its reader blocks the cut-over to a restored table.
    for (const id of STREAM_SOURCE.tables) this.exportValue(this.ownStreamArn(id));
    const { pool } = deployment.config.people;
    this.signIn = pool === undefined ? undefined : createUserPool(this, deployment, pool);
    if (this.signIn !== undefined) for (const value of Object.values(this.signIn)) this.exportValue(value);
  }

  keyFor(): IKey | undefined {
    return this.key;
  }

  /** The stream that the relay reads: the stage's own or that of a restored table. */
  streamArn(id: StreamTable): string {
    const restored = this.deployment.restored[id];
    if (restored === undefined) return this.ownStreamArn(id);
    if (restored.streamArn === undefined) throw new Error(`The restored table ${restored.name} needs its streamArn`);
    return restored.streamArn;
  }

  private ownStreamArn(id: StreamTable): string {
    const arn = this.tables[id].tableStreamArn;
    if (arn === undefined) throw new Error(`tables.ts gives ${id} no stream, queues.ts lets the relay read it`);
    return arn;
  }
}
