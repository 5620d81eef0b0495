import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const load = createRequire(__filename);

/**
 * A file inside an installed package, whether its `exports` show it or not: fauxqs keeps its stores and its persistence, which
 * a server on the loopback interface alone needs, behind `startFauxqs`, which listens on every interface.
 */
export function packageFile(name: string, file: string): string | undefined {
  const manifest = findInstalled(name);
  return manifest === undefined ? undefined : join(dirname(manifest), file);
}

/** Loads that file; the caller says what it exports, since hidden files have no resolvable types. */
export function loadPackageFile(name: string, file: string): unknown {
  const path = packageFile(name, file);
  if (path === undefined) throw new Error(`The package ${name} is not installed.`);
  return load(path);
}

function findInstalled(name: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(__filename).href);
  } catch {
    return undefined;
  }
}
