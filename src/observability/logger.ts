import { Logger } from '@aws-lambda-powertools/logger';
import { Injectable, LoggerService } from '@nestjs/common';
import { Config } from '../config/config';
import { currentScope } from './scope';
import { redact } from './redact';

type Fields = Readonly<Record<string, unknown>>;

/** Structured JSON lines with the request's correlation id and without personal data; Nest's own messages go the same way. */
@Injectable()
export class AppLogger implements LoggerService {
  private readonly logger: Logger;

  constructor(config: Config) {
    this.logger = new Logger({ serviceName: 'dinex', logLevel: config.LOG_LEVEL, jsonReplacerFn: redact });
  }

  info(message: string, fields: Fields = {}): void {
    this.logger.info(message, this.withScope(fields));
  }

  /** Logs that something failed, with its name, message and stack, which never reach the caller. */
  failure(message: string, error: unknown, fields: Fields = {}): void {
    const cause = error instanceof Error ? error : new Error(String(error));
    this.logger.error(message, { ...this.withScope(fields), error: cause });
  }

  /** Does work of which nothing is written. */
  async unheard<T>(work: () => Promise<T>): Promise<T> {
    const level = this.logger.getLevelName();
    this.logger.setLogLevel('SILENT');
    try {
      return await work();
    } finally {
      this.logger.setLogLevel(level);
    }
  }

  log(message: unknown, context?: unknown): void {
    this.logger.debug(String(message), this.withScope({ context }));
  }

  debug(message: unknown, context?: unknown): void {
    this.logger.debug(String(message), this.withScope({ context }));
  }

  verbose(message: unknown, context?: unknown): void {
    this.logger.debug(String(message), this.withScope({ context }));
  }

  warn(message: unknown, context?: unknown): void {
    this.logger.warn(String(message), this.withScope({ context }));
  }

  error(message: unknown, stack?: unknown, context?: unknown): void {
    if (message instanceof Error) this.failure(message.message, message, { context });
    else this.logger.error(String(message), this.withScope({ stack, context }));
  }

  fatal(message: unknown, context?: unknown): void {
    this.logger.critical(String(message), this.withScope({ context }));
  }

  private withScope(fields: Fields): Fields {
    const scope = currentScope();
    return scope === undefined ? fields : { correlation_id: scope.correlationId, ...fields };
  }
}
