import { oneLine } from '../texts/format';
import { STOPPABLE_CHANNELS } from '../orders/opt-outs';
import type { AskedWish } from './wish';

/** The end of the address by which mail programs stop letters. */
export const ONE_CLICK = 'unsubscribe';

/** The forms of the page, by the end of the address to which each is sent. */
export const WISH_FORMS = ['day', 'note', 'elsewhere', 'messages', ONE_CLICK] as const;

const MAX_NOTE = 200;
const MAX_PLACE = 120;

/** Returns what a form asks for; `empty` where it does not say, and `undefined` where there is no such form. */
export function wishFrom(name: string, form: URLSearchParams): AskedWish | 'empty' | undefined {
  const field = (of: string): string => form.get(of) ?? '';
  switch (WISH_FORMS.find((each) => each === name)) {
    case 'day':
      return { kind: 'reschedule', day: field('day') };
    case 'note':
      return { kind: 'note', message: oneLine(field('note'), MAX_NOTE) };
    case 'elsewhere': {
      const kind = (['neighbour', 'safe_place'] as const).find((each) => each === field('kind'));
      return kind === undefined ? 'empty' : { kind, message: oneLine(field('where'), MAX_PLACE) };
    }
    case 'messages': {
      const channel = STOPPABLE_CHANNELS.find((each) => each === field('channel'));
      return channel === undefined ? 'empty' : { kind: field('wanted') === 'yes' ? 'opt_in' : 'opt_out', channel };
    }
    case ONE_CLICK:
      return { kind: 'opt_out', channel: 'email' };
    case undefined:
      return undefined;
  }
}
