import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { publicPrefix } from '../http/api-gateway';
import type { DinexRequest, DinexResponse } from '../http/request';
import { LOCALES } from '../texts/locale';
import { PageNotice, parcelPage } from './parcel-page';
import { ParcelViewDto } from './parcel.dto';
import { chosenLocale, JSON_TYPE, LOST, PAGE_TYPE, sendLost, sendPrivate, wantsPage } from './parcels.answers';
import { ParcelsService } from './parcels.service';

/** Shows a parcel to whoever holds its link. */
@ApiTags('Recipients')
@ApiExtraModels(ParcelViewDto)
@Controller('t')
export class ParcelsController {
  constructor(private readonly parcels: ParcelsService) {}

  @Get(':token')
  @ApiOperation({
    operationId: 'showParcel',
    summary: 'Show a parcel to its recipient',
    description:
      'A page, or the same as JSON. It changes nothing and is kept by no cache. A link that is wrong, replaced or over is always the same 404.',
  })
  @ApiParam({
    name: 'token',
    description: "The end of the link in the recipient's letters.",
  })
  @ApiQuery({
    name: 'lang',
    required: false,
    enum: LOCALES,
    enumName: 'Locale',
    description: "Default: the recipient's language.",
  })
  @ApiOkResponse({
    description: 'The parcel.',
    content: {
      'text/html': { schema: { type: 'string' } },
      'application/json': { schema: { $ref: getSchemaPath(ParcelViewDto) } },
    },
  })
  @ApiResponse({
    status: 404,
    description: 'The link opens nothing, or no more.',
    content: {
      'text/html': { schema: { type: 'string' }, example: '<!doctype html>' },
      'application/problem+json': { schema: { type: 'object' }, example: LOST },
    },
  })
  async show(
    @Param('token') token: string,
    @Query('lang') lang: unknown,
    @Query('notice') notice: unknown,
    @Req() request: DinexRequest,
    @Res() response: DinexResponse,
  ): Promise<void> {
    const path = `${publicPrefix()}/t/${token}`;
    const parcel = await this.parcels.find(token);
    const locale = chosenLocale(lang) ?? parcel?.locale ?? 'es-PE';
    if (parcel === undefined) sendLost(request, response, locale);
    else if (wantsPage(request))
      sendPrivate(
        response,
        PAGE_TYPE,
        parcelPage(
          parcel.view,
          locale,
          path,
          NOTICES.find((each) => each === notice),
        ),
      );
    else sendPrivate(response, JSON_TYPE, JSON.stringify(parcel.view));
  }
}

const NOTICES: readonly PageNotice[] = ['done', 'tooLate', 'onceADay', 'badDay', 'empty', 'full'];
