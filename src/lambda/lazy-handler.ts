import type { Context } from 'aws-lambda';

type Handler<Event, Answer> = (event: Event, context: Context) => Promise<Answer>;

/** A handler, and what `prepare` has it do before its first event, so that the first caller does not wait for it. */
type Made<Event, Answer> = Handler<Event, Answer> & { readonly rehearse?: () => Promise<void> };

/** How the process came about, as `lambda.mjs` knows it. */
export interface Start {
  /** Whether V8 took the compiled code that came with the bundle, would not, or found none. */
  readonly code_cache?: 'used' | 'rejected' | 'none';
}

export interface LazyHandler<Event, Answer> {
  readonly handler: Handler<Event, Answer>;
  /** Makes the handler before its first event. It never throws: what fails here is tried again, and fails, at that event. */
  readonly prepare: (start?: Start) => Promise<void>;
}

/** Returns a handler that is made once, by `prepare` or on its first event; where making it failed, the next event tries again. */
export function lazyHandler<Event, Answer>(
  make: (start: Start) => Promise<Made<Event, Answer>>,
): LazyHandler<Event, Answer> {
  let made: Promise<Made<Event, Answer>> | undefined;
  let started: Start = {};
  const ready = async (): Promise<Made<Event, Answer>> => {
    const making = (made ??= make(started));
    try {
      return await making;
    } catch (error) {
      if (made === making) made = undefined;
      throw error;
    }
  };
  return {
    handler: async (event, context) => (await ready())(event, context),
    prepare: async (start = {}) => {
      started = start;
      try {
        await (await ready()).rehearse?.();
      } catch {
        // The event is told.
      }
    },
  };
}
