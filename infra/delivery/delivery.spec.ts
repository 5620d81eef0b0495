import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { hashOf, hashOfFolder, pack, unpack } from './artefact';
import { promote, Promotion } from './promote';
import { smoke } from './smoke';

const folder = (): string => mkdtempSync(join(tmpdir(), 'dinex-delivery-'));

/** A folder with a cdk.out that says which version it is. */
function checked(version: string): string {
  const root = folder();
  mkdirSync(join(root, 'cdk.out', 'asset.1'), { recursive: true });
  writeFileSync(join(root, 'cdk.out', 'version'), version);
  writeFileSync(join(root, 'cdk.out', 'asset.1', 'index.js'), `exports.version = '${version}';\n`);
  return root;
}

function artefactOf(version: string): { artefact: string; hash: string } {
  const artefact = join(folder(), 'dinex.tgz');
  pack(artefact, checked(version), ['cdk.out']);
  return { artefact, hash: hashOf(artefact) };
}

describe('an artefact', () => {
  it('has the same bytes whenever it is packed', () => {
    const root = checked('1');
    const [first, second] = [join(folder(), 'a.tgz'), join(folder(), 'b.tgz')] as const;
    pack(first, root, ['cdk.out']);
    utimesSync(join(root, 'cdk.out', 'version'), 1, 1);
    pack(second, root, ['cdk.out']);
    expect(hashOf(second)).toBe(hashOf(first));
    unpack(second, folder(), hashOf(first));
  });

  it('is not unpacked when one byte differs from what was checked', () => {
    const { artefact, hash } = artefactOf('1');
    const bytes = readFileSync(artefact);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(artefact, bytes);
    const target = folder();
    expect(() => {
      unpack(artefact, target, hash);
    }).toThrow(/not the .* that was checked/);
    expect(existsSync(join(target, 'cdk.out'))).toBe(false);
  });

  it('has another seal when a file is changed, renamed or added', () => {
    const seals = [checked('1'), checked('2'), checked('1')].map((root) => join(root, 'cdk.out'));
    writeFileSync(join(seals[2] ?? '', 'extra'), '');
    expect(new Set(seals.map(hashOfFolder)).size).toBe(3);
    expect(hashOfFolder(join(checked('1'), 'cdk.out'))).toBe(hashOfFolder(seals[0] ?? ''));
  });
});

/** What a stage answers, by the version that is deployed in it. */
type Answers = (path: string) => [status: number, type: string, body: string];

const sound: Answers = (path) => {
  if (path === '/dev/health') return [200, 'application/json', '{"status":"ok"}'];
  if (path === '/dev/openapi.json') return [200, 'application/json', '{"openapi":"3.0.0"}'];
  return [403, 'application/problem+json', '{}'];
};

let server: Server;
let answers: Answers;
let url: string;
beforeAll(async () => {
  server = createServer(({ url: path = '' }, response) => {
    const [status, type, body] = answers(path);
    response.writeHead(status, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dev`;
});
afterAll(() => server.close());

describe('the smoke test', () => {
  const quick = { attempts: 1, pauseMs: 0 };

  it('finds nothing in a stage that works', async () => {
    answers = sound;
    expect(await smoke(url, quick)).toEqual([]);
  });

  it.each<[string, Answers, RegExp]>([
    ['a silent store', (path) => (path.endsWith('/health') ? [503, 'application/json', '{}'] : sound(path)), /stores/],
    ['no contract', (path) => (path.endsWith('.json') ? [404, 'text/html', ''] : sound(path)), /contract/],
    [
      'a stranger who is let in',
      (path) => (path.endsWith('/orders') ? [201, 'application/json', '{}'] : sound(path)),
      /stranger/,
    ],
  ])('finds %s', async (_, faulty, found) => {
    answers = faulty;
    const faults = await smoke(url, quick);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(found);
  });

  it('takes the second answer when the first came too early', async () => {
    let asked = 0;
    answers = (path) => (path.endsWith('/health') && asked++ === 0 ? [502, 'text/plain', ''] : sound(path));
    expect(await smoke(url, { attempts: 2, pauseMs: 0 })).toEqual([]);
  });

  it('says that nobody is there', async () => {
    expect(await smoke('http://127.0.0.1:1/dev', quick)).toHaveLength(3);
  });
});

describe('a promotion', () => {
  const path = process.env.PATH;
  let deployed: string;
  beforeEach(() => {
    const tools = folder();
    deployed = join(tools, 'deployed');
    // Stands in for the CDK's command: notes which version it was given, and tells where the stage is.
    const cdk = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in --app) app=$2 ;; --outputs-file) outputs=$2 ;; dinex-*) echo "$1 $(cat "$app/version")" >> '${deployed}' ;; esac
  shift
done
echo '{"dinex-dev-api":{"PublicBaseUrl":"${url}"}}' > "$outputs"
`;
    writeFileSync(join(tools, 'cdk'), cdk, { mode: 0o755 });
    process.env.PATH = `${tools}${delimiter}${path ?? ''}`;
  });
  afterEach(() => {
    process.env.PATH = path;
  });
  const deployments = (): string[] => (existsSync(deployed) ? readFileSync(deployed, 'utf8').trim().split('\n') : []);
  const promotion = (version: string, passed: string): Promotion => ({
    stage: 'dev',
    ...artefactOf(version),
    passed,
    smoke: { attempts: 1, pauseMs: 0 },
  });
  const broken: Answers = () => [502, 'text/plain', ''];

  it('keeps what passed', async () => {
    answers = sound;
    const passed = folder();
    const one = promotion('1', passed);
    expect(await promote(one)).toEqual({ ended: 'passed' });
    expect(deployments()).toEqual(['dinex-dev-* 1']);
    expect(hashOf(join(passed, 'dev.tgz'))).toBe(one.hash);
  });

  it('goes back to what passed before when the stage answers wrongly', async () => {
    answers = sound;
    const passed = folder();
    await promote(promotion('1', passed));
    answers = broken;
    expect(await promote(promotion('2', passed))).toMatchObject({ ended: 'taken-back' });
    expect(deployments()).toEqual(['dinex-dev-* 1', 'dinex-dev-* 2', 'dinex-dev-* 1']);
    answers = sound;
    await promote(promotion('3', passed));
    expect(deployments().at(-1)).toBe('dinex-dev-* 3');
  });

  it('says so when there is nothing to go back to', async () => {
    answers = broken;
    const outcome = await promote(promotion('1', folder()));
    expect(outcome).toMatchObject({ ended: 'left-as-it-is' });
    expect(deployments()).toHaveLength(1);
  });

  it('deploys nothing that was not checked', async () => {
    await expect(promote({ ...promotion('1', folder()), hash: '0'.repeat(64) })).rejects.toThrow(/that was checked/);
    expect(deployments()).toEqual([]);
  });
});
