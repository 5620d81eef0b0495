import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Global, Module, OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config';
import { createSnsClient, createSqsClient } from './clients';
import { Publisher } from './publisher';

@Global()
@Module({
  providers: [
    { provide: SQSClient, inject: [Config], useFactory: createSqsClient },
    { provide: SNSClient, inject: [Config], useFactory: createSnsClient },
    Publisher,
  ],
  exports: [SQSClient, SNSClient, Publisher],
})
export class MessagingModule implements OnApplicationShutdown {
  constructor(
    private readonly sqs: SQSClient,
    private readonly sns: SNSClient,
  ) {}

  onApplicationShutdown(): void {
    this.sqs.destroy();
    this.sns.destroy();
  }
}
