import type { RecordState } from './record.ts';

/**
 * What moves a record. The first four are local acts of a department; `receipt` and `decision` are signed by the bureau,
 * `intake` is a signed package that arrived at the bureau. Only these three lead to received, accepted, returned or stored.
 */
export type Cause = 'edit' | 'submit' | 'withdraw' | 'seal' | 'intake' | 'receipt' | 'decision';

/** The causes that rest on a signature of the other side. */
export const signedCauses: readonly Cause[] = ['intake', 'receipt', 'decision'];

export interface Move {
  readonly cause: Cause;
  /** null = there is no record yet. */
  readonly from: readonly (RecordState | null)[];
  readonly to: readonly RecordState[];
  /** Who causes it, for the manual and the audit line. */
  readonly by: string;
}

const away: readonly RecordState[] = ['sent', 'received', 'accepted', 'returned', 'stored'];

/** Every legal move; whatever is not listed is refused as `record-locked`. */
export const moves: readonly Move[] = [
  // A change always makes a new draft revision; the one that was sent stays remembered (`Standing.sent`).
  { cause: 'edit', from: [null, 'draft', 'pending', ...away], to: ['draft'], by: '填报员' },
  // A returned record may be handed in again as it is (when the remark asked for paper, not for a change): a new revision.
  { cause: 'submit', from: ['draft', 'returned'], to: ['pending'], by: '填报员' },
  { cause: 'withdraw', from: ['pending'], to: ['draft'], by: '填报员、单位负责人' },
  // Approved, cleared by 保密审查 and sealed into a package; what was sent and never acknowledged may be sealed again.
  { cause: 'seal', from: ['pending', 'sent'], to: ['sent'], by: '交换员' },
  { cause: 'intake', from: [null, 'received', 'accepted', 'returned', 'stored'], to: ['received'], by: '主管部门收件' },
  // A receipt that names the record as quarantined sends it back with field and reason.
  { cause: 'receipt', from: ['sent'], to: ['received', 'returned'], by: '签收回执' },
  // A decision proves arrival, so it counts even when the receipt was lost. What is stored stays stored.
  { cause: 'decision', from: ['sent', 'received'], to: ['accepted', 'returned', 'stored'], by: '审核结果' },
  { cause: 'decision', from: ['accepted'], to: ['returned', 'stored'], by: '审核结果' },
  { cause: 'decision', from: ['returned'], to: ['accepted', 'stored'], by: '审核结果' },
];

/** Whether `cause` may take a record from one state to another. */
export function mayMove(from: RecordState | null, to: RecordState, cause: Cause): boolean {
  return moves.some((move) => move.cause === cause && move.from.includes(from) && move.to.includes(to));
}

/** The revision that was sent last and what the bureau has signed about it. */
export interface SentRevision {
  readonly revision: number;
  readonly state: RecordState;
  /** Running number of the bureau's last answer about it (0 = none): an older answer that comes late changes nothing. */
  readonly answer: number;
}

/** All that decides where a record stands: what the window shows, its revision, and the revision that is away. */
export interface Standing {
  readonly state: RecordState;
  readonly revision: number;
  readonly sent: SentRevision | null;
}

export type Step =
  | { readonly cause: 'edit' | 'submit' | 'withdraw' | 'seal' }
  | { readonly cause: 'intake'; readonly revision: number }
  | {
      readonly cause: 'receipt';
      readonly revision: number;
      readonly outcome: 'received' | 'returned';
      readonly answer: number;
    }
  | {
      readonly cause: 'decision';
      readonly revision: number;
      readonly outcome: 'accepted' | 'returned' | 'stored';
      readonly answer: number;
    };

export type StepResult =
  /** Moved: `standing` is the new one. */
  | { readonly kind: 'moved'; readonly standing: Standing }
  /** Legal but without effect: the same object again, an older answer, an older revision. */
  | { readonly kind: 'same'; readonly standing: Standing }
  /** Not a legal move from here. */
  | { readonly kind: 'refused'; readonly standing: Standing };

/** The state machine of a record: pure, total, and the only place where a state follows from another. */
export function step(standing: Standing | null, event: Step): StepResult {
  if (standing === null) return begin(event);
  const { state, revision, sent } = standing;
  const same: StepResult = { kind: 'same', standing };
  const refused: StepResult = { kind: 'refused', standing };
  switch (event.cause) {
    case 'edit':
      return moved({ ...standing, state: 'draft', revision: revision + 1 });
    case 'submit':
      if (!mayMove(state, 'pending', 'submit')) return refused;
      return moved({ ...standing, state: 'pending', revision: state === 'returned' ? revision + 1 : revision });
    case 'withdraw':
      return mayMove(state, 'draft', 'withdraw') ? moved({ ...standing, state: 'draft' }) : refused;
    case 'seal':
      if (state === 'sent') return same;
      if (!mayMove(state, 'sent', 'seal')) return refused;
      return moved({ state: 'sent', revision, sent: { revision, state: 'sent', answer: 0 } });
    case 'intake':
      if (event.revision <= revision) return same;
      return moved({ state: 'received', revision: event.revision, sent: null });
    case 'receipt':
    case 'decision':
      return answered(standing, sent ?? own(standing), event);
  }
}

/** A bureau holds no `sent`: the revision it received is the one its own decision is about. */
function own(standing: Standing): SentRevision | null {
  return standing.state === 'draft' || standing.state === 'pending'
    ? null
    : { revision: standing.revision, state: standing.state, answer: 0 };
}

function answered(
  standing: Standing,
  sent: SentRevision | null,
  event: Extract<Step, { cause: 'receipt' | 'decision' }>,
): StepResult {
  if (sent === null || event.revision > sent.revision) return { kind: 'refused', standing };
  if (event.revision < sent.revision) return { kind: 'same', standing };
  if (event.cause === 'decision' && event.answer <= sent.answer && sent.answer > 0) return { kind: 'same', standing };
  if (!mayMove(sent.state, event.outcome, event.cause)) return { kind: 'same', standing };
  const answer = event.cause === 'decision' ? event.answer : sent.answer;
  const next: SentRevision = { revision: sent.revision, state: event.outcome, answer };
  // An edit made meanwhile is kept: only the remembered revision moves.
  const untouched = standing.revision === sent.revision && standing.state === sent.state;
  return moved({
    state: untouched ? event.outcome : standing.state,
    revision: standing.revision,
    sent: standing.sent === null ? null : next,
  });
}

function begin(event: Step): StepResult {
  const nothing: Standing = { state: 'draft', revision: 0, sent: null };
  if (event.cause === 'edit') return moved({ state: 'draft', revision: 1, sent: null });
  if (event.cause === 'intake') return moved({ state: 'received', revision: event.revision, sent: null });
  return { kind: 'refused', standing: nothing };
}

function moved(standing: Standing): StepResult {
  return { kind: 'moved', standing };
}
