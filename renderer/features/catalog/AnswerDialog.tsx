import { Button, Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { type ListAnswer, listAnswerNames } from '../../../shared/catalog/confirmation.ts';
import type { ListLineRow } from '../../../shared/exchange/list-line-row.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Field, Form, FormRow } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { NameCode } from '../../components/text.tsx';

interface AnswerDialogProps {
  /** null = closed. */
  readonly row: ListLineRow | null;
  readonly answer: ListAnswer;
  readonly onClose: () => void;
}

/** 答复: confirm a line as it is, revise it, or say why it is not compiled. */
export function AnswerDialog({ row, answer, onClose }: AnswerDialogProps): ReactNode {
  return (
    <Dialog title="答复清单" open={row !== null} onClose={onClose} width={640}>
      {row ? <Answer key={row.line.id} row={row} first={answer} onClose={onClose} /> : null}
    </Dialog>
  );
}

interface Values {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
  readonly catalog: string;
}

const choices = (Object.keys(listAnswerNames) as ListAnswer[]).map((value) => ({
  value,
  label: listAnswerNames[value],
}));

function Answer({ row, first, onClose }: { row: ListLineRow; first: ListAnswer; onClose: () => void }): ReactNode {
  const { line, answer: given, catalog, match, retired } = row;
  const [how, setHow] = useState<ListAnswer>(first);
  const act = useAct('list.answer', { failures: 'page' });
  const notify = useNotify();
  const form = useForm<Values>({
    defaultValues: {
      name: given?.answer === 'revised' ? given.name : line.name,
      code: given?.answer === 'revised' ? given.code : line.code,
      reason: given?.reason ?? '',
      catalog: (retired ? null : catalog)?.id ?? match?.id ?? 'new',
    },
  });
  const submit = async (): Promise<void> => {
    const { name, code, reason, catalog: id } = form.getValues();
    const revised = how === 'revised' ? { name, code } : {};
    const reason2 = how === 'confirmed' ? '' : reason;
    const reply = await act.run({ line: line.id, answer: how, ...revised, reason: reason2, catalog: id });
    if (!reply.ok) {
      const { field, where } = reply.failure.details;
      if (typeof field === 'string' && field in form.getValues())
        form.setError(field as keyof Values, { message: String(where) }, { shouldFocus: true });
      return;
    }
    notify.done(
      how === 'refused' ? '已答复“不编制”，随下一个上报包送出' : '已答复，随下一个上报包送出；目录按 Enter 打开编制',
    );
    onClose();
  };
  useKeys({ 'Ctrl+Enter': () => void submit() });
  const atField = act.failure && typeof act.failure.details.field === 'string';
  return (
    <Form form={form} labelWidth={84}>
      <FormRow label="清单">
        <NameCode name={line.name} code={line.code} />
      </FormRow>
      {retired ? (
        <FormRow label="提示">
          <span className="warn">
            “{retired.name}”已于 {retired.date} 停用（{retired.reason}），不能再对应到它。
          </span>
        </FormRow>
      ) : null}
      <FormRow label="答复">
        <Segmented<ListAnswer> value={how} options={choices} onChange={setHow} />
      </FormRow>
      {how === 'revised' ? (
        <>
          <Field name="name" label="修订为" required>
            {(control) => <Input {...control} data-autofocus maxLength={400} />}
          </Field>
          <Field name="code" label="代码或前段">
            {(control) => <Input {...control} className="mono" maxLength={200} />}
          </Field>
        </>
      ) : null}
      {how === 'confirmed' ? null : (
        <Field name="reason" label="理由" required>
          {(control) => (
            <Input.TextArea
              {...control}
              data-autofocus={how === 'refused' ? true : undefined}
              autoSize={{ minRows: 2, maxRows: 5 }}
              maxLength={2000}
            />
          )}
        </Field>
      )}
      {how === 'refused' ? null : (
        <Field name="catalog" label="目录" hint="新建的草稿带上清单的名称、代码前段和摘要">
          {(control) => <CatalogChoice row={row} {...control} />}
        </Field>
      )}
      {atField ? null : <FailureNote failure={act.failure} />}
      <div className="dialog-foot">
        <Button onClick={onClose}>
          取消 <Keycap name="Escape" />
        </Button>
        <Button
          data-autofocus={how === 'confirmed' ? true : undefined}
          type="primary"
          loading={act.busy}
          onClick={() => void submit()}
        >
          {listAnswerNames[how]} <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </Form>
  );
}

interface CatalogChoiceProps {
  readonly row: ListLineRow;
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A new draft, the catalog that fits, or any other that is searched for. */
function CatalogChoice({ row, id, value, onChange }: CatalogChoiceProps): ReactNode {
  const [query, setQuery] = useState('');
  const found = useCall('search.find', { query, kinds: ['catalog'], limit: 20 }, { when: query !== '' });
  const known = [row.catalog, row.match].filter((one) => one !== null);
  const others = (query === '' ? [] : (found.data?.rows ?? [])).filter((one) => known.every(({ id }) => id !== one.id));
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      showSearch={{ filterOption: false, onSearch: setQuery }}
      options={[
        { value: 'new', label: '新建草稿' },
        ...[...known, ...others].map((one) => ({ value: one.id, label: `${one.name} ${one.code}` })),
      ]}
    />
  );
}
