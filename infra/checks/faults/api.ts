import { drop, Fault, inside, properties, variables } from './fault';
import { list, Properties } from '../template';

export const API_FAULTS: readonly Fault[] = [
  {
    fault: 'a wider throttle',
    found: 'requestsThrottled',
    mutate: (t) => (inside(properties(t, 'AWS::ApiGateway::Stage'), 'MethodSettings.0').ThrottlingRateLimit = 10_000),
  },
  {
    fault: 'bodies are logged',
    found: 'bodiesNotLogged',
    mutate: (t) => (inside(properties(t, 'AWS::ApiGateway::Stage'), 'MethodSettings.0').DataTraceEnabled = true),
  },
  {
    fault: 'access logs are text',
    found: 'accessLoggedAsJson',
    mutate: (t) => (inside(properties(t, 'AWS::ApiGateway::Stage'), 'AccessLogSetting').Format = '$context.status'),
  },
  {
    fault: 'an access log with whole paths, and so with links',
    found: 'linksNotLogged',
    mutate: (t) =>
      (inside(properties(t, 'AWS::ApiGateway::Stage'), 'AccessLogSetting').Format = '{"path":"$context.path"}'),
  },
  {
    fault: "links in the web ACL's log",
    found: 'linksNotLogged',
    mutate: (t) => (properties(t, 'AWS::WAFv2::LoggingConfiguration').RedactedFields = []),
  },
  {
    fault: 'links in traces',
    found: 'linksNotLogged',
    mutate: (t) => (inside(properties(t, 'AWS::XRay::SamplingRule'), 'SamplingRule').FixedRate = 1),
  },
  {
    fault: "recipients' pages that take the API's own share",
    found: 'requestsThrottled',
    mutate: (t) => list(properties(t, 'AWS::ApiGateway::Stage').MethodSettings).pop(),
  },
  {
    fault: 'API Gateway makes its own log group',
    found: 'executionLogsKept',
    mutate: (t) => {
      drop(t, 'AWS::Logs::LogGroup', (group) => typeof group.Properties?.LogGroupName !== 'string');
    },
  },
  {
    fault: 'a method that requires a key, of which the stage says nothing',
    found: 'apiKeysAsConfigured',
    mutate: (t) => (properties(t, 'AWS::ApiGateway::Method', 'HttpMethod', 'ANY').ApiKeyRequired = true),
  },
  {
    fault: 'a key is asked of whoever probes',
    found: 'apiKeysAsConfigured',
    mutate: (t) => (properties(t, 'AWS::ApiGateway::Method', 'HttpMethod', 'GET').ApiKeyRequired = true),
  },
  {
    fault: 'a probe that any answer contents',
    found: 'probedFromOutside',
    mutate: (t) => delete inside(properties(t, 'AWS::Route53::HealthCheck'), 'HealthCheckConfig').SearchString,
  },
  {
    fault: 'no proxy path',
    found: 'everyPathReachesTheApplication',
    mutate: (t) => {
      drop(t, 'AWS::ApiGateway::Resource', (r) => r.Properties?.PathPart === '{proxy+}');
    },
  },
  {
    fault: 'errors name the first origin, whoever asks',
    found: 'originsNamed',
    mutate: (t) =>
      (inside(properties(t, 'AWS::ApiGateway::GatewayResponse'), 'ResponseParameters')[
        'gatewayresponse.header.Access-Control-Allow-Origin'
      ] = "'https://app.dinex.example'"),
  },
  {
    fault: 'the application allows every origin',
    found: 'originsNamed',
    mutate: (t) => (variables(t, 'api').CORS_ORIGINS = '*'),
  },
  {
    fault: 'no answer for a throttled request',
    found: 'gatewayErrorsAreProblems',
    mutate: (t) => {
      drop(t, 'AWS::ApiGateway::GatewayResponse', (r) => r.Properties?.ResponseType === 'THROTTLED');
    },
  },
  {
    fault: '429 without Retry-After',
    found: 'gatewayErrorsAreProblems',
    mutate: (t) =>
      delete inside(
        properties(t, 'AWS::ApiGateway::GatewayResponse', 'ResponseType', 'QUOTA_EXCEEDED'),
        'ResponseParameters',
      )['gatewayresponse.header.Retry-After'],
  },
  {
    fault: 'a client without limit',
    found: 'clientsHaveLimits',
    mutate: (t) => delete properties(t, 'AWS::ApiGateway::UsagePlan', 'UsagePlanName', 'dinex-prod-shops').Throttle,
  },
  {
    fault: 'a key without plan',
    found: 'clientsHaveLimits',
    mutate: (t) => {
      drop(t, 'AWS::ApiGateway::UsagePlanKey');
    },
  },
  {
    fault: 'the web ACL only counts',
    found: 'callersLimited',
    mutate: (t) => (inside(properties(t, 'AWS::WAFv2::WebACL'), 'Rules.3').Action = { Count: {} }),
  },
  {
    fault: 'drivers behind one address are blocked for each other before they are told apart',
    found: 'callersLimited',
    mutate: (t) => {
      const rules = list(properties(t, 'AWS::WAFv2::WebACL').Rules) as Properties[];
      [2, 3].forEach((rule, i) => Object.assign(rules[rule] ?? {}, { Priority: 3 - i }));
    },
  },
  {
    fault: 'WAF logs the credentials of those it blocks',
    found: 'callersLimited',
    mutate: (t) => list(properties(t, 'AWS::WAFv2::LoggingConfiguration').RedactedFields).splice(1, 1),
  },
  {
    fault: 'the web ACL protects nothing',
    found: 'callersLimited',
    mutate: (t) => {
      drop(t, 'AWS::WAFv2::WebACLAssociation');
    },
  },
  {
    fault: 'a way around the domain',
    found: 'oneWayIn',
    mutate: (t) => (properties(t, 'AWS::ApiGateway::RestApi').DisableExecuteApiEndpoint = true),
  },
  {
    fault: 'files of Windows-1252 would lose letters',
    found: 'filesUnbroken',
    mutate: (t) => list(properties(t, 'AWS::ApiGateway::RestApi').BinaryMediaTypes).splice(0, 1),
  },
  {
    fault: 'preflights would be binary data',
    found: 'filesUnbroken',
    mutate: (t) => (properties(t, 'AWS::ApiGateway::RestApi').BinaryMediaTypes = ['*/*']),
  },
  {
    fault: 'Location would be relative',
    found: 'locationKnown',
    mutate: (t) => delete variables(t, 'api').PUBLIC_BASE_URL,
  },
];
