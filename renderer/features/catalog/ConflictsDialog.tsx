import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { Conflict, ConflictReason } from '../../../shared/catalog/methods.ts';
import { useJob } from '../../client/act.ts';
import type { Output } from '../../client/call.ts';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Mono, Num, StateTag } from '../../components/text.tsx';

interface ConflictsDialogProps {
  readonly open: boolean;
  readonly origins: Output<'catalog.origins'>['origins'];
  /** Opens one catalog. */
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

const words: Readonly<Record<ConflictReason, string>> = {
  code: '代码相同',
  name: '名称相同',
  items: '信息项相同',
};

/** 比对重复: catalogs that two organs sent about the same data, group by group. */
export function ConflictsDialog(props: ConflictsDialogProps): ReactNode {
  return (
    <Dialog title="比对重复：两个单位报了同一份数据的目录" open={props.open} onClose={props.onClose} width={1080}>
      <Conflicts {...props} />
    </Dialog>
  );
}

type Line = Conflict['rows'][number] & { readonly group: number; readonly why: string; readonly from: string };

function Conflicts({ origins, onOpen }: ConflictsDialogProps): ReactNode {
  const { run, busy, progress, cancel, failure } = useJob('catalog.conflicts', { failures: 'page' });
  const [found, setFound] = useState<Output<'catalog.conflicts'> | null>(null);
  useEffect(() => {
    void run({}).then((reply) => reply.ok && setFound(reply.value));
  }, [run]);
  const lines: Line[] = (found?.conflicts ?? []).flatMap(({ reasons, rows }, at) =>
    rows.map((row) => ({
      ...row,
      group: at + 1,
      why: reasons.map((reason) => words[reason]).join('、'),
      from: origins.find(({ origin }) => origin === row.origin)?.name ?? row.provider,
    })),
  );
  const columns: DataColumn<Line>[] = [
    { key: 'group', title: '组', dataIndex: 'group', width: 52, number: true },
    { key: 'why', title: '相同之处', dataIndex: 'why', width: 220 },
    { key: 'from', title: '报送单位', dataIndex: 'from', width: 230 },
    { key: 'name', title: '信息资源名称', dataIndex: 'name' },
    { key: 'code', title: '代码', width: 180, render: (_, { code }) => <Mono>{code}</Mono> },
    { key: 'items', title: '信息项', dataIndex: 'items', width: 64, number: true },
    { key: 'state', title: '状态', width: 96, render: (_, { state }) => <StateTag state={state} /> },
  ];
  return (
    <div className="stack">
      {busy ? <JobBar progress={progress} onCancel={cancel} /> : null}
      <FailureNote failure={failure} />
      {found ? (
        <p className="secondary">
          比对了 <Num value={found.checked} /> 条，重复 <Num value={found.total} className="strong" /> 组
          {found.total > found.conflicts.length ? `，列出前 ${found.conflicts.length} 组` : ''}
          。名称不计“信息、数据、目录”等字样；信息项少于 3 个的不比。
        </p>
      ) : null}
      <div className="import-rows">
        <DataTable
          label="重复的目录"
          rows={lines}
          rowKey={({ group, id }) => `${group} ${id}`}
          columns={columns}
          onOpen={({ id }) => onOpen(id)}
          autoFocus
          empty={<p className="side-empty secondary">{found ? '没有两个单位报同一份数据。' : ''}</p>}
        />
      </div>
    </div>
  );
}
