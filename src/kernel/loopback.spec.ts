import { isLoopbackAddress } from './loopback';

describe('the loopback interface', () => {
  it('knows loopback addresses from names that look like them', () => {
    expect(['127.0.0.1', '127.255.0.3', '::1'].every(isLoopbackAddress)).toBe(true);
    expect(['127.evil.example', '127.1', '127.0.0.1.', '128.0.0.1', ''].some(isLoopbackAddress)).toBe(false);
  });
});
