import {
  allowedNext,
  isTerminal,
  MAX_ATTEMPTS,
  PARCEL_STATUSES,
  Progress,
  REPORTABLE_STATUSES,
  TRANSITIONS,
} from './states';

const progress = (changes: Partial<Progress>): Progress => ({
  status: 'CREATED',
  attempt_count: 0,
  picked_up: false,
  ...changes,
});

describe('the table of states', () => {
  it('leads nowhere but to states of its own, and never back to CREATED', () => {
    for (const targets of Object.values(TRANSITIONS))
      for (const target of targets) {
        expect(PARCEL_STATUSES).toContain(target);
        expect(target).not.toBe('CREATED');
      }
  });

  it('lets every parcel under way reach an end', () => {
    for (const start of PARCEL_STATUSES) {
      const reached = new Set([start]);
      for (const status of reached) for (const next of TRANSITIONS[status]) reached.add(next);
      expect([...reached].some(isTerminal)).toBe(true);
    }
  });

  it('can be reported but for CREATED', () => {
    expect(REPORTABLE_STATUSES).toHaveLength(PARCEL_STATUSES.length - 1);
    expect(REPORTABLE_STATUSES).not.toContain('CREATED');
  });
});

describe('what may follow', () => {
  it('is the table’s row where no rule narrows it', () => {
    for (const status of PARCEL_STATUSES) expect(allowedNext(progress({ status }))).toEqual(TRANSITIONS[status]);
  });

  it('a third failed attempt is no fourth, but a way out', () => {
    const next = allowedNext(progress({ status: 'ATTEMPT_FAILED', attempt_count: MAX_ATTEMPTS, picked_up: true }));
    expect(next).toEqual(['AVAILABLE_FOR_PICKUP', 'RETURNING', 'EXCEPTION']);
    const before = progress({ status: 'ATTEMPT_FAILED', attempt_count: MAX_ATTEMPTS - 1, picked_up: true });
    expect(allowedNext(before)).toContain('OUT_FOR_DELIVERY');
  });

  it('an exception is CANCELLED only for a parcel that was never picked up', () => {
    expect(allowedNext(progress({ status: 'EXCEPTION' }))).toContain('CANCELLED');
    expect(allowedNext(progress({ status: 'EXCEPTION', picked_up: true }))).not.toContain('CANCELLED');
  });
});
