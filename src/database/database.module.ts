import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Global, Module, OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config';
import { createDocumentClient } from './client';
import { Database } from './database';
import { Transactions } from './transaction';

@Global()
@Module({
  providers: [
    { provide: DynamoDBDocumentClient, inject: [Config], useFactory: createDocumentClient },
    Database,
    Transactions,
  ],
  exports: [DynamoDBDocumentClient, Database, Transactions],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly client: DynamoDBDocumentClient) {}

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}
