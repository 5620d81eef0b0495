import { webhookHeaders, webhookId } from './webhook-signature';

test("signs as the Standard Webhooks reference library's own test vector", () => {
  const headers = webhookHeaders(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1614265330,
    '{"test": 2432232314}',
  );
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('names a message alike at each try, without the full stops that part what is signed', () => {
  const event = { tracking_id: 'TRK001', event_id: 'scan.7' };
  expect(webhookId(event)).toBe(webhookId({ ...event }));
  expect(webhookId(event)).toMatch(/^msg_[0-9a-f]{32}$/);
  expect(webhookId({ ...event, tracking_id: 'TRK002' })).not.toBe(webhookId(event));
});
