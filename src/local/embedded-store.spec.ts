import { storeBinary } from './embedded-store';

describe('the table store', () => {
  it('says what to do on a system for which it is not installed', () => {
    expect(() => storeBinary('amiga-m68k')).toThrow(
      /^There is no embedded table store for amiga-m68k: run DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB .*@dynoxide\/amiga-m68k/,
    );
  });
});
