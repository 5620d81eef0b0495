import { Duration, Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';
import { Deployment, named } from '../deployment';
import type { DinexFunction } from './dinex-function';
import { addGatewayResponses } from './gateway-responses';
import { createLogGroup } from './log-group';
import { acknowledgeNag, skipCheckov } from './suppressions';

/** What browsers may send beyond the simple headers, and may read beyond the simple ones. */
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'X-Api-Key',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-Correlation-Id',
];

/** What API Gateway calls its own log, before the API's id and the stage. */
export const EXECUTION_LOGS = 'API-Gateway-Execution-Logs_';

/** One line of JSON a request: who and how long. No query, body or whole path: they name people, and a recipient's link is in its path. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    request_id: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    resource_path: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    api_key_id: AccessLogField.contextIdentityApiKeyId(),
    source_ip: AccessLogField.contextIdentitySourceIp(),
    response_bytes: AccessLogField.contextResponseLength(),
    latency_ms: AccessLogField.contextResponseLatency(),
    integration_latency_ms: AccessLogField.contextIntegrationLatency(),
    integration_status: AccessLogField.contextIntegrationStatus(),
    waf_status: AccessLogField.contextWafStatus(),
    trace_id: AccessLogField.contextXrayTraceId(),
    error: AccessLogField.contextErrorResponseType(),
  }),
);

/**
 * The content types of files, which must reach the function byte by byte: what is not listed is taken for UTF-8, and a letter of Windows-1252
 * is lost. All types together would make binary data of preflights, too, which API Gateway answers by itself.
 */
export const BINARY_TYPES = ['text/csv', 'multipart/form-data', 'application/vnd.ms-excel'] as const;

/** The REST API before its application: the application's variables name it, so the two meet in `routeEverythingTo`. */
export function createRestApi(scope: Construct, deployment: Deployment, key: IKey | undefined): RestApi {
  const { stage, config } = deployment;
  const name = named(deployment, 'api');
  const logs = createLogGroup(scope, 'AccessLogs', { deployment, name: `/aws/apigateway/${name}`, key });
  const api = new RestApi(scope, 'RestApi', {
    restApiName: name,
    description: `DINEX ${stage}`,
    endpointTypes: [EndpointType.REGIONAL],
    binaryMediaTypes: [...BINARY_TYPES],
    // With a domain there is one way in: the rules of the domain hold for everybody.
    disableExecuteApiEndpoint: config.api.domain !== undefined,
    // Access logs need the account's one CloudWatch role; it stays when a stage of the account goes.
    cloudWatchRole: true,
    deployOptions: {
      stageName: stage,
      throttlingRateLimit: config.api.ratePerSecond,
      throttlingBurstLimit: config.api.burst,
      metricsEnabled: true,
      tracingEnabled: config.tracing,
      // Data tracing would write whole bodies, with names and addresses, to the log.
      dataTraceEnabled: false,
      loggingLevel: MethodLoggingLevel.ERROR,
      accessLogDestination: new LogGroupLogDestination(logs),
      accessLogFormat: ACCESS_LOG,
      methodOptions: Object.fromEntries(
        OPEN_METHODS.map(({ method, path, throttle }) => [
          `${path}/${method}`,
          { ...throttle, metricsEnabled: true, dataTraceEnabled: false, loggingLevel: MethodLoggingLevel.ERROR },
        ]),
      ),
    },
    defaultCorsPreflightOptions: {
      allowOrigins: [...config.api.corsOrigins],
      allowHeaders: REQUEST_HEADERS,
      maxAge: Duration.minutes(10),
    },
    defaultMethodOptions: { apiKeyRequired: config.api.apiKeyRequired === true },
  });
  keepExecutionLogs(api, deployment, key);
  addGatewayResponses(api);
  explainFindings(api, deployment);
  return api;
}

/** API Gateway logs its own errors to a group of this name, and keeps them for ever in one that it makes itself. */
function keepExecutionLogs(api: RestApi, deployment: Deployment, key: IKey | undefined): void {
  const name = `${EXECUTION_LOGS}${api.restApiId}/${deployment.stage}`;
  api.deploymentStage.node.addDependency(createLogGroup(Stack.of(api), 'ExecutionLogs', { deployment, name, key }));
}

/** Every path goes to the application as it is, under the stage: `/dev/tracking`. */
export function routeEverythingTo(api: RestApi, { alias }: DinexFunction): void {
  const integration = new LambdaIntegration(alias as IFunction, { proxy: true, allowTestInvoke: false });
  const all = [
    api.root.addMethod('ANY', integration),
    api.root.addProxy({ defaultIntegration: integration, anyMethod: false }).addMethod('ANY', integration),
  ];
  for (const method of all) skipCheckov(method, { CKV_AWS_59: DECIDED_INSIDE });
  for (const { method, path } of OPEN_METHODS) {
    const open = api.root.resourceForPath(path).addMethod(method, integration, { apiKeyRequired: false });
    skipCheckov(open, {
      CKV_AWS_59: 'Probes, the contract and the page of recipients are for whoever has the address.',
    });
  }
}

/** Why the gateway asks nobody who they are. */
const DECIDED_INSIDE =
  'The application decides from DINEX keys and tokens, by one table that denies by default (docs/access.md).';

/**
 * What needs no API key whatever the stage says: probes, the contract, and the recipient's page, whose link is its own key. Each has a
 * throttle of its own, so that whoever asks there takes nothing from those who work with the API.
 */
export const OPEN_METHODS = [
  { method: 'GET', path: '/health', throttle: { throttlingRateLimit: 10, throttlingBurstLimit: 20 } },
  { method: 'GET', path: '/openapi.json', throttle: { throttlingRateLimit: 5, throttlingBurstLimit: 10 } },
  { method: 'GET', path: '/t/{token}', throttle: { throttlingRateLimit: 25, throttlingBurstLimit: 25 } },
  { method: 'GET', path: '/t/{token}/{wish}', throttle: { throttlingRateLimit: 5, throttlingBurstLimit: 10 } },
  { method: 'POST', path: '/t/{token}/{wish}', throttle: { throttlingRateLimit: 5, throttlingBurstLimit: 10 } },
] as const;

/**
 * Keeps what is asked of recipients' pages out of traces, which would show the path and with it the link. A caller that asks for a trace
 * by a header of its own shows only what it holds itself.
 */
export function keepLinksOutOfTraces(api: RestApi, deployment: Deployment): void {
  if (!deployment.config.tracing) return;
  new CfnSamplingRule(api, 'LinksUntraced', {
    samplingRule: {
      ruleName: named(deployment, 'links'),
      version: 1,
      priority: 1,
      fixedRate: 0,
      reservoirSize: 0,
      host: '*',
      httpMethod: '*',
      resourceArn: '*',
      serviceName: `${named(deployment, 'api')}/${deployment.stage}`,
      serviceType: '*',
      urlPath: LINK_PATHS,
    },
  });
}

/** In a sampling rule: behind the stage or not. */
export const LINK_PATHS = '*/t/*';

/** Where clients find the API; built from its id, as its URL would depend on the function that is told it. */
export function publicBaseUrl(api: RestApi, deployment: Deployment): string {
  return `https://${hostOf(api, deployment)}/${deployment.stage}`;
}

export function hostOf(api: RestApi, { config }: Deployment): string {
  const { region, urlSuffix } = Stack.of(api);
  return config.api.domain?.name ?? `${api.restApiId}.execute-api.${region}.${urlSuffix}`;
}

/** The custom domain keeps the stage in the path: https://api.dinex.com/dev/tracking. */
export function addCustomDomain(api: RestApi, { stage, config }: Deployment): void {
  const { domain } = config.api;
  if (domain === undefined) return;
  api.addDomainName('Domain', {
    domainName: domain.name,
    certificate: Certificate.fromCertificateArn(api, 'Certificate', domain.certificateArn),
    endpointType: EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
    basePath: stage,
  });
}

function explainFindings(api: RestApi, { config }: Deployment): void {
  acknowledgeNag(api, {
    'AwsSolutions-APIG4': DECIDED_INSIDE,
    'AwsSolutions-COG4': DECIDED_INSIDE,
    'AwsSolutions-APIG2': 'The application validates every request and names each wrong field.',
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
      'The role that AWS documents for API Gateway logs; only API Gateway may assume it.',
    ...(config.tracing ? {} : { 'Serverless-APIGWXrayEnabled': 'Off by configuration of this stage.' }),
    ...(config.api.webAcl === undefined
      ? {
          'AwsSolutions-APIG3': 'A web ACL costs from 6 USD a month: prod has one, this stage has its throttle.',
        }
      : {}),
  });
  skipCheckov(api.deploymentStage, {
    CKV_AWS_120: 'Statuses change with every scan: a cached answer would be a wrong one.',
  });
}
