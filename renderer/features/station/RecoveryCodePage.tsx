import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { usePrint } from '../../components/print.tsx';
import { CodeGroups, CodePaper } from './CodePaper.tsx';
import './station.css';

interface RecoveryCodePageProps {
  readonly code: string;
  readonly onDone: () => void;
}

/** Shows the recovery code once, prints it, and has it typed back before it is trusted. */
export default function RecoveryCodePage({ code, onDone }: RecoveryCodePageProps): ReactNode {
  return (
    <main className="gate">
      <section className="gate-card gate-wide">
        <header className="gate-head">
          <span className="brand-mark">驿</span>
          <h1>恢复码</h1>
          <span className="secondary">只显示这一次</span>
        </header>
        <RecoveryCodeForm code={code} onDone={onDone} />
      </section>
    </main>
  );
}

/** The same inside a dialog of the settings, after a new code was drawn. */
export function RecoveryCodeForm({ code, onDone }: RecoveryCodePageProps): ReactNode {
  const { station, user } = useSession();
  const [typed, setTyped] = useState('');
  const [hidden, setHidden] = useState(false);
  const check = useAct('station.checkRecovery', { failures: 'page' });
  const { print, sheet } = usePrint();
  const confirm = useConfirm();
  const printCode = (): void => print(<RecoveryPaper code={code} station={station.name} user={user.name} />);
  const submit = async (): Promise<void> => {
    if (typed.trim() === '' || check.busy) return;
    const reply = await check.run({ code: typed });
    if (reply.ok) onDone();
  };
  const later = async (): Promise<void> => {
    const sure = await confirm({
      title: '恢复码还没有核对',
      content: '离开后恢复码不再显示。忘记密码时只有它能打开工作站；没有打印件或抄写件，数据将无法找回。',
      ok: '已妥善抄存，离开',
      danger: true,
    });
    if (sure) onDone();
  };
  useKeys({ 'Ctrl+P': printCode, 'Ctrl+Enter': () => void submit() });
  return (
    <>
      <div className="gate-body">
        <p>
          忘记密码时，用恢复码可以重设密码。请打印两份，<strong>封存在不同的地方</strong>
          ；任何人拿到它和这台机器，就能打开全部数据。
        </p>
        {hidden ? <p className="secondary">已隐去，请看着打印件输入。</p> : <CodeGroups code={code} />}
        <div className="row">
          <Button onClick={printCode}>
            打印 <Keycap name="Ctrl+P" />
          </Button>
          <Button onClick={() => setHidden(!hidden)}>{hidden ? '再显示' : '隐去'}</Button>
        </div>
        <div className="labelled">
          <label htmlFor="recovery-typed">看着打印件或抄写件，把恢复码输入一遍（连字符、空格可省）</label>
          <Input
            id="recovery-typed"
            autoFocus
            className="mono"
            value={typed}
            status={check.failure ? 'error' : ''}
            onPaste={(event) => event.preventDefault()}
            onChange={(event) => {
              setHidden(true);
              setTyped(event.target.value.toUpperCase());
            }}
            onPressEnter={() => void submit()}
          />
        </div>
        <FailureNote failure={check.failure} />
      </div>
      <footer className="gate-foot">
        <Button onClick={() => void later()}>以后再核对</Button>
        <span className="grow" />
        <Button type="primary" disabled={typed.trim() === ''} loading={check.busy} onClick={() => void submit()}>
          核对并进入 <Keycap name="Enter" />
        </Button>
      </footer>
      {sheet}
    </>
  );
}

function RecoveryPaper(of: { code: string; station: string; user: string }): ReactNode {
  return (
    <CodePaper title="工作站恢复码" {...of}>
      <p>
        用途：忘记密码时，在解锁页选“用恢复码”，输入八组字符并设新密码。每组末位为校验位，输入有误时程序会指出第几组。
        字母不用 I、L、O、U；数字 0、1 与字母 O、I 不必区分。
      </p>
      <p>保管：装入信封密封，骑缝签名，存入保险柜；两份分开存放。换新恢复码后，本页作废销毁。</p>
    </CodePaper>
  );
}
