/** Thrown by a channel whose service says that too much is being sent: nothing was sent, and nothing is wrong with the message. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
}
