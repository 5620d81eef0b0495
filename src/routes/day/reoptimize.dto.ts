import { Instant, Part } from '../../http/properties';
import { PointDto } from '../driver.dto';
import { SearchDto } from '../planning/plan-request.dto';

/** How the rest of a route is to be planned again. */
export class ReoptimizeDto extends SearchDto {
  @Part(() => PointDto, {
    optional: true,
    description: 'Where the driver is; by default where the van was last, by the time of what happened there.',
  })
  readonly position?: PointDto;

  @Instant({
    optional: true,
    example: '2026-11-23T16:30:00.000Z',
    description: 'Now by default, and within an hour of it.',
  })
  readonly at?: string;
}
