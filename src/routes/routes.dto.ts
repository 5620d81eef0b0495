import { Identifier } from '../http/properties';
import { PageQuery } from '../http/paging';

export class ListRoutesQuery extends PageQuery {
  @Identifier({ example: 'DRV001' })
  readonly driver_id!: string;
}
