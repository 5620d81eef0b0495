import { Mailbox, startMailbox } from '../../../src/local/mailbox';

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox({ file: undefined });
});
afterAll(() => mailbox.stop());

it("is DINEX's page, in Spanish, with Lima's time beside UTC", async () => {
  const response = await fetch(`${mailbox.endpoint}/`);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).toMatch(/<html lang="es-PE">.*<title>DINEX/s);
  expect(page).toMatch(/America\/Lima.*\(UTC\)/s);
  expect(page).not.toContain('aws-ses');
});

it('leaves what was sent where programs read it', async () => {
  mailbox.showTextMessage({ id: '1', phone: '+51999888777', text: 'Tu pedido llega hoy' });
  const store = (await (await fetch(`${mailbox.endpoint}/store`)).json()) as { emails: { body: { text: string } }[] };
  expect(store.emails.map(({ body }) => body.text)).toEqual(['Tu pedido llega hoy']);
});

it('is closed to a page of another origin', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
  expect((await fetch(`${mailbox.endpoint}/`, { headers })).status).toBe(403);
});
