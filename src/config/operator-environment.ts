import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './config';
import { memberOf } from '../kernel/record';

/** The file in the data folder through which a running `npm start` tells operators' commands where its stores are. */
export const PLATFORM_FILE = 'platform.json';

export interface RunningPlatform {
  readonly pid: number;
  readonly environment: Environment;
}

/**
 * What an operator's command works on: the stage and endpoints that the environment names, or else the platform that runs in
 * this folder.
 *
 * @throws Error with one line that says what to do when there is neither.
 */
export function operatorEnvironment(environment: Environment): Environment {
  const named = environment.AWS_ENDPOINT_URL_SQS !== undefined || (environment.STAGE ?? 'local') !== 'local';
  if (named) return environment;
  const folder = environment.DINEX_DATA_DIR ?? '.dinex';
  const running = readPlatform(join(folder, PLATFORM_FILE));
  if (running === undefined)
    throw new Error(
      `Nothing runs in ${folder}: start it with npm start, or name a deployed stage with STAGE (and AWS credentials).`,
    );
  return { ...environment, ...running.environment };
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
