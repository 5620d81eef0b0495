import { planQueued, plansStream, readPlanQueued } from './plans.events';

describe('the message of a plan', () => {
  const queued = { plan_id: 'p1', status: 'QUEUED', request: '{"order_ids":[]}' };

  it('bears the correlation id of the request that asked for the plan', () => {
    expect(planQueued(undefined, { ...queued, correlation_id: 'c1' })).toEqual({ plan_id: 'p1', correlation_id: 'c1' });
    expect(readPlanQueued({ plan_id: 'p1', correlation_id: 'c1' })).toEqual({ plan_id: 'p1', correlation_id: 'c1' });
  });

  it('is sent once, when the plan is stored to wait, and carries ids only', () => {
    expect(planQueued(undefined, queued)).toEqual({ plan_id: 'p1' });
    expect(plansStream.messagesOf({ before: undefined, after: queued })).toEqual([
      { to: 'plans', body: { plan_id: 'p1' } },
    ]);
  });

  it('is not sent for a plan made in the request, nor for any later change', () => {
    expect(planQueued(undefined, { ...queued, status: 'RUNNING' })).toBeUndefined();
    expect(plansStream.messagesOf({ before: queued, after: { ...queued, status: 'RUNNING' } })).toEqual([]);
  });

  it('must name a plan', () => {
    expect(readPlanQueued({ plan_id: 'p1', more: 1 })).toEqual({ plan_id: 'p1' });
    expect(() => readPlanQueued({})).toThrow('plan_id');
    expect(() => planQueued(undefined, { status: 'QUEUED' })).toThrow('plan_id');
  });
});
