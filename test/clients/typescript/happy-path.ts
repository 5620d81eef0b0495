declare const process: { argv: string[]; exit(code: number): never };
declare const setTimeout: (call: () => void, milliseconds: number) => unknown;

/** Where the API under test is. */
export const baseUrl = process.argv[2] ?? '';

export const CSV = `pedido;destinatario;celular;producto;cantidad;precio;direccion;distrito;tienda
F-1;Rosa Quispe;999888777;Zapatillas;1;S/ 159,00;Av. José Larco 345;Miraflores;SHOP-FILE
`;

/** Returns what a call gave, and ends the program where it gave nothing. */
export function check<Value>(what: string, value: Value | undefined, error: unknown): Value {
  if (value !== undefined) return value;
  console.error(`${what} failed`, JSON.stringify(error));
  return process.exit(1);
}

/** Waits until something holds, for a minute at the most. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 100));
  }
  check(what, undefined, 'never seen');
}

export const say = (what: string): void => {
  console.log(`${what}: made, compiled, driven`);
};
