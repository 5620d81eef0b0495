import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Call } from '../../factories/gateway-event';
import type { Answer } from '../../support/api-bundle';
import type { Guard } from '../../support/iam/guard';

/** What drives one bundle through everything that it does with a store or a service. */
export interface Journey {
  /** What stands between the bundle and the platform. */
  readonly guard: Guard;
  /** The bundle's handler, told what the template tells it and these variables. */
  readonly load: (more?: Readonly<Record<string, string>>) => unknown;
  /** The way to the platform that nobody guards: for what the function finds there. */
  readonly platform: Readonly<Record<string, string>>;
}

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Calls the API and answers the body, once its status is the one expected. */
export type Expect = (status: number, request: Call) => Promise<Answer['body']>;

export const NONE_FAILED = { batchItemFailures: [] };
