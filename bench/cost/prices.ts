/**
 * List prices in USD of us-east-1 on 2026-11-21, from each service's pricing page (aws.amazon.com/SERVICE/pricing), Lambda on arm64.
 * They are the author's knowledge of those pages, typed in by hand: compare before relying on them. Lambda's and CloudWatch's were
 * compared with third parties' copies of them; the pages themselves want a browser.
 */
export const PRICES_DATE = '2026-11-21';

export const PRICES = {
  /** /api-gateway/pricing, REST API, the first 333 million requests. */
  apiGatewayPerMillion: 3.5,
  /** /lambda/pricing, arm64. */
  lambdaPerMillion: 0.2,
  lambdaPerGbSecond: 0.0000133334,
  /** /dynamodb/pricing/on-demand, standard class. Streams read by Lambda are free. */
  dynamoWritePerMillion: 0.625,
  dynamoReadPerMillion: 0.125,
  dynamoGbMonth: 0.25,
  dynamoPitrGbMonth: 0.2,
  /** /backup/pricing, DynamoDB warm storage. */
  backupGbMonth: 0.1,
  /** /ec2/pricing/on-demand, data transfer from us-east-1 to another region. */
  transferBetweenRegionsGb: 0.02,
  /** /sqs/pricing, standard queues. */
  sqsPerMillion: 0.4,
  /** /sns/pricing, publishing; delivery to SQS is free. */
  snsPerMillion: 0.5,
  /** /ses/pricing, outbound e-mail. */
  sesPerThousand: 0.1,
  /** /sns/sms-pricing, to a mobile in Peru: the one price here that could not be compared with anything, and carriers change it. */
  smsToPeru: 0.05,
  /** /cloudwatch/pricing. */
  logsPerGb: 0.5,
  logsGbMonth: 0.03,
  /** Each metric that an alarm watches. */
  alarmMonth: 0.1,
  /** Each composite alarm; an alarm on an anomaly band counts as three metrics. */
  compositeAlarmMonth: 0.5,
  /** Each custom metric that had data, up to 10,000. */
  metricMonth: 0.3,
  dashboardMonth: 3,
  /** /xray/pricing: a trace recorded; 5 % of requests beyond the first each second. */
  xrayPerMillion: 5,
  /** /kms/pricing. */
  keyMonth: 1,
  kmsPerTenThousand: 0.03,
  /** /route53/pricing, health checks: of an AWS endpoint, over HTTPS, matching a string. */
  probeMonth: 0.5 + 1 + 1,
  /** /secrets-manager/pricing, each secret; it is read a few times a day, which costs nothing worth a figure. */
  secretMonth: 0.4,
  /** /cognito/pricing, each person who signs in or refreshes within the month. */
  cognitoEssentialsPerson: 0.015,
  cognitoPlusPerson: 0.02,
  /** /waf/pricing: the ACL, five rules, and requests. */
  wafMonth: 10,
  wafPerMillion: 0.6,
} as const;

/** What costs nothing each month, for good (not the twelve months of a new account, but API Gateway's). */
export const FREE = {
  /** First twelve months only. */
  apiGatewayRequests: 1_000_000,
  lambdaRequests: 1_000_000,
  lambdaGbSeconds: 400_000,
  dynamoGb: 25,
  sqsRequests: 1_000_000,
  snsRequests: 1_000_000,
  logsGb: 5,
  alarms: 10,
  metrics: 10,
  dashboards: 3,
  xrayTraces: 100_000,
  kmsRequests: 20_000,
  /** Of Essentials; Plus has none. */
  cognitoPeople: 10_000,
} as const;
