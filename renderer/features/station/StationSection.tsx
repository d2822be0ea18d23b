import { zodResolver } from '@hookform/resolvers/zod';
import { Button, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { useUnsaved } from '../../components/dialogs.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { ContactFields, emptyInfo, IdentityFields, StationInfoForm } from './infoFields.tsx';

const SettingsForm = StationInfoForm.extend({
  idleMinutes: z.number('请填分钟数').int().min(1, '至少 1 分钟').max(120, '最多 120 分钟'),
});
type SettingsForm = z.infer<typeof SettingsForm>;

/** 单位资料, and after how many minutes the page locks. */
export function StationSection(): ReactNode {
  const { station, has } = useSession();
  const notify = useNotify();
  const info = useCall('station.info', {});
  const settings = useCall('settings.get', {});
  const update = useAct('station.update', { failures: 'page' });
  const set = useAct('settings.set', { failures: 'page' });
  const form = useForm<SettingsForm>({
    resolver: zodResolver(SettingsForm),
    defaultValues: { ...emptyInfo, idleMinutes: 15 },
    mode: 'onTouched',
    disabled: !has('admin'),
  });
  const { isDirty, errors } = form.formState;
  const stored = info.data?.info;
  const idleMinutes = settings.data?.idleMinutes;
  useEffect(() => {
    if (stored && idleMinutes !== undefined) form.reset({ ...stored, idleMinutes });
  }, [stored, idleMinutes, form]);
  useUnsaved(isDirty);
  const save = form.handleSubmit(async ({ idleMinutes: minutes, ...values }) => {
    const replies = [await update.run({ info: values }), await set.run({ idleMinutes: minutes })];
    if (replies.every((reply) => reply.ok)) {
      form.reset({ ...values, idleMinutes: minutes });
      notify.done('已保存');
    }
  });
  const problems = Object.keys(errors).length;
  return (
    <Page
      keys={[
        ['Ctrl+S', '保存'],
        ['F6', '下一处错误'],
      ]}
      actions={
        has('admin') ? (
          <>
            <BarFact>{isDirty ? '有未保存的改动' : '已保存'}</BarFact>
            <Button type="primary" disabled={!isDirty} loading={update.busy || set.busy} onClick={() => void save()}>
              保存{problems > 0 ? ` · ${problems} 错` : ''} <Keycap name="Ctrl+S" />
            </Button>
          </>
        ) : (
          <BarFact>由系统管理员修改</BarFact>
        )
      }
    >
      <PageHead title="单位资料" sub="印在交接单、审批单上，并随公钥交给主管部门" />
      <div className="settings-form">
        <FailureNote failure={info.failure ?? update.failure ?? set.failure} />
        <Form form={form} onSave={save} labelWidth={132}>
          <IdentityFields department={station.role === 'department'} />
          <ContactFields />
          <Field name="idleMinutes" label="无人操作后锁定" hint="锁定只遮住页面，正在写盘、备份的不受影响">
            {(control) => (
              <InputNumber
                {...control}
                className="mono"
                min={1}
                max={120}
                controls={false}
                suffix="分钟"
                style={{ width: 110 }}
              />
            )}
          </Field>
        </Form>
      </div>
    </Page>
  );
}
