import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the SHA-256 of a file, in hex. */
export const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Returns the SHA-256 over the names and contents of all files below a folder: equal only where every byte is. */
export function hashOfFolder(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
  if (files.length === 0) throw new Error(`${folder} is empty`);
  const hash = createHash('sha256');
  for (const name of files) hash.update(`${hashOf(join(folder, name))}  ${name}\n`);
  return hash.digest('hex');
}

/** Packs files and folders into `archive`: the same bytes in give the same bytes out, whoever packs them and when. */
export function pack(archive: string, folder: string, members: readonly string[]): void {
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=u+rw,go=r,a+X'];
  const tar = execFileSync('tar', [...same, '--create', '--directory', folder, ...members], { maxBuffer: 1e9 });
  execFileSync('sh', ['-c', 'gzip --no-name > "$0"', archive], { input: tar });
}

/** Unpacks `archive` into `folder`, which exists; throws when its hash is not the one that was promised. */
export function unpack(archive: string, folder: string, promised: string): void {
  const found = hashOf(archive);
  if (found !== promised) throw new Error(`${archive} is ${found}, not the ${promised} that was checked`);
  execFileSync('tar', ['--extract', '--gzip', '--file', archive, '--directory', folder]);
}
