import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { invalid } from '../../kernel/errors';
import { IdempotencyKeyHeader } from '../../http/idempotency-key';
import { parseOrderId } from '../../kernel/ids';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import { ApiProblems } from '../../http/api-problems';
import { LongRequest, TextBody } from '../../http/route-needs';
import type { Principal } from '../../access/principal';
import { CurrentPrincipal } from '../../access/current-principal';
import { Located } from '../../http/versioned';
import { CSV_COLUMNS } from './csv-columns';
import { ImportDto } from './imports.dto';
import { ImportsService } from './imports.service';

const CSV_EXAMPLE = `customer_id,reference,recipient_name,recipient_phone,product_name,quantity,unit_price,street,district
SHOP-LIMA-01,PEDIDO-1001,Rosa Quispe,999888777,Zapatillas,1,15900,Av. José Larco 345,Miraflores
`;

@ApiTags('Imports')
@Controller('orders/imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post()
  @HttpCode(202)
  @LongRequest()
  @TextBody({ types: ['text/csv', 'application/x-ndjson'], maxBytes: 4 * 1024 * 1024 })
  @ApiOperation({
    operationId: 'importOrders',
    summary: 'Import orders from a file',
    description: `CSV or JSON lines, up to 5,000 rows and 4 MB; each row has a reference of its own within its customer. JSON lines are bodies of POST /orders; CSV columns are ${[...CSV_COLUMNS.keys()].join(', ')}.`,
  })
  @ApiBody({ schema: { type: 'string', example: CSV_EXAMPLE } })
  @ApiAcceptedResponse({ type: ImportDto, description: 'Stored; the orders follow.' })
  @ApiProblems(422)
  @Located((view: ImportDto) => `/orders/imports/${view.import_id}`)
  accept(
    @CurrentPrincipal() principal: Principal,
    @Body() body: unknown,
    @Headers('content-type') type: string | undefined,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<ImportDto> {
    if (typeof body !== 'string') throw invalid('#', 'The file is empty.');
    return this.imports.accept(principal, body, type?.startsWith('text/csv') === true ? 'csv' : 'jsonl', key);
  }

  @Get(':import_id')
  @ApiOperation({ operationId: 'getImport', summary: 'How far an import is' })
  @ApiParam({
    name: 'import_id',
    schema: { type: 'string', format: 'uuid' },
    example: '01936f0e-7a3b-7c11-9d2e-3f4a5b6c7d8e',
  })
  @ApiOkResponse({ type: ImportDto })
  @ApiProblems(404, 422)
  read(@CurrentPrincipal() principal: Principal, @Param('import_id') importId: string): Promise<ImportDto> {
    if (parseOrderId(importId) === undefined)
      throw invalid('#/import_id', 'import_id must be a UUIDv7 as this API gives it.', 'path');
    return this.imports.view(principal, importId.toLowerCase());
  }
}
