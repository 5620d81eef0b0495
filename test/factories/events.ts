import type { Context, DynamoDBRecord, DynamoDBStreamEvent, SQSEvent, SQSRecord } from 'aws-lambda';
import { marshall } from '@aws-sdk/util-dynamodb';
import { KeySchema, TABLE_IDS, TABLES } from '../../src/database/tables';

export { parcelEvent } from '../../src/orders/parcel-event.fixture';

/** What Lambda makes of messages in a queue; each message's id is its place. */
export const sqsEvent = (...bodies: readonly (string | object)[]): SQSEvent => ({ Records: bodies.map(sqsRecord) });

/** The same messages, come for the third and last time. */
export const onLastTry = ({ Records }: SQSEvent): SQSEvent => ({
  Records: Records.map((record) => ({
    ...record,
    attributes: { ...record.attributes, ApproximateReceiveCount: '3' },
  })),
});

const sqsRecord = (body: string | object, index: number): SQSRecord => ({
  messageId: String(index),
  receiptHandle: `handle-${index}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1763737200000',
    SenderId: '000000000000',
    ApproximateFirstReceiveTimestamp: '1763737200001',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:dinex-test-notifications-queue',
  awsRegion: 'us-east-1',
});

type Images = { readonly before?: object; readonly after?: object };

/** What Lambda makes of a table's changes; each record's sequence number is its place, from 1. */
export const streamEvent = (table: string, ...changes: readonly Images[]): DynamoDBStreamEvent => ({
  Records: changes.map(({ before, after }, index): DynamoDBRecord => {
    const eventName = after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY';
    return {
      eventID: String(index),
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: `arn:aws:dynamodb:us-east-1:000000000000:table/${table}/stream/2026-11-21T00:00:00.000`,
      dynamodb: {
        ApproximateCreationDateTime: 1_763_737_200,
        Keys: image(keysOf(table, after ?? before ?? {})),
        SequenceNumber: String(index + 1),
        SizeBytes: JSON.stringify({ before, after }).length,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        ...(before === undefined ? {} : { OldImage: image(before) }),
        ...(after === undefined ? {} : { NewImage: image(after) }),
      },
    };
  }),
});

function keysOf(table: string, item: object): object {
  const id = TABLE_IDS.find((known) => table.endsWith(known));
  const { partition, sort }: KeySchema = TABLES[id ?? 'orders'].key;
  return Object.fromEntries(Object.entries(item).filter(([name]) => name === partition || name === sort));
}

const image = (item: object) =>
  marshall(item, { removeUndefinedValues: true }) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object;

export const LAMBDA_CONTEXT = {
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  functionName: 'dinex-test',
} as Context;
