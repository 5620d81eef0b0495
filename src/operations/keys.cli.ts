import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { present } from '../kernel/present';
import type { Holder } from '../access/credential';
import { CredentialsModule } from '../access/credentials.module';
import { CredentialsService } from '../access/credentials.service';
import { KeyScope, SCOPES } from '../access/principal';
import { commandLine, runCommand } from './operator-context';

const USAGE = `npm run keys -- --operator NAME | --dispatcher NAME | --shop SHOP-ID  [--name TEXT] [--scopes a,b] [--days 90]
npm run keys -- list   --operator NAME | --dispatcher NAME | --shop SHOP-ID
npm run keys -- revoke CREDENTIAL-ID --operator NAME | --dispatcher NAME | --shop SHOP-ID

Makes a key and prints it, once; lists a holder's keys; withdraws one. At most two of a holder are active.
scopes  ${SCOPES.join(', ')}; without them all that the role may`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    operator: { type: 'string' },
    dispatcher: { type: 'string' },
    shop: { type: 'string' },
    name: { type: 'string' },
    scopes: { type: 'string' },
    days: { type: 'string' },
  },
});

function holder(): Holder | undefined {
  if (values.shop !== undefined) return { role: 'shop', shop_id: values.shop };
  if (values.dispatcher !== undefined) return { role: 'dispatcher', subject: values.dispatcher };
  return values.operator === undefined ? undefined : { role: 'operator', subject: values.operator };
}

/** @throws Error for a scope that does not exist. */
function scopes(): { scopes?: KeyScope[] } {
  if (values.scopes === undefined) return {};
  const asked = values.scopes.split(',').map((name) => name.trim());
  const known = SCOPES.filter((scope) => asked.includes(scope));
  const unknown = asked.find((name) => !known.some((scope) => scope === name));
  if (unknown !== undefined) throw new Error(`There is no scope ${unknown}; scopes are ${SCOPES.join(', ')}.`);
  return { scopes: known };
}

const day = 86_400_000;

void runCommand([CredentialsModule], async (app) => {
  const whose = holder();
  const [verb = 'make', credentialId] = positionals;
  const service = app.get(CredentialsService);
  if (whose !== undefined && verb === 'make') {
    const days = values.days === undefined ? undefined : Number(values.days);
    if (days !== undefined && !(days > 0)) throw new Error('--days must be a number above 0.');
    const { token, ...key } = await service.issue(commandLine(), whose, {
      name: values.name ?? 'command line',
      ...scopes(),
      ...present({ expires_at: days === undefined ? undefined : new Date(Date.now() + days * day).toISOString() }),
    });
    console.error(`${key.credential_id}  ${key.role}  ${key.name}  expires ${key.expires_at ?? 'never'}`);
    console.log(token);
    return 0;
  }
  if (whose !== undefined && verb === 'list') {
    for (const key of await service.list(whose))
      console.log(
        [key.credential_id, `…${key.last_four}`, key.state, key.name, key.last_used_on ?? 'never used'].join('  '),
      );
    return 0;
  }
  if (whose !== undefined && verb === 'revoke' && credentialId !== undefined) {
    const key = await service.revoke(commandLine(), whose, credentialId);
    console.log(`${key.credential_id} is ${key.state}: within 60 s it works nowhere.`);
    return 0;
  }
  console.error(USAGE);
  return 2;
});
