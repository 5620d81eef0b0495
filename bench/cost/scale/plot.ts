import type { Outcome } from './simulate';

const WIDTH = 900;
const PANEL = { left: 70, width: 560, height: 190, gap: 50, top: 40 } as const;
const COLORS = ['#1b7837', '#d73027', '#4575b4', '#f39c12', '#762a83'];
/** Lines that lie on each other are told apart by their dashes. */
const DASHES = ['', '7 4', '3 3', '10 3 3 3', '2 5'];

interface Panel {
  readonly title: string;
  readonly of: (outcome: Outcome) => number[];
}

const PANELS: readonly Panel[] = [
  { title: 'Requests answered each second', of: ({ seconds }) => seconds.map(({ answered }) => answered) },
  {
    title: 'Seconds that the oldest change waits for the relay',
    of: ({ seconds }) => seconds.map(({ relayAge }) => relayAge),
  },
  { title: 'Letters that wait for the notifier', of: ({ seconds }) => seconds.map(({ letters }) => letters) },
];

/** Returns an SVG with a panel a figure and a line a scenario. */
export function plot(outcomes: readonly Outcome[]): string {
  const height = PANEL.top + PANELS.length * (PANEL.height + PANEL.gap);
  const panels = PANELS.map((panel, i) => drawPanel(panel, outcomes, PANEL.top + i * (PANEL.height + PANEL.gap)));
  const legend = outcomes.map(({ scenario }, i) => {
    const y = PANEL.top + 12 + i * 22;
    const x = PANEL.left + PANEL.width + 30;
    return (
      line(`M${x} ${y - 4}h28`, i) + `<text x="${x + 36}" y="${y}">${scenario.name.replaceAll('&', '&amp;')}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13">\n` +
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>\n${[...panels, ...legend].join('\n')}\n</svg>\n`
  );
}

function drawPanel({ title, of }: Panel, outcomes: readonly Outcome[], top: number): string {
  const series = outcomes.map(of);
  const highest = niceCeiling(Math.max(1, ...series.flat()));
  const length = series[0]?.length ?? 1;
  const x = (i: number): number => PANEL.left + (PANEL.width * i) / length;
  const y = (value: number): number => top + PANEL.height * (1 - value / highest);
  const ticks = [0, 0.5, 1].map((share) => {
    const value = share * highest;
    return (
      `<path d="M${PANEL.left} ${y(value)}h${PANEL.width}" stroke="#ddd"/>` +
      `<text x="${PANEL.left - 8}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString('en-US')}</text>`
    );
  });
  const minutes = [0, 5, 10, 15].map(
    (minute) => `<text x="${x(minute * 60)}" y="${top + PANEL.height + 17}" text-anchor="middle">${minute} min</text>`,
  );
  const lines = series.map((values, i) =>
    line(
      values
        .map((value, at) => `${at === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`)
        .filter((_, at) => at % 5 === 0 || at === values.length - 1)
        .join(''),
      i,
    ),
  );
  return [
    `<text x="${PANEL.left}" y="${top - 9}" font-weight="bold">${title}</text>`,
    ...ticks,
    ...minutes,
    ...lines,
  ].join('\n');
}

const line = (path: string, i: number): string =>
  `<path d="${path}" fill="none" stroke="${COLORS[i % COLORS.length] ?? '#000'}" stroke-width="2" stroke-dasharray="${DASHES[i % DASHES.length] ?? ''}"/>`;

/** 1, 2 or 5 times a power of ten. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
