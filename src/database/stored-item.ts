/** An item as the store gives it: it was written by an older version of the program as likely as by this one. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** How items of one kind are read from their stored form, and brought into it. */
export interface StoredForm<Item> {
  readonly read: (stored: StoredItem) => Item;
  /** Default: an item is stored as it is. */
  readonly write?: (item: Item) => StoredItem;
}
