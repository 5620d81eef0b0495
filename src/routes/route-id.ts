import { ApiParam } from '@nestjs/swagger';
import { UUID_SCHEMA } from '../http/properties';
import { invalid } from '../kernel/errors';
import { parseOrderId } from '../kernel/ids';

/**
 * Returns a path's id, which must look like one of ours before the store is asked.
 *
 * @throws DinexError `invalid`.
 */
export function uuidFrom(text: string, name: 'route_id' | 'plan_id'): string {
  const id = parseOrderId(text);
  if (id === undefined) throw invalid(`#/${name}`, `${name} must be a UUIDv7 as this API gives it.`, 'path');
  return id;
}

export const ApiRouteId = (): MethodDecorator => ApiParam({ name: 'route_id', schema: UUID_SCHEMA });
export const ApiPlanId = (): MethodDecorator => ApiParam({ name: 'plan_id', schema: UUID_SCHEMA });
