import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import type { z } from 'zod';
import { listAnswerNames } from '../../../shared/catalog/confirmation.ts';
import { type DispatchTarget, ListLine } from '../../../shared/exchange/dispatch.ts';
import type { ListLineRow } from '../../../shared/exchange/list-line-row.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { DateInput } from '../../components/DateInput.tsx';
import { Dialog, useConfirm } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { DotWord, NameCode, StateTag } from '../../components/text.tsx';

interface DispatchLinesProps {
  readonly target: DispatchTarget;
  readonly may: boolean;
  readonly onPrepare: () => void;
}

/** 目录清单 of one department: what it is to compile. */
export function DispatchLines({ target, may, onPrepare }: DispatchLinesProps): ReactNode {
  const { station } = target;
  const list = useCall('dispatch.list', { station });
  const remove = useAct('dispatch.removeLine');
  const confirm = useConfirm();
  const [selected, setSelected] = useState('');
  const [edited, setEdited] = useState<ListLine | 'new' | null>(null);
  const rows = list.data?.rows ?? [];
  const lines = rows.map(({ line }) => line);
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === selected),
  );
  const line = lines[at];
  const navigate = useNavigate();
  const review = (row: ListLineRow): void => {
    if (row.answer) void navigate(`/review/${row.answer.id}`);
    else if (may) setEdited(row.line);
  };
  const drop = async (): Promise<void> => {
    if (!line) return;
    const sure = await confirm({
      title: `从清单删去“${line.name}”`,
      content: '下一次下发后，填报单位的清单里不再有这一行；它已编的目录不受影响。',
      ok: '删去',
      danger: true,
    });
    if (sure) await remove.run({ station, id: line.id });
  };
  useKeys({
    N: may ? () => setEdited('new') : undefined,
    E: may && line ? () => setEdited(line) : undefined,
    Delete: may && line ? () => void drop() : undefined,
  });
  return (
    <>
      <FailureNote failure={list.failure} />
      <DataTable<ListLineRow>
        label="目录清单"
        rows={rows}
        rowKey={({ line: { id } }) => id}
        loading={list.loading}
        selected={line?.id ?? ''}
        onSelect={({ line: { id } }) => setSelected(id)}
        onOpen={review}
        columns={[
          { title: '', key: 'no', width: 36, number: true, render: (_, row) => rows.indexOf(row) + 1 },
          {
            title: '资源名称与代码',
            key: 'name',
            render: (_, { line: row }) => <NameCode name={row.name} code={row.code} />,
          },
          {
            title: '摘要与理由',
            key: 'abstract',
            render: (_, { line: row }) => (
              <span className="secondary" title={[row.abstract, row.reason].filter(Boolean).join('\n')}>
                {[row.abstract, row.reason].filter(Boolean).join(' · ')}
              </span>
            ),
          },
          { title: '期限', key: 'due', width: 108, mono: true, render: (_, row) => row.line.due },
          { title: '答复', key: 'answer', render: (_, row) => <AnswerOf row={row} /> },
          {
            title: '目录',
            key: 'catalog',
            width: 92,
            render: (_, { catalog }) => (catalog ? <StateTag state={catalog.state} /> : null),
          },
        ]}
        empty={
          <Empty
            title="清单还是空的"
            hint={`列出${target.name}应当编制的目录：按 N 逐行增加，或收进一张有“资源名称”一列的表（可带代码、摘要、理由、期限）。`}
          >
            <Button disabled={!may} onClick={() => setEdited('new')}>
              增加一行 <Keycap name="N" />
            </Button>
            <Button disabled={!may} onClick={onPrepare}>
              收进文件… <Keycap name="Alt+I" />
            </Button>
          </Empty>
        }
      />
      <Dialog
        title={edited === 'new' ? '增加一行' : '修改一行'}
        open={edited !== null}
        onClose={() => setEdited(null)}
        width={620}
      >
        {edited === null ? null : (
          <LineForm station={station} line={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
        )}
      </Dialog>
    </>
  );
}

/** What the department answered, as far as it has come. */
function AnswerOf({ row: { answer } }: { row: ListLineRow }): ReactNode {
  if (answer === null) return <span className="faint">未答复</span>;
  const tone = answer.state === 'returned' ? 'bad' : answer.answer === 'confirmed' ? 'plain' : 'warn';
  const words = answer.answer === 'revised' ? `${answer.name} · ${answer.reason}` : answer.reason;
  return (
    <span title={words}>
      <DotWord tone={tone}>
        {listAnswerNames[answer.answer]}
        {answer.state === 'received' ? '，待审' : answer.state === 'returned' ? '，已退回' : ''}
      </DotWord>{' '}
      <span className="secondary">{words}</span>
    </span>
  );
}

const NewLine = ListLine.omit({ id: true });
type NewLine = z.input<typeof NewLine>;

function LineForm({
  station,
  line,
  onClose,
}: {
  station: string;
  line: ListLine | null;
  onClose: () => void;
}): ReactNode {
  const save = useAct('dispatch.saveLine', { failures: 'page' });
  const form = useForm<NewLine, unknown, z.output<typeof NewLine>>({
    resolver: zodResolver(NewLine),
    defaultValues: line ?? { name: '', code: '', abstract: '', reason: '', due: '' },
  });
  const submit = form.handleSubmit(async (values) => {
    const reply = await save.run({ station, line: line ? { ...values, id: line.id } : values });
    if (reply.ok) onClose();
  });
  useKeys({ 'Ctrl+Enter': () => void submit() });
  return (
    <Form form={form} onSave={submit} labelWidth={96}>
      <Field name="name" label="资源名称" required>
        {(control) => <Input {...control} maxLength={400} />}
      </Field>
      <Field name="code" label="代码或前段" hint="可空；写前段（如 307021）的，顺序码由填报单位编">
        {(control) => <Input {...control} className="mono" maxLength={200} />}
      </Field>
      <Field name="abstract" label="摘要">
        {(control) => <Input.TextArea {...control} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={2000} />}
      </Field>
      <Field name="reason" label="编制理由" hint="哪一项共享需求、哪一件事项要用">
        {(control) => <Input.TextArea {...control} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={2000} />}
      </Field>
      <Field name="due" label="期限">
        {(control) => <DateInput {...control} />}
      </Field>
      <FailureNote failure={save.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>
          取消 <Keycap name="Escape" />
        </Button>
        <Button type="primary" loading={save.busy} onClick={() => void submit()}>
          保存 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </Form>
  );
}
