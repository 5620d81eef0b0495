/** A suspended shop's keys work nowhere; its parcels go on. */
export const SHOP_STATES = ['ACTIVE', 'SUSPENDED'] as const;
export type ShopState = (typeof SHOP_STATES)[number];
