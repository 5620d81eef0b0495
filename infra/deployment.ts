/** One stage as it is being deployed: its configuration and what the command line's context adds. */
import { Environment } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { TableId, tableName } from '../src/database/tables';
import { resourceName } from '../src/messaging/queues';
import { atPeak } from './peak';
import { RestoredTable, Stage, STAGE_CONFIGS, StageConfig } from './stages';

export interface Deployment {
  readonly stage: Stage;
  readonly config: StageConfig;
  readonly env: Environment & { readonly region: string };
  readonly alarmEmail: string;
  readonly bundles: string;
  /** Set where the application stands by for another region, and whether it has taken over. */
  readonly standby?: { readonly active: boolean };
  /** Each table gets its indexes up to this number alone, as a deployed one takes one more in each update. */
  readonly indexes: number;
  readonly restored: Readonly<Partial<Record<TableId, RestoredTable>>>;
}

/** Where `npm run bundle` writes one folder per Lambda. */
const BUNDLES = 'dist-lambda';

/** Region and account come from context, `cdk synth -c account=… -c region=…`; what else may come from there is tried before it is configured. */
export function deploymentOf(stage: Stage, node: Node): Deployment {
  const text = (name: string): string | undefined => node.tryGetContext(name) as string | undefined;
  const account = text('account');
  const config = text('peak') === stage ? atPeak(STAGE_CONFIGS[stage]) : STAGE_CONFIGS[stage];
  // By stage, as one synthesis writes the templates of all.
  const restored = JSON.parse(text('restored') ?? '{}') as Partial<Record<Stage, Deployment['restored']>>;
  return {
    stage,
    config,
    env: { region: text('region') ?? 'us-east-1', ...(account === undefined ? {} : { account }) },
    alarmEmail: text('alarmEmail') ?? config.alarmEmail,
    bundles: text('bundles') ?? BUNDLES,
    indexes: Number(text('indexes') ?? Infinity),
    restored: restored[stage] ?? config.restored ?? {},
  };
}

/** `dinex-dev-api` */
export const named = ({ stage }: Deployment, name: string): string => resourceName(stage, name);

/** `dinex-prod-api`, or `dinex-prod-standby-api`: both regions' stacks belong to one app. */
export const stackName = (deployment: Deployment, name: string): string =>
  named(deployment, deployment.standby === undefined ? name : `standby-${name}`);

/** Whether functions run and read their events: not where they stand by. */
export const isActive = ({ standby }: Deployment): boolean => standby?.active ?? true;

/** The name of the table in use: the stage's own or the one that a restore made. */
export const tableInUse = ({ stage, restored }: Deployment, table: TableId): string =>
  restored[table]?.name ?? tableName(stage, table);
