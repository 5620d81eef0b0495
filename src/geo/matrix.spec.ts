import { ServerResponse } from 'node:http';
import { EstimateMatrix } from './estimate-matrix';
import { FallbackMatrix } from './fallback-matrix';
import { closeLoopbacks, HASTY_MS, json, Loopback, loopback, PATIENT_MS } from './loopback.fixture';
import { blocks, InvalidPointError } from './matrix';
import { OsrmMatrix } from './osrm-matrix';

const lima = { lat: -12.046, lon: -77.043 };
const points = [lima, { lat: -12.12, lon: -77.03 }, { lat: -12.08, lon: -76.97 }];
const estimate = new EstimateMatrix();
let server: Loopback | undefined;

afterEach(closeLoopbacks);

const osrm = (answer: (url: string, response: ServerResponse) => void, timeoutMs = PATIENT_MS, max_points = 100) =>
  loopback(({ url }, response) => {
    answer(url, response);
  }).then((started) => {
    server = started;
    return new FallbackMatrix(new OsrmMatrix({ url: `${started.url}/`, max_points }), estimate, timeoutMs);
  });

const square = (size: number, cell: (i: number, j: number) => number | null): (number | null)[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_v, j) => cell(i, j)));

describe('the estimate', () => {
  test('is square, symmetric in distance and zero on its diagonal', async () => {
    const { size, distances_m, durations_s, source, approximate } = await estimate.matrix(points);
    expect({ size, source, approximate }).toEqual({ size: 3, source: 'estimate', approximate: true });
    expect([distances_m[0], distances_m[4], distances_m[8]]).toEqual([0, 0, 0]);
    expect(distances_m[1]).toBe(distances_m[3]);
    // 8.3 km as the crow flies, 10.2 km by road, 36 minutes at 17 km/h.
    expect(distances_m[1]).toBeCloseTo(10_191, -2);
    expect(durations_s[1]).toBeCloseTo(2_158, -1);
  });

  test('takes no, one and duplicate points, poles and the date line', async () => {
    expect((await estimate.matrix([])).distances_m).toHaveLength(0);
    expect((await estimate.matrix([lima])).durations_s).toEqual(new Float64Array(1));
    const odd = await estimate.matrix([lima, lima, { lat: 90, lon: 0 }, { lat: 0, lon: 180 }]);
    expect(odd.distances_m[1]).toBe(0);
    expect(odd.distances_m.every(Number.isFinite)).toBe(true);
  });

  test('refuses what is no place, and says which', async () => {
    await expect(estimate.matrix([lima, { lat: NaN, lon: 0 }])).rejects.toThrow(
      new InvalidPointError(1, 'not_a_number'),
    );
    await expect(estimate.matrix([{ lat: 91, lon: 0 }])).rejects.toThrow('latitude_out_of_range');
  });
});

describe('blocks', () => {
  test.each([
    [0, 5, 0],
    [5, 5, 1],
    [11, 5, 9],
  ])('%d points in blocks of %d make %d requests that cover every pair once', (size, step, count) => {
    const pieces = blocks(size, step, step);
    expect(pieces).toHaveLength(count);
    const pairs = pieces.flatMap(({ rows, columns }) => rows.flatMap((i) => columns.map((j) => i * size + j)));
    expect(pairs.sort((a, b) => a - b)).toEqual(Array.from({ length: size * size }, (_, k) => k));
  });
});

describe('an OSRM server', () => {
  test('is asked in its own terms and believed', async () => {
    const provider = await osrm((_, response) => {
      json(response, { code: 'Ok', distances: square(3, (i, j) => i * 10 + j), durations: square(3, (i, j) => i + j) });
    });
    const matrix = await provider.matrix(points);
    expect(matrix).toMatchObject({ size: 3, source: 'osrm' });
    expect(matrix.approximate).toBeUndefined();
    expect([...matrix.distances_m]).toEqual([0, 1, 2, 10, 0, 12, 20, 21, 0]);
    expect(server?.requests[0]?.url).toBe(
      '/table/v1/driving/-77.043000,-12.046000;-77.030000,-12.120000;-76.970000,-12.080000?annotations=duration,distance',
    );
  });

  test('null means unreachable', async () => {
    const provider = await osrm((_, response) => {
      const cell = (i: number, j: number) => (i === 0 && j === 2 ? null : 5);
      json(response, { code: 'Ok', distances: square(3, cell), durations: square(3, cell) });
    });
    const { distances_m, durations_s } = await provider.matrix(points);
    expect([distances_m[2], durations_s[2], distances_m[6]]).toEqual([Infinity, Infinity, 5]);
  });

  test('gets many points in blocks, put together in the right places', async () => {
    const many = Array.from({ length: 23 }, (_, i) => ({ lat: -12, lon: -77 + i / 100 }));
    const provider = await osrm(
      (url, response) => {
        const [, places = '', query = ''] = /driving\/([^?]*)\?(.*)/.exec(url) ?? [];
        const at = places.split(';').map((place) => Math.round((Number(place.split(',')[0]) + 77) * 100));
        const side = (name: string) =>
          new URLSearchParams(query)
            .get(name)
            ?.split(';')
            .map((i) => at[Number(i)] ?? -1) ?? at;
        const rows = side('sources').map((i) => side('destinations').map((j) => (i === j ? 0 : i * 100 + j)));
        json(response, { code: 'Ok', distances: rows, durations: rows });
      },
      PATIENT_MS,
      8,
    );
    const { distances_m, source } = await provider.matrix(many);
    expect(source).toBe('osrm');
    expect([...distances_m]).toEqual(many.flatMap((_, i) => many.map((_p, j) => (i === j ? 0 : i * 100 + j))));
    expect(server?.requests).toHaveLength(36);
    expect(server?.requests.every(({ url }) => (url.match(/;/g) ?? []).length <= 24)).toBe(true);
  });

  test.each<[string, string, (response: ServerResponse) => void]>([
    ['fails', 'http_503', (response) => response.writeHead(503).end('down')],
    ['hangs up', 'unreachable', (response) => response.destroy()],
    ['is slow', 'timeout', () => undefined],
    ['begins and never ends', 'timeout', (response) => response.writeHead(200).write('{"code":')],
    ['redirects', 'unreachable', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['answers a page', 'invalid_answer', (response) => response.writeHead(200).end('<html>')],
    [
      'answers null',
      'invalid_answer',
      (response) => {
        json(response, null);
      },
    ],
    [
      'answers an error',
      'invalid_answer',
      (response) => {
        json(response, { code: 'NoTable' });
      },
    ],
    [
      'leaves the distances out',
      'invalid_answer',
      (response) => {
        json(response, { code: 'Ok', durations: square(3, () => 1) });
      },
    ],
    [
      'is not square',
      'invalid_answer',
      (response) => {
        json(response, { code: 'Ok', durations: [[0, 1], [1]], distances: [[0, 1], [1]] });
      },
    ],
    [
      'is too small',
      'invalid_answer',
      (response) => {
        json(response, { code: 'Ok', durations: square(2, () => 1), distances: square(2, () => 1) });
      },
    ],
    [
      'is negative',
      'invalid_answer',
      (response) => {
        json(response, { code: 'Ok', durations: square(3, () => -1), distances: square(3, () => 1) });
      },
    ],
    [
      'answers words',
      'invalid_answer',
      (response) => {
        json(response, { code: 'Ok', durations: square(3, () => 'x' as never), distances: square(3, () => 1) });
      },
    ],
  ])('that %s is replaced by the estimate, which says %s', async (_, reason, answer) => {
    const provider = await osrm(
      (_url, response) => {
        answer(response);
      },
      reason === 'timeout' ? HASTY_MS : PATIENT_MS,
    );
    const matrix = await provider.matrix(points);
    expect(matrix).toMatchObject({ source: 'estimate', approximate: true, fallback_reason: reason });
    expect(matrix.distances_m).toEqual(estimate.estimate(points).distances_m);
  });

  test('is not asked about one point, nor about a place that is none', async () => {
    const provider = await osrm((_, response) => response.destroy());
    expect(await provider.matrix([lima])).toEqual({
      size: 1,
      distances_m: new Float64Array(1),
      durations_s: new Float64Array(1),
      source: 'estimate',
    });
    await expect(provider.matrix([lima, { lat: 0, lon: 181 }])).rejects.toThrow(InvalidPointError);
    expect(server?.requests).toHaveLength(0);
  });
});
