import type { AttributeValue as StreamValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { AttributeValue, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { createHash } from 'node:crypto';
import { present } from '../kernel/present';

/** Returns the event that Lambda makes of a stream's records. */
export const streamEvent = (
  records: readonly StreamRecord[],
  streamArn: string,
  region: string,
): DynamoDBStreamEvent => {
  const [arn, partition, service, , ...rest] = streamArn.split(':');
  const eventSourceARN = [arn, partition, service, region, ...rest].join(':');
  return { Records: records.map((record) => streamRecord(record, eventSourceARN, region)) };
};

/** Returns a record as Lambda hands it on: base64 where the SDK gives bytes, its time in seconds, its id unique over all streams. */
function streamRecord(
  { eventName, userIdentity, dynamodb = {} }: StreamRecord,
  eventSourceARN: string,
  awsRegion: string,
): DynamoDBRecord {
  const {
    ApproximateCreationDateTime,
    Keys,
    NewImage,
    OldImage,
    SequenceNumber = '',
    SizeBytes,
    StreamViewType,
  } = dynamodb;
  return {
    eventID: createHash('md5').update(`${eventSourceARN} ${SequenceNumber}`).digest('hex'),
    ...present({ eventName }),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((ApproximateCreationDateTime?.getTime() ?? 0) / 1_000),
      ...present({
        Keys: Keys && image(Keys),
        NewImage: NewImage && image(NewImage),
        OldImage: OldImage && image(OldImage),
        SizeBytes,
        StreamViewType,
      }),
      SequenceNumber,
    },
    ...present({
      userIdentity: userIdentity && { principalId: userIdentity.PrincipalId, type: userIdentity.Type },
    }),
    eventSourceARN,
  };
}

// The two SDK types differ in binary values alone, which the replacer turns into text.
const image = (values: Record<string, StreamValue>): Record<string, AttributeValue> =>
  JSON.parse(
    JSON.stringify(values, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  ) as Record<string, AttributeValue>;
