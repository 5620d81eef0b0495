import type { Context } from 'aws-lambda';

type Handler<Event, Answer> = (event: Event, context: Context) => Promise<Answer>;

/** A handler that is made on its first event and kept for the next; a making that failed is tried again. */
export function lazyHandler<Event, Answer>(make: () => Promise<Handler<Event, Answer>>): Handler<Event, Answer> {
  let made: Promise<Handler<Event, Answer>> | undefined;
  return async (event, context) => {
    made ??= make();
    try {
      return await (
        await made
      )(event, context);
    } catch (error) {
      await made.catch(() => (made = undefined));
      throw error;
    }
  };
}
