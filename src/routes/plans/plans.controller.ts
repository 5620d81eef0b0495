import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../../http/api-problems';
import { PlansService } from './plans.service';
import { ApiPlanId, uuidFrom } from '../route-id';
import { PlanDto } from './plan.dto';

@ApiTags('Plans')
@Controller('routes/plans')
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @Get(':plan_id')
  @ApiOperation({ operationId: 'getPlan', summary: 'How far a fleet’s plan is, and its routes once it is DONE' })
  @ApiPlanId()
  @ApiOkResponse({ type: PlanDto })
  @ApiProblems(404, 422)
  read(@Param('plan_id') planId: string): Promise<PlanDto> {
    return this.plans.view(uuidFrom(planId, 'plan_id'));
  }
}
