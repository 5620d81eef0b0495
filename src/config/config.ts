import 'reflect-metadata';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  getMetadataStorage,
  IsArray,
  IsIn,
  IsISO8601,
  IsInt,
  IsJSON,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
  ValidateIf,
  ValidationError,
} from 'class-validator';
import { CitySpeeds, DEFAULT_SPEEDS } from '../geo/travel-speeds';
import { TABLE_IDS, TableId, tableName, tableVariable } from '../database/tables';
import { deadLetterVariable, QUEUE_IDS, QueueId, queueVariable, RELAY_DEAD_LETTER, TOPICS } from '../messaging/queues';
import { Weekday, WEEKDAYS } from '../kernel/lima-days';
import { isLoopbackHost } from '../kernel/loopback';
import { PARCEL_STATUSES, ParcelStatus, STATES } from '../orders/states';
import { MAX_STATUS_SHARDS } from '../orders/status-shard';
import { IsLinkKeys } from './link-keys-setting';
import { CitySetting, IsCities, IsSpeed } from './travel-settings';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `KEY-ID=operator:NAME`, or `KEY-ID=shop:SHOP-ID`. */
const GATEWAY_KEY = /^[A-Za-z0-9]+=(operator|dispatcher|shop):[\w.-]+$/;
/** The secrets of every laptop, and so none. */
export const LAPTOP_SECRETS = {
  PRIVACY_KEY: 'dinex-on-a-laptop',
  LINK_KEYS: 'laptop=dinex-on-a-laptop',
} as const;
const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const;
const loopback = { require_tld: false, require_protocol: true };
const list = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : value;

/** Every environment variable, spelled as in the environment; `.env.example` explains each. */
class Variables {
  @Matches(/^[a-z][a-z0-9-]{0,19}$/) STAGE = 'local';
  @IsString() HOST = '127.0.0.1';
  @Type(() => Number) @IsInt() @Min(0) @Max(65535) PORT = 3000;
  @Type(() => Number) @IsInt() @Min(0) @Max(65535) MAILBOX_PORT = 3001;
  @MinLength(1) DINEX_DATA_DIR = '.dinex';
  @IsOptional() @IsUrl(loopback) PUBLIC_BASE_URL?: string;
  @MinLength(3) SUPPORT_ADDRESS = 'soporte@dinex.example';
  @IsIn(['none', 'jwt']) AUTH_MODE: 'none' | 'jwt' = 'none';
  @IsOptional() @IsUrl(loopback) AUTH_ISSUER?: string;
  @Transform(list) @IsArray() @MinLength(1, { each: true }) AUTH_AUDIENCES: string[] = [];
  @IsOptional() @IsUrl(loopback) AUTH_KEY_SET_URL?: string;
  @IsOptional() @IsJSON() AUTH_KEY_SET?: string;
  @MinLength(1) AUTH_ROLE_CLAIM = 'cognito:groups';
  @MinLength(1) AUTH_DRIVER_CLAIM = 'username';
  @Transform(list) @IsArray() @Matches(GATEWAY_KEY, { each: true }) GATEWAY_KEYS: string[] = [];
  @IsOptional() @IsISO8601({ strict: true }) GATEWAY_KEYS_UNTIL?: string;
  @Transform(list) @IsArray() @IsString({ each: true }) ALLOWED_HOSTS: string[] = [];
  @MinLength(16) PRIVACY_KEY: string = LAPTOP_SECRETS.PRIVACY_KEY;
  @IsOptional() @IsString() PRIVACY_KEY_ARN?: string;
  @IsLinkKeys() LINK_KEYS: string = LAPTOP_SECRETS.LINK_KEYS;
  @IsOptional() @IsString() LINK_KEYS_ARN?: string;
  @Transform(list) @IsArray() @IsString({ each: true }) CORS_ORIGINS: string[] = [];
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) RATE_LIMIT_PER_SECOND?: number;
  @Type(() => Number) @IsInt() @Min(0) WRONG_CREDENTIALS_PER_MINUTE = 30;
  @Type(() => Number) @IsInt() @Min(0) PLANNER_SECONDS_PER_DAY = 3_600;
  @IsIn(LOG_LEVELS) LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'INFO';
  @Type(() => Number) @IsNumber() @Min(0) @Max(100) LOG_REQUESTS_PERCENT = 100;
  @IsOptional() @IsIn(['emf', 'off']) METRICS?: 'emf' | 'off';

  @Type(() => Number) @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(100) IGV_PERCENT = 18;
  @Type(() => Number) @IsInt() @Min(1) @Max(MAX_STATUS_SHARDS) STATUS_SHARDS = 10;
  @Type(() => Number) @IsInt() @Min(1) ORDER_TTL_DAYS = 30;
  @Type(() => Number) @IsInt() @Min(0) @Max(90) CORRECTION_DAYS = 7;

  @Type(() => Number) @IsInt() @Min(100) REQUEST_DEADLINE_MS = 4_500;
  @Type(() => Number) @IsInt() @Min(100) LONG_REQUEST_DEADLINE_MS = 25_000;
  @Type(() => Number) @IsInt() @Min(10) STORE_TIMEOUT_MS = 1_000;
  @IsOptional() @Type(() => Number) @IsInt() @Min(10) STORE_CONNECT_TIMEOUT_MS?: number;
  @Type(() => Number) @IsInt() @Min(10) PLAN_CPU_MS = 500;
  @IsIn(['on', 'off']) QUEUED_PLANS: 'on' | 'off' = 'on';

  @Transform(list) @IsIn(WEEKDAYS, { each: true }) WORKING_DAYS: Weekday[] = WEEKDAYS.filter((name) => name !== 'SUN');
  @Transform(list) @Matches(/^\d{4}-\d{2}-\d{2}$/, { each: true }) HOLIDAYS: string[] = [];

  @IsString() AWS_REGION = 'us-east-1';
  @IsOptional() @IsUrl(loopback) AWS_ENDPOINT_URL_DYNAMODB?: string;
  @IsOptional() @IsUrl(loopback) AWS_ENDPOINT_URL_SQS?: string;
  @IsOptional() @IsUrl(loopback) AWS_ENDPOINT_URL_SNS?: string;
  @IsOptional() @IsUrl(loopback) AWS_ENDPOINT_URL_SESV2?: string;

  @MinLength(3) MAIL_FROM = 'DINEX <avisos@dinex.example>';
  @Transform(list)
  @IsIn(PARCEL_STATUSES, { each: true })
  SMS_STATUSES: ParcelStatus[] = PARCEL_STATUSES.filter((status) => STATES[status].sms);
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) SMS_PER_DAY?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) SMS_PER_MONTH?: number;
  @Transform(list) @Matches(/^[A-Z]{2}$/, { each: true }) SMS_COUNTRIES: string[] = ['PE'];
  @Type(() => Number) @IsInt() @Min(0) @Max(1_000) SMS_PER_RECIPIENT = 10;
  @Type(() => Number) @IsInt() @Min(0) @Max(1_000) LETTERS_PER_RECIPIENT = 50;
  @IsOptional() @IsUrl(loopback) WEBHOOK_URL?: string;
  @ValidateIf((v: Variables) => v.WEBHOOK_URL !== undefined)
  @Matches(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, { message: 'must be whsec_ and 24 to 64 bytes in base64' })
  WEBHOOK_SECRET?: string;

  @IsIn(['offline', 'amazon']) GEOCODER: 'offline' | 'amazon' = 'offline';
  @IsIn(['estimate', 'osrm', 'amazon']) MATRIX_PROVIDER: 'estimate' | 'osrm' | 'amazon' = 'estimate';
  @ValidateIf((v: Variables) => v.MATRIX_PROVIDER === 'osrm') @IsUrl(loopback) OSRM_URL?: string;
  @Type(() => Number) @IsInt() @Min(2) @Max(10_000) OSRM_MAX_POINTS = 100;
  @Type(() => Number) @IsInt() @Min(10) GEOCODER_TIMEOUT_MS = 1_000;
  @Type(() => Number) @IsInt() @Min(10) MATRIX_TIMEOUT_MS = 1_000;
  @IsCities() CITY_SPEEDS: readonly CitySpeeds[] = plainToInstance(CitySetting, [...DEFAULT_SPEEDS.cities]);
  @Type(() => Number) @IsSpeed() ELSEWHERE_KMH = DEFAULT_SPEEDS.elsewhere_kmh;
  @Type(() => Number) @IsNumber() @Min(0) @Max(10_000) STREETS_KM = DEFAULT_SPEEDS.streets_km;
  @Type(() => Number) @IsSpeed() HIGHWAY_KMH = DEFAULT_SPEEDS.highway_kmh;
  @Type(() => Number) @IsNumber() @Min(0.5) @Max(24) WORKING_DAY_HOURS = 10;
  @Type(() => Number) @IsNumber() @Min(0) @Max(1_000) WAITING_KM_PER_HOUR = 5;
}

export interface ResourceNames {
  readonly tables: Readonly<Record<TableId, string>>;
  readonly queues: Readonly<Record<QueueId, string | undefined>>;
  readonly deadLetters: Readonly<Record<QueueId, string | undefined>>;
  readonly relayDeadLetterUrl: string | undefined;
  readonly eventsTopicArn: string | undefined;
}

/** The validated configuration: the injection token through which everything else learns of the environment. */
export class Config extends Variables {
  resources!: ResourceNames;
}

/** @throws Error with one line that names each wrong variable. */
export function loadConfig(environment: Environment): Config {
  const known = new Set(VARIABLE_NAMES);
  const given = Object.entries(environment).filter(
    ([name, value]) => known.has(name) && value !== undefined && value !== '',
  );
  const config = plainToInstance(Config, Object.fromEntries(given), { exposeDefaultValues: true });
  const problems = validateSync(config).flatMap((error) => problemsIn(error));
  if (problems.length > 0) throw new Error(`Wrong configuration: ${problems.join('; ')}`);
  config.METRICS ??= environment.AWS_LAMBDA_FUNCTION_NAME === undefined ? 'off' : 'emf';
  config.resources = resourceNames(config.STAGE, environment);
  return config;
}

/** Returns what is wrong with a variable, or with the parts of one that is a list: `CITY_SPEEDS[0].lat: …`. */
function problemsIn({ property, constraints, children = [] }: ValidationError, path = property): string[] {
  const own = constraints === undefined ? [] : [`${path}: ${[...new Set(Object.values(constraints))].join(', ')}`];
  const inside = (child: ValidationError): string =>
    /^\d+$/.test(child.property) ? `${path}[${child.property}]` : `${path}.${child.property}`;
  return [...own, ...children.flatMap((child) => problemsIn(child, inside(child)))];
}

/** The variables that `Config` holds; the names of resources have their own, beside the resources. */
export const VARIABLE_NAMES: readonly string[] = [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(Variables, '', false, false)
      .map(({ propertyName }) => propertyName),
  ),
];

/**
 * Refuses to serve HTTP without access control, where everyone is an operator, but to one person on one laptop;
 * workers and operators' commands ask nobody who they are.
 *
 * @throws Error with one line that says what would be right.
 */
export function refuseOpenDoors({ AUTH_MODE, HOST, STAGE }: Config, environment: Environment): void {
  if (AUTH_MODE !== 'none') return;
  const open = 'AUTH_MODE: "none" makes everyone an operator and is only for';
  const problems = [
    ...(isLoopbackHost(HOST) ? [] : [`${open} a loopback HOST, not ${HOST}`]),
    ...(STAGE === 'local' ? [] : [`${open} STAGE=local, not ${STAGE}`]),
    ...(environment.AWS_LAMBDA_FUNCTION_NAME === undefined ? [] : ['AUTH_MODE: a deployed function needs "jwt"']),
  ];
  if (problems.length > 0) throw new Error(`Wrong configuration: ${problems.join('; ')}`);
}

function resourceNames(stage: string, environment: Environment): ResourceNames {
  const named = <Id extends string, Value>(ids: readonly Id[], value: (id: Id) => Value): Record<Id, Value> =>
    // `Object.fromEntries` forgets which names it was given.
    Object.fromEntries(ids.map((id) => [id, value(id)])) as Record<Id, Value>;
  return {
    tables: named(TABLE_IDS, (id) => environment[tableVariable(id)] ?? tableName(stage, id)),
    queues: named(QUEUE_IDS, (id) => environment[queueVariable(id)]),
    deadLetters: named(QUEUE_IDS, (id) => environment[deadLetterVariable(id)]),
    relayDeadLetterUrl: environment[RELAY_DEAD_LETTER.variable],
    eventsTopicArn: environment[TOPICS.events.variable],
  };
}
