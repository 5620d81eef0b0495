import { Box, PaperPoint } from './map-frame';

export interface Disc extends PaperPoint {
  readonly r: number;
}

/** How far from its stop, in radii, a number may stand: on it, beside it, and further out where it is crowded. */
const RINGS = [0, 1.9, 2.6, 3.4, 4.4, 5.6, 7, 9, 11, 13.2, 15.5];

const overlap = (a: Disc, b: Disc): number => Math.max(0, a.r + b.r - Math.hypot(a.x - b.x, a.y - b.y));

function outside({ x, y, r }: Disc, box: Box): boolean {
  return x - r < box.x || x + r > box.x + box.width || y - r < box.y || y + r > box.y + box.height;
}

/**
 * Returns where to put the round number of each stop so that numbers overlap neither each other nor the stops' own dots: greedily,
 * in order, the nearest free place. Where nothing is free the least bad place is taken: a number may be covered in part, but none
 * is missing.
 */
export function placeNumbers(points: readonly PaperPoint[], r: number, obstacles: readonly Disc[], box: Box): Disc[] {
  const placed: Disc[] = [];
  const dots = points.map(({ x, y }) => ({ x, y, r: r * 0.28 }));
  points.forEach((point, own) => {
    let best: { readonly disc: Disc; readonly cost: number } | undefined;
    for (const ring of RINGS) {
      const angles = ring === 0 ? 1 : Math.max(16, Math.round(ring * 5));
      for (let k = 0; k < angles; k++) {
        // Beginning at the upper right, where a reader looks for a label.
        const angle = -Math.PI / 4 + (k * 2 * Math.PI) / angles;
        const disc = { x: point.x + ring * r * Math.cos(angle), y: point.y + ring * r * Math.sin(angle), r };
        if (ring > 0 && outside(disc, box)) continue;
        const numbers = [...placed, ...obstacles].reduce((sum, other) => sum + overlap(disc, other), 0);
        const covered = dots.reduce((sum, dot, i) => sum + (i === own ? 0 : overlap(disc, dot)), 0);
        const cost = numbers * 40 + covered * 6 + ring * 0.4;
        if (!best || cost < best.cost) best = { disc, cost };
      }
      // What further rings could save is less than what their distance costs.
      if (best && best.cost <= ring * 0.4 + 0.05) break;
    }
    placed.push(best?.disc ?? { ...point, r });
  });
  return placed;
}

const apart = (a: Box, b: Box): boolean =>
  a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;

const touches = (box: Box, { x, y, r }: Disc): boolean =>
  Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height)) < r;

export interface NameLabel extends PaperPoint {
  readonly text: string;
  /** Whether it is rather left out than laid over the line. */
  readonly optional?: boolean;
}

/** How far a name may be shifted from its point, in its own widths and heights; the first that is free is taken. */
const SHIFTS: readonly (readonly [number, number])[] = [
  [0, 0],
  ...[1.3, 2.6, 4].flatMap((dy) => [-dy, dy].map((y) => [0, y] as const)),
  ...[1.3, 0, 2.6].flatMap((dy) => [0.4, -0.4].flatMap((x) => [-dy, dy].map((y) => [x, y] as const))),
  [0.65, 0],
  [-0.65, 0],
];

/**
 * Returns names centred at or near their points, the first ones first, clear of the numbers and, where they can be, of the line; a
 * name without free room is left out.
 */
export function placeNames(
  names: readonly NameLabel[],
  size: number,
  discs: readonly Disc[],
  line: readonly Disc[],
  frame: Box,
): NameLabel[] {
  const taken: Box[] = [];
  const free = (box: Box): boolean =>
    box.x > frame.x + 1 &&
    box.x + box.width < frame.x + frame.width - 1 &&
    box.y > frame.y + 1 &&
    box.y + box.height < frame.y + frame.height - 1 &&
    taken.every((other) => apart(box, other)) &&
    !discs.some((disc) => touches(box, disc));
  return names.flatMap((name) => {
    const width = name.text.length * size * 0.82;
    const places = SHIFTS.map(([dx, dy]) => {
      const at = { ...name, x: name.x + dx * width, y: name.y + dy * size };
      return { at, box: { x: at.x - width / 2, y: at.y - size, width, height: size * 1.3 } };
    }).filter(({ box }) => free(box));
    const best =
      places.find(({ box }) => !line.some((disc) => touches(box, disc))) ?? (name.optional ? undefined : places[0]);
    if (!best) return [];
    taken.push(best.box);
    return [best.at];
  });
}
