import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Checkbox, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { CentralServer, newServer } from '../../../shared/central/server.ts';
import { useAct } from '../../client/act.ts';
import { Dialog, useConfirm } from '../../components/dialogs.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';

const Filled = z.object({ server: CentralServer, password: z.string().max(200) });
type Filled = z.infer<typeof Filled>;

interface ServerDialogProps {
  /** null = none is set yet. */
  readonly server: CentralServer | null;
  readonly onClose: () => void;
}

/** Where the central database is, and as whom: the one address that this program connects to. */
export function ServerDialog({ server, onClose }: ServerDialogProps): ReactNode {
  return (
    <Dialog title="设中心库" open onClose={onClose} width={600}>
      <ServerForm server={server} onClose={onClose} />
    </Dialog>
  );
}

function ServerForm({ server, onClose }: ServerDialogProps): ReactNode {
  const notify = useNotify();
  const confirm = useConfirm();
  const set = useAct('central.set', { failures: 'page' });
  const clear = useAct('central.clear', { failures: 'page' });
  const form = useForm<Filled>({
    resolver: zodResolver(Filled),
    defaultValues: { server: server ?? newServer, password: '' },
  });
  const tls = form.watch('server.tls');
  const save = form.handleSubmit(async ({ server: next, password }) => {
    const moved = server === null || server.host !== next.host || server.login !== next.login;
    if (password === '' && moved) {
      form.setError('password', { message: server === null ? '须填密码' : '换了地址或用户，须重新填写密码' });
      return;
    }
    const reply = await set.run({ server: next, ...(password === '' ? {} : { password }) });
    if (!reply.ok) return;
    notify.done('已设定，按 F4 试连');
    onClose();
  });
  const forget = async (): Promise<void> => {
    const agreed = await confirm({
      title: '去掉中心库的设定？',
      content: '地址和密码从本站删去，程序不再连接。已装载的数据留在中心库，不受影响。',
      ok: '去掉',
      danger: true,
    });
    if (agreed && (await clear.run({})).ok) onClose();
  };
  return (
    <>
      <Form form={form} onSave={save} labelWidth={88}>
        <Field name="server.host" label="IP 地址" required hint="例如 10.0.3.8；不能填名称：本程序不查询域名">
          {(control) => <Input {...control} className="mono" maxLength={45} />}
        </Field>
        <Field name="server.port" label="端口" required>
          {(control) => (
            <InputNumber {...control} className="mono" precision={0} controls={false} style={{ width: 120 }} />
          )}
        </Field>
        <Field name="server.database" label="库名" required>
          {(control) => <Input {...control} className="mono" maxLength={63} />}
        </Field>
        <Field name="server.login" label="用户" required hint="只需能建 yidi 模式，或已由管理员建好并授权">
          {(control) => <Input {...control} className="mono" maxLength={63} />}
        </Field>
        <Field
          name="password"
          label="密码"
          required={server === null}
          hint={server === null ? '加密存放在本站，不显示、不记日志' : '不改就空着'}
        >
          {(control) => (
            <Input.Password {...control} autoComplete="new-password" maxLength={200} visibilityToggle={false} />
          )}
        </Field>
        <Field name="server.tls" label="加密">
          {({ value, onChange, ...control }) => (
            <Checkbox
              id={control.id}
              ref={control.ref as never}
              checked={value}
              onChange={(event) => onChange(event.target.checked)}
            >
              加密连接，核对服务器证书
            </Checkbox>
          )}
        </Field>
        {tls ? (
          <Field name="server.certificate" label="证书" required hint="服务器证书或签发者证书的 PEM 全文">
            {(control) => <Input.TextArea {...control} className="mono" rows={5} />}
          </Field>
        ) : null}
      </Form>
      <FailureNote failure={set.failure ?? clear.failure} />
      <div className="dialog-foot">
        {server ? (
          <Button danger onClick={() => void forget()}>
            去掉设定…
          </Button>
        ) : null}
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={set.busy} onClick={() => void save()}>
          保存 <Keycap name="Ctrl+S" />
        </Button>
      </div>
    </>
  );
}
