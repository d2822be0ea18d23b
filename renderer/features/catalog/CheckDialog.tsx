import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { catalogFieldLabel } from '../../../shared/catalog/fields.ts';
import { useJob } from '../../client/act.ts';
import type { Output } from '../../client/call.ts';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { NameCode, Num, StateTag } from '../../components/text.tsx';

interface CheckDialogProps {
  readonly open: boolean;
  /** Opens a catalog at a field. */
  readonly onOpen: (id: string, field: string) => void;
  readonly onClose: () => void;
}

type Checked = Output<'catalog.checkAll'>;
type CheckedRow = Checked['rows'][number];
type Line = CheckedRow & CheckedRow['findings'][number] & { readonly key: string };

/** 全部检查: every own catalog by today's rules and codes, each finding a line that opens at its field. */
export function CheckDialog(props: CheckDialogProps): ReactNode {
  return (
    <Dialog title="检查全部目录" open={props.open} onClose={props.onClose} width={1080}>
      <Check {...props} />
    </Dialog>
  );
}

const columns: readonly DataColumn<Line>[] = [
  {
    key: 'name',
    title: '目录',
    width: 300,
    render: (_, { name, code }) => <NameCode name={name || '未命名'} code={code} />,
  },
  { key: 'field', title: '字段', width: 168, render: (_, { field }) => catalogFieldLabel(field) },
  {
    key: 'message',
    title: '说明',
    render: (_, { level, message }) => (
      <span className={level === 'error' ? 'bad' : 'warn'} title={message}>
        {message}
      </span>
    ),
  },
  { key: 'state', title: '状态', width: 104, render: (_, { state }) => <StateTag state={state} /> },
];

function Check({ onOpen, onClose }: CheckDialogProps): ReactNode {
  const { run, busy, progress, cancel, failure } = useJob('catalog.checkAll', { failures: 'page' });
  const [found, setFound] = useState<Checked | null>(null);
  const [level, setLevel] = useState<'error' | 'warning'>('error');
  useEffect(() => {
    void run({}).then((reply) => {
      if (!reply.ok) return;
      setFound(reply.value);
      if (reply.value.errors === 0) setLevel('warning');
    });
  }, [run]);
  const lines = (found?.rows ?? []).flatMap((row) =>
    row.findings
      .filter((finding) => finding.level === level)
      .map((finding, at): Line => ({ ...row, ...finding, code: row.code, key: `${row.id} ${at}` })),
  );
  const total = found?.[level === 'error' ? 'errors' : 'warnings'] ?? 0;
  return (
    <div className="stack">
      {busy ? <JobBar progress={progress} onCancel={cancel} /> : null}
      <FailureNote failure={failure} />
      {found ? (
        <>
          <div className="row">
            <Segmented
              aria-label="级别"
              value={level}
              onChange={setLevel}
              options={[
                { value: 'error', label: `错误 ${found.errors}` },
                { value: 'warning', label: `提醒 ${found.warnings}` },
              ]}
            />
            <span className="secondary">
              按今天的规则和代码表检查了 <Num value={found.checked} /> 条，已送出的也在内
              {lines.length < total ? `；先列出 ${lines.length} 处，改好后再检查` : ''}。
            </span>
          </div>
          <div className="import-rows">
            <DataTable
              key={level}
              label="检查结果"
              rows={lines}
              rowKey={({ key }) => key}
              columns={columns}
              onOpen={({ id, field }) => onOpen(id, field)}
              autoFocus
              empty={<p className="side-empty secondary">{level === 'error' ? '没有错误。' : '没有提醒。'}</p>}
            />
          </div>
        </>
      ) : null}
      <div className="dialog-foot">
        <span className="faint small">Enter 打开到该字段。改好一处后按 Alt+K 再检查。</span>
        <Button onClick={onClose}>关闭</Button>
      </div>
    </div>
  );
}
