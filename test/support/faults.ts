/** What the fault proxy does to one call instead of passing it on. */
export type Fault =
  | { readonly kind: 'pass' }
  /** Forwarded after a pause. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Read and never answered, never forwarded. */
  | { readonly kind: 'black-hole' }
  /** The connection is reset; nothing is forwarded. */
  | { readonly kind: 'reset' }
  /** Forwarded and done, but the answer is lost: the connection is reset, or hangs. */
  | { readonly kind: 'lose-reply'; readonly by: 'reset' | 'black-hole' }
  /** Forwarded, or its answer handed back, only once the promise settles. */
  | { readonly kind: 'hold'; readonly what: 'request' | 'reply'; readonly until: Promise<unknown> }
  /** Answered by the proxy itself, as JSON or in text that is XML; nothing is forwarded. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: (requestBody: string) => object | string };

const awsError = (status: number, type: string, message: string): Fault => ({
  kind: 'answer',
  status,
  body: () => ({ __type: type, message }),
});
const DYNAMODB = 'com.amazonaws.dynamodb.v20120810#';

export const pass: Fault = { kind: 'pass' };
export const delay = (milliseconds: number): Fault => ({ kind: 'delay', milliseconds });
export const blackHole: Fault = { kind: 'black-hole' };
export const reset: Fault = { kind: 'reset' };
export const loseReply = (by: 'reset' | 'black-hole' = 'reset'): Fault => ({ kind: 'lose-reply', by });
export const hold = (what: 'request' | 'reply', until: Promise<unknown>): Fault => ({ kind: 'hold', what, until });

export const throttled = awsError(
  400,
  `${DYNAMODB}ProvisionedThroughputExceededException`,
  'The level of configured provisioned throughput for the table was exceeded.',
);
export const serverError = awsError(500, `${DYNAMODB}InternalServerError`, 'Internal server error');
/** SES's answer beyond the rate of the account. */
export const tooManyMails = awsError(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.');
export const unavailable = awsError(503, 'ServiceUnavailable', 'Service is temporarily unavailable.');

/** DynamoDB's answer to a transaction that meets another one on the same item: all of its items, or those of these indexes. */
export const transactionConflict = (indexes?: readonly number[]): Fault =>
  cancelled('TransactionConflict', 'Transaction is ongoing for the item', indexes);
export const transactionThrottled = (indexes?: readonly number[]): Fault =>
  cancelled('ThrottlingError', 'Throughput exceeds the current capacity of your table or index.', indexes);

function cancelled(code: string, text: string, indexes?: readonly number[]): Fault {
  return {
    kind: 'answer',
    status: 400,
    body: (requestBody) => {
      const { TransactItems } = JSON.parse(requestBody) as { TransactItems: readonly unknown[] };
      const reasons = TransactItems.map((_item, index) =>
        indexes === undefined || indexes.includes(index) ? { Code: code, Message: text } : { Code: 'None' },
      );
      const codes = reasons.map(({ Code }) => Code).join(', ');
      return {
        __type: `${DYNAMODB}TransactionCanceledException`,
        Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
        CancellationReasons: reasons,
      };
    },
  };
}

/** What only a transaction that claims orders for a route has in its body. */
export const CLAIM = '"ConditionCheck":';
