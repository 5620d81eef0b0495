import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decodeCursor, encodeCursor } from '../kernel/cursor';
import { invalid } from '../kernel/errors';
import { parseOrderId } from '../kernel/ids';
import { ChangePageDto, ListChangesQuery } from './changes.dto';
import { ChangesRepository } from './changes.repository';

@ApiTags('Changes')
@Controller('changes')
export class ChangesController {
  constructor(private readonly changes: ChangesRepository) {}

  @Get()
  @ApiOperation({
    operationId: 'listChanges',
    summary: 'Who changed an object, and what',
    description:
      'Newest first. Values that tell of a person are keyed hashes: equal ones can be told, and none can be read.',
  })
  @ApiOkResponse({ type: ChangePageDto })
  async list(@Query() { object, limit, cursor }: ListChangesQuery): Promise<ChangePageDto> {
    const filter = JSON.stringify(['changes', object]);
    const after = cursor === undefined ? undefined : placeIn(cursor, filter);
    const { items, more } = await this.changes.page(object, limit, after);
    const last = items.at(-1);
    return {
      items,
      next_cursor: more && last !== undefined ? encodeCursor({ filter, after: { changes: last.change_id } }) : null,
    };
  }
}

function placeIn(cursor: string, filter: string): string {
  const { changes: place } = decodeCursor(cursor, filter).after;
  if (typeof place !== 'string' || parseOrderId(place) === undefined)
    throw invalid('#/cursor', 'This is not a cursor of this API.', 'query');
  return place;
}
