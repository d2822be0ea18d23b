import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { StationStatus } from '../../../shared/station/methods.ts';
import { passwordWeakness } from '../../../shared/station/user.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { PasswordInput } from './PasswordInput.tsx';
import './station.css';

interface UnlockPageProps {
  readonly status: StationStatus;
  readonly reason: 'user' | 'idle' | 'closed' | null;
  readonly onOpen: () => void;
}

/** Who works here now, and the password; after wrong ones the wait runs down in the button. */
export function UnlockPage({ status, reason, onOpen }: UnlockPageProps): ReactNode {
  const [user, setUser] = useState(status.users[0] ?? '');
  const [way, setWay] = useState<'password' | 'recovery'>('password');
  return (
    <main className="gate">
      <section className="gate-card">
        <header className="gate-head">
          <span className="brand-mark">驿</span>
          <h1>解锁工作站</h1>
          <span className="secondary">驿递 {status.version}</span>
        </header>
        <div className="gate-body">
          {reason === 'idle' ? (
            <p className="secondary">
              已有 {status.idleMinutes} 分钟无人操作，页面已锁定；正在进行的写盘、备份不受影响。
            </p>
          ) : null}
          <div className="labelled">
            <span id="unlock-user">用户</span>
            <div className="user-list" role="radiogroup" aria-labelledby="unlock-user">
              {status.users.map((name) => (
                <label key={name}>
                  <input type="radio" name="user" checked={name === user} onChange={() => setUser(name)} />
                  {name}
                </label>
              ))}
            </div>
          </div>
          {way === 'password' ? (
            <PasswordForm
              key={user}
              status={status}
              user={user}
              onOpen={onOpen}
              onRecovery={() => setWay('recovery')}
            />
          ) : (
            <RecoveryForm status={status} user={user} onOpen={onOpen} onBack={() => setWay('password')} />
          )}
        </div>
        <footer className="gate-foot">
          <span className="mono cut" title={status.dir}>
            {status.dir}
          </span>
        </footer>
      </section>
    </main>
  );
}

interface FormProps {
  readonly status: StationStatus;
  readonly user: string;
  readonly onOpen: () => void;
}

function PasswordForm({ status, user, onOpen, onRecovery }: FormProps & { onRecovery: () => void }): ReactNode {
  const [password, setPassword] = useState('');
  const unlock = useAct('station.unlock', { failures: 'page' });
  const fresh = useCall('station.status', {});
  const input = useRef<HTMLDivElement>(null);
  const { left, wait } = useCountdown(status.waitSeconds);
  const submit = async (): Promise<void> => {
    if (password === '' || left > 0 || unlock.busy) return;
    const reply = await unlock.run({ user, password });
    await fresh.again();
    if (reply.ok) return onOpen();
    setPassword('');
    wait(Number(reply.failure.details['waitSeconds'] ?? 0));
    input.current?.querySelector('input')?.focus();
  };
  useKeys({ F2: onRecovery });
  return (
    <>
      <div className="labelled" ref={input}>
        <label htmlFor="unlock-password">密码</label>
        <PasswordInput
          id="unlock-password"
          autoFocus
          value={password}
          status={unlock.failure ? 'error' : ''}
          onChange={(event) => setPassword(event.target.value)}
          onPressEnter={() => void submit()}
        />
      </div>
      <FailureNote failure={unlock.failure} />
      <LongOpening busy={unlock.busy} />
      <div className="row">
        <button type="button" className="button button-link" onClick={onRecovery}>
          用恢复码 <Keycap name="F2" />
        </button>
        <span className="grow" />
        <button
          type="button"
          className="button button-primary"
          disabled={password === '' || left > 0}
          aria-busy={unlock.busy}
          onClick={() => void submit()}
        >
          {left > 0 ? `请等 ${left} 秒` : '解锁'} <Keycap name="Enter" />
        </button>
      </div>
    </>
  );
}

function RecoveryForm({ status, user, onOpen, onBack }: FormProps & { onBack: () => void }): ReactNode {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const recover = useAct('station.recover', { failures: 'page' });
  const fresh = useCall('station.status', {});
  const { left, wait } = useCountdown(status.waitSeconds);
  const weakness = password === '' ? '' : passwordWeakness(password, user);
  const differs = again !== '' && again !== password;
  const ready = code.trim() !== '' && password !== '' && weakness === '' && again === password && left === 0;
  const submit = async (): Promise<void> => {
    if (!ready || recover.busy) return;
    const reply = await recover.run({ code, user, password });
    await fresh.again();
    if (reply.ok) return onOpen();
    wait(Number(reply.failure.details['waitSeconds'] ?? 0));
  };
  useKeys({ Escape: onBack });
  return (
    <>
      <div className="labelled">
        <label htmlFor="recovery-code">恢复码（打印件上的八组字符，连字符可省）</label>
        <textarea
          id="recovery-code"
          // biome-ignore lint/a11y/noAutofocus: the form was asked for, and begins here
          autoFocus
          className={`box mono ${recover.failure ? 'error' : ''}`}
          rows={2}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
        />
      </div>
      <div className="labelled">
        <label htmlFor="recovery-password">为“{user}”设新密码</label>
        <PasswordInput
          id="recovery-password"
          value={password}
          status={weakness ? 'error' : ''}
          onChange={(event) => setPassword(event.target.value)}
        />
        {weakness ? <p className="field-error">{weakness}</p> : null}
      </div>
      <div className="labelled">
        <label htmlFor="recovery-again">再输一次</label>
        <PasswordInput
          id="recovery-again"
          value={again}
          status={differs ? 'error' : ''}
          onChange={(event) => setAgain(event.target.value)}
          onPressEnter={() => void submit()}
        />
        {differs ? <p className="field-error">两次输入不一致</p> : null}
      </div>
      <FailureNote failure={recover.failure} />
      <LongOpening busy={recover.busy} />
      <div className="row">
        <button type="button" className="button" onClick={onBack}>
          返回 <Keycap name="Escape" />
        </button>
        <span className="grow" />
        <button
          type="button"
          className="button button-primary"
          disabled={!ready}
          aria-busy={recover.busy}
          onClick={() => void submit()}
        >
          {left > 0 ? `请等 ${left} 秒` : '重设密码并解锁'}
        </button>
      </div>
    </>
  );
}

/** Seconds that run down to 0. */
/** So long a password may take to be stretched and a station to be opened without a word, ms. */
const patience = 2500;

/** Says why the first opening after an update takes long: the core moves the data over, and hears nothing meanwhile. */
function LongOpening({ busy }: { readonly busy: boolean }): ReactNode {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setLong(true), patience);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [busy]);
  return long ? (
    <p className="secondary" role="status">
      正在打开工作站。程序更新后第一次打开，要先整理已有的数据，证照多时需要几分钟，请不要关闭。
    </p>
  ) : null;
}

function useCountdown(first: number): { left: number; wait: (seconds: number) => void } {
  const [until, setUntil] = useState(() => Date.now() + first * 1000);
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (left === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [left]);
  return {
    left,
    wait: (seconds) => {
      setNow(Date.now());
      setUntil(Date.now() + seconds * 1000);
    },
  };
}
