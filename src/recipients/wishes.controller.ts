import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { publicPrefix } from '../http/api-gateway';
import type { DinexRequest, DinexResponse } from '../http/request';
import { FileBody } from '../http/route-needs';
import { FORM, Upload } from '../http/upload';
import { chosenLocale, keepPrivate, LOST as LOST_PROBLEM, sendLost, sendPrivate } from './parcels.answers';
import { ONE_CLICK, WISH_FORMS, wishFrom } from './wish-forms';
import { WishesService } from './wishes.service';

const TOKEN = { name: 'token', description: 'The end of the link in the letters.' };
/** What a browser sends of a page's form; mail programs may send the other kind, of which nothing is read. */
const FIELDS = 'application/x-www-form-urlencoded';
const LOST = {
  status: 404,
  description: 'The link opens nothing, or no more.',
  content: {
    'text/html': { schema: { type: 'string' }, example: '<!doctype html>' },
    'application/problem+json': { schema: { type: 'object' }, example: LOST_PROBLEM },
  },
};

/** Takes the forms of a parcel's page, and the one click by which mail programs stop letters (RFC 8058). */
@ApiTags('Recipients')
@Controller('t')
export class WishesController {
  constructor(private readonly wishes: WishesService) {}

  @Get(`:token/${ONE_CLICK}`)
  @ApiOperation({
    operationId: 'showUnsubscribing',
    summary: "Lead to a parcel's page",
    description:
      'For mail programs that open the address of `List-Unsubscribe` instead of posting to it. It stops nothing.',
  })
  @ApiParam(TOKEN)
  @ApiResponse({ status: 303, description: 'To the page, where letters can be stopped.' })
  @ApiResponse(LOST)
  lead(@Param('token') token: string, @Res() response: DinexResponse): void {
    leadToPage(response, token, '');
  }

  @Post(':token/:wish')
  @HttpCode(200)
  @FileBody({
    types: [FIELDS, FORM],
    maxBytes: 8 * 1024,
    wholeForm: true,
    examples: { [FIELDS]: 'note=El+timbre+no+funciona' },
  })
  @ApiOperation({
    operationId: 'askForParcel',
    summary: "Ask for something on a parcel's page",
    description:
      'What the forms of the page send: `day`; `note`; `kind` (`neighbour`, `safe_place`) and `where`; `channel` and `wanted`. The answer leads ' +
      'back to the page, which says what became of it; `unsubscribe` stops letters and leads nowhere. The same wish twice is one.',
  })
  @ApiParam(TOKEN)
  @ApiParam({ name: 'wish', enum: WISH_FORMS, enumName: 'WishForm', example: 'note' })
  @ApiResponse({
    status: 200,
    description: 'Letters are stopped.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 303, description: 'Back to the page.' })
  @ApiResponse(LOST)
  async ask(
    @Param('token') token: string,
    @Param('wish') name: string,
    @Query('lang') lang: unknown,
    @Body() body: unknown,
    @Req() request: DinexRequest,
    @Res() response: DinexResponse,
  ): Promise<void> {
    const locale = chosenLocale(lang);
    const form = new URLSearchParams(body instanceof Upload && body.type === FIELDS ? body.bytes.toString('utf8') : '');
    const wish = wishFrom(name, form);
    const outcome = wish === undefined ? 'lost' : wish === 'empty' ? wish : await this.wishes.ask(token, wish);
    if (outcome === 'lost') sendLost(request, response, locale ?? 'es-PE');
    // A mail program waits for a success, and follows nothing (RFC 8058, 3.1).
    else if (name === ONE_CLICK) sendPrivate(response, 'text/plain', 'OK');
    else leadToPage(response, token, `?${locale === undefined ? '' : `lang=${locale}&`}notice=${outcome}`);
  }
}

/** Leads a browser back to the page by a GET: loading that anew repeats nothing. */
function leadToPage(response: DinexResponse, token: string, query: string): void {
  keepPrivate(response);
  response
    .status(303)
    .location(`${publicPrefix()}/t/${encodeURIComponent(token)}${query}`)
    .end();
}
