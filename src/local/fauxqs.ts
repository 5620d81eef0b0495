import type { Server } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { loadPackageFile } from './packages';

/** What is used here of fauxqs, whose own types stay hidden behind its `exports`. */
export interface FauxqsApp {
  readonly server: Server;
  listen(options: { port: number; host: string }): Promise<string>;
  close(): Promise<void>;
  addHook(
    name: 'preHandler',
    hook: (
      request: { body: unknown },
      reply: { header(name: string, value: string): void; send(body: string): void },
      next: () => void,
    ) => void,
  ): void;
}
export interface Store {
  persistence?: Persistence;
}
export interface QueueStore extends Store {
  host: string;
  allQueues(): Iterable<Store>;
  clearMessages(): void;
  shutdown(): void;
}
export interface Persistence {
  readonly db: DatabaseSync;
  loadSqsAndSns(queues: QueueStore, topics: Store): void;
  insertMessage(queue: string, message: { readonly messageId: string }): void;
  deleteMessage(messageId: string): void;
  updateMessageReady(messageId: string): void;
  close(): void;
}
export interface Fauxqs {
  buildApp: (options: object) => FauxqsApp;
  SqsStore: new () => QueueStore;
  SnsStore: new () => Store;
  S3Store: new () => object;
  PersistenceManager: new (folder: string) => Persistence;
}

/** Loads the parts of fauxqs that the platform is built of. @throws Error where the package is not installed. */
export function loadFauxqs(): Fauxqs {
  // Its types are hidden with its files; the exact version is pinned, and the platform's tests run all that is named above.
  const file = (path: string): Partial<Fauxqs> => loadPackageFile('fauxqs', `dist/${path}.js`) as Partial<Fauxqs>;
  const files = ['app', 'sqs/sqsStore', 'sns/snsStore', 's3/s3Store', 'persistence'].map(file);
  // Together the files have every part; `Object.assign` of a list is `any`.
  return Object.assign({}, ...files) as Fauxqs;
}
