import type { Channel } from './channel';

/** The channels that DINEX tells people through. */
export class Channels {
  /** @throws Error for two channels of one name, or a name that cannot be a part of a delivery's key. */
  constructor(readonly all: readonly Channel[]) {
    const names = all.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`A channel cannot be named ${JSON.stringify(name)}`);
      if (names.indexOf(name) !== index)
        throw new Error(`Two channels are named ${name}: what one has told would count as told by the other`);
    }
  }
}
