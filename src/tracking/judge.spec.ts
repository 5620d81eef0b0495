import fc from 'fast-check';
import { isTerminal, PARCEL_STATUSES, ParcelStatus, REPORTABLE_STATUSES, STATES } from '../orders/states';
import { foldEvents, Foldable, settledEvents } from './fold';
import { Claimant, judge, MAX_EVENTS, MAX_ORDINARY_EVENTS } from './judge';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 12) + minute * 60_000).toISOString();

/** A history as a tracker keeps it: what is refused is not in it. */
class History {
  readonly events: Foldable[] = [];

  report(status: ParcelStatus, minute: number, changes: Partial<Claimant> = {}): string {
    const event = {
      event_id: `e${this.events.length}`,
      status,
      occurred_at: at(minute),
      head_version: this.events.length + 1,
      ...changes,
    };
    const { kind } = judge(this.events, event);
    if (kind === 'taken') this.events.push(event);
    return kind;
  }

  /** Takes the place of an event, in time too. */
  correct(event: Foldable | undefined, status: ParcelStatus, changes: Partial<Claimant> = {}): string {
    if (event === undefined) throw new Error('There is no such event.');
    return this.report(status, 0, { corrects: event.event_id, occurred_at: event.occurred_at, ...changes });
  }

  grant(): void {
    const length = this.events.length;
    this.events.push({ event_id: `e${length}`, kind: 'attempt_granted', occurred_at: at(0), head_version: length + 1 });
  }

  get head() {
    const { placed: _, last, ...rest } = foldEvents(this.events);
    return { ...rest, last: last?.event.event_id };
  }

  get applied(): (readonly [ParcelStatus, boolean])[] {
    return foldEvents(this.events).placed.map(({ status, applied }) => [status, applied] as const);
  }
}

const played = (...statuses: ParcelStatus[]): History => {
  const history = new History();
  statuses.forEach((status, i) => {
    expect([status, history.report(status, i + 1)]).toEqual([status, 'taken']);
  });
  return history;
};

describe('the newest event', () => {
  it('is refused where it is not legal, and leaves no trace', () => {
    const history = played('PICKED_UP');
    expect(judge(history.events, { event_id: 'x', status: 'RETURNED', occurred_at: at(9), head_version: 2 })).toEqual({
      kind: 'illegal',
      from: 'PICKED_UP',
      allowed: STATES.PICKED_UP.next,
    });
    expect(history.events).toHaveLength(1);
  });

  it.each(PARCEL_STATUSES.flatMap((from) => STATES[from].next.map((to) => [from, to] as const)))(
    'leads from %s to %s',
    (from, to) => {
      const history = reach(from);
      const skipped = STATES[from].unscanned?.includes(to) === true;
      const before = history.head.missing_scan;
      expect(history.report(to, 100)).toBe('taken');
      expect(history.head).toMatchObject({ status: to, missing_scan: before || skipped });
    },
  );

  it.each(PARCEL_STATUSES.filter(isTerminal))('never follows %s', (status) => {
    for (const next of REPORTABLE_STATUSES) expect(reach(status).report(next, 100)).toBe('illegal');
  });

  it('cancels an exception only where the parcel was never picked up', () => {
    expect(played('EXCEPTION').report('CANCELLED', 5)).toBe('taken');
    expect(played('OUT_FOR_DELIVERY', 'EXCEPTION').report('CANCELLED', 5)).toBe('illegal');
  });
});

describe('a late event', () => {
  it('of a delivery takes effect over a later guess, which then does not count', () => {
    const history = played('IN_TRANSIT', 'OUT_FOR_DELIVERY');
    history.report('EXCEPTION', 60);
    expect(history.report('DELIVERED', 30)).toBe('taken');
    expect(history.head).toMatchObject({ status: 'DELIVERED', last: 'e3' });
    expect(history.applied.at(-1)).toEqual(['EXCEPTION', false]);
  });

  it('is stored where it was not legal at its time, and moves nothing', () => {
    const history = played('IN_TRANSIT', 'OUT_FOR_DELIVERY');
    expect(history.report('RETURNED', 1.5)).toBe('taken');
    expect(history.applied).toEqual([
      ['IN_TRANSIT', true],
      ['RETURNED', false],
      ['OUT_FOR_DELIVERY', true],
    ]);
  });

  it('never takes effect away from a delivery, but is refused', () => {
    const history = played('OUT_FOR_DELIVERY', 'DELIVERED');
    expect(history.report('EXCEPTION', 0.5)).toBe('taken');
    expect(history.report('EXCEPTION', 1.5)).toBe('taken');
    expect(history.report('AVAILABLE_FOR_PICKUP', 1.6)).toBe('taken');
    expect(history.report('FAILURE', 1.55)).toBe('unsettles');
    expect(history.head.status).toBe('DELIVERED');
  });

  it('is no decision of the moment', () => {
    const history = played('PICKED_UP', 'IN_TRANSIT');
    expect(history.report('RETURNING', 1.5)).toBe('back_dated');
    expect(played('EXCEPTION').report('CANCELLED', 0.5)).toBe('back_dated');
  });

  it('mends a missing scan', () => {
    const history = new History();
    history.report('PICKED_UP', 1);
    history.report('DELIVERED', 10);
    expect(history.head.missing_scan).toBe(true);
    expect(history.report('OUT_FOR_DELIVERY', 5)).toBe('taken');
    expect(history.head).toMatchObject({ status: 'DELIVERED', missing_scan: false });
  });
});

describe('attempts', () => {
  const exhausted = (): History =>
    played(
      'OUT_FOR_DELIVERY',
      'ATTEMPT_FAILED',
      'OUT_FOR_DELIVERY',
      'ATTEMPT_FAILED',
      'OUT_FOR_DELIVERY',
      'ATTEMPT_FAILED',
    );

  it('count wherever they were made, and after the third none begins from whatever state', () => {
    expect(exhausted().head.attempt_count).toBe(3);
    expect(exhausted().report('OUT_FOR_DELIVERY', 9)).toBe('no_attempt_left');
    for (const between of ['IN_TRANSIT', 'EXCEPTION'] as const) {
      const history = exhausted();
      history.report(between, 8);
      expect(history.report('OUT_FOR_DELIVERY', 9)).toBe('no_attempt_left');
    }
  });

  it('are one more for each that is granted', () => {
    const history = exhausted();
    history.grant();
    expect(history.report('OUT_FOR_DELIVERY', 9)).toBe('taken');
    expect(history.report('ATTEMPT_FAILED', 10)).toBe('taken');
    expect(history.report('OUT_FOR_DELIVERY', 11)).not.toBe('taken');
  });

  it('that an offline phone reports late are facts, and the one before them is judged by its own time', () => {
    const history = new History();
    for (const minute of [10, 20, 30]) history.report('ATTEMPT_FAILED', minute);
    expect(history.applied).toEqual([['ATTEMPT_FAILED', true]]);
    expect(history.report('OUT_FOR_DELIVERY', 5)).toBe('taken');
  });
});

describe('a correction', () => {
  it('stands in the place of what it corrects', () => {
    const history = played('OUT_FOR_DELIVERY', 'DELIVERED');
    expect(history.correct(history.events[1], 'ATTEMPT_FAILED')).toBe('taken');
    expect(history.head).toMatchObject({ status: 'ATTEMPT_FAILED', attempt_count: 1, last: 'e2' });
    expect(history.report('OUT_FOR_DELIVERY', 60)).toBe('taken');
  });

  it('may say another time, and is judged there', () => {
    const history = played('OUT_FOR_DELIVERY', 'DELIVERED');
    expect(history.correct(history.events[1], 'DELIVERED', { occurred_at: at(0.5) })).toBe('taken');
    expect(played('OUT_FOR_DELIVERY', 'DELIVERED').report('RETURNED', 2, { corrects: 'e1' })).toBe('illegal');
  });

  it('of a correction only withdraws it, and must bring back what was there', () => {
    const history = played('OUT_FOR_DELIVERY', 'DELIVERED');
    const before = history.head;
    history.correct(history.events[1], 'ATTEMPT_FAILED');
    expect(history.correct(history.events[2], 'EXCEPTION')).toBe('brings_back');
    expect(history.correct(history.events[2], 'DELIVERED')).toBe('taken');
    expect(history.head).toEqual(before);
    expect(history.correct(history.events[3], 'ATTEMPT_FAILED')).toBe('taken');
    expect(history.head.status).toBe('ATTEMPT_FAILED');
  });

  it('names an event that exists and counts', () => {
    const history = played('OUT_FOR_DELIVERY', 'DELIVERED');
    expect(history.report('EXCEPTION', 1, { corrects: 'nothing' })).toBe('nothing_to_correct');
    history.correct(history.events[1], 'EXCEPTION');
    expect(history.correct(history.events[1], 'ATTEMPT_FAILED')).toBe('corrected_already');
    history.grant();
    expect(history.correct(history.events.at(-1), 'EXCEPTION')).toBe('nothing_to_correct');
  });
});

describe('the bounds', () => {
  it('leave room for an end and for corrections', () => {
    const history = played('OUT_FOR_DELIVERY');
    for (let i = 0; history.events.length < MAX_ORDINARY_EVENTS; i++) history.report('OUT_FOR_DELIVERY', i + 2);
    expect(history.report('OUT_FOR_DELIVERY', 200)).toBe('full');
    expect(history.report('DELIVERED', 200)).toBe('taken');
    for (let i = 0; history.events.length < MAX_EVENTS; i++)
      expect(history.correct(history.events.at(-1), i % 2 === 0 ? 'EXCEPTION' : 'DELIVERED')).toBe('taken');
    expect(history.correct(history.events.at(-1), 'EXCEPTION')).toBe('full');
  });
});

describe('whatever happens', () => {
  const status = fc.constantFrom(...REPORTABLE_STATUSES);
  const step = fc.record({
    status,
    minute: fc.double({ min: 0, max: 1_000, noNaN: true }),
    target: fc.nat(40),
    corrects: fc.boolean(),
  });
  const story = fc.uniqueArray(step, { maxLength: 40, selector: ({ minute }) => at(minute) });

  const told = (
    steps: readonly { status: ParcelStatus; minute: number; target: number; corrects: boolean }[],
    check?: (before: readonly Foldable[], history: History) => void,
  ): History => {
    const history = new History();
    for (const { status: next, minute, target, corrects } of steps) {
      const before = [...history.events];
      const corrected = corrects ? history.events[target % Math.max(1, history.events.length)] : undefined;
      if (corrected === undefined) history.report(next, minute);
      else history.report(next, minute, { corrects: corrected.event_id });
      check?.(before, history);
    }
    return history;
  };

  it('the head follows from the set of stored events, not from their arrival', () => {
    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat()), (steps, random) => {
        const { events, head } = told(steps);
        const shuffled = events
          .map((event) => ({ event, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }, i) => ({ ...event, head_version: i + 1 }));
        const { placed: _, last, ...folded } = foldEvents(shuffled);
        expect({ ...folded, last: last?.event.event_id }).toEqual(head);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a history only grows, and a settled event is undone by a correction alone', () => {
    fc.assert(
      fc.property(story, (steps) => {
        told(steps, (before, { events }) => {
          expect(events.slice(0, before.length)).toEqual(before);
          const added = events.length > before.length ? events.at(-1) : undefined;
          if (added?.corrects !== undefined) return;
          const kept = settledEvents(foldEvents(events)).map(({ event_id }) => event_id);
          for (const { event_id } of settledEvents(foldEvents(before))) expect(kept).toContain(event_id);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('a correction that is withdrawn leaves the head as it was', () => {
    fc.assert(
      fc.property(story, status, fc.nat(40), (steps, next, target) => {
        const history = told(steps);
        const before = history.head;
        const corrected = history.events[target % Math.max(1, history.events.length)];
        if (corrected === undefined || history.correct(corrected, next) !== 'taken') return;
        expect(history.correct(history.events.at(-1), corrected.status ?? next)).toBe('taken');
        expect(history.head).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('every step of a fold is a row of the table', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let from: ParcelStatus = 'CREATED';
        for (const [to, applied] of told(steps).applied)
          if (applied) {
            expect(STATES[from].next).toContain(to);
            from = to;
          }
      }),
    );
  });
});

/** A history by the shortest way to a state. */
function reach(status: ParcelStatus): History {
  const ways = new Map<ParcelStatus, ParcelStatus[]>([['CREATED', []]]);
  for (const [from, way] of ways) for (const to of STATES[from].next) if (!ways.has(to)) ways.set(to, [...way, to]);
  return played(...(ways.get(status) ?? []));
}
