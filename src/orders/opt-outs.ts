/** The channels by which a recipient may ask to be told no more. */
export const STOPPABLE_CHANNELS = ['email', 'sms'] as const;
export type StoppableChannel = (typeof STOPPABLE_CHANNELS)[number];
