import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { clientDefaults } from '../aws/aws-client';
import { AppLogger } from '../observability/logger';
import { Config } from '../config/config';

export type Dependency = 'table_store' | 'queue';
export type Readiness = Readonly<Record<Dependency, 'ok' | 'unavailable'>>;

/** Leaves time to answer within the second that a health check has. */
const LIMIT_MS = 800;
const NO_SUCH_KEY = { order_id: 'health', created_at: 'health' };

/** Asks the stores themselves, with calls that any function's rights allow. */
@Injectable()
export class HealthService implements OnApplicationShutdown {
  private readonly queues: SQSClient;

  constructor(
    private readonly config: Config,
    private readonly tables: DynamoDBDocumentClient,
    private readonly logger: AppLogger,
  ) {
    this.queues = new SQSClient(clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS));
  }

  async readiness(): Promise<Readiness> {
    const [table_store, queue] = await Promise.all([
      this.ask('table_store', (abortSignal) =>
        this.tables.send(new GetCommand({ TableName: this.config.resources.tables.orders, Key: NO_SUCH_KEY }), {
          abortSignal,
        }),
      ),
      this.ask('queue', (abortSignal) =>
        this.queues.send(
          new GetQueueAttributesCommand({
            QueueUrl: this.config.resources.queues.orders,
            AttributeNames: ['ApproximateNumberOfMessages'],
          }),
          { abortSignal },
        ),
      ),
    ]);
    return { table_store, queue };
  }

  onApplicationShutdown(): void {
    this.queues.destroy();
  }

  /** The race is for a store that takes the connection and ignores the abort. */
  private async ask(
    what: Dependency,
    question: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<'ok' | 'unavailable'> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(new DOMException(`No answer in ${LIMIT_MS} ms`, 'TimeoutError'));
      });
    });
    try {
      await Promise.race([question(signal), late]);
      return 'ok';
    } catch (error) {
      this.logger.failure(`Health check: ${what} does not answer`, error);
      return 'unavailable';
    }
  }
}
