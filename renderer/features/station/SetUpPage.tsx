import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { FieldPath } from 'react-hook-form';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import type { StationStatus } from '../../../shared/station/methods.ts';
import { matchOrgan } from '../../../shared/station/obligation.ts';
import { StationRole } from '../../../shared/station/roles.ts';
import { passwordWeakness, UserName } from '../../../shared/station/user.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { ContactFields, emptyInfo, IdentityFields, StationInfoForm } from './infoFields.tsx';
import { PasswordInput } from './PasswordInput.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';
import './station.css';

const SetUpForm = StationInfoForm.extend({
  role: StationRole,
  user: UserName,
  password: z.string(),
  again: z.string(),
}).superRefine(({ user, password, again }, context) => {
  const weakness = passwordWeakness(password, user);
  if (weakness) context.addIssue({ code: 'custom', path: ['password'], message: weakness });
  else if (again !== password) context.addIssue({ code: 'custom', path: ['again'], message: '两次输入不一致' });
});
type SetUpForm = z.infer<typeof SetUpForm>;

const steps: readonly { readonly title: string; readonly fields: readonly FieldPath<SetUpForm>[] }[] = [
  { title: '工作站类型', fields: ['role'] },
  { title: '单位', fields: ['name', 'uscc', 'organ', 'division', 'level'] },
  { title: '联络', fields: ['contact', 'phone', 'leader', 'office', 'address'] },
  { title: '第一名用户', fields: ['user', 'password', 'again'] },
];

interface SetUpPageProps {
  readonly status: StationStatus;
  readonly onCreated: (recoveryCode: string) => void;
}

/** Makes a station, step by step; the recovery code comes on a page of its own. */
export default function SetUpPage({ status, onCreated }: SetUpPageProps): ReactNode {
  const [step, setStep] = useState(0);
  const [restoring, setRestoring] = useState(false);
  const choices = useCall('station.choices', {}).data;
  const create = useAct('station.create', { failures: 'page' });
  const form = useForm<SetUpForm>({
    resolver: zodResolver(SetUpForm),
    defaultValues: { ...emptyInfo, role: 'department', user: '', password: '', again: '' },
    mode: 'onTouched',
  });
  const role = form.watch('role');
  const last = step === steps.length - 1;
  const next = async (): Promise<void> => {
    if (create.busy || !(await form.trigger([...(steps[step]?.fields ?? [])], { shouldFocus: true }))) return;
    if (!last) return setStep(step + 1);
    const { role: kind, user, password, again: _, ...info } = form.getValues();
    const organ = kind === 'department' ? info.organ : '';
    const reply = await create.run({ role: kind, info: { ...info, organ }, user, password });
    if (reply.ok) onCreated(reply.value.recoveryCode);
  };
  const back = (): void => setStep(Math.max(0, step - 1));
  useKeys({ 'Ctrl+Enter': () => void next(), Enter: () => void next(), 'Alt+ArrowLeft': back });
  const fields = [
    <RoleFields key="role" />,
    <IdentityFields
      key="identity"
      department={role === 'department'}
      onName={(name) => {
        if (!form.formState.dirtyFields.organ) form.setValue('organ', matchOrgan(name, choices?.organs ?? []));
      }}
    />,
    <ContactFields key="contact" />,
    <UserFields key="user" />,
  ];
  return (
    <main className="gate">
      <section className="gate-card gate-wide">
        <header className="gate-head">
          <span className="brand-mark">驿</span>
          <h1>建立工作站</h1>
          <span className="secondary">驿递 {status.version}</span>
        </header>
        <div className="gate-columns">
          <ol className="gate-steps">
            {[...steps.map((one) => one.title), '恢复码'].map((title, index) => (
              <li key={title} className={index === step ? 'on' : ''} aria-current={index === step ? 'step' : undefined}>
                <i>{index < step ? '✓' : index + 1}</i>
                {title}
              </li>
            ))}
          </ol>
          <div className="gate-form">
            <Form form={form} labelWidth={124}>
              {fields[step]}
            </Form>
            <FailureNote failure={create.failure} />
          </div>
        </div>
        <footer className="gate-foot">
          <span className="cut" title={status.dir}>
            建在 <span className="mono">{status.dir}</span>
          </span>
          <span className="grow" />
          {step === 0 ? (
            <Button onClick={() => setRestoring(true)}>从备份恢复</Button>
          ) : (
            <Button onClick={back}>上一步</Button>
          )}
          <Button type="primary" loading={create.busy} onClick={() => void next()}>
            {last ? '建立' : '下一步'} <Keycap name="Enter" />
          </Button>
        </footer>
      </section>
      <RestoreDialog open={restoring} onClose={() => setRestoring(false)} fresh />
    </main>
  );
}

function RoleFields(): ReactNode {
  return (
    <Field name="role" label="这台机器用于">
      {(control) => (
        <Radio.Group
          className="choice-cards"
          value={control.value}
          onChange={control.onChange}
          options={[
            {
              value: 'department',
              label: (
                <span>
                  填报单位
                  <small>编制资源目录、录入证照、采集印章，加密成包后用介质送主管部门。</small>
                </span>
              ),
            },
            {
              value: 'bureau',
              label: (
                <span>
                  数据主管部门
                  <small>收件、签收、审核各单位的上报包，下发审核结果。</small>
                </span>
              ),
            },
          ]}
        />
      )}
    </Field>
  );
}

function UserFields(): ReactNode {
  return (
    <>
      <Field
        name="user"
        label="姓名"
        required
        hint="第一名用户是系统管理员，并先兼任除安全审计员以外的各个角色，之后可在设置中分派"
      >
        {(control) => <Input {...control} autoFocus maxLength={32} />}
      </Field>
      <Field name="password" label="密码" required hint="至少 10 位，混用字母、数字或符号；区分大小写">
        {(control) => <PasswordInput {...control} />}
      </Field>
      <Field name="again" label="再输一次" required>
        {(control) => <PasswordInput {...control} />}
      </Field>
    </>
  );
}
