import { linkUrl, tokenOf, withNewLink } from './order-link';
import { newOrder } from './order.fixture';

const OLD = { id: 'a', secret: 's'.repeat(32) };
const NEW = { id: 'b', secret: 't'.repeat(32) };

describe('the link of an order', () => {
  const first = withNewLink(newOrder(), OLD);

  it('is made again while its key is listed, whichever is in use', () => {
    expect(tokenOf(first, [NEW, OLD])).toBe(tokenOf(first, [OLD]));
    expect(tokenOf(first, [NEW])).toBeUndefined();
    expect(tokenOf(newOrder(), [OLD])).toBeUndefined();
  });

  it('is none where another secret took over the id of its key', () => {
    expect(tokenOf(first, [{ ...NEW, id: OLD.id }])).toBeUndefined();
  });

  it('is another after each replacement', () => {
    const second = withNewLink(first, NEW);
    expect(second).toMatchObject({ token_version: 2, token_key: 'b' });
    expect(second.token_hash).not.toBe(first.token_hash);
  });

  it('stands below the address of the stage, however that ends', () => {
    expect(linkUrl('https://api.example/prod/', 'TOKEN')).toBe('https://api.example/prod/t/TOKEN');
  });
});
