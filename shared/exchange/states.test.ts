import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordStates } from './record.ts';
import { mayMove, moves, type Standing, type Step, signedCauses, step } from './states.ts';

const local = fc.constantFrom<Step>({ cause: 'edit' }, { cause: 'submit' }, { cause: 'withdraw' }, { cause: 'seal' });
const revision = fc.integer({ min: 1, max: 6 });
const answer = fc.integer({ min: 1, max: 9 });
const signed = fc.oneof(
  fc.record({
    cause: fc.constant('receipt' as const),
    revision,
    outcome: fc.constantFrom('received' as const, 'returned' as const),
    answer,
  }),
  fc.record({
    cause: fc.constant('decision' as const),
    revision,
    outcome: fc.constantFrom('accepted' as const, 'returned' as const, 'stored' as const),
    answer,
  }),
);
const any = fc.oneof(local, signed);

function run(steps: readonly Step[], from: Standing | null = null): Standing | null {
  return steps.reduce<Standing | null>((standing, event) => {
    const result = step(standing, event);
    return result.kind === 'refused' ? standing : result.standing;
  }, from);
}

describe('only signed objects change state', () => {
  test('nothing a department does locally makes a record received, accepted, returned or stored', () => {
    fc.assert(
      fc.property(fc.array(local, { maxLength: 30 }), (steps) => {
        const end = run(steps);
        expect(['draft', 'pending', 'sent', undefined]).toContain(end?.state);
        expect(['sent', undefined]).toContain(end?.sent?.state);
      }),
    );
  });

  test('every move into received, accepted, returned or stored has a signed cause', () => {
    for (const move of moves)
      for (const to of move.to)
        if (['received', 'accepted', 'returned', 'stored'].includes(to)) expect(signedCauses).toContain(move.cause);
  });

  test('the same signed object twice changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), signed, (steps, event) => {
        const once = run([...steps, event]);
        if (once === null) return;
        const again = step(once, event);
        expect(again.kind).not.toBe('moved');
        expect(again.standing).toEqual(once);
      }),
    );
  });

  test('a decision brought again after a later one changes nothing', () => {
    const sent = run([{ cause: 'edit' }, { cause: 'submit' }, { cause: 'seal' }]);
    const returned: Step = { cause: 'decision', revision: 1, outcome: 'returned', answer: 1 };
    const accepted: Step = { cause: 'decision', revision: 1, outcome: 'accepted', answer: 2 };
    const end = run([returned, accepted, returned], sent);
    expect(end?.state).toBe('accepted');
    expect(run([accepted, returned], sent)?.state).toBe('accepted');
  });

  test('the revision never falls and the sent revision is never ahead of it', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (steps) => {
        let standing: Standing | null = null;
        for (const event of steps) {
          const next = step(standing, event);
          if (next.kind === 'refused') continue;
          expect(next.standing.revision).toBeGreaterThanOrEqual(standing?.revision ?? 0);
          standing = next.standing;
          if (standing.sent) expect(standing.sent.revision).toBeLessThanOrEqual(standing.revision);
        }
      }),
    );
  });

  test('what is stored stays stored until the department edits it', () => {
    for (const to of recordStates)
      for (const cause of ['receipt', 'decision', 'submit', 'withdraw', 'seal'] as const)
        expect(mayMove('stored', to, cause)).toBe(false);
  });
});

describe('edits while a package is away', () => {
  const away = run([{ cause: 'edit' }, { cause: 'submit' }, { cause: 'seal' }]);

  test('an edit of a sent record is a new draft revision and the sent one is remembered', () => {
    expect(run([{ cause: 'edit' }], away)).toEqual({
      state: 'draft',
      revision: 2,
      sent: { revision: 1, state: 'sent', answer: 0 },
    });
  });

  test('an answer about the sent revision keeps the edit made meanwhile', () => {
    const edited = run([{ cause: 'edit' }, { cause: 'decision', revision: 1, outcome: 'returned', answer: 1 }], away);
    expect(edited).toEqual({ state: 'draft', revision: 2, sent: { revision: 1, state: 'returned', answer: 1 } });
  });

  test('a decision without its receipt counts', () => {
    expect(run([{ cause: 'decision', revision: 1, outcome: 'accepted', answer: 1 }], away)?.state).toBe('accepted');
  });

  test('a receipt after the decision does not take it back', () => {
    const steps: Step[] = [
      { cause: 'decision', revision: 1, outcome: 'accepted', answer: 1 },
      { cause: 'receipt', revision: 1, outcome: 'received', answer: 0 },
    ];
    expect(run(steps, away)?.state).toBe('accepted');
  });

  test('an answer about a revision that was never sent is refused', () => {
    const result = step(away, { cause: 'decision', revision: 2, outcome: 'accepted', answer: 1 });
    expect(result.kind).toBe('refused');
  });

  test('returned, handed in again unchanged, is a new revision', () => {
    const back = run([{ cause: 'decision', revision: 1, outcome: 'returned', answer: 1 }, { cause: 'submit' }], away);
    expect(back).toMatchObject({ state: 'pending', revision: 2 });
  });
});

describe('at the bureau', () => {
  test('a late package never replaces a newer revision', () => {
    const newer = run([{ cause: 'intake', revision: 3 }]);
    expect(step(newer, { cause: 'intake', revision: 2 }).kind).toBe('same');
    expect(step(newer, { cause: 'intake', revision: 3 }).kind).toBe('same');
    expect(step(newer, { cause: 'intake', revision: 4 }).standing).toMatchObject({ state: 'received', revision: 4 });
  });

  test('a decision moves the received revision and is remembered nowhere else', () => {
    const decided = run([
      { cause: 'intake', revision: 3 },
      { cause: 'decision', revision: 3, outcome: 'accepted', answer: 1 },
      { cause: 'decision', revision: 3, outcome: 'stored', answer: 2 },
    ]);
    expect(decided).toEqual({ state: 'stored', revision: 3, sent: null });
  });
});
