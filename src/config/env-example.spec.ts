import { readFileSync } from 'node:fs';
import { QUEUE_IDS, queueVariable, RELAY_DEAD_LETTER, TOPICS } from '../messaging/queues';
import { TABLE_IDS, tableVariable } from '../database/tables';
import { ChannelSettings, CHANNEL_SECRETS, CHANNEL_SETTINGS, secretArnVariable } from './channel-settings';
import { loadConfig, VARIABLE_NAMES } from './config';

const documented = new Map(
  readFileSync('.env.example', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, value] = /^#([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
);

describe('.env.example', () => {
  it('explains every variable and no other', () => {
    const resources = [
      ...TABLE_IDS.map(tableVariable),
      ...QUEUE_IDS.map(queueVariable),
      RELAY_DEAD_LETTER.variable,
      ...Object.values(TOPICS).map(({ variable }) => variable),
      ...CHANNEL_SECRETS.map(secretArnVariable),
    ];
    expect([...documented.keys()].sort()).toEqual([...VARIABLE_NAMES, ...resources].sort());
  });

  it('shows the defaults', () => {
    const given = Object.fromEntries([...documented].filter(([, value]) => value !== ''));
    expect(loadConfig(given)).toEqual(loadConfig({}));
    expect(Object.keys(given).length).toBeGreaterThan(15);
  });
});

it('a channel is turned on by variables that are checked', () => {
  const settings = [
    ...Object.values<ChannelSettings>(CHANNEL_SETTINGS).flatMap(({ variables = [], bounds = [] }) => [
      ...variables,
      ...bounds,
    ]),
    ...CHANNEL_SECRETS.map(({ variable }) => variable),
  ];
  expect(VARIABLE_NAMES).toEqual(expect.arrayContaining(settings));
});
