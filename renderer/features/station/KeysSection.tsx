import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { type Output, useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { Dialog, useConfirm } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { usePrint } from '../../components/print.tsx';
import { DateText, formatDate } from '../../components/text.tsx';
import { RecoveryCodeForm } from './RecoveryCodePage.tsx';
import { SpareKeyBlock } from './SpareKeyBlock.tsx';

type Info = Output<'station.info'>;

/** 密钥与指纹, and the recovery code. */
export function KeysSection(): ReactNode {
  const { has, status, user } = useSession();
  const info = useCall('station.info', {});
  const notify = useNotify();
  const confirm = useConfirm();
  const draw = useAct('station.newRecoveryCode');
  const [code, setCode] = useState('');
  const { print, sheet } = usePrint();
  const data = info.data;
  const printSheet = (): void => {
    if (data) print(<FingerprintPaper info={data} user={user.name} />);
  };
  const drawCode = async (): Promise<void> => {
    const sure = await confirm({
      title: '换新恢复码',
      content: '新恢复码生成后，原来打印的恢复码立即作废，请当场打印、核对并封存新的，销毁旧的。',
      ok: '换新',
      danger: true,
    });
    if (!sure) return;
    const reply = await draw.run({});
    if (reply.ok) setCode(reply.value.recoveryCode);
  };
  useKeys({ 'Ctrl+P': printSheet });
  return (
    <Page
      keys={[['Ctrl+P', '打印指纹表']]}
      actions={
        <Button type="primary" disabled={!data} onClick={printSheet}>
          打印指纹表 <Keycap name="Ctrl+P" />
        </Button>
      }
    >
      <PageHead title="密钥与指纹" sub="指纹由两把公钥算出；交换公钥后双方当面逐组核对，才算接入" />
      <FailureNote failure={info.failure} />
      {data ? (
        <div className="scroll">
          <section className="settings-block" data-panel tabIndex={-1}>
            <h3>本站指纹</h3>
            <Fingerprint value={data.fingerprint} />
          </section>
          <section className="settings-block" data-panel tabIndex={-1}>
            <h3>工作站</h3>
            <dl className="facts">
              <dt>站号</dt>
              <dd className="mono">{data.id}</dd>
              <dt>建立</dt>
              <dd>
                <DateText value={data.createdAt} time />
              </dd>
              <dt>纪元</dt>
              <dd>
                <span className="mono">{data.epoch}</span>{' '}
                <span className="faint small">每次从备份恢复后另取，主管部门据此辨认</span>
              </dd>
              <dt>签名公钥</dt>
              <dd className="mono small">{data.signingKey}</dd>
              <dt>加密公钥</dt>
              <dd className="mono small">{data.encryptionKey}</dd>
              <dt>文件夹</dt>
              <dd className="mono">{data.dir}</dd>
            </dl>
          </section>
          <section className="settings-block" data-panel tabIndex={-1}>
            <h3>恢复码</h3>
            <p className="row">
              {status.recoveryChecked ? (
                <span>已打印核对。遗失或怀疑泄露时应换新。</span>
              ) : (
                <span className="warn">还没有核对过。没有可用的恢复码，忘记密码后数据无法找回；请换新并当场核对。</span>
              )}
              {has('admin') ? (
                <Button loading={draw.busy} onClick={() => void drawCode()}>
                  换新恢复码
                </Button>
              ) : null}
            </p>
          </section>
          {data.role === 'bureau' ? <SpareKeyBlock /> : null}
        </div>
      ) : null}
      <Dialog title="新恢复码，只显示这一次" open={code !== ''} onClose={() => setCode('')} width={720}>
        <RecoveryCodeForm
          code={code}
          onDone={() => {
            setCode('');
            notify.done('恢复码已换新');
          }}
        />
      </Dialog>
      {sheet}
    </Page>
  );
}

/** A fingerprint as two people read it to each other: sixteen groups of four. */
export function Fingerprint({ value }: { value: string }): ReactNode {
  return (
    <div className="fingerprint">
      {(value.match(/.{4}/g) ?? []).map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
        <span key={index}>{group}</span>
      ))}
    </div>
  );
}

function FingerprintPaper({ info, user }: { info: Info; user: string }): ReactNode {
  return (
    <section className="paper">
      <h1>工作站指纹表</h1>
      <table>
        <tbody>
          <tr>
            <th>单位</th>
            <td>{info.info.name}</td>
          </tr>
          <tr>
            <th>统一社会信用代码</th>
            <td className="mono">{info.info.uscc}</td>
          </tr>
          <tr>
            <th>站号</th>
            <td className="mono">{info.id}</td>
          </tr>
          <tr>
            <th>指纹</th>
            <td>
              <Fingerprint value={info.fingerprint} />
            </td>
          </tr>
          <tr>
            <th>联络员</th>
            <td>
              {info.info.contact}　<span className="mono">{info.info.phone}</span>
            </td>
          </tr>
          <tr>
            <th>打印</th>
            <td>
              {user}　{formatDate(new Date().toISOString(), true)}
            </td>
          </tr>
        </tbody>
      </table>
      <p style={{ paddingTop: '6mm' }}>
        双方当面逐组核对：本表的指纹与对方屏幕所示一致，方可在对方站内确认接入。指纹不一致的，不得使用其公钥文件。
      </p>
      <div className="paper-sign">
        <span>本单位：＿＿＿＿＿＿（盖章）</span>
        <span>核对人：＿＿＿＿＿＿</span>
        <span>日期：＿＿＿＿＿＿</span>
      </div>
    </section>
  );
}
