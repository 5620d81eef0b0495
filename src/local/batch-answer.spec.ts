import { undone } from './batch-answer';

const ids = ['a', 'b'];
const failing = (...itemIdentifiers: unknown[]) => ({
  batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

describe("a handler's answer", () => {
  it.each([[undefined], [null], [{}], [{ batchItemFailures: null }], [failing()]])(
    '%j leaves nothing undone',
    (answer) => {
      expect([...undone(answer, ids)]).toEqual([]);
    },
  );

  it('leaves undone what it names', () => {
    expect([...undone(failing('b'), ids)]).toEqual(['b']);
  });

  it.each([
    [failing('')],
    [failing(null)],
    [failing('unknown')],
    [{ batchItemFailures: 'b' }],
    [{ batchItemFailures: [{ id: 'b' }] }],
  ])('%j makes no sense and leaves all undone', (answer) => {
    expect([...undone(answer, ids)]).toEqual(ids);
  });
});
