import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { DispatchedObligation, type DispatchTarget } from '../../../shared/exchange/dispatch.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog, useConfirm } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Tag } from '../../components/text.tsx';
import { ObligationFields } from '../desk/ObligationFields.tsx';

/** 应交材料 of one department, with 应录数 and dates: at first what the notice says of its organ. */
export function DispatchObligations({ target, may }: { target: DispatchTarget; may: boolean }): ReactNode {
  const { station } = target;
  const call = useCall('dispatch.obligations', { station });
  const save = useAct('dispatch.saveObligations');
  const confirm = useConfirm();
  const [selected, setSelected] = useState(0);
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const lines = call.data?.lines ?? [];
  const at = Math.min(selected, lines.length - 1);
  const write = (next: DispatchedObligation[]): ReturnType<typeof save.run> => save.run({ station, lines: next });
  const drop = async (): Promise<void> => {
    const sure = await confirm({
      title: `从应交材料删去“${lines[at]?.text}”`,
      content: '下一次下发后，填报单位的应交材料里不再有这一行；已填报的记录不受影响。',
      ok: '删去',
      danger: true,
    });
    if (sure) await write(lines.filter((_, index) => index !== at));
  };
  useKeys({
    N: may ? () => setEdited('new') : undefined,
    E: may && at >= 0 ? () => setEdited(at) : undefined,
    Delete: may && at >= 0 ? () => void drop() : undefined,
  });
  const rows = lines.map((line, index) => ({ ...line, index }));
  return (
    <>
      <FailureNote failure={call.failure} />
      <DataTable<DispatchedObligation & { index: number }>
        label="应交材料"
        rows={rows}
        rowKey={({ index }) => String(index)}
        loading={call.loading}
        selected={String(at)}
        onSelect={({ index }) => setSelected(index)}
        {...(may ? { onOpen: ({ index }) => setEdited(index) } : {})}
        foot={
          call.data && !call.data.prepared && rows.length > 0 ? (
            <Tag>程序所附、通知列明的，改动一行即编成本单位的清单</Tag>
          ) : undefined
        }
        columns={[
          { title: '编号', key: 'code', width: 72, mono: true, render: (_, row) => row.code },
          { title: '材料', key: 'text', render: (_, row) => <span title={row.text}>{row.text}</span> },
          { title: '种类', key: 'kind', width: 110, render: (_, row) => row.kind },
          {
            title: '应录数',
            key: 'expected',
            width: 86,
            number: true,
            render: (_, row) => (row.kind === '职责' ? '' : (row.expected ?? <span className="faint">待核定</span>)),
          },
          { title: '期限', key: 'due', width: 92, mono: true, render: (_, row) => row.due },
        ]}
        empty={<Empty title="没有应交材料" hint="按 N 增加一行，或按 Alt+I 收进一张有“材料”“种类”两列的表。" />}
      />
      <Dialog
        title={edited === 'new' ? '增加应交材料' : '应交材料'}
        open={edited !== null}
        onClose={() => setEdited(null)}
        width={560}
      >
        {edited === null ? null : (
          <ObligationForm
            line={edited === 'new' ? null : (lines[edited] ?? null)}
            onClose={() => setEdited(null)}
            onSave={async (line) => {
              const next =
                edited === 'new' ? [...lines, line] : lines.map((one, index) => (index === edited ? line : one));
              if ((await write(next)).ok) setEdited(null);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

interface ObligationFormProps {
  readonly line: DispatchedObligation | null;
  readonly onSave: (line: DispatchedObligation) => Promise<void>;
  readonly onClose: () => void;
}

function ObligationForm({ line, onSave, onClose }: ObligationFormProps): ReactNode {
  const form = useForm<z.input<typeof DispatchedObligation>, unknown, DispatchedObligation>({
    resolver: zodResolver(DispatchedObligation),
    defaultValues: line ?? { code: '', text: '', kind: '资源目录', licenseTypes: [], expected: null, due: '' },
  });
  const submit = form.handleSubmit(onSave);
  useKeys({ 'Ctrl+Enter': () => void submit() });
  return (
    <Form form={form} onSave={submit} labelWidth={84}>
      <ObligationFields expectedHint="空着由填报单位核定" known={line !== null} />
      <Field name="licenseTypes" label="证照类型" hint="已录数按这些类型统计；键入名称按 Enter">
        {(control) => <Select {...control} mode="tags" open={false} suffixIcon={null} />}
      </Field>
      <div className="dialog-foot">
        <Button onClick={onClose}>
          取消 <Keycap name="Escape" />
        </Button>
        <Button type="primary" onClick={() => void submit()}>
          保存 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </Form>
  );
}
