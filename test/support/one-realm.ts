/**
 * Jest runs tests in a realm with an `Error` of its own, and what Node's sockets throw is none by it: the SDK would wrap such an
 * error, and neither it nor we would know it for what it is. Here, as in production, an error is an `Error`.
 */
const ordinary = Function.prototype[Symbol.hasInstance];
const isError = (value: unknown): boolean =>
  ['[object Error]', '[object DOMException]'].includes(Object.prototype.toString.call(value));

Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    return ordinary.call(this as () => void, value) || (this === Error && isError(value));
  },
});
