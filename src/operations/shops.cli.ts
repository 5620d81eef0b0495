import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { present } from '../kernel/present';
import { ShopsModule } from '../shops/shops.module';
import { ShopsService } from '../shops/shops.service';
import { commandLine, runCommand } from './operator-context';

const USAGE = `npm run shops -- list
npm run shops -- add SHOP-ID NAME [--ruc 20131312955] [--sender NAME]
npm run shops -- suspend|activate SHOP-ID`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ruc: { type: 'string' }, sender: { type: 'string' } },
});

void runCommand([ShopsModule], async (app) => {
  const shops = app.get(ShopsService);
  const [verb, shopId, name] = positionals;
  if (verb === 'list') {
    let cursor: string | undefined;
    do {
      const { items, next_cursor } = await shops.list(100, cursor);
      for (const shop of items) console.log([shop.shop_id, shop.state, shop.name].join('  '));
      cursor = next_cursor ?? undefined;
    } while (cursor !== undefined);
    return 0;
  }
  if (verb === 'add' && shopId !== undefined && name !== undefined) {
    const shop = await shops.register(commandLine(), {
      shop_id: shopId,
      name,
      state: 'ACTIVE',
      ...present({ ruc: values.ruc, sender_name: values.sender }),
    });
    console.log(`${shop.shop_id} is registered. Make its key: npm run keys -- --shop ${shop.shop_id}`);
    return 0;
  }
  if ((verb === 'suspend' || verb === 'activate') && shopId !== undefined) {
    const state = verb === 'suspend' ? 'SUSPENDED' : 'ACTIVE';
    const shop = await shops.patch(commandLine(), shopId, { state }, undefined);
    console.log(`${shop.shop_id} is ${shop.state}.`);
    return 0;
  }
  console.error(USAGE);
  return 2;
});
