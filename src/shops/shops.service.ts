import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { AuditTrail } from '../access/audit-trail';
import type { Holder } from '../access/credential';
import { CredentialsService } from '../access/credentials.service';
import type { Limits, Principal } from '../access/principal';
import { retrying } from '../database/retry';
import { Transactions } from '../database/transaction';
import { IdempotencyService, refuseTakenKey } from '../idempotency/idempotency.service';
import { Clock } from '../kernel/clock';
import type { DataOf } from '../kernel/data-of';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { conflict, invalid, notFound, stale, unavailable } from '../kernel/errors';
import { newId } from '../kernel/ids';
import { looksLike } from '../kernel/look-alike';
import { applyMergePatch } from '../kernel/merge-patch';
import { present } from '../kernel/present';
import { isRuc } from '../kernel/ruc';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { Shop, shopObjectId } from './shop';
import type { NewShopDto, PatchShopDto, ShopDto, ShopPageDto } from './shops.dto';
import { ShopsRepository } from './shops.repository';

const LIST = 'shops';

/** Registers shops and changes what is known of them. */
@Injectable()
export class ShopsService {
  constructor(
    private readonly repository: ShopsRepository,
    private readonly credentials: CredentialsService,
    private readonly audit: AuditTrail,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @throws DinexError `invalid` for a wrong RUC, `conflict` where the id is taken, also by one that differs in case alone. */
  register(principal: Principal, asked: DataOf<NewShopDto>, request?: IdempotencyKey): Promise<ShopDto> {
    checkRuc(asked.ruc);
    return this.idempotency.once(principal, request, async (key) => {
      const now = this.clock.now();
      const moment = new Date(now).toISOString();
      const alike = (await this.repository.all()).find(({ shop_id }) => looksLike(shop_id, asked.shop_id));
      if (alike !== undefined) throw conflict(`There is a shop ${alike.shop_id} already.`);
      const shop: Shop = { ...asked, version: 1, created_at: moment, updated_at: moment, write_id: newId(now) };
      const view = viewShop(shop);
      const outcome = await this.transactions.commit([
        this.repository.insert(shop),
        await this.audit.change(principal, shopObjectId(shop.shop_id), 'shop.registered', {}, view),
        ...key.done(view),
      ]);
      refuseTakenKey(outcome);
      if (!outcome.committed) throw conflict(`There is a shop ${shop.shop_id} already.`);
      return view;
    });
  }

  /** @throws DinexError `not_found`, alike for what is not there and for another shop. */
  async view(principal: Principal, shopId: string): Promise<ShopDto> {
    return viewShop(await this.getOwn(principal, shopId));
  }

  /** Returns shops by their id. */
  async list(limit: number, cursor: string | undefined): Promise<ShopPageDto> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, LIST).after[LIST];
    if (after === null) throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
    const shops = (await this.repository.all()).sort((a, b) => (a.shop_id < b.shop_id ? -1 : 1));
    const rest = after === undefined ? shops : shops.filter(({ shop_id }) => shop_id > after);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(viewShop),
      next_cursor:
        last === undefined || rest.length <= limit
          ? null
          : encodeCursor({ filter: LIST, after: { [LIST]: last.shop_id } }),
    };
  }

  /**
   * Changes a shop. Its keys stop working, or work again, in the transaction that suspends it or takes that back.
   *
   * @throws DinexError `not_found`, `stale` when it is not at `ifMatch`, `invalid`.
   */
  patch(principal: Principal, shopId: string, patch: PatchShopDto, ifMatch: number | undefined): Promise<ShopDto> {
    return retrying(
      async () => {
        const shop = await this.getOwn(principal, shopId);
        if (ifMatch !== undefined && ifMatch !== shop.version) throw stale(shop.version);
        const now = this.clock.now();
        const moment = new Date(now).toISOString();
        const next: Shop = {
          ...applyMergePatch(shop, patch),
          version: shop.version + 1,
          updated_at: moment,
          write_id: newId(now),
        };
        checkRuc(next.ruc);
        const since = next.state === 'SUSPENDED' ? moment : undefined;
        const same = next.state === shop.state && isDeepStrictEqual(limitsOf(next), limitsOf(shop));
        const keys = same ? [] : await this.credentials.terms(holderOf(shopId), since, limitsOf(next));
        const outcome = await this.transactions.commit([
          this.repository.replace(next, shop.version),
          ...keys,
          await this.audit.change(principal, shopObjectId(shopId), 'shop.patched', shop, next),
        ]);
        if (outcome.committed) return viewShop(next);
        if (ifMatch !== undefined) throw stale((await this.getOwn(principal, shopId)).version);
        return undefined;
      },
      () => unavailable('Too many changes of this shop at once.'),
    );
  }

  /** Returns the name by which recipients know a shop; `undefined` for one that is not registered. */
  async senderName(shopId: string): Promise<string | undefined> {
    const shop = await this.repository.get(shopId);
    return shop?.sender_name ?? shop?.name;
  }

  /** @throws DinexError `not_found`. */
  async getOwn(principal: Principal, shopId: string): Promise<Shop> {
    const shop = await this.repository.get(shopId);
    const own = principal.role !== 'shop' || principal.shop_id === shopId;
    if (shop === undefined || !own) throw notFound('shop', shopId);
    return shop;
  }
}

/** Returns what of a shop its keys bear. */
export const limitsOf = ({ requests_per_second, imports_at_once }: Limits): Limits =>
  present({ requests_per_second, imports_at_once });

export const holderOf = (shopId: string): Holder => ({ role: 'shop', shop_id: shopId });

const viewShop = ({ write_id: _, ...shop }: Shop): ShopDto => shop;

function checkRuc(ruc: string | undefined): void {
  if (ruc !== undefined && !isRuc(ruc))
    throw invalid('#/ruc', 'ruc has a wrong check digit: copy it from the RUC card.');
}
