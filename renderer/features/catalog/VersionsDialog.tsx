import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { type Catalog, changeWords } from '../../../shared/catalog/catalog.ts';
import { differences } from '../../../shared/catalog/differences.ts';
import { catalogLines } from '../../../shared/catalog/lines.ts';
import type { CatalogRecord } from '../../../shared/catalog/methods.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Piece } from '../../components/Piece.tsx';
import { formatDate } from '../../components/text.tsx';

interface VersionsDialogProps {
  /** null = closed. */
  readonly record: CatalogRecord | null;
  /** The catalog as it stands in the form. */
  readonly body: Catalog | null;
  readonly onClose: () => void;
}

/** Two versions of a catalog side by side: the fields that differ, each with its old and its new text. */
export function VersionsDialog({ record, body, onClose }: VersionsDialogProps): ReactNode {
  return (
    <Dialog title={`“${record?.row.name ?? ''}”的版本`} open={record !== null} onClose={onClose} width={1080}>
      {record && body ? <Versions record={record} body={body} onClose={onClose} /> : null}
    </Dialog>
  );
}

/** Stands for what is in the form now. */
const current = 0;

function Versions({ record, body, onClose }: { record: CatalogRecord; body: Catalog; onClose: () => void }): ReactNode {
  const { id, state } = record.row;
  const list = useCall('catalog.versions', { id });
  const versions = list.data?.versions ?? [];
  const settled = versions[0]?.revision === record.row.revision && state !== 'draft';
  const [chosen, setChosen] = useState<{ old?: number; next?: number }>({});
  const next = chosen.next ?? (settled ? (versions[0]?.revision ?? current) : current);
  const old = chosen.old ?? versions.find(({ revision }) => revision !== next)?.revision ?? next;
  const oldBody = useBody(id, old, body);
  const nextBody = useBody(id, next, body);
  const changes = useMemo(() => (oldBody && nextBody ? differences(oldBody, nextBody) : []), [oldBody, nextBody]);
  const rest = nextBody ? catalogLines(nextBody).filter(({ text }) => text !== '').length - changes.length : 0;
  const options = [
    { value: current, label: '现在的内容' },
    ...versions.map((one) => ({
      value: one.revision,
      label: [`第 ${one.revision} 版 · ${recordStateNames[one.state]} ${formatDate(one.at, false)}`, changeWords(one)]
        .filter(Boolean)
        .join(' · '),
    })),
  ];
  const walk = (by: number): void => {
    const at = options.findIndex(({ value }) => value === old) + by;
    const to = options[Math.max(0, Math.min(options.length - 1, at))];
    if (to) setChosen({ ...chosen, old: to.value });
  };
  useKeys({ 'Ctrl+Enter': onClose, '[': () => walk(1), ']': () => walk(-1) });
  return (
    <div className="stack versions">
      <FailureNote failure={list.failure} />
      <div className="versions-heads">
        <Select
          aria-label="旧版"
          value={old}
          options={options}
          onChange={(value) => setChosen({ ...chosen, old: value })}
        />
        <Select
          aria-label="新版"
          value={next}
          options={options}
          onChange={(value) => setChosen({ ...chosen, next: value })}
        />
      </div>
      <div className="versions-body scroll" data-list tabIndex={-1}>
        <table>
          <tbody>
            {changes.map(({ field, label, old: was, next: is }) => (
              <tr key={field}>
                <th>{label}</th>
                <td>
                  {was === '' ? <span className="faint">—</span> : <Piece before={was} after={is} side="before" />}
                </td>
                <td>{is === '' ? <span className="faint">—</span> : <Piece before={was} after={is} side="after" />}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="secondary small versions-rest">
          {changes.length === 0 ? '两版没有不同。' : `变动 ${changes.length} 处，未变 ${Math.max(0, rest)} 项`}
        </p>
      </div>
      <div className="dialog-foot">
        <span className="grow small secondary">
          <Keycap name="[" /> <Keycap name="]" /> 换旧版
        </span>
        <Button data-autofocus onClick={onClose}>
          关闭 <Keycap name="Escape" />
        </Button>
      </div>
    </div>
  );
}

function useBody(id: string, revision: number, body: Catalog): Catalog | null {
  const version = useCall('catalog.version', { id, revision: Math.max(1, revision) }, { when: revision !== current });
  return revision === current ? body : (version.data?.body ?? null);
}
