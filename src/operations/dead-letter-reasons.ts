import { objectFrom } from '../common/untrusted';
import type { Environment } from '../config/config';
import { NotificationsService } from '../notifications/notifications.service';
import { readChunkMessage } from '../orders/imports/imports.events';
import { readPlanQueued } from '../routes/plans.events';
import { bootstrapWorker } from '../worker.module';
import type { DeadLetter } from './dead-letters';
import type { DeadLetterQueue } from './redrive';

/** Why each letter failed. SQS moves a message as it is, so the reason is found here, where its sender did not tell it. */
export async function reasonsOf(
  queue: DeadLetterQueue,
  letters: readonly DeadLetter[],
  environment: Environment,
): Promise<string[]> {
  switch (queue) {
    case 'relay':
      return letters.map((letter) => letter.attributes.reason ?? unknownReason(letter));
    case 'notifications':
      return notificationReasons(letters, environment);
    case 'orders':
      return letters.map((letter) => refusalBy(readChunkMessage, letter) ?? unknownReason(letter));
    case 'plans':
      return letters.map((letter) => refusalBy(readPlanQueued, letter) ?? unknownReason(letter));
  }
}

async function notificationReasons(letters: readonly DeadLetter[], environment: Environment): Promise<string[]> {
  const worker = await bootstrapWorker(environment);
  try {
    const service = worker.get(NotificationsService);
    return await Promise.all(
      letters.map(async (letter) => {
        const reason = letter.attributes.reason ?? (await service.reasonOf(letter.body));
        return reason === 'unknown' ? unknownReason(letter) : reason;
      }),
    );
  } finally {
    await worker.close();
  }
}

/** What a consumer says of a message that is none of its own. */
function refusalBy(
  read: (message: Readonly<Record<string, unknown>>) => unknown,
  { attributes, body }: DeadLetter,
): string | undefined {
  if (attributes.reason !== undefined) return attributes.reason;
  try {
    read(objectFrom(body));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const unknownReason = ({ receives }: DeadLetter): string => `failed ${receives} times; the log has its message_id`;
