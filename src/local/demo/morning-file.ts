import type { DemoPlace } from './places';

const RECIPIENTS = ['Rosa Quispe', 'Luis Mamani', 'Carmen Flores', 'Jorge Huamán', 'Ana Torres', 'Emily Carter'];
const SHOPS = ['ZAPATERIA-GAMARRA', 'LIBROS-LARCO', 'BOTICA-RIMAC'];

const COLUMNS = [
  'tienda',
  'pedido',
  'destinatario',
  'correo',
  'celular',
  'idioma',
  'producto',
  'cantidad',
  'precio',
  'direccion',
  'distrito',
  'referencia',
  'latitud',
  'longitud',
  'desde',
  'hasta',
];

/** The one recipient who is at home in the evening alone; the others are the whole day. */
export interface Evening {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

/** Returns the reference of the order for a place, by its number from 0. */
export const referenceOf = (index: number): string => `PEDIDO-${1001 + index}`;

/** Writes the shops' orders of the day as a spreadsheet in Peru saves them: semicolons, Spanish titles, prices in soles. */
export function morningFile(places: readonly DemoPlace[], evening: Evening): string {
  const rows = places.map((place, index) => {
    const name = RECIPIENTS[index % RECIPIENTS.length] ?? '';
    const mail = name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]+/g, '.');
    return [
      SHOPS[index % SHOPS.length],
      referenceOf(index),
      name,
      `${mail}@example.pe`,
      `9${87_000_000 + index}`,
      name === 'Emily Carter' ? 'en' : 'es-PE',
      'Paquete',
      1 + (index % 3),
      `S/ ${(49.9 + 7.3 * (index % 5)).toFixed(2).replace('.', ',')}`,
      place.street,
      place.district,
      place.name,
      place.lat,
      place.lon,
      index === evening.index ? evening.from : '',
      index === evening.index ? evening.to : '',
    ].join(';');
  });
  return [COLUMNS.join(';'), ...rows].join('\r\n');
}
