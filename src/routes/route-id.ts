import { ApiParam } from '@nestjs/swagger';
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

const EXAMPLE = { schema: { type: 'string', format: 'uuid' }, example: '01936f10-1c2d-7e3f-8a4b-5c6d7e8f9a0b' };
export const ApiRouteId = (): MethodDecorator => ApiParam({ name: 'route_id', ...EXAMPLE });
export const ApiPlanId = (): MethodDecorator => ApiParam({ name: 'plan_id', ...EXAMPLE });
