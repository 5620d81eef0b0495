import type { Call } from '../fault-proxy';
import type { Need } from './grants';

export type Service = 'dynamodb' | 'sqs' | 'sns' | 'ses' | 'secretsmanager';

/** Of the embedded platform. */
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

export const arn = (service: Service, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** What no role of ours names: a call that nobody has looked up yet is denied. */
const UNKNOWN = '?';

/** What AWS asks of the caller's role before it does this, by the service authorization reference. */
export function needsOf(service: Service, call: Call): Need[] {
  return service === 'dynamodb'
    ? tableNeeds(call.operation, JSON.parse(call.body) as TableRequest)
    : [messageNeed(service, call)];
}

interface TableRequest {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName: string }>>[];
}

/** A transaction is authorised by the actions that it consists of. */
const TRANSACTED: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

function tableNeeds(operation: string, request: TableRequest): Need[] {
  const { TransactItems, RequestItems, TableName = UNKNOWN, IndexName } = request;
  const need = (action: string, table: string): Need => ({
    action: `dynamodb:${action}`,
    resource: arn('dynamodb', `table/${table}`),
  });
  if (TransactItems !== undefined)
    return TransactItems.flatMap(Object.entries<{ readonly TableName: string }>).map(([kind, item]) =>
      need(TRANSACTED[kind] ?? kind, item.TableName),
    );
  if (RequestItems !== undefined) return Object.keys(RequestItems).map((table) => need(operation, table));
  return [need(operation, IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`)];
}

function messageNeed(service: Exclude<Service, 'dynamodb'>, { operation, body }: Call): Need {
  // A batch is authorised as the single action.
  const action = `${service}:${operation.replace(/Batch$/, '')}`;
  switch (service) {
    case 'sqs': {
      const { QueueUrl } = JSON.parse(body) as { QueueUrl?: string };
      return { action, resource: arn('sqs', QueueUrl?.split('/').at(-1) ?? UNKNOWN) };
    }
    case 'sns': {
      const fields = new URLSearchParams(body);
      return { action, resource: fields.get('TopicArn') ?? fields.get('PhoneNumber') ?? UNKNOWN };
    }
    case 'ses': {
      const { FromEmailAddress = '' } = JSON.parse(body) as { FromEmailAddress?: string };
      const from = /<([^>]+)>/.exec(FromEmailAddress)?.[1] ?? FromEmailAddress;
      const domain = from.split('@')[1] ?? UNKNOWN;
      return {
        action: operation === '/v2/email/outbound-emails' ? 'ses:SendEmail' : action,
        resource: arn('ses', `identity/${domain}`),
        from,
      };
    }
    case 'secretsmanager': {
      const { SecretId = UNKNOWN } = JSON.parse(body) as { SecretId?: string };
      return { action, resource: SecretId };
    }
  }
}
