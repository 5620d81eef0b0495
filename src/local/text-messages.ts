import { randomUUID } from 'node:crypto';
import type { FauxqsApp } from './fauxqs';

export interface TextMessage {
  readonly id: string;
  readonly phone: string;
  readonly text: string;
}

/** Takes SNS `Publish` to a phone number, which fauxqs does not know, and hands the text on. */
export function takeTextMessages(app: FauxqsApp, deliver: (message: TextMessage) => void): void {
  app.addHook('preHandler', (request, reply, next) => {
    // The SDK sends a form, all of whose values are texts.
    const { Action, PhoneNumber, Message } = (request.body ?? {}) as Record<string, string | undefined>;
    if (Action !== 'Publish' || PhoneNumber === undefined) {
      next();
      return;
    }
    const id = randomUUID();
    deliver({ id, phone: PhoneNumber, text: Message ?? '' });
    reply.header('content-type', 'text/xml');
    reply.send(
      '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>' +
        `<MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId>` +
        '</ResponseMetadata></PublishResponse>',
    );
  });
}
