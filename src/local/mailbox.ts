import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { loadPackageFile } from './packages';
import { showMailboxPage } from './mailbox-page';
import { guardAgainstPages } from './page-guard';
import { freePort, LOOPBACK, portOf } from './ports';
import type { TextMessage } from './text-messages';

/** The SES stand-in: aws-ses-v2-local, whose page shows every mail and, as mails of their own, every SMS. */
export interface Mailbox {
  readonly endpoint: string;
  showTextMessage(message: TextMessage): void;
  clear(): void;
  stop(): Promise<void>;
}

interface Mail {
  readonly messageId: string;
  readonly [field: string]: unknown;
}
interface MailStore {
  emails: Mail[];
}

export async function startMailbox(options: { file: string | undefined; port?: number }): Promise<Mailbox> {
  // The package hides both files and with them their types: this is what its own start-up calls.
  const { default: serve } = loadPackageFile('aws-ses-v2-local', 'dist/index.js') as {
    default: (config: { host: string; port: number }) => Promise<Server>;
  };
  // As above.
  const { getStoreReadonly, saveEmail } = loadPackageFile('aws-ses-v2-local', 'dist/store.js') as {
    getStoreReadonly: () => MailStore;
    saveEmail: (mail: Mail) => void;
  };
  const store = getStoreReadonly();
  journal(store, options.file);
  const server = await serve({ host: LOOPBACK, port: await freePort(options.port) });
  showMailboxPage(server);
  guardAgainstPages(server);
  return {
    endpoint: `http://${LOOPBACK}:${portOf(server)}`,
    showTextMessage: ({ id, phone, text }) => {
      saveEmail(asMail(id, phone, text));
    },
    clear: () => {
      store.emails = [];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * Gives each platform an array of mails of its own, where the package has one that lives as long as its module. With a file every
 * mail is written there before its sender gets the response.
 */
function journal(store: MailStore, file: string | undefined): void {
  let mails = file === undefined || !existsSync(file) ? [] : read(file);
  Object.defineProperty(store, 'emails', {
    configurable: true,
    get: () => watched(mails, file),
    set: (replaced: Mail[]) => {
      mails = replaced;
      if (file !== undefined) writeFileSync(file, mails.map(line).join(''));
    },
  });
}

const watched = (mails: Mail[], file: string | undefined): Mail[] =>
  file === undefined
    ? mails
    : new Proxy(mails, {
        get: (target, name) =>
          name === 'push'
            ? (...added: Mail[]) => {
                appendFileSync(file, added.map(line).join(''));
                return target.push(...added);
              }
            : // `Reflect.get` is `any`, and whoever asked knows what it asked for.
              (Reflect.get(target, name) as unknown),
      });

const line = (mail: Mail): string => `${JSON.stringify(mail)}\n`;

/** A process killed while it wrote leaves half a last line: that mail's sender never got a response and sends again. */
function read(file: string): Mail[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        // The lines are those that `line` wrote.
        return [JSON.parse(text) as Mail];
      } catch {
        return [];
      }
    });
}

const asMail = (messageId: string, phone: string, text: string): Mail => ({
  messageId,
  from: 'SMS',
  replyTo: [],
  destination: { to: [phone], cc: [], bcc: [] },
  subject: `SMS ${phone}`,
  body: { text },
  attachments: [],
  at: Math.floor(Date.now() / 1000),
});
