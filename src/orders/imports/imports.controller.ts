import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { invalid } from '../../kernel/errors';
import { IdempotencyKeyHeader } from '../../http/idempotency-key';
import { parseOrderId } from '../../kernel/ids';
import type { IdempotencyKey } from '../../kernel/idempotency-key';
import { ApiProblems } from '../../http/api-problems';
import { PageQuery } from '../../http/paging';
import { AnyText, UUID_SCHEMA } from '../../http/properties';
import { FileBody, LongRequest } from '../../http/route-needs';
import { FORM, Upload } from '../../http/upload';
import type { Principal } from '../../access/principal';
import { CurrentPrincipal } from '../../access/current-principal';
import { Located } from '../../http/versioned';
import { CSV_COLUMNS } from './csv-columns';
import { ImportDto, ImportPageDto, RowResultPageDto } from './imports.dto';
import { ImportsService } from './imports.service';

const CSV_EXAMPLE = `customer_id,reference,recipient_name,recipient_phone,product_name,quantity,unit_price,street,district
SHOP-LIMA-01,PEDIDO-1001,Rosa Quispe,999888777,Zapatillas,1,15900,Av. José Larco 345,Miraflores
SHOP-LIMA-01,PEDIDO-1001,Rosa Quispe,999888777,Medias,3,990,Av. José Larco 345,Miraflores
`;
const JSON_EXAMPLE = `{"customer_id":"SHOP-LIMA-01","reference":"PEDIDO-1001","products":[{"name":"Zapatillas","quantity":1,"unit_price":15900}],"delivery_address":"Av. José Larco 345, Miraflores"}
`;
const EXCEL_EXAMPLE = `tienda;pedido;destinatario;celular;producto;cantidad;precio;direccion;distrito;referencia
SHOP-LIMA-01;PEDIDO-1001;Rosa Quispe;999888777;Zapatillas;1;S/ 159,00;Av. José Larco 345;Miraflores;Dpto 302
`;

const ApiImportId = () => ApiParam({ name: 'import_id', schema: UUID_SCHEMA });

export class ListImportsQuery extends PageQuery {
  @AnyText(
    { min: 1, max: 64 },
    {
      optional: true,
      example: 'SHOP-LIMA-01',
      description: 'Whose; without it a shop sees its own, and the courier what its staff sent.',
    },
  )
  readonly customer_id?: string;
}

@ApiTags('Imports')
@Controller('orders/imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post()
  @HttpCode(202)
  @LongRequest()
  @FileBody({
    types: ['text/csv', 'application/x-ndjson', 'application/vnd.ms-excel', FORM],
    maxBytes: 4 * 1024 * 1024,
    examples: {
      'text/csv': CSV_EXAMPLE,
      'application/x-ndjson': JSON_EXAMPLE,
      'application/vnd.ms-excel': EXCEL_EXAMPLE,
    },
  })
  @ApiOperation({
    operationId: 'importOrders',
    summary: 'Import orders from a file',
    description: `CSV as spreadsheets write it, or JSON lines, up to 5,000 rows and 4 MB; in the body, or as the file of a form. Each order has a reference of its own within its customer; in CSV, rows of one reference are one order of several products. JSON lines are bodies of POST /orders; CSV columns are ${[...CSV_COLUMNS.keys()].join(', ')}, metadata.NAME for one entry of metadata, and the Spanish names of each. Commas, semicolons, tabs or bars part the columns; UTF-8, UTF-16 or Windows-1252.`,
  })
  @ApiAcceptedResponse({ type: ImportDto, description: 'Stored; the orders follow.' })
  @ApiProblems(422)
  @Located((view: ImportDto) => `/orders/imports/${view.import_id}`)
  accept(
    @CurrentPrincipal() principal: Principal,
    @Body() body: unknown,
    @IdempotencyKeyHeader() key: IdempotencyKey | undefined,
  ): Promise<ImportDto> {
    if (!(body instanceof Upload)) throw invalid('#', 'The file is empty.');
    return this.imports.accept(principal, body, key);
  }

  @Get()
  @ApiOperation({ operationId: 'listImports', summary: 'List imports, newest first' })
  @ApiOkResponse({ type: ImportPageDto })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() { customer_id, limit, cursor }: ListImportsQuery,
  ): Promise<ImportPageDto> {
    return this.imports.list(principal, customer_id, limit, cursor);
  }

  @Get(':import_id')
  @ApiOperation({ operationId: 'getImport', summary: 'How far an import is' })
  @ApiImportId()
  @ApiOkResponse({ type: ImportDto })
  @ApiProblems(404, 422)
  read(@CurrentPrincipal() principal: Principal, @Param('import_id') importId: string): Promise<ImportDto> {
    return this.imports.view(principal, importIdFrom(importId));
  }

  @Get(':import_id/rows')
  @ApiOperation({
    operationId: 'listImportRows',
    summary: 'What became of each row of an import',
    description:
      'In the order of the file: the order that was made of it, the one that had its reference before, or why it is none.',
  })
  @ApiImportId()
  @ApiOkResponse({ type: RowResultPageDto })
  @ApiProblems(404, 422)
  rows(
    @CurrentPrincipal() principal: Principal,
    @Param('import_id') importId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<RowResultPageDto> {
    return this.imports.rows(principal, importIdFrom(importId), limit, cursor);
  }
}

function importIdFrom(importId: string): string {
  if (parseOrderId(importId) === undefined)
    throw invalid('#/import_id', 'import_id must be a UUIDv7 as this API gives it.', 'path');
  return importId.toLowerCase();
}
