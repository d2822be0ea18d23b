import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Drawer, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { ObligationLine } from '../../../shared/station/desk.ts';
import { Obligation } from '../../../shared/station/obligation.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useConfirm } from '../../components/dialogs.tsx';
import { FocusFirst } from '../../components/FocusFirst.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { KeyLayer, useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';
import { ObligationFields } from './ObligationFields.tsx';

const empty: Obligation = {
  id: '',
  code: '自-01',
  text: '',
  kind: '数据',
  catalogs: [],
  licenseTypes: [],
  expected: null,
  due: '',
  note: '',
};

/** 应录数, 截止 and linked objects of one line, or a line of one's own. */
export function ObligationDrawer({
  line,
  onClose,
}: {
  line: ObligationLine | 'new' | null;
  onClose: () => void;
}): ReactNode {
  return (
    <Drawer
      title={line === 'new' ? '增加应交材料' : '应录数、期限与关联对象'}
      open={line !== null}
      onClose={onClose}
      size={460}
      destroyOnHidden
    >
      {line === null ? null : (
        <KeyLayer>
          <FocusFirst>
            <LineForm line={line === 'new' ? empty : Obligation.parse(line)} onClose={onClose} />
          </FocusFirst>
        </KeyLayer>
      )}
    </Drawer>
  );
}

function LineForm({ line, onClose }: { line: Obligation; onClose: () => void }): ReactNode {
  const form = useForm<Obligation>({ resolver: zodResolver(Obligation), defaultValues: line });
  const save = useAct('obligation.save');
  const remove = useAct('obligation.remove');
  const confirm = useConfirm();
  const notify = useNotify();
  const kind = form.watch('kind');
  const submit = form.handleSubmit(async (values) => {
    const reply = await save.run(values);
    if (!reply.ok) return;
    notify.done('已保存');
    onClose();
  });
  const drop = async (): Promise<void> => {
    const sure = await confirm({
      title: `删去“${line.text}”的“${line.kind}”一行`,
      content: '只从清单中删去，已填报的记录不受影响。以后可再增加。',
      ok: '删去',
      danger: true,
    });
    if (sure && (await remove.run({ id: line.id })).ok) onClose();
  };
  useKeys({ Escape: onClose, 'Ctrl+Enter': () => void submit() });
  return (
    <Form form={form} onSave={submit} labelWidth={84}>
      <ObligationFields
        codeHint="通知中的编号；自己增加的用“自-”开头"
        expectedHint="由本单位核定；空着表示还没有核定"
        known={line.id !== ''}
      />
      {['数据', '证照模板', '印模', '已签章电子证照'].includes(kind) ? (
        <Field name="licenseTypes" label="证照类型" hint="已录数按这些类型的记录统计">
          {(control) => <TypeSelect value={control.value as string[]} onChange={control.onChange} id={control.id} />}
        </Field>
      ) : null}
      {['数据', '电子文书', '图形文件', '扫描影像', '已签章电子证照'].includes(kind) ? (
        <Field name="catalogs" label="资源目录" hint="数据归集到哪些目录">
          {(control) => <CatalogSelect value={control.value as string[]} onChange={control.onChange} id={control.id} />}
        </Field>
      ) : null}
      <Field name="note" label="备注">
        {(control) => <Input.TextArea {...control} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />}
      </Field>
      <div className="dialog-foot">
        {line.id === '' ? null : (
          <Button danger onClick={() => void drop()}>
            删去
          </Button>
        )}
        <span className="grow" />
        <Button onClick={onClose}>
          取消 <Keycap name="Escape" />
        </Button>
        <Button type="primary" loading={save.busy} onClick={() => void submit()}>
          保存 <Keycap name="Ctrl+S" />
        </Button>
      </div>
    </Form>
  );
}

interface PickProps {
  readonly id: string;
  readonly value: string[];
  readonly onChange: (value: string[]) => void;
}

function TypeSelect({ id, value, onChange }: PickProps): ReactNode {
  const types = useCall('license.types', {});
  const options = (types.data?.types ?? []).map((type) => ({ value: type.name, label: type.name }));
  return <Select id={id} mode="tags" value={value} onChange={onChange} options={options} placeholder="可选多个" />;
}

function CatalogSelect({ id, value, onChange }: PickProps): ReactNode {
  const [query, setQuery] = useState('');
  const found = useCall('search.find', { query, kinds: ['catalog'], limit: 20 }, { when: query !== '' });
  const [names, setNames] = useState<Record<string, string>>({});
  const rows = found.data?.rows;
  useEffect(() => {
    if (rows) setNames((known) => ({ ...known, ...Object.fromEntries(rows.map((row) => [row.code, row.name])) }));
  }, [rows]);
  return (
    <Select
      id={id}
      mode="multiple"
      value={value}
      onChange={onChange}
      showSearch={{ filterOption: false, onSearch: setQuery }}
      options={Object.entries(names).map(([code, name]) => ({ value: code, label: `${name} ${code}` }))}
      placeholder="输入名称、代码或拼音首字母查找"
      notFoundContent={query === '' ? '输入后列出目录' : '没有找到'}
    />
  );
}
