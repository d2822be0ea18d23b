import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Checkbox, InputNumber, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useForm } from 'react-hook-form';
import { defaultRules, KeyingRules } from '../../../shared/license/keying.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { useUnsaved } from '../../components/dialogs.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';

const choices: readonly { readonly value: KeyingRules['records']; readonly label: string }[] = [
  { value: 'all', label: '全部证照' },
  { value: 'share', label: '按比例抽取' },
  { value: 'clerks', label: '指定的人录的' },
  { value: 'none', label: '不复录' },
];

const readings: readonly { readonly value: KeyingRules['reading']; readonly label: string }[] = [
  { value: 'ignored', label: '不抵复录' },
  { value: 'withheld', label: '关键项先键入，识读一致的抵复录' },
  { value: 'offered', label: '采用识读的也抵复录' },
];

const readingHints: Readonly<Record<KeyingRules['reading'], string>> = {
  ignored: '识读只供首录采用，关键项都由第二人再录',
  withheld:
    '关键项录入时不显示识读；没有存疑字且与所录相同的，计“读图一致”，不再复录；存疑、不同、没有扫描件的照常复录',
  offered:
    '省键最多，但采用的识读只有首录人看过一眼：识读自认无疑而读错的（测得不到 0.5%），漏看一处就错一处。要求高的证照不要选',
};

/** 复录规则: which licenses a second person keys again, and whether they may be packed before. */
export function KeyingSection(): ReactNode {
  const { has } = useSession();
  const notify = useNotify();
  const stored = useCall('keying.rules', {});
  const users = useCall('user.list', {});
  const set = useAct('keying.setRules', { failures: 'page' });
  const form = useForm<KeyingRules>({
    resolver: zodResolver(KeyingRules),
    defaultValues: defaultRules,
    mode: 'onTouched',
    disabled: !has('admin'),
  });
  const { isDirty } = form.formState;
  const rules = stored.data;
  useEffect(() => {
    if (rules) form.reset(rules);
  }, [rules, form]);
  useUnsaved(isDirty);
  const save = form.handleSubmit(async (values) => {
    const reply = await set.run(values);
    if (!reply.ok) return;
    form.reset(values);
    notify.done(`已保存，现有 ${reply.value.open} 件待复录`);
  });
  const { records, reading } = form.watch();
  const typists = (users.data?.users ?? []).filter(({ roles }) => roles.includes('clerk') || roles.includes('scanner'));
  return (
    <Page
      keys={[
        ['Ctrl+S', '保存'],
        ['F1', '本页说明'],
      ]}
      actions={
        has('admin') ? (
          <>
            <BarFact>{isDirty ? '有未保存的改动' : '已保存'}</BarFact>
            <Button type="primary" disabled={!isDirty} loading={set.busy} onClick={() => void save()}>
              保存 <Keycap name="Ctrl+S" />
            </Button>
          </>
        ) : (
          <BarFact>由系统管理员修改</BarFact>
        )
      }
    >
      <PageHead title="复录规则" sub="哪些证照的关键项，由没有经手首录的人对照原件再录一遍" />
      <div className="settings-form">
        <FailureNote failure={stored.failure ?? set.failure} />
        <Form form={form} onSave={save} labelWidth={132}>
          <Field name="records" label="复录哪些" hint="送签批时按此列入复核台；改规则后，已送签批的一并重新判定">
            {({ status: _, ...control }) => <Radio.Group {...control} options={[...choices]} />}
          </Field>
          {records === 'share' ? (
            <Field name="share" label="抽取比例" hint="按记录的随机编号抽取，同一件每次判定相同，录入人事先不知道">
              {(control) => (
                <InputNumber
                  {...control}
                  className="mono"
                  min={1}
                  max={100}
                  controls={false}
                  suffix="%"
                  style={{ width: 110 }}
                />
              )}
            </Field>
          ) : null}
          {records === 'clerks' ? (
            <Field name="clerks" label="谁录的" hint="例如新上岗的填报员">
              {(control) => (
                <Select
                  {...control}
                  mode="multiple"
                  options={typists.map(({ name }) => ({ value: name, label: name }))}
                  placeholder="选人"
                />
              )}
            </Field>
          ) : null}
          <Field name="skipChecked" label="省录" hint="统一社会信用代码、公民身份号码自带校验位，录错一位即被查出">
            {({ value, status: _, ...control }) => (
              <Checkbox {...control} checked={value}>
                校验位已通过的号码不再复录
              </Checkbox>
            )}
          </Field>
          <Field name="reading" label="识读" hint={readingHints[reading]}>
            {({ status: _, ...control }) => <Radio.Group {...control} options={[...readings]} />}
          </Field>
          <Field name="beforePacking" label="装包" hint="没有复录的列在“上报”的拦下一栏，复录一致后随下一包送出">
            {({ value, status: _, ...control }) => (
              <Checkbox {...control} checked={value}>
                复录后才能装包
              </Checkbox>
            )}
          </Field>
        </Form>
      </div>
    </Page>
  );
}
