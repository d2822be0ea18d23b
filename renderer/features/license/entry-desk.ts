import type { UseFormReturn } from 'react-hook-form';
import type { Finding, Remark } from '../../../shared/exchange/finding.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import type { EntryBatch, EntryPage } from '../../../shared/license/entry-methods.ts';
import type { License, Provenance } from '../../../shared/license/license.ts';
import type { LicenseRow } from '../../../shared/license/methods.ts';
import type { Input } from '../../client/call.ts';

export interface Queue {
  readonly batch: EntryBatch;
  readonly pages: readonly EntryPage[];
}

/** What lies on the desk. */
export interface Current {
  readonly pages: readonly EntryPage[];
  /** Blobs of the scan, in their order. */
  readonly blobs: readonly string[];
  readonly id: string | undefined;
  readonly base: number | undefined;
  readonly state: RecordState | null;
  readonly remarks: readonly Remark[];
}

export interface EntryDesk {
  readonly form: UseFormReturn<License>;
  readonly license: License;
  readonly current: Current;
  readonly findings: readonly Finding[];
  /** What is shown at a field: findings of fields already left, the bureau's remark, duplicates. */
  messages(path: string): readonly Finding[];
  /** Errors shown now. */
  readonly errors: number;
  /** Warnings shown now that have no reason. */
  readonly warnings: number;
  reasonOf(finding: Finding): string;
  /** The reason given last for a warning of this code. */
  lastReason(code: string): string;
  giveReason(finding: Finding, reason: string): void;
  readonly filled: number;
  readonly focus: string;
  setFocus(path: string): void;
  leave(path: string): void;
  typed(path: string): void;
  /** Takes what is offered for a field: read on the scan, or known from earlier licenses. */
  take(path: string, value: string, from: Provenance): void;
  /** What one key completes a field of the face to, '' when nothing. */
  completion(key: string): string;
  readonly pinned: ReadonlySet<string>;
  togglePin(): void;
  carryOver(): void;
  countKey(event: KeyboardEvent): void;
  /** Saves; `pending` goes on to the next. */
  save(state: 'draft' | 'pending'): Promise<void>;
  setAside(reason: string): Promise<void>;
  /** Puts other pages on the desk; what was typed is kept as a draft first. */
  open(pages: readonly EntryPage[]): Promise<void>;
  joinNext(): void;
  /** 照面如此 for the field in focus, with the piece of the scan that shows it; the same again takes it back. */
  sayAsOnPaper(picture: Input<'keying.crop'> | null): Promise<void>;
  /** Others that may be the same paper, while a person has to decide; empty otherwise. */
  readonly doubles: readonly LicenseRow[];
  /** Shows them, or puts them aside. */
  showDoubles(shown: boolean): void;
  /** Both stay, for this reason. */
  keepBoth(reason: string): void;
  /** What was typed goes: it is the same paper as another license. */
  drop(): Promise<boolean>;
  /** What was typed becomes the next version of another license. */
  replace(id: string, base: number): Promise<boolean>;
  readonly busy: boolean;
  readonly dirty: boolean;
  /** HH:MM:SS of the last save of this piece. */
  readonly savedAt: string;
  /** Says why a key could do nothing, until the focus moves. */
  say(hint: string): void;
  /** A word on the last key that could do nothing, '' when there is none. */
  readonly hint: string;
  /** Nothing of the batch is left. */
  readonly finished: boolean;
}
