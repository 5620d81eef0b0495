import type { TableId } from '../database/tables';
import type { OutgoingMessage } from './publisher';

/** An item as a stream carries it, unmarshalled. */
export type Image = Readonly<Record<string, unknown>>;

/** One insertion or modification of an item. Removals, those of TTL among them, mean no message and are left out. */
export interface TableChange {
  /** Absent on insertion. */
  readonly before: Image | undefined;
  readonly after: Image;
}

/** What the stream of a table's changes tells the world. A module that wants the relay to publish its changes contributes one. */
export interface TableStream {
  readonly table: TableId;
  /**
   * Returns the messages that a change means; it is pure.
   *
   * @throws Error when the item lacks what its message needs: the record then goes to the relay's dead letters.
   */
  readonly messagesOf: (change: TableChange) => readonly OutgoingMessage[];
}
