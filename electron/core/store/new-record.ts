import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { type RecordKind, type RecordState, recordStateNames } from '../../../shared/exchange/record.ts';
import { type Standing, type Step, step } from '../../../shared/exchange/states.ts';
import { foundBy, piecesOf } from '../../../shared/search/pieces.ts';
import { flatJson } from './changed-fields.ts';

/** A record as a subject hands it over, new or changed. */
export interface RecordContents {
  readonly kind: RecordKind;
  readonly code: string;
  readonly name: string;
  readonly facet?: string;
  readonly body: unknown;
  /** Ids of the blobs that the body refers to. */
  readonly blobs?: readonly string[];
  /** Further texts that the record is found by, besides code and name. */
  readonly search?: readonly string[];
  /** Number of findings that block. */
  readonly errors: number;
}

/** What of a record is stored as text. */
export interface RecordTexts {
  readonly body: string;
  readonly blobs: string;
  readonly found: string;
  /** Pieces of `found` for the index, parted by blanks. */
  readonly pieces: string;
}

/** A record that is not in the store yet, with all that can be worked out without it: a bulk import does so in a worker. */
export interface NewRecord extends RecordTexts {
  readonly kind: RecordKind;
  readonly code: string;
  readonly name: string;
  readonly facet: string;
  readonly errors: number;
  readonly state: RecordState;
  readonly revision: number;
  /** New value of its audit line. */
  readonly audit: string;
}

export function recordTexts({ code, name, body, blobs = [], search = [] }: RecordContents): RecordTexts {
  const found = foundBy([code, name, ...search]);
  return { body: JSON.stringify(body), blobs: JSON.stringify(blobs), found, pieces: piecesOf(found).join(' ') };
}

/** A new own record; `pending` hands it in and is refused as `record-incomplete` while there are errors. */
export function newRecord(contents: RecordContents, state: 'draft' | 'pending'): NewRecord {
  const { kind, code, name, facet = '', body, errors } = contents;
  if (state === 'pending' && errors > 0) refuse('record-incomplete', { errors });
  const draft = follow(null, { cause: 'edit' });
  const standing = state === 'pending' ? follow(draft, { cause: 'submit' }) : draft;
  const { revision } = standing;
  const audit = flatJson(body, `"state":${JSON.stringify(state)},"revision":${revision}}`);
  return { kind, code, name, facet, errors, state, revision, audit, ...recordTexts(contents) };
}

/** Where a record stands after a step; `record-locked` where that is no legal move. */
export function follow(standing: Standing | null, event: Step): Standing {
  const result = step(standing, event);
  if (result.kind === 'refused') throw new Refusal('record-locked', { state: recordStateNames[result.standing.state] });
  return result.standing;
}
