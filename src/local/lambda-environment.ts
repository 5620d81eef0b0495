import type { Context } from 'aws-lambda';
import { randomUUID } from 'node:crypto';

export type LambdaHandler<Event> = (event: Event, context: Context) => Promise<unknown>;

/** Makes the handler of one new environment; what it keeps between events is its own, as on Lambda. */
export type HandlerFactory<Event> = () => LambdaHandler<Event>;

/**
 * One Lambda execution environment: it handles one event at a time, and one that outlasts its time limit is given up with its
 * environment. Lambda would kill it; here it may still finish in the background, which at-least-once delivery allows for.
 */
export class LambdaEnvironment<Event> {
  private handler: LambdaHandler<Event> | undefined;

  constructor(
    private readonly name: string,
    private readonly create: HandlerFactory<Event>,
    private readonly timeoutSeconds: number,
  ) {}

  async invoke(event: Event): Promise<unknown> {
    this.handler ??= this.create();
    const context = lambdaContext(this.name, this.timeoutSeconds);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.handler = undefined;
        reject(new Error(`${this.name}: task timed out after ${this.timeoutSeconds} seconds`));
      }, this.timeoutSeconds * 1_000);
    });
    try {
      return await Promise.race([this.handler(event, context), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function lambdaContext(functionName: string, timeoutSeconds: number): Context {
  const awsRequestId = randomUUID();
  const end = Date.now() + timeoutSeconds * 1_000;
  const context: Omit<Context, 'done' | 'fail' | 'succeed'> = {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: awsRequestId,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
  };
  // The methods of Node 0.10 are gone from the runtime, though not from its types.
  return context as Context;
}
