/** Returns what was thrown as an error: JavaScript lets a library throw anything. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Returns the message of what was thrown. */
export const messageOf = (thrown: unknown): string => asError(thrown).message;
