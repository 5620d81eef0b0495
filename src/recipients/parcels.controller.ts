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
import { PROBLEM_TYPE_PREFIX, PROBLEMS } from '../http/problem';
import type { DinexRequest, DinexResponse } from '../http/request';
import { LOCALES, Locale, localeOf } from '../texts/locale';
import { lostPage } from './lost-page';
import { PAGE_POLICY } from './page-frame';
import { parcelPage } from './parcel-page';
import { ParcelViewDto } from './parcel.dto';
import { ParcelsService } from './parcels.service';

/** What every link that opens nothing is answered alike: neither its path nor a correlation id is in it. */
const LOST = {
  type: `${PROBLEM_TYPE_PREFIX}not-found`,
  title: PROBLEMS.not_found.title,
  status: PROBLEMS.not_found.status,
  detail: 'This link opens nothing, or no more: the newest message about the parcel has the right one.',
};

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
    @Req() request: DinexRequest,
    @Res() response: DinexResponse,
  ): Promise<void> {
    const path = `${publicPrefix()}/t/${token}`;
    const wantsPage = request.accepts([PAGE, JSON_TYPE]) !== JSON_TYPE;
    const parcel = await this.parcels.find(token);
    keepPrivate(response);
    const locale = chosen(lang) ?? parcel?.locale ?? 'es-PE';
    if (parcel === undefined) {
      response.status(PROBLEMS.not_found.status);
      send(response, wantsPage ? [PAGE, lostPage(locale)] : [PROBLEM, JSON.stringify(LOST)]);
      return;
    }
    send(
      response,
      wantsPage ? [PAGE, parcelPage(parcel.view, locale, path)] : [JSON_TYPE, JSON.stringify(parcel.view)],
    );
  }
}

const PAGE = 'text/html';
const JSON_TYPE = 'application/json';
const PROBLEM = 'application/problem+json';

const chosen = (lang: unknown): Locale | undefined =>
  typeof lang === 'string' && lang !== '' ? localeOf(lang) : undefined;

/** Keeps a page out of caches, search engines and other pages, and its address out of what links lead to. */
function keepPrivate(response: DinexResponse): void {
  response.set({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': PAGE_POLICY,
  });
  response.vary('Accept');
}

const send = (response: DinexResponse, [type, body]: readonly [string, string]): void => {
  response.type(type).send(body);
};
