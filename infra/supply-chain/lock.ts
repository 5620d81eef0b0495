import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One package of `package-lock.json`, whose key is its folder: `node_modules/a/node_modules/b`. */
export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly inBundle?: boolean;
}

export type Lock = Readonly<Record<string, LockedPackage>>;

export interface Manifest {
  readonly version?: string;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

/** Returns the packages of the lock file in `folder`, the project itself left out. */
export function readLock(folder = '.'): Lock {
  const { packages } = readJson(join(folder, 'package-lock.json')) as { packages: Record<string, LockedPackage> };
  return Object.fromEntries(Object.entries(packages).filter(([path]) => path !== ''));
}

/** Returns the name of the package in a folder: `@scope/name`. */
export const packageNameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 13);

/** Returns what stands in `folder` below node_modules and is not in the lock, or there in another version. */
export function unlockedPackages(folder: string, lock: Lock): string[] {
  return installedFolders(folder, 'node_modules').flatMap((path) => {
    const { version } = readJson(join(folder, path, 'package.json')) as Manifest;
    const locked = lock[path]?.version;
    return locked === version ? [] : [`${path} ${version ?? '?'}: the lock says ${locked ?? 'nothing'}`];
  });
}

/** Returns the folder of each package below `modules`, those inside other packages included. */
function installedFolders(root: string, modules: string): string[] {
  if (!existsSync(join(root, modules))) return [];
  return readdirSync(join(root, modules), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@') ? readdirSync(join(root, modules, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .map((name) => `${modules}/${name}`)
    .flatMap((path) => [
      ...(existsSync(join(root, path, 'package.json')) ? [path] : []),
      ...installedFolders(root, `${path}/node_modules`),
    ]);
}

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
