import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { Dialog, useConfirm } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { usePrint } from '../../components/print.tsx';
import { formatDate } from '../../components/text.tsx';
import { CodeGroups, CodePaper } from './CodePaper.tsx';

/** 备用密钥 of a bureau: made onto a medium for the safe, and put to use by the station that takes over. */
export function SpareKeyBlock(): ReactNode {
  const { has } = useSession();
  const keys = useCall('enrol.spareKeys', {});
  const make = useAct('enrol.makeSpare', { failures: 'page' });
  const drop = useAct('enrol.dropSpare');
  const confirm = useConfirm();
  const notify = useNotify();
  const [placing, setPlacing] = useState<'make' | 'use' | null>(null);
  const [made, setMade] = useState<{ path: string; code: string } | null>(null);
  const [file, setFile] = useState('');
  const { published = null, held = [] } = keys.data ?? {};
  const makeIn = async (to: string): Promise<void> => {
    const reply = await make.run({ to });
    if (reply.ok) setMade(reply.value);
  };
  const putBack = async (): Promise<void> => {
    const sure = await confirm({
      title: '停用备用密钥',
      content: '本站不再存有它的私钥，封装给它的包要再启用才能打开。介质和启封码仍封存备用。',
      ok: '停用',
    });
    if (sure && (await drop.run({})).ok) notify.done('备用密钥已停用');
  };
  return (
    <section className="settings-block" data-panel tabIndex={-1}>
      <h3>备用密钥</h3>
      <p className="secondary small">
        离线封存的第二把加密密钥。填报单位的包同时加密给它：本站毁坏、密钥丢失时，接替的工作站启用它，途中的包仍能打开。
      </p>
      <p className="row">
        <span>
          {published ? (
            <>
              已公布：{published.by} <span className="mono">{formatDate(published.at, true)}</span> 生成
            </>
          ) : (
            '还没有备用密钥。'
          )}
        </span>
        {has('admin') ? (
          <>
            <Button loading={make.busy} onClick={() => setPlacing('make')}>
              {published ? '换一把…' : '生成…'}
            </Button>
            <Button onClick={() => setPlacing('use')}>启用…</Button>
          </>
        ) : null}
      </p>
      {held.map(({ publicKey, at, by }) => (
        <p className="row" key={publicKey}>
          <span>
            本站已启用：{by} <span className="mono">{formatDate(at, true)}</span>{' '}
            <span className="mono small faint">{publicKey.slice(2, 18)}…</span>
          </span>
        </p>
      ))}
      {held.length > 0 && has('admin') ? <Button onClick={() => void putBack()}>停用…</Button> : null}
      <FailureNote failure={keys.failure ?? make.failure} />
      <PlacePicker
        open={placing === 'make'}
        title="选存放备用密钥的离线介质"
        pick="folder"
        write
        onPick={([folder]) => folder && void makeIn(folder)}
        onClose={() => setPlacing(null)}
      />
      <PlacePicker
        open={placing === 'use'}
        title="选备用密钥文件"
        pick="files"
        extensions={['ysk']}
        onPick={([path]) => path && setFile(path)}
        onClose={() => setPlacing(null)}
      />
      <Dialog title="启封码，只显示这一次" open={made !== null} onClose={() => setMade(null)} width={720}>
        {made ? <MadeCode {...made} onClose={() => setMade(null)} /> : null}
      </Dialog>
      <Dialog title="启用备用密钥" open={file !== ''} onClose={() => setFile('')}>
        {file === '' ? null : <UseForm path={file} onClose={() => setFile('')} />}
      </Dialog>
    </section>
  );
}

function MadeCode({ path, code, onClose }: { path: string; code: string; onClose: () => void }): ReactNode {
  const { station, user } = useSession();
  const { print, sheet } = usePrint();
  const printCode = (): void => print(<SpareCodePaper code={code} station={station.name} user={user.name} />);
  useKeys({ 'Ctrl+P': printCode });
  return (
    <div className="stack">
      <p>
        密钥已写到 <span className="mono">{path}</span>。请打印启封码，与介质<strong>分开封存</strong>。
      </p>
      <CodeGroups code={code} />
      <p className="secondary small">
        然后在“单位接入”导出本单位接入文件，发给各填报单位收下：以后的包就同时加密给备用密钥。
      </p>
      <div className="dialog-foot">
        <Button onClick={onClose}>已封存，关闭</Button>
        <Button type="primary" onClick={printCode}>
          打印 <Keycap name="Ctrl+P" />
        </Button>
      </div>
      {sheet}
    </div>
  );
}

function UseForm({ path, onClose }: { path: string; onClose: () => void }): ReactNode {
  const use = useAct('enrol.useSpare', { failures: 'page' });
  const notify = useNotify();
  const [code, setCode] = useState('');
  const save = async (): Promise<void> => {
    if (code.trim() === '' || use.busy) return;
    if (!(await use.run({ path, code })).ok) return;
    notify.done('备用密钥已启用，封装给它的包可以收了');
    onClose();
  };
  return (
    <div className="stack">
      <p className="mono small cut" title={path}>
        {path}
      </p>
      <div className="labelled">
        <label htmlFor="spare-code">启封码（八组，连字符、空格可省）</label>
        <Input
          id="spare-code"
          autoFocus
          className="mono"
          value={code}
          status={use.failure ? 'error' : ''}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
          onPressEnter={() => void save()}
        />
      </div>
      <FailureNote failure={use.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={code.trim() === ''} loading={use.busy} onClick={() => void save()}>
          启用 <Keycap name="Enter" />
        </Button>
      </div>
    </div>
  );
}

function SpareCodePaper(of: { code: string; station: string; user: string }): ReactNode {
  return (
    <CodePaper title="备用密钥启封码" {...of}>
      <p>用途：工作站毁坏、密钥丢失时，在接替的工作站“设置 · 密钥与指纹”里启用备用密钥，打开途中的上报包。</p>
      <p>保管：装入信封密封，骑缝签名，存入保险柜；备用密钥的介质存放在另一处，两样由两人分管。</p>
    </CodePaper>
  );
}
