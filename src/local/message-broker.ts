import { mkdirSync } from 'node:fs';
import { Fauxqs, loadFauxqs, Persistence, QueueStore, Store } from './fauxqs';
import { guardAgainstPages } from './page-guard';
import { LOOPBACK } from './ports';
import { takeTextMessages, TextMessage } from './text-messages';

/** The SQS and SNS stand-in: fauxqs, in this process, on the loopback interface only. */
export interface MessageBroker {
  readonly endpoint: string;
  /** Empties every queue: for tests. */
  clear(): void;
  stop(): Promise<void>;
}

export async function startMessageBroker(options: {
  folder: string | undefined;
  region: string;
  port?: number;
  onTextMessage: (message: TextMessage) => void;
}): Promise<MessageBroker> {
  const { buildApp, SqsStore, SnsStore, S3Store, PersistenceManager } = loadFauxqs();
  const sqsStore = new SqsStore();
  // Queue URLs then carry the host that was asked, instead of a name that only some resolvers know.
  sqsStore.host = '';
  const snsStore = new SnsStore();
  const persistence = options.folder === undefined ? undefined : openPersistence(PersistenceManager, options.folder);
  if (persistence !== undefined) attach(persistence, sqsStore, snsStore);
  const app = buildApp({
    logger: false,
    defaultRegion: options.region,
    stores: { sqsStore, snsStore, s3Store: new S3Store() },
  });
  takeTextMessages(app, options.onTextMessage);
  const endpoint = await app.listen({ port: options.port ?? 0, host: LOOPBACK });
  guardAgainstPages(app.server);
  return {
    endpoint,
    clear: () => {
      sqsStore.clearMessages();
    },
    stop: async () => {
      sqsStore.shutdown();
      await app.close();
      persistence?.close();
    },
  };
}

function openPersistence(Manager: Fauxqs['PersistenceManager'], folder: string): Persistence {
  mkdirSync(folder, { recursive: true });
  const persistence = new Manager(folder);
  // Enough to survive the death of the process; only a power cut could lose the last messages.
  persistence.db.exec('PRAGMA synchronous = NORMAL');
  // fauxqs 2.4.1 clears the receive count here, which its own schema forbids: the message is lost from memory and refused on disk.
  const makeReady = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void makeReady.run(messageId);
  moveAtOnce(persistence);
  return persistence;
}

/**
 * Delays fauxqs's deletions: it deletes a message from its queue's table before it writes it as a dead letter, and killed between
 * the two it would lose it. Writing replaces the row, so that deleting can wait until it is known to be more than half of a move.
 */
function moveAtOnce(persistence: Persistence): void {
  const insert = persistence.insertMessage.bind(persistence);
  const remove = persistence.deleteMessage.bind(persistence);
  const leaving = new Set<string>();
  persistence.deleteMessage = (messageId) => {
    leaving.add(messageId);
    queueMicrotask(() => {
      if (leaving.delete(messageId)) remove(messageId);
    });
  };
  persistence.insertMessage = (queue, message) => {
    leaving.delete(message.messageId);
    insert(queue, message);
  };
}

/** Loads what is stored, and attaches the stores after that: attached ones would write each queue again, which drops its messages. */
function attach(persistence: Persistence, queues: QueueStore, topics: Store): void {
  persistence.loadSqsAndSns(queues, topics);
  for (const store of [queues, topics, ...queues.allQueues()]) store.persistence = persistence;
}
