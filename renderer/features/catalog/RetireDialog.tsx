import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import type { CatalogRecord } from '../../../shared/catalog/methods.ts';
import { isDate, localDay } from '../../../shared/china/dates.ts';
import { useAct } from '../../client/act.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';

interface RetireDialogProps {
  /** null = closed. */
  readonly record: CatalogRecord | null;
  readonly onClose: () => void;
  readonly onDone: (record: CatalogRecord) => void;
}

/** 停用 of a published catalog, with day and reason; it is signed, sent and reviewed like a change. */
export function RetireDialog({ record, onClose, onDone }: RetireDialogProps): ReactNode {
  return (
    <Dialog title={`停用“${record?.row.name ?? ''}”`} open={record !== null} onClose={onClose} width={560}>
      {record ? <Retire record={record} onClose={onClose} onDone={onDone} /> : null}
    </Dialog>
  );
}

function Retire({ record, onClose, onDone }: RetireDialogProps & { record: CatalogRecord }): ReactNode {
  const act = useAct('catalog.retire', { failures: 'page' });
  const notify = useNotify();
  const form = useForm({ defaultValues: { reason: '', date: localDay() } });
  const submit = form.handleSubmit(async ({ reason, date }) => {
    if (reason.trim() === '') return form.setError('reason', { message: '停用原因未填' }, { shouldFocus: true });
    if (!isDate(date)) return form.setError('date', { message: '停用日期应为存在的日期，格式 2026-11-23' });
    const { id, revision } = record.row;
    const reply = await act.run({ id, base: revision, retired: { reason, date } });
    if (!reply.ok) return;
    notify.done('停用已送签批');
    onDone(reply.value);
  });
  useKeys({ 'Ctrl+Enter': () => void submit() });
  return (
    <Form form={form} labelWidth={84}>
      <Field name="reason" label="停用原因" required hint="法规废止、职能划转，或并入哪一条目录">
        {(control) => (
          <Input.TextArea {...control} data-autofocus autoSize={{ minRows: 2, maxRows: 4 }} maxLength={1000} />
        )}
      </Field>
      <Field name="date" label="停用日期" required>
        {(control) => <DateInput {...control} />}
      </Field>
      <p className="secondary small">
        停用与变更一样，经签批随上报包送出，主管部门审核通过后生效。代码 {record.row.code} 不再给别的目录使用。
      </p>
      <FailureNote failure={act.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>
          取消 <Keycap name="Escape" />
        </Button>
        <Button type="primary" loading={act.busy} onClick={() => void submit()}>
          送签批 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </Form>
  );
}
