import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const load = createRequire(__filename);

/**
 * Returns the path of a file inside an installed package, whether its `exports` show it or not; `undefined` where the package is not
 * installed. fauxqs hides its stores behind `startFauxqs`, which listens on every interface and not on the loopback one alone.
 */
export function packageFile(name: string, file: string): string | undefined {
  const manifest = findInstalled(name);
  return manifest === undefined ? undefined : join(dirname(manifest), file);
}

/** Loads a file inside an installed package. The caller says what it exports, as hidden files have no types that resolve. */
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
