import { Test } from '@nestjs/testing';
import { Clock } from './clock';

test('is injectable and tells milliseconds since the epoch', async () => {
  const module = await Test.createTestingModule({ providers: [Clock] }).compile();
  expect(Math.abs(module.get(Clock).now() - Date.now())).toBeLessThan(5_000);
});
