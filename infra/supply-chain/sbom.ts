import type { Lock } from './lock';

/** A component as @cyclonedx/cyclonedx-npm writes it; those that are installed inside another stand inside it. */
export interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly components?: readonly Component[];
  hashes?: readonly { readonly alg: string; readonly content: string }[];
}

export interface Sbom {
  readonly components: readonly Component[];
}

const FOLDER_PROPERTY = 'cdx:npm:package:path';
/** As CycloneDX spells what the lock calls sha512. */
const ALGORITHMS: Readonly<Record<string, string>> = { sha512: 'SHA-512', sha1: 'SHA-1' };

export const componentsOf = ({ components }: Sbom): Component[] => components.flatMap(withInner);

const withInner = (component: Component): Component[] => [
  component,
  ...(component.components ?? []).flatMap(withInner),
];

export const folderOf = ({ properties = [] }: Component): string | undefined =>
  properties.find(({ name }) => name === FOLDER_PROPERTY)?.value;

/** Gives each component the hash by which the lock knows its package: the lock omits the addresses, and so the tool both. */
export function addHashes(sbom: Sbom, lock: Lock): void {
  for (const component of componentsOf(sbom)) {
    const [algorithm = '', content] = (lock[folderOf(component) ?? '']?.integrity ?? '').split('-', 2);
    const alg = ALGORITHMS[algorithm];
    if (alg !== undefined && content !== undefined)
      component.hashes = [{ alg, content: Buffer.from(content, 'base64').toString('hex') }];
  }
}

/** Returns what a reader of the SBOM would miss: bundled or production packages that it does not list, and those without a hash. */
export function omissions(sbom: Sbom, lock: Lock, bundled: readonly string[]): string[] {
  const components = componentsOf(sbom);
  const listed = new Map(components.map((component) => [folderOf(component), component]));
  const production = Object.entries(lock)
    .filter(([, { dev, optional }]) => dev !== true && optional !== true)
    .map(([folder]) => folder);
  return [
    ...bundled.filter((folder) => !listed.has(folder)).map((folder) => `${folder} is in a bundle and not listed`),
    ...production.filter((folder) => !listed.has(folder)).map((folder) => `${folder} is not listed`),
    ...components
      .filter((component) => component.version !== lock[folderOf(component) ?? '']?.version)
      .map(({ name, version }) => `${name} ${version} is not what the lock names`),
    ...components.filter(({ hashes }) => hashes === undefined).map(({ name }) => `${name} has no hash`),
  ];
}
