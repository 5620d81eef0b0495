import { NotFoundException } from '@nestjs/common';
import { DinexError, invalid } from '../kernel/errors';
import { answerTo, problemOf, PROBLEMS } from './problem';

const sdk = (name: string, message: string, rest: object = {}): Error =>
  Object.assign(new Error(message), { name, $metadata: {}, ...rest });

describe('what an error means over HTTP', () => {
  it('follows from its kind', () => {
    for (const kind of ['malformed', 'not_found', 'conflict', 'stale', 'invalid', 'unavailable'] as const)
      expect(answerTo(new DinexError(kind, 'x')).kind).toBe(kind);
  });

  it.each<[string, Error]>([
    ['a throttled table', sdk('ProvisionedThroughputExceededException', 'x')],
    ['a throttled account', sdk('RequestLimitExceeded', 'x')],
    ['an aborted call', new DOMException('late', 'TimeoutError')],
    ['a reset connection', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
    ['a failing store', sdk('Unknown', 'x', { $metadata: { httpStatusCode: 500 } })],
    [
      'a transaction in another one’s way',
      sdk('TransactionCanceledException', 'x', {
        CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
      }),
    ],
    ['any of them as a cause', new Error('outer', { cause: sdk('ThrottlingException', 'x') })],
  ])('is 503 with Retry-After for %s', (_, error) => {
    expect(answerTo(error)).toMatchObject({ kind: 'unavailable', headers: { 'Retry-After': '1' } });
  });

  it.each<[string, string, string]>([
    ['too_large', 'ValidationException', 'Item size has exceeded the maximum allowed size'],
    ['too_large', 'ValidationException', 'Item size to update has exceeded the maximum allowed size'],
    ['invalid', 'ValidationException', 'Size of hashkey has exceeded the maximum size limit of2048 bytes'],
    [
      'invalid',
      'ValidationException',
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: customer_id',
    ],
    [
      'invalid',
      'ValidationException',
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
    ['invalid', 'ValidationException', 'Nesting Levels have exceeded supported limits'],
    ['invalid', 'ValidationException', 'The provided starting key is invalid'],
    ['internal', 'ValidationException', 'Invalid UpdateExpression: Syntax error; token: "("'],
    ['internal', 'ResourceNotFoundException', 'Requested resource not found'],
    ['internal', 'AccessDeniedException', 'no'],
  ])('is %s for what %s says: %s', (kind, name, message) => {
    expect(answerTo(sdk(name, message)).kind).toBe(kind);
    const inTransaction = sdk('TransactionCanceledException', 'x', {
      CancellationReasons: [{ Code: 'ValidationError', Message: message }],
    });
    if (name === 'ValidationException') expect(answerTo(inTransaction).kind).toBe(kind);
  });

  it('is nothing to be told of for what nobody foresaw', () => {
    for (const error of [new TypeError('secret'), 'secret', undefined, { status: 404, message: 'secret' }])
      expect(answerTo(error)).toMatchObject({
        kind: 'internal',
        detail: expect.not.stringContaining('secret') as string,
      });
  });

  it('keeps the words of the framework’s own refusals', () => {
    expect(answerTo(new NotFoundException('No such file'))).toMatchObject({
      kind: 'not_found',
      detail: 'No such file',
    });
    expect(answerTo(Object.assign(new Error('x'), { status: 418 })).kind).toBe('malformed');
  });
});

describe('a problem document', () => {
  it('lets no member of an error stand in for its own', () => {
    const answer = answerTo(
      new DinexError('conflict', 'No.', {
        members: { status: 'DELIVERED', title: 'x', type: 'y', current_status: 'DELIVERED' },
      }),
    );
    expect(problemOf(answer, '/orders/1', 'c-1')).toEqual({
      type: 'urn:dinex:problem:conflict',
      title: PROBLEMS.conflict.title,
      status: 409,
      detail: 'No.',
      instance: '/orders/1',
      correlation_id: 'c-1',
      current_status: 'DELIVERED',
    });
  });

  it('says where a field is that is not in the body', () => {
    expect(problemOf(answerTo(invalid('#/limit', 'is too high', 'query')), '/', '').errors).toEqual([
      { pointer: '#/limit', detail: 'is too high', in: 'query' },
    ]);
  });
});
