import type { INestApplicationContext, Type } from '@nestjs/common';
import { userInfo } from 'node:os';
import type { Principal } from '../access/principal';
import { readEnvironment } from '../config/environment';
import { operatorEnvironment } from '../config/operator-environment';
import { DatabaseModule } from '../database/database.module';
import { DinexError } from '../kernel/errors';
import { bootstrapWorker } from '../worker.module';

/**
 * Returns who runs a command: an operator under the name of the account, since whoever runs one has AWS credentials for the stage, or
 * the laptop.
 */
export const commandLine = (): Principal => ({ role: 'operator', subject: `cli:${userInfo().username}` });

/**
 * Runs an operator's command on the stage that the environment names, or on the platform that runs in this folder, and sets the
 * exit code. A failure that was foreseen is told in one line.
 */
export async function runCommand(
  modules: readonly Type[],
  command: (app: INestApplicationContext) => Promise<number>,
): Promise<void> {
  try {
    const environment = { ...operatorEnvironment(readEnvironment()), LOG_LEVEL: 'SILENT', METRICS: 'off' };
    const app = await bootstrapWorker(environment, DatabaseModule, ...modules);
    try {
      process.exitCode = await command(app);
    } finally {
      await app.close();
    }
  } catch (error) {
    console.error(error instanceof DinexError || error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
