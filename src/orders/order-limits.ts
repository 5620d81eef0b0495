/** What one order may hold: far under DynamoDB's 400 KB for an item. */
export const ORDER_LIMITS = {
  products: 100,
  quantity: 9_999,
  /** Céntimos. */
  unitPrice: 100_000_000,
  /** Characters of an address that is one text. */
  addressText: 500,
  metadataEntries: 20,
} as const;
