import { ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';

interface GatewayProblem {
  readonly type: ResponseType;
  readonly status: 403 | 413 | 429 | 502 | 504;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
}

/** What API Gateway answers by itself, before or instead of the application. */
export const GATEWAY_PROBLEMS: readonly GatewayProblem[] = [
  forbidden(ResponseType.ACCESS_DENIED, 'This key may not do this.'),
  forbidden(ResponseType.INVALID_API_KEY, 'Send a valid API key in the header x-api-key.'),
  forbidden(ResponseType.MISSING_AUTHENTICATION_TOKEN, 'There is nothing at this path, or it needs an API key.'),
  forbidden(ResponseType.WAF_FILTERED, 'Too many requests from this address, or a request that looks like an attack.'),
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    title: 'Content Too Large',
    detail: 'The gateway takes at most 10 MB.',
  },
  {
    type: ResponseType.THROTTLED,
    status: 429,
    title: 'Too Many Requests',
    detail: 'The rate limit of this stage or API key is reached.',
    retryAfterSeconds: 1,
  },
  {
    type: ResponseType.QUOTA_EXCEEDED,
    status: 429,
    title: 'Too Many Requests',
    detail: "This API key's requests of today are used up.",
    retryAfterSeconds: 3_600,
  },
  timeout(ResponseType.INTEGRATION_TIMEOUT, 'The request took longer than 29 seconds.'),
  timeout(ResponseType.INTEGRATION_FAILURE, 'The application could not be reached.'),
  {
    // What a function that crashed or was killed becomes: the gateway has no type of its own for it.
    type: ResponseType.DEFAULT_5XX,
    status: 502,
    title: 'Bad Gateway',
    detail: 'The application failed before it could answer.',
    retryAfterSeconds: 1,
  },
];

export const CALLERS_ORIGIN = 'method.request.header.Origin';

function forbidden(type: ResponseType, detail: string): GatewayProblem {
  return { type, status: 403, title: 'Forbidden', detail };
}

function timeout(type: ResponseType, detail: string): GatewayProblem {
  return { type, status: 504, title: 'Gateway Timeout', detail, retryAfterSeconds: 1 };
}

/**
 * Gives the gateway's own errors the form of the application's: problem details, readable for the page that asked. A gateway response
 * cannot choose among origins, so it names the caller's: these texts are the same for everybody, and what a foreign page may send at
 * all the preflight decides, which names ours alone.
 */
export function addGatewayResponses(api: RestApi): void {
  for (const { type, status, title, detail, retryAfterSeconds } of GATEWAY_PROBLEMS) {
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(status),
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        'Access-Control-Allow-Origin': CALLERS_ORIGIN,
        'Access-Control-Expose-Headers': "'Retry-After'",
        Vary: "'Origin'",
        ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': `'${retryAfterSeconds}'` }),
      },
      templates: {
        'application/json': JSON.stringify({
          type: 'about:blank',
          title,
          status,
          detail,
          correlation_id: '$context.requestId',
        }),
      },
    });
  }
}
