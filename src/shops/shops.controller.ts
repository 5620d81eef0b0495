import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Example } from '../http/operation-marks';
import { CredentialDto, CredentialListDto, NewKeyDto, NewKeyReplyDto } from '../access/credentials.dto';
import { CredentialsService } from '../access/credentials.service';
import { CurrentPrincipal } from '../access/current-principal';
import type { Principal } from '../access/principal';
import { ApiProblems } from '../http/api-problems';
import { IdempotencyKeyHeader } from '../http/idempotency-key';
import { PageQuery } from '../http/paging';
import { IfMatch } from '../http/preconditions';
import { Located, Versioned } from '../http/versioned';
import { NewShopDto, PatchShopDto, ShopDto, ShopPageDto } from './shops.dto';
import { holderOf, limitsOf, ShopsService } from './shops.service';
import type { IdempotencyKey } from '../kernel/idempotency-key';

const ApiShopId = (): MethodDecorator =>
  ApiParam({ name: 'shop_id', schema: { type: 'string', example: 'SHOP-LIMA-01' } });
const ApiKeyId = (): MethodDecorator => ApiParam({ name: 'credential_id', schema: { type: 'string' } });

@ApiTags('Shops')
@Controller('shops')
export class ShopsController {
  constructor(
    private readonly shops: ShopsService,
    private readonly credentials: CredentialsService,
  ) {}

  @Post()
  @Example({ body: { shop_id: 'SHOP-LIMA-01', name: 'Zapatería Lima S.A.C.', ruc: '20131312955' } })
  @ApiOperation({ operationId: 'registerShop', summary: 'Register a shop' })
  @ApiCreatedResponse({ type: ShopDto })
  @ApiProblems(409)
  @Versioned()
  @Located((shop: ShopDto) => `/shops/${shop.shop_id}`)
  register(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewShopDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<ShopDto> {
    return this.shops.register(principal, body, key);
  }

  @Get()
  @ApiOperation({ operationId: 'listShops', summary: 'List shops by their id' })
  @ApiOkResponse({ type: ShopPageDto })
  list(@Query() { limit, cursor }: PageQuery): Promise<ShopPageDto> {
    return this.shops.list(limit, cursor);
  }

  @Get(':shop_id')
  @ApiOperation({ operationId: 'getShop', summary: 'Read one shop' })
  @ApiShopId()
  @ApiOkResponse({ type: ShopDto })
  @ApiProblems(404)
  @Versioned()
  read(@CurrentPrincipal() principal: Principal, @Param('shop_id') shopId: string): Promise<ShopDto> {
    return this.shops.view(principal, shopId);
  }

  @Patch(':shop_id')
  @Example({ body: { sender_name: 'Zapatería Lima' } })
  @ApiOperation({
    operationId: 'patchShop',
    summary: 'Change or suspend a shop',
    description: 'A JSON Merge Patch. Within 60 s of a suspension none of its keys works; its parcels go on.',
  })
  @ApiShopId()
  @ApiOkResponse({ type: ShopDto })
  @ApiProblems(404)
  @Versioned()
  patch(
    @CurrentPrincipal() principal: Principal,
    @Param('shop_id') shopId: string,
    @Body() body: PatchShopDto,
    @IfMatch() ifMatch: number | undefined,
  ): Promise<ShopDto> {
    return this.shops.patch(principal, shopId, body, ifMatch);
  }

  @Post(':shop_id/keys')
  @Example({ body: { name: 'Tienda web', scopes: ['orders:read', 'orders:write'] } })
  @ApiOperation({
    operationId: 'issueShopKey',
    summary: 'Make a key for a shop',
    description:
      'Its text is in this answer and nowhere else. At most two are active: revoke the old one when the new one works.',
  })
  @ApiShopId()
  @ApiCreatedResponse({ type: NewKeyReplyDto })
  @ApiProblems(404, 409)
  async issueKey(
    @CurrentPrincipal() principal: Principal,
    @Param('shop_id') shopId: string,
    @Body() body: NewKeyDto,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<NewKeyReplyDto> {
    const shop = await this.shops.getOwn(principal, shopId);
    return this.credentials.issue(principal, holderOf(shopId), body, key, limitsOf(shop));
  }

  @Get(':shop_id/keys')
  @ApiOperation({ operationId: 'listShopKeys', summary: "List a shop's keys, newest first" })
  @ApiShopId()
  @ApiOkResponse({ type: CredentialListDto })
  @ApiProblems(404)
  async listKeys(
    @CurrentPrincipal() principal: Principal,
    @Param('shop_id') shopId: string,
  ): Promise<CredentialListDto> {
    await this.shops.getOwn(principal, shopId);
    return { items: await this.credentials.list(holderOf(shopId)) };
  }

  @Delete(':shop_id/keys/:credential_id')
  @ApiOperation({
    operationId: 'revokeShopKey',
    summary: 'Withdraw a key of a shop',
    description: 'Within 60 s it works nowhere.',
  })
  @ApiShopId()
  @ApiKeyId()
  @ApiOkResponse({ type: CredentialDto })
  @ApiProblems(404)
  async revokeKey(
    @CurrentPrincipal() principal: Principal,
    @Param('shop_id') shopId: string,
    @Param('credential_id') credentialId: string,
  ): Promise<CredentialDto> {
    await this.shops.getOwn(principal, shopId);
    return this.credentials.revoke(principal, holderOf(shopId), credentialId);
  }
}
