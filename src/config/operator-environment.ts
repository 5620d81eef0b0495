import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourceName } from '../messaging/queues';
import type { Environment } from './config';
import { memberOf } from '../kernel/record';

/** The file in the data folder through which a running `npm start` tells operators' commands where its stores are. */
export const PLATFORM_FILE = 'platform.json';

export interface RunningPlatform {
  readonly pid: number;
  readonly environment: Environment;
}

/** Returns the name under which Secrets Manager keeps the key that a deployed stage hashes personal data with. */
export const privacyKeyName = (stage: string): string => resourceName(stage, 'privacy');

/**
 * Returns what an operator's command works on: the stage and endpoints that the environment names, or else the platform that runs in
 * this folder. A deployed stage brings the name of its privacy key along: what a laptop hashes into its tables must be comparable
 * with what the api hashes.
 *
 * @throws Error with one line that says what to do when there is neither, or when the privacy key is another stage's.
 */
export function operatorEnvironment(environment: Environment): Environment {
  const { STAGE: stage = 'local', PRIVACY_KEY_ARN: given } = environment;
  if (stage !== 'local')
    return { ...environment, PRIVACY_KEY_ARN: given === undefined ? privacyKeyName(stage) : checked(given, stage) };
  if (environment.AWS_ENDPOINT_URL_SQS !== undefined) return environment;
  const folder = environment.DINEX_DATA_DIR ?? '.dinex';
  const running = readPlatform(join(folder, PLATFORM_FILE));
  if (running === undefined)
    throw new Error(
      `Nothing runs in ${folder}: start it with npm start, or name a deployed stage with STAGE (and AWS credentials).`,
    );
  return { ...environment, ...running.environment };
}

/** An ARN ends in the name and six characters that Secrets Manager adds. */
function checked(secret: string, stage: string): string {
  const name = secret.split(':').at(-1) ?? secret;
  if (name.startsWith(privacyKeyName(stage))) return secret;
  throw new Error(`PRIVACY_KEY_ARN names ${name}, but STAGE is ${stage}: unset it, its own is found by name.`);
}

function readPlatform(file: string): RunningPlatform | undefined {
  if (!existsSync(file)) return undefined;
  // `npm start` alone writes this file, and renames it into place whole.
  const platform = JSON.parse(readFileSync(file, 'utf8')) as RunningPlatform;
  return isAlive(platform.pid) ? platform : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return memberOf(error, 'code') === 'EPERM';
  }
}
