import type { ParcelStatus, ReasonCode } from '../../../orders/states';

/** What a state means to the person who waits for the parcel. */
export interface StatusWording {
  readonly subject: string;
  /** The state in two or three words. */
  readonly label: string;
  readonly heading: string;
  readonly body: string;
  readonly next: string;
  /** Complete with the tracking id behind it; in GSM's alphabet it must fit one text message. */
  readonly sms: string;
}

export interface Wording {
  readonly statuses: Readonly<Record<ParcelStatus, StatusWording>>;
  /** A sentence on why an attempt to deliver failed. */
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  readonly greeting: (name: string) => string;
  readonly whatNext: string;
  /** The stages that every delivered parcel passes. */
  readonly stages: readonly [string, string, string, string];
  readonly stageOf: (done: number, of: number, label: string) => string;
  readonly details: {
    readonly tracking: string;
    readonly reference: string;
    readonly status: string;
    readonly occurredAt: string;
    readonly window: string;
    readonly estimate: string;
    readonly address: string;
    readonly products: string;
    readonly moreProducts: (count: number) => string;
    readonly total: string;
  };
  readonly footer: string;
  readonly noReply: string;
}

/** The colour of a letter: good news, plain news, something to know, something that went wrong. */
export type Tone = 'good' | 'plain' | 'notice' | 'bad';

interface Standing {
  readonly tone: Tone;
  /** How many stages are behind the parcel; undefined where it has left the way to its recipient. */
  readonly stage?: 1 | 2 | 3 | 4;
  /** Whether when and where it will arrive still matters. */
  readonly underWay: boolean;
}

export const STANDING: Readonly<Record<ParcelStatus, Standing>> = {
  CREATED: { tone: 'plain', stage: 1, underWay: true },
  PICKED_UP: { tone: 'plain', stage: 2, underWay: true },
  IN_TRANSIT: { tone: 'plain', stage: 2, underWay: true },
  OUT_FOR_DELIVERY: { tone: 'plain', stage: 3, underWay: true },
  ATTEMPT_FAILED: { tone: 'notice', underWay: false },
  AVAILABLE_FOR_PICKUP: { tone: 'notice', underWay: false },
  EXCEPTION: { tone: 'notice', underWay: false },
  RETURNING: { tone: 'notice', underWay: false },
  DELIVERED: { tone: 'good', stage: 4, underWay: false },
  RETURNED: { tone: 'plain', underWay: false },
  CANCELLED: { tone: 'bad', underWay: false },
  FAILURE: { tone: 'bad', underWay: false },
};
