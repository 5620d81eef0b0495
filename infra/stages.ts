/** What differs between the stages: one typed record, read by every stack. */
import type { ChannelVariable } from '../src/config/channel-settings';
import type { TableId } from '../src/database/tables';
import { QUEUES, type QueueId, type STREAM_SOURCE } from '../src/messaging/queues';
import type { GatewayKeysConfig, IssuerConfig, PeopleConfig } from './people';

export const STAGES = ['dev', 'staging', 'prod'] as const;
export type Stage = (typeof STAGES)[number];

/** Named as the files in `src/lambda` and the bundles in `dist-lambda`. */
export type HandlerName = 'api' | 'notifications' | 'order-intake' | 'stream' | 'plans';

export interface FunctionConfig {
  readonly memoryMb: number;
  /** Executions kept for this function and the most it may take; without it the account's pool is shared. */
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
}

/** Requests that one caller may make within the window; above it the web ACL blocks, or only counts while a figure is tried. */
export interface WebAclConfig {
  readonly windowSeconds: 60 | 120 | 300 | 600;
  /** Of one `Authorization` header: drivers sit behind their carrier's few addresses and are told apart by it. */
  readonly perCredential: number;
  /** Of one address, whoever asks from there. */
  readonly perIp: number;
  readonly action: 'count' | 'block';
}

/** The application in the replica's region: it does nothing until the other region is lost. */
export interface StandbyConfig {
  /** Of the replicas there, which have streams of their own. */
  readonly streams: Readonly<Record<(typeof STREAM_SOURCE)['tables'][number], string>>;
  /** Whose tokens are taken there: a pool is of one region and goes down with it. Without it only DINEX keys are, which the replicas hold. */
  readonly issuer?: IssuerConfig;
  /** True from the cut-over on: until then no function runs and no event source reads. */
  readonly active: boolean;
  /** Of the stage's domain, as certificates are of one region. */
  readonly certificateArn?: string;
}

export interface BackupCopy {
  readonly region: string;
  /** Default the stage's own. */
  readonly account?: string;
}

/** A caller with an API key and limits of its own. */
export interface ApiClient {
  readonly name: string;
  readonly ratePerSecond: number;
  readonly burst: number;
  readonly requestsPerDay?: number;
}

/** A table that a restore made, to be used instead of the stack's own (docs/runbook.md, "Restore a table"). */
export interface RestoredTable {
  readonly name: string;
  /** Of tables that the relay reads: a restored table gets its stream by hand. */
  readonly streamArn?: string;
}

/** Jenkins as an OpenID Connect issuer that the account trusts (docs/runbook.md, "First deployment"). */
export interface PipelineIdentity {
  /** Without its https://: `jenkins.dinex.example/oidc`. */
  readonly issuer: string;
  /** The one job that may deploy: `https://jenkins.dinex.example/job/dinex/job/main/`. */
  readonly job: string;
}

export interface WarmThroughput {
  readonly readUnitsPerSecond: number;
  readonly writeUnitsPerSecond: number;
}

export interface StageConfig {
  /** Days for which CloudWatch keeps what the functions log. */
  readonly logRetentionDays: 7 | 30;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** Percent of requests with a line in the application's log, beside those that fail or take a second. Default 100. */
  readonly loggedRequestsPercent?: number;
  readonly tracing: boolean;
  /** A KMS key of our own for tables, topics, logs, variables and secrets; else the services' keys. */
  readonly customerKey: boolean;
  /** PITR, deletion protection, AWS Backup; tables and logs survive the stack. */
  readonly protectData: boolean;
  readonly canary: boolean;
  /** `basic`: what no stage goes without; `all`: also those of blind spots, with composites that decide who is woken. */
  readonly alarms: 'basic' | 'all';
  readonly auditTrail: boolean;
  readonly orderTtlDays: number;
  readonly mailFrom: string;
  readonly api: {
    readonly ratePerSecond: number;
    readonly burst: number;
    readonly clients: readonly ApiClient[];
    /**
     * Whether every call, beside its DINEX key or token, needs an API key of the gateway, which counts it against that client's plan.
     * It says nothing of who may do what. Default false: plans are there and count nobody.
     */
    readonly apiKeyRequired?: boolean;
    /** Needs `apiKeyRequired`: of a method that asks for no key the gateway tells the application none. */
    readonly gatewayKeys?: GatewayKeysConfig;
    /** Whether Route 53 asks from outside whether we are there. */
    readonly probed?: boolean;
    /** Browsers' origins that may send what a form could not. */
    readonly corsOrigins: readonly [string, ...string[]];
    /** Limits before anything costs; without them no WAF. */
    readonly webAcl?: WebAclConfig;
    readonly domain?: { readonly name: string; readonly certificateArn: string };
  };
  readonly functions: Readonly<Record<Exclude<HandlerName, 'plans'>, FunctionConfig>> & {
    /** Without it nothing plans from the queue, and the api refuses fleets of over 100 orders. */
    readonly plans?: FunctionConfig;
  };
  readonly people: PeopleConfig;
  readonly monthlyBudgetUsd: number;
  /** Who is woken by alarms and told of costs above the budget. */
  readonly alarmEmail: string;
  /** Who reads in the morning what woke nobody. Default `alarmEmail`. */
  readonly noticeEmail?: string;
  /** Letters a second that the account may send; a new one sends 14, and 1 in SES's sandbox. `npm run account` compares. */
  readonly mailsPerSecond: number;
  /** The account's monthly quota for SMS, after which SNS drops them silently (docs/runbook.md, "First deployment"). */
  readonly smsMonthlyUsd: number;
  /** How AWS knows the pipeline's builds of main; without it no role is made for them. */
  readonly pipeline?: PipelineIdentity;
  readonly restored?: Readonly<Partial<Record<TableId, RestoredTable>>>;
  /** Executions that a queue may use at once, instead of what `queues.ts` says. */
  readonly queueConcurrency?: Readonly<Partial<Record<QueueId, number>>>;
  /** Batches of one shard that the relay works on at once, instead of what `queues.ts` says. */
  readonly streamParallelization?: number;
  readonly warmThroughput?: Readonly<Partial<Record<TableId, WarmThroughput>>>;
  /** A passive copy in a second region; its key is a replica of ours (docs/runbook.md, "A lost region or account"). */
  readonly replica?: { readonly region: string; readonly keyArn?: string; readonly standby?: StandbyConfig };
  /** Where backups are copied to, into locked vaults: a region and, better, an account apart (docs/runbook.md, "A lost region or account"). */
  readonly backupCopies?: readonly BackupCopy[];
  /** An existing network with routes to AWS's APIs, for private resources. */
  readonly vpc?: {
    readonly vpcId: string;
    readonly availabilityZones: string[];
    readonly privateSubnetIds: string[];
    readonly securityGroupId: string;
  };
  /** What turns on channels that are off without it; the secret that one needs is made in Secrets Manager. */
  readonly channels?: Readonly<Partial<Record<ChannelVariable, string>>>;
  readonly geocoder: 'offline' | 'amazon';
  readonly matrixProvider: 'estimate' | 'amazon';
  /** Further settings of the application, for every function, by their variables in `.env.example`: speeds, time-outs. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** 1,769 MB is where Lambda gives one whole vCPU: the planner is one thread. */
const MEMORY = {
  api: { memoryMb: 512 },
  notifications: { memoryMb: 256 },
  'order-intake': { memoryMb: 256 },
  stream: { memoryMb: 256 },
  plans: { memoryMb: 1_769 },
} as const satisfies Record<HandlerName, FunctionConfig>;

/** What API Gateway lets through to the whole stage: requests a second on average, and at once. */
const GATEWAY_LIMITS = { ratePerSecond: 100, burst: 50 } as const;

/**
 * What a new account's quota of 1 USD a month pays for: past it SNS drops messages and tells nobody, within these bounds each that is not
 * sent is recorded. Raise them with the quota.
 */
const BOUNDED_SMS = { SMS_PER_DAY: '10', SMS_PER_MONTH: '20' } as const;

const dev: StageConfig = {
  logRetentionDays: 7,
  logLevel: 'DEBUG',
  tracing: true,
  customerKey: false,
  protectData: false,
  canary: false,
  alarms: 'basic',
  auditTrail: false,
  orderTtlDays: 30,
  mailFrom: 'DINEX dev <avisos@dev.dinex.example>',
  api: {
    ...GATEWAY_LIMITS,
    corsOrigins: ['http://localhost:5173', 'http://localhost:3000'],
    clients: [{ name: 'developers', ratePerSecond: 50, burst: 25, requestsPerDay: 100_000 }],
  },
  functions: MEMORY,
  people: {
    pool: {
      domainPrefix: 'dinex-dev',
      callbackUrls: ['http://localhost:5173/signed-in', 'http://localhost:3000/signed-in'],
      threatProtection: false,
    },
  },
  monthlyBudgetUsd: 100,
  mailsPerSecond: 1,
  smsMonthlyUsd: 1,
  channels: BOUNDED_SMS,
  alarmEmail: 'alertas@dev.dinex.example',
  geocoder: 'offline',
  matrixProvider: 'estimate',
};

/** As prod in what can go wrong (keys, origins), as dev in what costs. */
const staging: StageConfig = {
  ...dev,
  logLevel: 'INFO',
  alarms: 'all',
  customerKey: true,
  mailFrom: 'DINEX staging <avisos@staging.dinex.example>',
  alarmEmail: 'alertas@staging.dinex.example',
  api: {
    ...GATEWAY_LIMITS,
    corsOrigins: ['https://app.staging.dinex.example'],
    clients: [{ name: 'acceptance', ratePerSecond: 50, burst: 25, requestsPerDay: 100_000 }],
  },
  people: {
    pool: {
      domainPrefix: 'dinex-staging',
      callbackUrls: ['https://app.staging.dinex.example/signed-in'],
      threatProtection: false,
    },
  },
};

const prod: StageConfig = {
  ...staging,
  logRetentionDays: 30,
  protectData: true,
  backupCopies: [{ region: 'us-west-2' }],
  canary: true,
  auditTrail: true,
  mailFrom: 'DINEX <avisos@dinex.example>',
  mailsPerSecond: 14,
  alarmEmail: 'alertas@dinex.example',
  api: {
    ...GATEWAY_LIMITS,
    corsOrigins: ['https://app.dinex.example', 'https://panel.dinex.example'],
    clients: [
      { name: 'dispatch', ratePerSecond: 25, burst: 12 },
      { name: 'couriers', ratePerSecond: 45, burst: 23 },
      { name: 'shops', ratePerSecond: 30, burst: 15, requestsPerDay: 200_000 },
    ],
    probed: true,
    // 50/s and 60/s: above what the largest plan lets through, so that a client with a plan meets its own limit first.
    webAcl: { windowSeconds: 300, perCredential: 15_000, perIp: 18_000, action: 'block' },
  },
  people: {
    pool: {
      domainPrefix: 'dinex-prod',
      callbackUrls: ['https://app.dinex.example/signed-in', 'https://panel.dinex.example/signed-in'],
      threatProtection: true,
    },
  },
  // 100 requests/s at the promised p99 of 1 s are 100 at once; the workers get what their event sources may use.
  functions: {
    api: { ...MEMORY.api, reservedConcurrency: 100 },
    notifications: { ...MEMORY.notifications, reservedConcurrency: 50 },
    'order-intake': { ...MEMORY['order-intake'], reservedConcurrency: 10 },
    stream: { ...MEMORY.stream, reservedConcurrency: 40 },
    plans: { ...MEMORY.plans, reservedConcurrency: 5 },
  },
};

/** Letters that one execution of the notifier sends in a second: ten of a batch side by side, each by some calls. */
const LETTERS_PER_EXECUTION = 10;
/** SQS takes no smaller figure. */
const FEWEST_CONSUMERS = 2;

/**
 * Returns how many executions a queue may use at once. Those of the notifier follow what the account may send: what is beyond it
 * comes back later, and each refusal has its price.
 */
export function consumersAtOnce({ queueConcurrency, mailsPerSecond }: StageConfig, id: QueueId): number {
  const most = queueConcurrency?.[id] ?? QUEUES[id].consumer.maxConcurrency;
  if (id !== 'notifications' || queueConcurrency?.[id] !== undefined) return most;
  return Math.min(most, Math.max(FEWEST_CONSUMERS, Math.ceil(mailsPerSecond / LETTERS_PER_EXECUTION)));
}

export const STAGE_CONFIGS: Readonly<Record<Stage, StageConfig>> = { dev, staging, prod };
