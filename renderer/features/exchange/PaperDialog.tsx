import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { localDay } from '../../../shared/china/dates.ts';
import type { Outbox } from '../../../shared/exchange/approval.ts';
import { useAct } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';

interface PaperDialogProps {
  readonly open: boolean;
  readonly outbox: Outbox;
  readonly onClose: () => void;
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期写成 2026-11-23');
const name = z.string().trim().min(1, '签字人必填').max(40, '最多 40 字');
const Paper = z.object({
  head: z.object({ person: name, date: day, text: z.string().max(200) }),
  secrecy: z.object({ person: name, date: day, text: z.string().max(200) }),
});
type Paper = z.infer<typeof Paper>;

/** A small office signs on paper; the exchange officer writes down who signed and when. */
export function PaperDialog({ open, outbox, onClose }: PaperDialogProps): ReactNode {
  return (
    <Dialog title="登记纸质审批单" open={open} onClose={onClose} width={620}>
      <PaperForm outbox={outbox} onClose={onClose} />
    </Dialog>
  );
}

function PaperForm({ outbox, onClose }: Omit<PaperDialogProps, 'open'>): ReactNode {
  const record = useAct('approval.record');
  const notify = useNotify();
  const today = localDay();
  const form = useForm<Paper>({
    resolver: zodResolver(Paper),
    defaultValues: {
      head: { person: '', date: today, text: '同意上报' },
      secrecy: { person: '', date: today, text: '非涉密' },
    },
  });
  const save = form.handleSubmit(async (paper) => {
    const reply = await record.run(paper);
    if (!reply.ok) return;
    notify.done('审批单已登记');
    onClose();
  });
  useKeys({ 'Ctrl+Enter': () => void save() });
  const count = Math.max(outbox.lacking.head, outbox.lacking.secrecy);
  return (
    <Form form={form} onSave={save} labelWidth={92}>
      <p className="secondary small">
        照签了字的《上报审批单》登记，纸件留存备查。登记后覆盖现在待签的 {count} 项；之后再改动的记录须重新签批。
      </p>
      <SignedBy name="head" title="上报审批" label="签字负责人" />
      <SignedBy name="secrecy" title="保密审查" label="审查人" />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={record.busy} onClick={() => void save()}>
          登记 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </Form>
  );
}

function SignedBy({ name: at, title, label }: { name: 'head' | 'secrecy'; title: string; label: string }): ReactNode {
  return (
    <fieldset className="signed-by">
      <legend>{title}</legend>
      <Field name={`${at}.person`} label={label} required>
        {(control) => <Input {...control} autoComplete="off" autoFocus={at === 'head'} />}
      </Field>
      <Field name={`${at}.date`} label="签字日期" required>
        {(control) => <Input {...control} className="mono" />}
      </Field>
      <Field name={`${at}.text`} label="意见">
        {(control) => <Input {...control} />}
      </Field>
    </fieldset>
  );
}
