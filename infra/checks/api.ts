import { resourceName } from '../../src/messaging/queues';
import { CALLERS_ORIGIN, GATEWAY_PROBLEMS } from '../constructs/gateway-responses';
import { BINARY_TYPES, EXECUTION_LOGS, LINK_PATHS, OPEN_METHODS } from '../constructs/rest-api';
import { functionOf } from './functions';
import { at, Check, Entry, list, named, ofType, Properties, referred, StageTemplate, unless } from './template';
import { unlike } from './unlike';

const apiStage = (template: StageTemplate): Entry | undefined =>
  named(template, 'AWS::ApiGateway::Stage', 'StageName', template.stage);

const requestsThrottled: Check = (template) => {
  const { ratePerSecond, burst } = template.config.api;
  return unlike(apiStage(template), 'the stage', {
    TracingEnabled: template.config.tracing,
    MethodSettings: [
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst },
      ...OPEN_METHODS.map(({ method, path, throttle }) => ({
        HttpMethod: method,
        ResourcePath: escaped(path),
        ThrottlingRateLimit: throttle.throttlingRateLimit,
        ThrottlingBurstLimit: throttle.throttlingBurstLimit,
      })),
    ],
  });
};

/** A setting names a path with its slashes escaped, as JSON Pointer does, behind the first. */
const escaped = (path: string): string => `/${path.replaceAll('/', '~1')}`;

const bodiesNotLogged: Check = (template) =>
  list(apiStage(template)?.[1].MethodSettings).flatMap((setting) =>
    unless(at(setting, 'DataTraceEnabled') === false, 'API Gateway logs bodies'),
  );

const accessLoggedAsJson: Check = (template) => {
  const stage = apiStage(template);
  const format = at(stage?.[1], 'AccessLogSetting.Format');
  const group = named(
    template,
    'AWS::Logs::LogGroup',
    'LogGroupName',
    `/aws/apigateway/${resourceName(template.stage, 'api')}`,
  );
  const destination = JSON.stringify(at(stage?.[1], 'AccessLogSetting.DestinationArn') ?? '');
  return [
    ...unless(group !== undefined && destination.includes(group[0]), 'requests are not logged where they should be'),
    ...unless(isJsonWith(format, ['request_id', 'status', 'latency_ms', 'api_key_id']), 'the access log is not JSON'),
  ];
};

/** API Gateway makes the group of its own log where there is none, and keeps that for ever. */
const executionLogsKept: Check = (template) => {
  const api = named(template, 'AWS::ApiGateway::RestApi', 'Name', resourceName(template.stage, 'api'))?.[0];
  const name = { 'Fn::Join': ['', [EXECUTION_LOGS, { Ref: api }, `/${template.stage}`]] };
  const group = ofType(template, 'AWS::Logs::LogGroup').find(
    ([, { LogGroupName }]) => JSON.stringify(LogGroupName) === JSON.stringify(name),
  );
  return unlike(group, 'the execution log', { RetentionInDays: template.config.logRetentionDays });
};

function isJsonWith(text: unknown, members: readonly string[]): boolean {
  try {
    const parsed: unknown = JSON.parse(String(text));
    return members.every((member) => at(parsed, member) !== undefined);
  } catch {
    return false;
  }
}

/** Whoever reads a log or a trace must not be able to open a recipient's page. */
const linksNotLogged: Check = (template) => {
  const format = String(at(apiStage(template)?.[1], 'AccessLogSetting.Format'));
  const rules = ofType(template, 'AWS::XRay::SamplingRule').map(([, rule]) => at(rule, 'SamplingRule'));
  const [logging] = ofType(template, 'AWS::WAFv2::LoggingConfiguration');
  return [
    ...unless(!/\$context\.path\b/.test(format), 'the access log shows links'),
    ...unless(
      logging === undefined || list(logging[1].RedactedFields).some((field) => at(field, 'UriPath') !== undefined),
      "WAF's log shows links",
    ),
    ...unless(
      !template.config.tracing ||
        rules.some(
          (rule) =>
            at(rule, 'URLPath') === LINK_PATHS && at(rule, 'FixedRate') === 0 && at(rule, 'ReservoirSize') === 0,
        ),
      'traces show links',
    ),
  ];
};

const apiKeysAsConfigured: Check = (template) => {
  const methods = ofType(template, 'AWS::ApiGateway::Method');
  const needing = (method: string): unknown[] =>
    methods.filter(([, { HttpMethod }]) => HttpMethod === method).map(([, { ApiKeyRequired }]) => ApiKeyRequired);
  const required = template.config.api.apiKeyRequired === true;
  return [
    ...unless(
      needing('ANY').every((needed) => needed === required),
      `a method ${required ? 'needs no' : 'needs an'} API key`,
    ),
    ...unless(
      (['GET', 'POST'] as const).every(
        (open) =>
          needing(open).length === OPEN_METHODS.filter(({ method }) => method === open).length &&
          needing(open).every((needed) => needed === false),
      ),
      'probes, the contract and the page of recipients need a key, or something else needs none',
    ),
  ];
};

/** Route 53 asks the stage's own address for what only a working application says. */
const probedFromOutside: Check = (template) => {
  if (template.config.api.probed !== true) return [];
  const [probe] = ofType(template, 'AWS::Route53::HealthCheck');
  return unlike(probe, 'the probe', {
    HealthCheckConfig: {
      Type: 'HTTPS_STR_MATCH',
      ResourcePath: `/${template.stage}/health`,
      SearchString: '"status":"ok"',
    },
  });
};

const everyPathReachesTheApplication: Check = (template) => {
  const methods = ofType(template, 'AWS::ApiGateway::Method').filter(([, { HttpMethod }]) => HttpMethod === 'ANY');
  const proxies = ofType(template, 'AWS::ApiGateway::Resource').filter(([, { PathPart }]) => PathPart === '{proxy+}');
  return [
    ...unless(methods.length === 2 && proxies.length === 1, 'the paths are not the root and {proxy+}'),
    ...methods.flatMap((method) => unlike(method, method[0], { Integration: { Type: 'AWS_PROXY' } })),
  ];
};

/** Of the preflight answers and the application; the gateway's own errors, which tell nothing of anybody, name whoever asks. */
const originsNamed: Check = (template) => {
  if (template.stage === 'dev') return [];
  const preflight = ofType(template, 'AWS::ApiGateway::Method')
    .flatMap(([id, method]) =>
      list(at(method, 'Integration.IntegrationResponses')).map(
        (answer) => [id, at(answer, 'ResponseParameters')] as const,
      ),
    )
    .map(([id, parameters]) => [id, allowedOrigin(parameters, 'method.response.header.')] as const);
  const errors = ofType(template, 'AWS::ApiGateway::GatewayResponse').map(
    ([id, response]) => [id, allowedOrigin(response.ResponseParameters, 'gatewayresponse.header.')] as const,
  );
  const application = at(functionOf(template, 'api')?.[1], 'Environment.Variables.CORS_ORIGINS');
  return [
    ...unless(preflight.length > 0, 'browsers get no preflight answer'),
    ...preflight.flatMap(([id, origin]) =>
      unless(typeof origin === 'string' && !origin.includes('*'), `${id} allows every origin`),
    ),
    ...errors.flatMap(([id, origin]) => unless(origin === CALLERS_ORIGIN, `${id} cannot be read by who asked`)),
    ...unless(application === template.config.api.corsOrigins.join(','), 'the application allows other origins'),
  ];
};

const allowedOrigin = (parameters: unknown, prefix: string): unknown =>
  (parameters as Properties | undefined)?.[`${prefix}Access-Control-Allow-Origin`];

const gatewayErrorsAreProblems: Check = (template) => {
  const answers = ofType(template, 'AWS::ApiGateway::GatewayResponse');
  const statuses = new Set(answers.map(([, { StatusCode }]) => StatusCode));
  return [
    ...['403', '413', '429', '502', '504'].flatMap((status) => unless(statuses.has(status), `no answer for ${status}`)),
    ...GATEWAY_PROBLEMS.flatMap(({ type, status, title }) => {
      const answer = answers.find(([, { ResponseType }]) => ResponseType === type.responseType);
      const parameters = (answer?.[1].ResponseParameters ?? {}) as Properties;
      const header = (name: string): unknown => parameters[`gatewayresponse.header.${name}`];
      const body = (answer?.[1].ResponseTemplates ?? {}) as Properties;
      return [
        ...unlike(answer, type.responseType, { StatusCode: String(status) }),
        ...unless(
          header('Content-Type') === "'application/problem+json'" &&
            isJsonWith(body['application/json'], ['title', 'status', 'detail']) &&
            String(body['application/json']).includes(title),
          `${type.responseType} is no problem document`,
        ),
        ...unless(
          header('Access-Control-Allow-Origin') !== undefined,
          `${type.responseType} is unreadable for browsers`,
        ),
        ...unless(
          status !== 429 || header('Retry-After') !== undefined,
          `${type.responseType} says not when to try again`,
        ),
      ];
    }),
  ];
};

const clientsHaveLimits: Check = (template) =>
  template.config.api.clients.flatMap(({ name, ratePerSecond, burst, requestsPerDay }) => {
    const fullName = resourceName(template.stage, name);
    const plan = named(template, 'AWS::ApiGateway::UsagePlan', 'UsagePlanName', fullName);
    const key = named(template, 'AWS::ApiGateway::ApiKey', 'Name', fullName);
    const joined = ofType(template, 'AWS::ApiGateway::UsagePlanKey').some(
      ([, link]) => referred(link.KeyId) === key?.[0] && referred(link.UsagePlanId) === plan?.[0],
    );
    return [
      ...unlike(plan, `the plan of ${name}`, {
        Throttle: { RateLimit: ratePerSecond, BurstLimit: burst },
        ...(requestsPerDay === undefined ? {} : { Quota: { Limit: requestsPerDay, Period: 'DAY' } }),
      }),
      ...unless(key !== undefined && joined, `${name} has no key with this plan`),
    ];
  });

const rateOf = (rule: unknown): unknown[] => [
  at(rule, 'Statement.RateBasedStatement.AggregateKeyType'),
  at(rule, 'Statement.RateBasedStatement.Limit'),
  Object.keys(at(rule, 'Action') ?? {})[0],
];

const callersLimited: Check = (template) => {
  const { webAcl } = template.config.api;
  if (webAcl === undefined) return [];
  const [acl] = ofType(template, 'AWS::WAFv2::WebACL');
  const rates = list(acl?.[1].Rules)
    .filter((one) => at(one, 'Statement.RateBasedStatement') !== undefined)
    .sort((a, b) => Number(at(a, 'Priority')) - Number(at(b, 'Priority')));
  const beyond = webAcl.action === 'block' ? 'Block' : 'Count';
  const wanted = [
    ['CUSTOM_KEYS', Math.floor(webAcl.perCredential / 2), 'Count'],
    ['IP', Math.floor(webAcl.perIp / 2), 'Count'],
    ['CUSTOM_KEYS', webAcl.perCredential, beyond],
    ['IP', webAcl.perIp, beyond],
  ];
  const [association] = ofType(template, 'AWS::WAFv2::WebACLAssociation');
  return [
    ...unless(
      JSON.stringify(rates.map(rateOf)) === JSON.stringify(wanted),
      'who asks too often is not counted, then blocked, by credential and then by address',
    ),
    ...rates.flatMap((rate) =>
      unless(
        at(rate, 'Statement.RateBasedStatement.EvaluationWindowSec') === webAcl.windowSeconds,
        `${String(at(rate, 'Name'))} has another window`,
      ),
    ),
    ...unless(
      list(ofType(template, 'AWS::WAFv2::LoggingConfiguration')[0]?.[1].RedactedFields).some(
        (field) => at(field, 'SingleHeader.Name') === 'authorization',
      ),
      "WAF's log shows credentials",
    ),
    ...unless(
      acl !== undefined &&
        referred(association?.[1].WebACLArn) === acl[0] &&
        JSON.stringify(association?.[1].ResourceArn).includes(apiStage(template)?.[0] ?? '?'),
      'the rule protects no stage',
    ),
  ];
};

/** Beside a domain with its own rules a second address would be a way around them. */
const oneWayIn: Check = (template) =>
  unlike(named(template, 'AWS::ApiGateway::RestApi', 'Name', resourceName(template.stage, 'api')), 'the API', {
    DisableExecuteApiEndpoint: template.config.api.domain !== undefined,
  });

/** What is not listed reaches the function as UTF-8, and all types together would break the preflights that API Gateway answers. */
const filesUnbroken: Check = (template) =>
  unlike(named(template, 'AWS::ApiGateway::RestApi', 'Name', resourceName(template.stage, 'api')), 'the API', {
    BinaryMediaTypes: [...BINARY_TYPES],
  });

const locationKnown: Check = (template) => {
  const url = JSON.stringify(at(functionOf(template, 'api')?.[1], 'Environment.Variables.PUBLIC_BASE_URL') ?? '');
  const host = template.config.api.domain?.name ?? '.execute-api.';
  return unless(url.includes(host) && url.includes(`/${template.stage}`), 'the api does not know its public address');
};

export const API_CHECKS = {
  filesUnbroken,
  requestsThrottled,
  bodiesNotLogged,
  accessLoggedAsJson,
  executionLogsKept,
  linksNotLogged,
  apiKeysAsConfigured,
  probedFromOutside,
  everyPathReachesTheApplication,
  originsNamed,
  gatewayErrorsAreProblems,
  clientsHaveLimits,
  callersLimited,
  oneWayIn,
  locationKnown,
};
