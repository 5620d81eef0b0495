/** One stage as it is being deployed: its configuration and what the command line's context adds. */
import { Environment } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { TableId, tableName } from '../src/database/tables';
import { resourceName } from '../src/messaging/queues';
import { Stage, STAGE_CONFIGS, StageConfig } from './stages';

/** A table that a restore made, to be used instead of the stack's own (docs/runbook.md, "Restore a table"). */
export interface RestoredTable {
  readonly name: string;
  /** Of tables that the relay reads: a restored table gets its stream by hand. */
  readonly streamArn?: string;
}

export interface Deployment {
  readonly stage: Stage;
  readonly config: StageConfig;
  readonly env: Environment & { readonly region: string };
  readonly alarmEmail: string;
  readonly bundles: string;
  readonly restored: Readonly<Partial<Record<TableId, RestoredTable>>>;
  /** The principal that Jenkins runs as; without it no deployment role is made. */
  readonly pipelinePrincipalArn: string | undefined;
}

/** Where `npm run bundle` writes one folder per Lambda. */
const BUNDLES = 'dist-lambda';

/** Region, account, e-mail address and restored tables come from context: `cdk deploy -c account=… -c region=…`. */
export function deploymentOf(stage: Stage, node: Node): Deployment {
  const text = (name: string): string | undefined => node.tryGetContext(name) as string | undefined;
  const account = text('account');
  return {
    stage,
    config: STAGE_CONFIGS[stage],
    env: { region: text('region') ?? 'us-east-1', ...(account === undefined ? {} : { account }) },
    alarmEmail: text('alarmEmail') ?? 'alertas@dinex.example',
    bundles: text('bundles') ?? BUNDLES,
    restored: JSON.parse(text('restored') ?? '{}') as Deployment['restored'],
    pipelinePrincipalArn: text('pipelinePrincipalArn'),
  };
}

/** `dinex-dev-api` */
export const named = ({ stage }: Deployment, name: string): string => resourceName(stage, name);

/** The name of the table in use: the stage's own or the one that a restore made. */
export const tableInUse = ({ stage, restored }: Deployment, table: TableId): string =>
  restored[table]?.name ?? tableName(stage, table);
