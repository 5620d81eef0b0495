import type { DataOf } from '../kernel/data-of';
import type { ShopDto } from './shops.dto';

/** A shop as stored: who sends parcels, and under which name letters speak of it. */
export interface Shop extends DataOf<ShopDto> {
  readonly write_id: string;
}

export const shopObjectId = (shopId: string): string => `shop:${shopId}`;
