import { PARCEL_STATUSES, REASON_CODES } from '../../orders/states';
import type { ParcelEvent } from '../../orders/orders.events';
import { LOCALES } from '../../texts/locale';
import { emailFor } from './email';
import type { LetterOrder } from './letter';

const EVENT: ParcelEvent = {
  event_id: '019aa5f1-0000-7000-8000-000000000001',
  type: 'order.created',
  order_id: '019aa5f1-0000-7000-8000-000000000000',
  tracking_id: 'DNX01K8QZ5M3EVT2R0C6HXWN4YB9P7',
  status: 'CREATED',
  occurred_at: '2026-11-21T15:00:00.000Z',
};
const SHOES: LetterOrder['products'][number] = {
  name: 'Zapatillas, talla 38',
  quantity: 1,
  unit_price: 104_619,
  subtotal: 104_619,
  igv: 18_831,
  total: 123_450,
};
const ORDER: LetterOrder = {
  recipient: { name: 'María Quispe', email: 'maria@example.com', locale: 'es-PE' },
  reference: 'WEB-10293',
  products: [SHOES],
  total: 123_450,
  delivery_address: { street: 'Av. Petit Thouars 4532', district: 'Miraflores', province: 'Lima' },
  service_day: '2026-11-22',
  time_window_start: '2026-11-22T14:00:00.000Z',
  time_window_end: '2026-11-22T18:00:00.000Z',
};
const everyLetter = PARCEL_STATUSES.flatMap((status) => LOCALES.map((locale) => ({ status, locale })));

describe('e-mails', () => {
  it.each(everyLetter)('tell $status in $locale, in text and HTML alike', ({ status, locale }) => {
    const { subject, text, html } = emailFor({ ...EVENT, status }, ORDER, locale);
    expect(subject).toContain(EVENT.tracking_id);
    expect(subject.length).toBeLessThan(90);
    for (const part of [text, html]) {
      expect(part).toContain('María Quispe');
      expect(part).toContain(EVENT.tracking_id);
      expect(part).not.toMatch(/undefined|\[object|NaN/);
    }
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toMatch(/https?:|<img|<script|<link|url\(/);
  });

  it.each(everyLetter)('lead to the page of the parcel: $status in $locale', ({ status, locale }) => {
    const link = 'https://api.dinex.example/prod/t/kq0vXb1v3nJk0Q5m2b1c7A';
    const { text, html } = emailFor({ ...EVENT, status }, ORDER, locale, link);
    expect(text).toMatch(new RegExp(`\\n(Sigue tu envío|Follow your delivery): ${link}\\n`));
    expect(html.match(/https?:[^"<\s]*/g)).toEqual([link]);
    expect(html).toContain(`href="${link}"`);
  });

  it.each(LOCALES)('say in %s that the notice before was wrong, and what holds instead', (locale) => {
    const correction = { ...EVENT, type: 'order.corrected', status: 'ATTEMPT_FAILED' } as const;
    const { subject, text, html } = emailFor(correction, ORDER, locale);
    expect(subject).toMatch(/^(Corrección|Correction): /);
    expect(subject.length).toBeLessThan(100);
    for (const part of [text, html]) expect(part).toMatch(/aviso anterior fue un error|last notice was a mistake/);
    expect(emailFor({ ...correction, type: 'order.status_changed' }, ORDER, locale).text).not.toMatch(/error|mistake/);
  });

  it('say what a Peruvian expects to read when an order was created', () => {
    expect(emailFor(EVENT, ORDER, 'es-PE').text.replaceAll('\u00a0', ' ')).toBe(`DINEX

Hola, María Quispe:

Recibimos tu pedido
La tienda registró tu envío con nosotros y pronto pasaremos a recogerlo.

Paso 1 de 4: Registrado

¿Qué sigue?
Te avisaremos apenas tengamos tu paquete.

Código de seguimiento: DNX01K8QZ5M3EVT2R0C6HXWN4YB9P7
Estado: Registrado
Fecha y hora: sábado, 21 de noviembre, 10:00 a. m.
Pedido de la tienda: WEB-10293
Horario de entrega: domingo, 22 de noviembre, 9:00 a. m. – 1:00 p. m.
Dirección de entrega: Av. Petit Thouars 4532, Miraflores, Lima
Contenido: 1 × Zapatillas, talla 38
Total, con IGV: S/ 1,234.50

--
Recibes este mensaje porque una tienda nos encargó un envío para ti. Las horas son de Lima.
No respondas a este correo: esta dirección no recibe mensajes.
`);
  });

  it.each(LOCALES.flatMap((locale) => REASON_CODES.map((reason_code) => ({ locale, reason_code }))))(
    'tell in $locale why an attempt failed: $reason_code',
    ({ locale, reason_code }) => {
      const bare = emailFor({ ...EVENT, status: 'ATTEMPT_FAILED' }, ORDER, locale);
      const told = emailFor({ ...EVENT, status: 'ATTEMPT_FAILED', reason_code }, ORDER, locale);
      expect(told.text.length).toBeGreaterThan(bare.text.length + 20);
      expect(told.subject).toBe(bare.subject);
    },
  );

  it('tell a recipient who was out that nobody was there, and give no reason for anything else', () => {
    const absent = { ...EVENT, reason_code: 'CONSIGNEE_ABSENT' } as const;
    expect(emailFor({ ...absent, status: 'ATTEMPT_FAILED' }, ORDER, 'es-PE').text).toContain(
      'No encontramos a nadie que lo recibiera.',
    );
    expect(emailFor({ ...absent, status: 'EXCEPTION' }, ORDER, 'es-PE').text).not.toContain('No encontramos');
  });

  it('have a subject that says the news before the code', () => {
    const subjects = everyLetter.map(({ status, locale }) => emailFor({ ...EVENT, status }, ORDER, locale).subject);
    expect(new Set(subjects).size).toBe(everyLetter.length);
    expect(emailFor({ ...EVENT, status: 'DELIVERED' }, ORDER, 'es-PE').subject).toBe(
      `Entregamos tu paquete · ${EVENT.tracking_id}`,
    );
    expect(emailFor({ ...EVENT, status: 'OUT_FOR_DELIVERY' }, ORDER, 'en').subject).toBe(
      `Your parcel is out for delivery · ${EVENT.tracking_id}`,
    );
  });

  it('escape whatever a shop typed', () => {
    const hostile = `<script>alert("x")</script> & 'O\u2019Higgins'`;
    const order: LetterOrder = {
      ...ORDER,
      recipient: { ...ORDER.recipient, name: hostile },
      reference: '"><img src=x onerror=alert(1)>',
      products: ORDER.products.map((line) => ({ ...line, name: '<b>caja</b>' })),
      delivery_address: '</td></table><a href="https://evil.example">pague aquí</a>',
    };
    const { html } = emailFor(EVENT, order, 'es-PE');
    expect(html).toContain('Hola, &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;O’Higgins&#39;:');
    expect(html).toContain('1 × &lt;b&gt;caja&lt;/b&gt;');
    expect(html).not.toMatch(/<script|<img|<b>|<a /);
  });

  it('do not let a name add lines of its own or turn the writing direction', () => {
    const recipient = { ...ORDER.recipient, name: 'Ana\r\n\r\nSu paquete está retenido:\u202e pague' };
    const { text } = emailFor(EVENT, { ...ORDER, recipient }, 'es-PE');
    expect(text).toContain('\nHola, Ana Su paquete está retenido: pague:\n');
  });

  it('tell where and when only while the parcel is under way', () => {
    const { text } = emailFor({ ...EVENT, status: 'DELIVERED' }, ORDER, 'es-PE');
    expect(text).not.toMatch(/Dirección de entrega|Horario|Total/);
  });

  it('prefer the planned arrival to the window that the shop asked for', () => {
    const planned = { ...ORDER, estimated_delivery_at: '2026-11-22T16:20:00.000Z' };
    const { text } = emailFor({ ...EVENT, status: 'OUT_FOR_DELIVERY' }, planned, 'en');
    expect(text.replaceAll('\u00a0', ' ')).toContain('Expected arrival: Sunday, November 22, 11:20 AM');
    expect(text).not.toContain('Delivery window');
  });

  it('name the first products and count the rest', () => {
    const products = Array.from({ length: 7 }, (_, i) => ({ ...SHOES, name: `Libro ${i + 1}` }));
    expect(emailFor(EVENT, { ...ORDER, products }, 'es-PE').text).toContain('1 × Libro 5; y 2 más');
  });
});
