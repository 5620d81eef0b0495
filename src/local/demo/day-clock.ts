import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { dayAfter, limaDayOf, startOfLimaDay } from '../../kernel/lima-days';

/** The time of a day that is played: it stands where the last scene put it, and goes on from there as fast as it is played. */
export class DayClock {
  private offset = 0;

  /** The day, `YYYY-MM-DD` in Lima: tomorrow. */
  readonly day = dayAfter(limaDayOf(Date.now()));

  /** Makes the clock of an application tell this time. */
  governs(application: INestApplicationContext): void {
    application.get(Clock).now = () => this.now();
  }

  /** Returns the time in milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Puts the clock to a time of the day in Lima, as `7:30`. */
  set(time: string): void {
    this.offset = Date.parse(this.at(time)) - Date.now();
  }

  /** Returns the instant, RFC 3339 UTC, at which it is that time in Lima on the day that is played. */
  at(time: string): string {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return new Date(Date.parse(startOfLimaDay(this.day)) + (hours * 60 + minutes) * 60_000).toISOString();
  }
}
