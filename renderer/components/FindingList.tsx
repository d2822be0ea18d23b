import type { ReactNode } from 'react';
import { useRef } from 'react';
import type { Finding } from '../../shared/exchange/finding.ts';
import { focusField, focusNextPanel } from './focus.ts';
import { useKeys } from './keys.tsx';
import './form.css';

interface FindingListProps {
  readonly findings: readonly Finding[];
  /** The label of a field's path; the path's own last part is never shown. */
  readonly labelOf: (field: string) => string;
  readonly onGo?: (finding: Finding) => void;
}

/** What the check found, errors first; a line leads to its field. */
export function FindingList({ findings, labelOf, onGo }: FindingListProps): ReactNode {
  const go = (finding: Finding): void => (onGo ? onGo(finding) : void focusField(finding.field));
  return (
    <ul className="findings" data-list>
      {inOrder(findings).map((finding) => (
        <li key={`${finding.field} ${finding.code} ${finding.message}`}>
          <button type="button" className="finding" onClick={() => go(finding)}>
            <span className={finding.level === 'error' ? 'bad' : 'warn'}>
              {finding.level === 'error' ? '错误' : '提醒'}
            </span>
            <span className="finding-where">{labelOf(finding.field)}</span>
            <span>{finding.message}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** F6 walks the findings, errors before warnings, also those whose field is not on the page now: `onGo` brings it there. */
export function useFindingWalk(findings: readonly Finding[], onGo: (finding: Finding) => void): void {
  // The one visited last and those before it, nearest first: what is corrected drops out, and nothing behind it is skipped.
  const behind = useRef<readonly string[]>([]);
  useKeys({
    F6: () => {
      const order = inOrder(findings);
      if (order.length === 0) return focusNextPanel();
      const keys = order.map(({ field, code }) => `${field} ${code}`);
      const next = (keys.indexOf(behind.current.find((key) => keys.includes(key)) ?? '') + 1) % order.length;
      // Never to where one stands: the check of what was just typed there may still be under way.
      const here = document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field'];
      const elsewhere = order.map((_, i) => (next + i) % order.length).find((i) => order[i]!.field !== here);
      const at = elsewhere ?? next;
      behind.current = keys.slice(0, at + 1).reverse();
      const finding = order[at];
      if (finding) onGo(finding);
    },
  });
}

/** Into the next field that carries an error (else a warning) on the page; false when none does. */
export function focusNextMark(): boolean {
  const all = [...document.querySelectorAll<HTMLElement>('[data-field][data-level]')].filter(
    (field) => field.offsetParent !== null,
  );
  const errors = all.filter((field) => field.dataset['level'] === 'error');
  const marks = errors.length > 0 ? errors : all;
  const now = marks.findIndex((mark) => mark.contains(document.activeElement));
  const next = marks[(now + 1) % marks.length];
  return next !== undefined && focusField(next.dataset['field'] ?? '');
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings.filter((one) => one.level === 'error'), ...findings.filter((one) => one.level === 'warning')];
}
