import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Lock, Manifest, packageNameOf, readJson, readLock, unlockedPackages } from './lock';
import { addHashes, omissions, Sbom } from './sbom';

const lock = readLock();
const manifest = readJson('package.json') as Manifest & Record<`${string}ependencies`, Record<string, string>>;

/** A folder with these packages installed, each named by its folder. */
function installed(packages: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'dinex-installed-'));
  for (const [folder, version] of Object.entries(packages)) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ version }));
  }
  return root;
}

describe('what is installed', () => {
  it('is what the lock names, and nothing else', () => {
    expect(unlockedPackages('.', lock)).toEqual([]);
  });

  it('is told from what a script brought, wherever it stands and in whatever version', () => {
    const known: Lock = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/@s/b': { version: '2.0.0' } };
    const brought = {
      'node_modules/a': '1.0.1',
      'node_modules/@s/b': '2.0.0',
      'node_modules/a/node_modules/c': '3.0.0',
    };
    expect(unlockedPackages(installed(brought), known)).toEqual([
      'node_modules/a 1.0.1: the lock says 1.0.0',
      'node_modules/a/node_modules/c 3.0.0: the lock says nothing',
    ]);
  });

  it('runs no script of its own: each that has one was looked at and does without', () => {
    expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('ignore-scripts=true');
    const wanting = Object.entries(lock).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript === true ? [packageNameOf(path)] : [],
    );
    expect(manifest.allowScripts).toEqual(Object.fromEntries(wanting.map((name) => [name, false])));
  });

  it('has exact versions, each with its hash in the lock', () => {
    const ranges = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]
      .flatMap((group) => Object.entries(group ?? {}))
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(ranges).toEqual([]);
    // What is bundled came inside its parent, under the parent's hash.
    const unproven = Object.entries(lock).filter(
      ([, { integrity = '', inBundle }]) => inBundle !== true && !integrity.startsWith('sha512-'),
    );
    expect(unproven).toEqual([]);
  });

  const node = `node_modules/node-${process.platform}-${process.arch}`;
  (node in lock ? it : it.skip)('includes the Node that runs everything', () => {
    expect(process.version).toBe(`v${lock[node]?.version ?? ''}`);
    expect(relative('.', realpathSync('node_modules/.bin/node'))).toBe(`${node}/bin/node`);
    expect(realpathSync(process.execPath)).toBe(realpathSync('node_modules/.bin/node'));
  });
});

describe('the bill of materials', () => {
  const folder = 'node_modules/a';
  const known: Lock = { [folder]: { version: '1.0.0', integrity: `sha512-${Buffer.from('hash').toString('base64')}` } };
  const component = (version: string, path = folder) => ({
    name: 'a',
    version,
    properties: [{ name: 'cdx:npm:package:path', value: path }],
  });
  const listing = (...components: Sbom['components'][number][]): Sbom => {
    const sbom = { components };
    addHashes(sbom, known);
    return sbom;
  };

  it('is whole when it lists what ships, with the hash of the lock', () => {
    const sbom = listing(component('1.0.0'));
    expect(omissions(sbom, known, [folder])).toEqual([]);
    expect(sbom.components[0]?.hashes).toEqual([{ alg: 'SHA-512', content: Buffer.from('hash').toString('hex') }]);
  });

  it('is found wanting where it leaves out a package, and where it names another version', () => {
    expect(omissions(listing(), known, [folder])).toEqual([
      `${folder} is in a bundle and not listed`,
      `${folder} is not listed`,
    ]);
    expect(omissions(listing(component('1.0.1')), known, [])).toEqual(['a 1.0.1 is not what the lock names']);
  });

  it('looks at packages that stand inside others', () => {
    const inner = component('1.0.0');
    const outer = { ...component('1.0.0', 'node_modules/b'), components: [inner] };
    expect(omissions(listing(outer), known, [folder])).toContain('a has no hash');
    expect(omissions(listing(outer), known, [folder])).not.toContain(`${folder} is not listed`);
  });
});
