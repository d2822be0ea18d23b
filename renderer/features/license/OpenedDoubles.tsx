import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { License } from '../../../shared/license/license.ts';
import type { LicenseRow, OpenedLicense } from '../../../shared/license/methods.ts';
import { reasonOf, withReason } from '../../../shared/license/reason.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useConfirm } from '../../components/dialogs.tsx';
import { useNotify } from '../../components/notify.tsx';
import { type DoubleChoice, DuplicateDialog } from './DuplicateDialog.tsx';

type Opened = Pick<OpenedLicense, 'record' | 'license' | 'type'>;

/** Others that may be the same paper as the license that is open. */
export interface OpenedDoubles {
  /** Of the same number, then of the same holder and day. */
  readonly others: readonly LicenseRow[];
  /** There is one of the same number. */
  readonly exact: boolean;
  /** Why both stay, '' while nobody has said so. */
  readonly reason: string;
}

/** Asks for them; `when` false: not at all. */
export function useOpenedDoubles({ record, license, type }: Opened, when: boolean): OpenedDoubles {
  const found = useCall('license.duplicates', { license, except: record.id }, { when });
  const { exact, near } = found.data ?? { exact: [], near: [] };
  return {
    others: when ? [...exact, ...near].filter(({ id }) => id !== record.id) : [],
    exact: when && exact.length > 0,
    reason: reasonOf(license, numberOf(type)),
  };
}

const numberOf = (type: OpenedLicense['type']) => ({ field: `face.${type.roles.number}`, code: 'duplicate' });

interface OpenedDoublesDialogProps extends Opened {
  readonly others: readonly LicenseRow[];
  readonly onClose: () => void;
}

/** Alt+D on the page of a license: it beside the other, with the three choices that the entry desk has. */
export function OpenedDoublesDialog({ record, license, type, others, onClose }: OpenedDoublesDialogProps): ReactNode {
  const navigate = useNavigate();
  const confirm = useConfirm();
  const notify = useNotify();
  const saveAct = useAct('license.save');
  const removeAct = useAct('license.remove');
  const go = (id: string): void => void navigate(`/license/${id}`);
  const keepBoth = async (reason: string): Promise<void> => {
    const { id, revision: base } = record;
    const kept: License = withReason(license, numberOf(type), reason);
    const state = record.state === 'pending' ? 'pending' : 'draft';
    if (!(await saveAct.run({ id, base, license: kept, state })).ok) return;
    onClose();
    notify.done('两件都留，理由已记下');
  };
  const drop = async (other: LicenseRow): Promise<void> => {
    if (!choicesOf(record, license).includes('same')) return go(other.id);
    const sure = await confirm({
      title: '就是那一件，删去这一件？',
      content: '这一件键入的内容一并删除，扫描件留在批次里。删除记入审计。',
      ok: '删去这一件',
      danger: true,
    });
    if (sure && (await removeAct.run({ id: record.id })).ok) go(other.id);
  };
  const replace = async (other: LicenseRow, base: number): Promise<void> => {
    const saved = await saveAct.run({ id: other.id, base, license, state: 'pending' });
    if (saved.ok && (await removeAct.run({ id: record.id })).ok) go(other.id);
  };
  return (
    <DuplicateDialog
      type={type}
      license={license}
      may={choicesOf(record, license)}
      others={others}
      onClose={onClose}
      onBoth={(reason) => void keepBoth(reason)}
      onSame={(other) => void drop(other)}
      onReplace={(other, base) => void replace(other, base)}
    />
  );
}

/** What was sent is never deleted, and what happened to a license or belongs to it would be lost with it. */
function choicesOf({ state }: Opened['record'], { events, attachments }: License): DoubleChoice[] {
  if (state !== 'draft' && state !== 'pending') return state === 'returned' ? ['both'] : [];
  return events.length === 0 && attachments.length === 0 ? ['both', 'same', 'replace'] : ['both', 'same'];
}
