import { Button, Input, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { valueAt } from '../../../shared/license/check.ts';
import { archiveText, type License } from '../../../shared/license/license.ts';
import type { LicenseRow } from '../../../shared/license/methods.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { faceLines } from './lines.ts';

/** What may become of two licenses that may be one: both stay, one goes for the other, one becomes the next version of the other. */
export type DoubleChoice = 'both' | 'same' | 'replace';
const everyChoice: readonly DoubleChoice[] = ['both', 'same', 'replace'];

interface DuplicateDialogProps {
  readonly type: LicenseType;
  /** What is being typed, or the license that is open. */
  readonly license: License;
  /** Given where it is open and not being typed: the choices that there are for it. */
  readonly may?: readonly DoubleChoice[];
  /** Licenses of the same number, then of the same holder and day; empty = closed. */
  readonly others: readonly LicenseRow[];
  readonly onClose: () => void;
  /** Two papers: both stay, for this reason. */
  readonly onBoth: (reason: string) => void;
  /** The same paper: what was typed goes, the other is opened. */
  readonly onSame: (other: LicenseRow) => void;
  /** What was typed becomes the next version of the other. */
  readonly onReplace: (other: LicenseRow, base: number) => void;
}

/** Two licenses that may be one, side by side, and what is to become of them. */
export function DuplicateDialog({ others, onClose, ...rest }: DuplicateDialogProps): ReactNode {
  return (
    <Dialog title="疑与已录证照重复" open={others.length > 0} onClose={onClose} width={860}>
      <Beside others={others} onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Beside({
  type,
  license,
  may: mayOpened,
  others,
  onClose,
  onBoth,
  onSame,
  onReplace,
}: DuplicateDialogProps): ReactNode {
  const here = mayOpened !== undefined;
  const may = mayOpened ?? everyChoice;
  const [at, setAt] = useState(0);
  const [reason, setReason] = useState<string | null>(null);
  const other = others[Math.min(at, others.length - 1)];
  const opened = useCall('license.get', { id: other?.id ?? '' }, { when: other !== undefined });
  const shown = opened.data?.record.id === other?.id ? opened.data : undefined;
  const both = (): void => {
    if (may.includes('both')) reason?.trim() ? onBoth(reason.trim()) : setReason(reason ?? '');
  };
  const same = (): void => (other ? onSame(other) : undefined);
  const replace = (): void => {
    if (other && shown && may.includes('replace')) onReplace(other, shown.record.revision);
  };
  useKeys({
    1: both,
    2: same,
    3: replace,
    ArrowDown: () => setAt(Math.min(others.length - 1, at + 1)),
    ArrowUp: () => setAt(Math.max(0, at - 1)),
    'Ctrl+Enter': () => (reason === null ? undefined : both()),
  });
  if (!other) return null;
  const lines: readonly (readonly [label: string, typed: string, stored: string])[] = [
    ...faceLines(type).map(
      ({ path, label }) => [label, valueAt(license, path), shown ? valueAt(shown.license, path) : ''] as const,
    ),
    ['档号', archiveText(license.stock.archive), shown ? archiveText(shown.license.stock.archive) : ''],
  ];
  return (
    <>
      {others.length > 1 ? (
        <Segmented
          value={other.id}
          options={others.map(({ id, name, code }) => ({ value: id, label: `${name} ${code}` }))}
          onChange={(id) => setAt(others.findIndex((one) => one.id === id))}
        />
      ) : null}
      <FailureNote failure={opened.failure} />
      <div className="duplicate" tabIndex={-1} data-autofocus>
        <table>
          <thead>
            <tr>
              <th>字段</th>
              <th>{here ? '这一件' : '正在录入'}</th>
              <th>
                已有 · {recordStateNames[other.state]} · {other.updatedAt.slice(0, 10)} {other.updatedBy}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(([label, typed, stored]) => (
              <tr key={label} className={shown && typed !== stored ? 'differs' : ''}>
                <th>{label}</th>
                <td>{typed || '—'}</td>
                <td>{stored || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reason === null ? null : (
        <Input
          autoFocus
          value={reason}
          maxLength={200}
          aria-label="两件都留的理由"
          placeholder="为什么是两件：补发后旧证未收回、正本与副本……"
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={(event) => {
            if (!event.nativeEvent.isComposing) both();
          }}
        />
      )}
      <div className="dialog-foot">
        <Button onClick={onClose}>
          {here ? '返回' : '继续录'} <Keycap name="Escape" />
        </Button>
        <span className="grow" />
        <Button disabled={!may.includes('both')} onClick={both}>
          是两件，都留 <Keycap name="1" />
        </Button>
        <Button onClick={same}>
          {!here ? '就是这一件，去看它' : may.includes('same') ? '就是那一件，删去这一件' : '去看那一件'}{' '}
          <Keycap name="2" />
        </Button>
        <Button type="primary" disabled={!shown || !may.includes('replace')} onClick={replace}>
          {here ? '用这一件更新那一件' : '用正在录的更新它'} <Keycap name="3" />
        </Button>
      </div>
    </>
  );
}
