/** Deadlines that no request misses because the machine is busy. */
export const LATE_DEADLINES = { REQUEST_DEADLINE_MS: '60000', LONG_REQUEST_DEADLINE_MS: '60000' };

/**
 * Settings of a process that waits for its stores as long as a busy machine makes them take: a test that judges what they mean does not
 * judge how fast they are. Tests of stores that do not answer leave the time-outs as they are.
 */
export const PATIENT = { ...LATE_DEADLINES, STORE_TIMEOUT_MS: '60000', STORE_CONNECT_TIMEOUT_MS: '60000' };
