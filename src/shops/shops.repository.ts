import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { TableStore } from '../database/table-store';
import type { Write } from '../database/transaction';
import { instant, objectOf, oneOf, optional, text, whole } from '../kernel/shape';
import type { Shop } from './shop';
import { SHOP_STATES } from './shop-state';

@Injectable()
export class ShopsRepository {
  private readonly shops: TableStore<Shop, 'shops'>;

  constructor(database: Database) {
    this.shops = database.table('shops', { read: readShop });
  }

  get(shopId: string): Promise<Shop | undefined> {
    return this.shops.get({ shop_id: shopId });
  }

  /** Returns every shop, in no order: there are some hundreds. */
  async all(): Promise<Shop[]> {
    const shops: Shop[] = [];
    for await (const shop of this.shops.scan()) shops.push(shop);
    return shops;
  }

  insert(shop: Shop): Write {
    return this.shops.insert('shop', shop);
  }

  replace(shop: Shop, expectedVersion: number): Write {
    return this.shops.replace('shop', shop, expectedVersion);
  }
}

const readShop = objectOf<Shop>({
  shop_id: text,
  name: text,
  ruc: optional(text),
  sender_name: optional(text),
  requests_per_second: optional(whole),
  imports_at_once: optional(whole),
  state: oneOf(SHOP_STATES),
  version: whole,
  created_at: instant,
  updated_at: instant,
  write_id: text,
});
