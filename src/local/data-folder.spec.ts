import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from './data-folder';

const root = mkdtempSync(join(tmpdir(), 'dinex-folder-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the data folder', () => {
  it('and all that is in it is for its user alone, also what lay there before', () => {
    const path = join(root, 'open');
    mkdirSync(join(path, 'messages'), { recursive: true });
    writeFileSync(join(path, 'mails.jsonl'), '');
    chmodSync(path, 0o755);
    chmodSync(join(path, 'mails.jsonl'), 0o644);
    const folder = openDataFolder(path);
    folder.announce({});
    writeFileSync(join(path, 'later'), '');
    expect([path, join(path, 'messages')].map(modeOf)).toEqual(['700', '700']);
    expect(
      ['mails.jsonl', 'owner', 'lock.db', 'platform.json', 'later'].map((file) => modeOf(join(path, file))),
    ).toEqual(Array.from({ length: 5 }, () => '600'));
    folder.close();
  });

  it.each(['platform.json', 'mails.jsonl', 'checkpoints.json', 'owner'])(
    'is refused with a link for its %s',
    (name) => {
      const path = join(root, `linked-${name}`);
      const target = join(root, `target-${name}`);
      writeFileSync(target, 'precious');
      mkdirSync(path);
      symlinkSync(target, join(path, name));
      expect(() => openDataFolder(path)).toThrow(/symbolic link/);
      expect(readFileSync(target, 'utf8')).toBe('precious');
    },
  );

  it('is refused where it is a link itself', () => {
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'link'));
    expect(() => openDataFolder(join(root, 'link'))).toThrow(/symbolic link/);
  });
});
