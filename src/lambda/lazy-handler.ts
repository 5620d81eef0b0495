import type { Context } from 'aws-lambda';

type Handler<Event, Answer> = (event: Event, context: Context) => Promise<Answer>;

export interface LazyHandler<Event, Answer> {
  readonly handler: Handler<Event, Answer>;
  /** Makes the handler before its first event. It never throws: what fails here is tried again, and fails, at that event. */
  readonly prepare: () => Promise<void>;
}

/** Returns a handler that is made once, by `prepare` or on its first event; where making it failed, the next event tries again. */
export function lazyHandler<Event, Answer>(make: () => Promise<Handler<Event, Answer>>): LazyHandler<Event, Answer> {
  let made: Promise<Handler<Event, Answer>> | undefined;
  const ready = async (): Promise<Handler<Event, Answer>> => {
    const making = (made ??= make());
    try {
      return await making;
    } catch (error) {
      if (made === making) made = undefined;
      throw error;
    }
  };
  return {
    handler: async (event, context) => (await ready())(event, context),
    prepare: () =>
      ready().then(
        () => undefined,
        () => undefined,
      ),
  };
}
