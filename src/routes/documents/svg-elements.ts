import { Box, MapFrame, PaperPoint, roundLength } from './map-frame';
import { escapeXml } from './xml';

export const INK = '#1f2933';
export const MUTED = '#6b7280';
export const RULE = '#d6d3cb';

/** Returns millimetres with two decimals. */
export const mm = (value: number): string => String(Math.round(value * 100) / 100);

export interface TextStyle {
  readonly size: number;
  readonly fill?: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly spacing?: number;
}

export function svgText(
  { x, y }: PaperPoint,
  value: string,
  { size, fill = INK, weight = 400, anchor, spacing }: TextStyle,
): string {
  const extra = `${anchor ? ` text-anchor="${anchor}"` : ''}${spacing ? ` letter-spacing="${mm(spacing)}"` : ''}`;
  return `<text x="${mm(x)}" y="${mm(y)}" font-size="${mm(size)}" font-weight="${weight}" fill="${fill}"${extra}>${escapeXml(value)}</text>`;
}

/** Returns the text cut to so many characters: ids and names come from outside. */
export const clip = (value: string, length: number): string =>
  value.length > length ? `${value.slice(0, length - 1)}…` : value;

/** Returns the symbol of a depot: a house in a white ring. */
export function depotSymbol({ x, y }: PaperPoint, r: number): string {
  const s = r * 0.62;
  const house = `M${mm(x - s)} ${mm(y - s * 0.05)}L${mm(x)} ${mm(y - s * 0.95)}L${mm(x + s)} ${mm(y - s * 0.05)}H${mm(x + s * 0.72)}V${mm(y + s * 0.8)}H${mm(x - s * 0.72)}V${mm(y - s * 0.05)}Z`;
  return `<circle cx="${mm(x)}" cy="${mm(y)}" r="${mm(r)}" fill="${INK}" stroke="#fff" stroke-width="${mm(r * 0.18)}"/><path d="${house}" fill="#fff"/>`;
}

/** Returns the symbol of where a route ends that does not return: a square in a white ring. */
export function endSymbol({ x, y }: PaperPoint, r: number): string {
  const s = r * 0.42;
  return `<circle cx="${mm(x)}" cy="${mm(y)}" r="${mm(r)}" fill="${INK}" stroke="#fff" stroke-width="${mm(r * 0.18)}"/><rect x="${mm(x - s)}" y="${mm(y - s)}" width="${mm(2 * s)}" height="${mm(2 * s)}" fill="#fff"/>`;
}

export function northArrow({ x, y }: PaperPoint): string {
  return (
    `<path d="M${mm(x)} ${mm(y - 5)}L${mm(x + 2.4)} ${mm(y + 3.4)}L${mm(x)} ${mm(y + 1.7)}Z" fill="${INK}"/>` +
    `<path d="M${mm(x)} ${mm(y - 5)}L${mm(x - 2.4)} ${mm(y + 3.4)}L${mm(x)} ${mm(y + 1.7)}Z" fill="#fff" stroke="${INK}" stroke-width="0.25" stroke-linejoin="round"/>` +
    svgText({ x, y: y - 6.2 }, 'N', { size: 3.2, weight: 700, anchor: 'middle' })
  );
}

const lengthName = (km: number): string => (km < 1 ? `${Math.round(km * 1000)} m` : `${km} km`);

/** Returns a bar of two tones with its half and whole length. */
export function scaleBar({ x, y }: PaperPoint, kmPerMm: number): string {
  const km = roundLength(kmPerMm, 45);
  const width = km / kmPerMm;
  const bar = (from: number, fill: string): string =>
    `<rect x="${mm(x + from)}" y="${mm(y)}" width="${mm(width / 2)}" height="1.5" fill="${fill}" stroke="${INK}" stroke-width="0.25"/>`;
  const style = { size: 2.6, anchor: 'middle' } as const;
  return (
    bar(0, INK) +
    bar(width / 2, '#fff') +
    svgText({ x, y: y - 1 }, '0', style) +
    svgText({ x: x + width / 2, y: y - 1 }, lengthName(km / 2).replace(/ .*/, ''), style) +
    svgText({ x: x + width, y: y - 1 }, lengthName(km), style)
  );
}

/** Returns a grid of squares of a round length, so that distances can be judged without a ruler. */
export function kilometreGrid({ box, kmPerMm }: MapFrame): string {
  const step = roundLength(kmPerMm, 45) / kmPerMm;
  const { x, y, width, height }: Box = box;
  let path = '';
  for (let at = x + ((width / 2) % step); at < x + width; at += step) path += `M${mm(at)} ${mm(y)}V${mm(y + height)}`;
  for (let at = y + ((height / 2) % step); at < y + height; at += step) path += `M${mm(x)} ${mm(at)}H${mm(x + width)}`;
  return `<path d="${path}" stroke="#e4dfd4" stroke-width="0.2" fill="none"/>`;
}

/**
 * Returns a colour between the first stop (0) and the last (1): blue, violet, crimson; each dark enough for white numbers, and in
 * grey still told apart by number.
 */
export function progressColour(share: number): string {
  const stops = [
    [11, 94, 140],
    [104, 62, 150],
    [176, 38, 72],
  ] as const;
  const at = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const from = stops[Math.floor(at)] ?? stops[0];
  const to = stops[Math.ceil(at)] ?? stops[2];
  const mix = from.map((channel, i) => Math.round(channel + ((to[i] ?? channel) - channel) * (at % 1)));
  return `#${mix.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
