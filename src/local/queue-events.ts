import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import { present } from '../kernel/present';

/** Returns the event that Lambda makes of received messages. */
export const queueEvent = (messages: readonly Message[], queueArn: string): SQSEvent => ({
  Records: messages.map((message) => queueRecord(message, queueArn)),
});

/** What every received message has, although the SDK's types do not say so. */
const NO_ATTRIBUTES: SQSRecord['attributes'] = {
  ApproximateReceiveCount: '1',
  SentTimestamp: '0',
  SenderId: '',
  ApproximateFirstReceiveTimestamp: '0',
};

function queueRecord(message: Message, queueArn: string): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: { ...NO_ATTRIBUTES, ...message.Attributes },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attribute(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    ...present({ md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

const attribute = ({ StringValue, BinaryValue, DataType = 'String' }: MessageAttributeValue): SQSMessageAttribute => ({
  ...present({
    stringValue: StringValue,
    binaryValue: BinaryValue && Buffer.from(BinaryValue).toString('base64'),
  }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});
