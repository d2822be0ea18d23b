import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { localDay } from '../../../shared/china/dates.ts';
import { checkEntry, type SealEntry, sealKinds } from '../../../shared/seal/imprint.ts';
import type { ImprintView } from '../../../shared/seal/methods.ts';
import { useAct } from '../../client/act.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';

interface SealEntryDialogProps {
  readonly open: boolean;
  readonly imprint: ImprintView;
  readonly onClose: () => void;
}

/** E: 印章登记, what the register holds of the seal itself. */
export function SealEntryDialog({ open, imprint, onClose }: SealEntryDialogProps): ReactNode {
  return (
    <Dialog title={`登记：${imprint.name || imprint.code}`} open={open} onClose={onClose} width={520}>
      <EntryForm imprint={imprint} onClose={onClose} />
    </Dialog>
  );
}

function EntryForm({ imprint, onClose }: Omit<SealEntryDialogProps, 'open'>): ReactNode {
  const enter = useAct('seal.enter');
  const notify = useNotify();
  const form = useForm<SealEntry>({ defaultValues: imprint.entry });
  const [tried, setTried] = useState(false);
  const today = localDay();
  const findings = checkEntry(form.watch(), today).filter(({ level }) => tried || level === 'warning');
  const save = async (): Promise<void> => {
    setTried(true);
    const wrong = checkEntry(form.getValues(), today).find(({ level }) => level === 'error');
    if (wrong) {
      focusField(wrong.field);
      return;
    }
    const reply = await enter.run({ id: imprint.id, base: imprint.revision, entry: form.getValues() });
    if (!reply.ok) return;
    notify.done('印章已登记');
    onClose();
  };
  useKeys({ 'Ctrl+Enter': () => void save() });
  return (
    <Form form={form} onSave={save} findings={findings} labelWidth={84}>
      <Field name="kind" label="印章类型">
        {(control) => (
          <Select
            {...control}
            autoFocus
            options={['', ...sealKinds].map((kind) => ({ value: kind, label: kind || '未登记' }))}
          />
        )}
      </Field>
      <Field name="code" label="印章编码" hint="公安机关备案的 13 位编码，刻在章面下沿">
        {(control) => <Input {...control} className="mono" maxLength={40} />}
      </Field>
      <Field name="since" label="启用日期">
        {(control) => <DateInput {...control} />}
      </Field>
      <Field name="keeper" label="保管人">
        {(control) => <Input {...control} maxLength={40} />}
      </Field>
      <Field name="approval" label="用印审批号" hint="本次盖印的审批单号">
        {(control) => <Input {...control} className="mono" maxLength={60} />}
      </Field>
      {imprint.state === 'draft' || imprint.state === 'returned' || imprint.state === 'pending' ? null : (
        <p className="secondary small">这枚印模已送出；登记改动后须重新签批、再次上报。</p>
      )}
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={enter.busy} onClick={() => void save()}>
          登记 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </Form>
  );
}
