import type { Fault } from './requests';
import { isKnown, Known } from './values';

/** What the API has answered so far, by the name of the field. */
export class Pool {
  private readonly values = new Map<string, unknown[]>();

  learn(body: unknown): void {
    if (typeof body !== 'object' || body === null) return;
    for (const [name, value] of Object.entries(body)) {
      if (typeof value === 'object') this.learn(value);
      else if (typeof value === 'string') this.add(name === 'next_cursor' ? 'cursor' : name, value);
    }
  }

  /** Puts known values where they stand open. */
  fill(value: unknown): unknown {
    if (isKnown(value)) return this.choose(value);
    if (Array.isArray(value)) return value.map((item) => this.fill(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.fill(member)]));
  }

  private choose({ known, pick, otherwise }: Known): unknown {
    const values = this.values.get(known) ?? [];
    return values.length === 0 ? otherwise : values[pick % values.length];
  }

  /** The last 40 of each: older ones have ended. */
  private add(name: string, value: unknown): void {
    const values = this.values.get(name) ?? [];
    if (values.includes(value)) return;
    values.push(value);
    this.values.set(name, values.slice(-40));
  }
}

type Place = readonly [container: Record<string, unknown> | unknown[], key: string];

/** Puts a fault into a copy of the body, at the place that its number means. */
export function withFault(body: unknown, { at, how, value }: Fault): unknown {
  const copy = structuredClone(body);
  const places: Place[] = [];
  collect(copy, places);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return how === 'replace' ? value : copy;
  const [container, key] = place;
  if (Array.isArray(container)) {
    if (how === 'remove') container.splice(Number(key), 1);
    else if (how === 'repeat') container.push(container[Number(key)]);
    else container[Number(key)] = value;
  } else if (how === 'remove') Reflect.deleteProperty(container, key);
  else container[how === 'add' ? `${key}x` : key] = value;
  return copy;
}

function collect(value: unknown, places: Place[]): void {
  if (typeof value !== 'object' || value === null) return;
  const container = value as Record<string, unknown> | unknown[];
  for (const [key, member] of Object.entries(container)) {
    places.push([container, key]);
    collect(member, places);
  }
}
