import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { StoredItem } from '../database/stored-item';
import type { TableStore } from '../database/table-store';
import { KeyOf, TTL_ATTRIBUTE } from '../database/tables';
import type { Write } from '../database/transaction';
import type { TrackingId } from '../kernel/ids';
import { chronological, StandAloneHead, TrackingEvent } from './tracker';
import { readStandAloneHead, readTrackingEvent } from './tracking-shape';

/** The sort key of a stand-alone tracker's own item; behind every event's, which begins with a year. */
export const HEAD_KEY = 'HEAD';

export interface StoredTracker {
  readonly head: StandAloneHead | undefined;
  /** Oldest first. */
  readonly events: readonly TrackingEvent[];
}

/** What the table holds: events, and the head of each tracker that no order has. */
export type TrackerRow = { readonly head: StandAloneHead } | { readonly event: TrackingEvent };

@Injectable()
export class TrackingRepository {
  private readonly rows: TableStore<TrackerRow, 'tracking'>;

  constructor(database: Database) {
    this.rows = database.table('tracking', { read: readTrackerRow, write: storedRow });
  }

  /** Returns everything of one tracker. */
  async read(trackingId: TrackingId): Promise<StoredTracker> {
    const rows = await this.rows.all({
      where: { expression: 'tracking_id = :id', values: { ':id': trackingId } },
    });
    return {
      head: rows.flatMap((row) => ('head' in row ? [row.head] : []))[0],
      events: chronological(rows.flatMap((row) => ('event' in row ? [row.event] : []))),
    };
  }

  /** Stores a new event; a tracker past its time, and its events, may still lie there. */
  append(event: TrackingEvent): Write {
    return this.rows.put('event', { event }, this.rows.absentOrExpired());
  }

  /** Gives an event of a tracker that has ended its time, or, without one, takes it from an event of a tracker that goes on. */
  expire(event: TrackingEvent, ttl: number | undefined): Write {
    const names = { '#ttl': TTL_ATTRIBUTE };
    return this.rows.update(
      `expiry:${event.event_id}`,
      keyOf(event),
      ttl === undefined
        ? { expression: 'REMOVE #ttl', names }
        : { expression: 'SET #ttl = :ttl', names, values: { ':ttl': ttl } },
    );
  }

  /** Opens (`expectedVersion` 0) or moves a stand-alone tracker; refused where it is not at that version. */
  saveHead(head: StandAloneHead, expectedVersion: number): Write {
    return expectedVersion === 0
      ? this.rows.put('head', { head }, this.rows.absentOrExpired())
      : this.rows.replace('head', { head }, expectedVersion);
  }
}

/** Returns the key of an event: two in one millisecond must not overwrite each other. */
const keyOf = ({ tracking_id, occurred_at, event_id }: TrackingEvent): KeyOf<'tracking'> => ({
  tracking_id,
  timestamp: `${occurred_at}#${event_id}`,
});

export function readTrackerRow({ timestamp, ...rest }: StoredItem): TrackerRow {
  return timestamp === HEAD_KEY ? { head: readStandAloneHead(rest) } : { event: readTrackingEvent(rest) };
}

const storedRow = (row: TrackerRow): StoredItem =>
  'head' in row ? { ...row.head, timestamp: HEAD_KEY } : { ...row.event, ...keyOf(row.event) };
