import type { TableId } from '../database/tables';
import type { OutgoingMessage } from './publisher';

export type Image = Readonly<Record<string, unknown>>;

/** One insertion or modification of an item; removals (TTL's too) mean no message and reach no route. */
export interface StreamChange {
  /** Absent on insertion. */
  readonly before: Image | undefined;
  readonly after: Image;
}

/** Which messages a table's changes mean. A module that wants the relay to carry its changes contributes one. */
export interface StreamRoute {
  readonly table: TableId;
  /** Pure. @throws Error when the item lacks what its message needs: the record then goes to the relay's dead letters. */
  readonly messagesOf: (change: StreamChange) => readonly OutgoingMessage[];
}
