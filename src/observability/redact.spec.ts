import { redact, REDACTED, redactText } from './redact';

const logged = (fields: object): unknown => JSON.parse(JSON.stringify(fields, redact));

describe('a log line', () => {
  it('names nobody, however deep', () => {
    const line = {
      message: 'sent to rosa.quispe+1@example.com.pe or +51 999 888 777',
      order: { recipient: { name: 'Rosa' }, delivery_address: 'Av. Larco 345', products: [{ name: 'Lápiz' }] },
      to: { email: 'rosa@example.com', phone: '999888777' },
    };
    const text = JSON.stringify(logged(line));
    expect(text).not.toMatch(/rosa|999|Larco/i);
    expect(text).toContain('Lápiz');
  });

  it('keeps ids, times, paths and stacks', () => {
    const text =
      'DNX04HMASR9WQ8K2V7T5N3B1C0D9E 0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11 2026-11-21T10:00:00.123Z at node_modules/@aws-sdk/core/index.js:12:3456';
    expect(redactText(text)).toBe(text);
    expect(logged({ correlation_id: '12345678901', order_id: '0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11' })).toEqual({
      correlation_id: '12345678901',
      order_id: '0191f0c4-7a3e-7c1d-9a57-0a8f2f0d9c11',
    });
  });

  it('hides secrets', () => {
    expect(logged({ headers: { Authorization: 'x', 'x-api-key': 'y' } })).toEqual({
      headers: { Authorization: REDACTED, 'x-api-key': REDACTED },
    });
  });
});
