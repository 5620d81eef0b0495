import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import type { Environment } from './config';

/** Returns the process's environment, with a `.env` file of the working directory filling in what is not set. */
export function readEnvironment(): Environment {
  if (existsSync('.env')) loadEnvFile('.env');
  return process.env;
}

/** Whether Lambda runs this process, and not a laptop or a test. */
export function insideLambda(): boolean {
  return process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined;
}
