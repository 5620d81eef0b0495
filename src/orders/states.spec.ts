import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allowedNext,
  isTerminal,
  MAX_ATTEMPTS,
  PARCEL_STATUSES,
  Progress,
  REPORTABLE_STATUSES,
  STATES,
} from './states';

const progress = (changes: Partial<Progress>): Progress => ({
  status: 'CREATED',
  attempt_count: 0,
  picked_up: false,
  ...changes,
});

describe('the table of states', () => {
  it('never leads back to CREATED', () => {
    for (const { next } of Object.values(STATES)) expect(next).not.toContain('CREATED');
  });

  it('lets every parcel under way reach an end', () => {
    for (const start of PARCEL_STATUSES) {
      const reached = new Set([start]);
      for (const status of reached) for (const next of STATES[status].next) reached.add(next);
      expect([...reached].some(isTerminal)).toBe(true);
    }
  });

  it('can be reported but for CREATED', () => {
    expect(REPORTABLE_STATUSES).toHaveLength(PARCEL_STATUSES.length - 1);
    expect(REPORTABLE_STATUSES).not.toContain('CREATED');
  });
});

describe('what a state decides', () => {
  it('is told by the table alone: no other file lists states or compares with one', () => {
    const state = `'(${PARCEL_STATUSES.filter((status) => status !== 'CANCELLED').join('|')})'`;
    const byMemory = new RegExp(`\\[\\s*${state},|[!=]== ${state}`);
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.(spec|fixture))\.ts$/.test(file) && !/^local.|^orders.states\.ts$/.test(file))
      .map((file) => join('src', file));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => byMemory.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('never keeps a parcel on a route that could join another one as well', () => {
    for (const { stop, assignable } of Object.values(STATES)) if (assignable) expect(['NEW', 'FAILED']).toContain(stop);
  });

  it('leaves nothing to change, to deliver or to assign once the parcel has ended', () => {
    for (const status of PARCEL_STATUSES.filter(isTerminal))
      expect(STATES[status]).toMatchObject({ editable: 'nothing', assignable: false });
  });

  it('names as unscanned only moves that are legal', () => {
    for (const { next, unscanned } of Object.values(STATES))
      expect(next).toEqual(expect.arrayContaining([...(unscanned ?? [])]));
  });
});

describe('what may follow', () => {
  it('is the table’s row where no rule narrows it', () => {
    for (const status of PARCEL_STATUSES) expect(allowedNext(progress({ status }))).toEqual(STATES[status].next);
  });

  it('after a third failed attempt none begins from whatever state, unless it is granted', () => {
    const next = allowedNext(progress({ status: 'ATTEMPT_FAILED', attempt_count: MAX_ATTEMPTS, picked_up: true }));
    expect(next).toEqual(STATES.ATTEMPT_FAILED.next.filter((to) => to !== 'OUT_FOR_DELIVERY'));
    for (const status of PARCEL_STATUSES)
      expect(allowedNext(progress({ status, attempt_count: MAX_ATTEMPTS }))).not.toContain('OUT_FOR_DELIVERY');
    const before = progress({ status: 'ATTEMPT_FAILED', attempt_count: MAX_ATTEMPTS - 1, picked_up: true });
    expect(allowedNext(before)).toContain('OUT_FOR_DELIVERY');
    const granted = progress({ status: 'ATTEMPT_FAILED', attempt_count: MAX_ATTEMPTS, attempts_granted: 1 });
    expect(allowedNext(granted)).toContain('OUT_FOR_DELIVERY');
  });

  it('an exception is CANCELLED only for a parcel that was never picked up', () => {
    expect(allowedNext(progress({ status: 'EXCEPTION' }))).toContain('CANCELLED');
    expect(allowedNext(progress({ status: 'EXCEPTION', picked_up: true }))).not.toContain('CANCELLED');
  });
});
