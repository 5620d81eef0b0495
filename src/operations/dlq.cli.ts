import 'reflect-metadata';
import { SQSClient } from '@aws-sdk/client-sqs';
import { parseArgs } from 'node:util';
import { clientDefaults } from '../aws/aws-client';
import { loadConfig } from '../config/config';
import { readEnvironment } from '../config/environment';
import { operatorEnvironment } from '../config/operator-environment';
import { DEAD_LETTER_SOURCES, deadLetterName, DeadLetterSource } from '../messaging/queues';
import { DeadLetter, dropDeadLetter, holdDeadLetters } from './dead-letters';
import { urlOfQueue, withRedrive } from './redrive';

const USAGE = `npm run dlq -- list|redrive|drop ${DEAD_LETTER_SOURCES.join('|')} [--id ID]

list     shows the queue's dead letters and leaves them there
redrive  tries them again: each goes back to its queue, a stream record to the relay
drop     deletes them for good; without --id, all of them`;

const ACTIONS = ['list', 'redrive', 'drop'] as const;
type Action = (typeof ACTIONS)[number];

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { id: { type: 'string' }, help: { type: 'boolean' } },
  });
  const action = ACTIONS.find((name) => name === positionals[0]);
  const queue = DEAD_LETTER_SOURCES.find((name) => name === positionals[1]);
  if (action === undefined || queue === undefined || values.help === true) {
    console.log(USAGE);
    process.exitCode = values.help === true ? 0 : 2;
    return;
  }
  process.exitCode = await run(action, queue, values.id);
}

async function run(action: Action, queue: DeadLetterSource, id: string | undefined): Promise<number> {
  const environment = operatorEnvironment(readEnvironment());
  const config = loadConfig(environment);
  const client = new SQSClient({
    ...clientDefaults(config.AWS_REGION, config.AWS_ENDPOINT_URL_SQS),
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000 },
  });
  try {
    const url = await urlOfQueue(client, config, deadLetterName(queue));
    return await holdDeadLetters(client, url, async (all) => {
      const letters = id === undefined ? all : all.filter((letter) => letter.id === id);
      if (id !== undefined && letters.length === 0) return tell(`There is no ${id} in ${deadLetterName(queue)}.`, 1);
      switch (action) {
        case 'list':
          return tell([...letters.map(describe), `${letters.length} in ${deadLetterName(queue)}`].join('\n'), 0);
        case 'drop':
          return each(letters, 'dropped', ({ message }) => dropDeadLetter(client, url, message));
        case 'redrive':
          return withRedrive(queue, client, config, environment, (redrive) => each(letters, 'redriven', redrive));
      }
    });
  } finally {
    client.destroy();
  }
}

/** Does the work for each dead letter. One that fails stays, is named, and holds up no other. Returns the exit code. */
async function each(
  letters: readonly DeadLetter[],
  done: string,
  work: (letter: DeadLetter) => Promise<void>,
): Promise<number> {
  let failures = 0;
  for (const letter of letters)
    await work(letter).catch((error: unknown) => {
      failures++;
      console.error(`${letter.id} stays: ${error instanceof Error ? error.message : String(error)}`);
    });
  return tell(`${letters.length - failures} ${done}, ${failures} stay`, failures > 0 ? 1 : 0);
}

/** Returns what the list shows of a dead letter: not the whole body, as a stream record holds a recipient's data. */
function describe({ id, sentAt, receives, attributes, body }: DeadLetter): string {
  const { reason = `failed ${receives} times; the log has its message_id`, ...rest } = attributes;
  return [
    `${id}  sent ${sentAt}`,
    `  reason  ${reason}`,
    ...Object.entries(rest).map(([name, value]) => `  ${name}  ${value}`),
    `  ${rest.source?.startsWith('arn:') === true ? `${body.length} characters` : body.slice(0, 200)}`,
  ].join('\n');
}

function tell(text: string, exitCode: number): number {
  console.log(text);
  return exitCode;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
