import { Test } from '@nestjs/testing';
import { Clock } from './clock';

test('is injectable and tells milliseconds since the epoch', async () => {
  const module = await Test.createTestingModule({ providers: [Clock] }).compile();
  const before = Date.now();
  const now = module.get(Clock).now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});
