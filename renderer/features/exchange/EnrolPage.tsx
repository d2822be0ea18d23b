import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type Partner, partnerStateNames } from '../../../shared/exchange/partner.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { usePrint } from '../../components/print.tsx';
import { DotWord, formatDate, Mono, NameCode, type Tone } from '../../components/text.tsx';
import { AccountForm } from './AccountForm.tsx';
import { EnrolForm } from './EnrolForm.tsx';
import { EnrolmentDialog } from './EnrolmentDialog.tsx';
import { Fingerprint } from './Fingerprint.tsx';
import { PartnerPanel } from './PartnerPanel.tsx';
import './enrol.css';

export const partnerTones: Readonly<Record<Partner['state'], Tone>> = {
  unverified: 'warn',
  verified: 'plain',
  revoked: 'bad',
};

/** 单位接入: keys change hands on media, fingerprints on paper. */
export default function EnrolPage(): ReactNode {
  const { station, has } = useSession();
  const notify = useNotify();
  const bureau = station.role === 'bureau';
  const own = useCall('enrol.own', {});
  const list = useCall('enrol.partners', {});
  const request = useAct('enrol.request');
  const [selected, setSelected] = useState('');
  const [exporting, setExporting] = useState(false);
  const [file, setFile] = useState<PickedFile | null>(null);
  const may = has('exchangeOfficer', 'admin', 'intake');
  const partners = list.data?.partners ?? [];
  const chosen = partners.find((one) => one.id === selected) ?? partners[0] ?? null;
  const other = bureau ? '填报单位' : '主管部门';

  const exportTo = async (folder: string): Promise<void> => {
    const reply = await request.run({ to: folder });
    if (reply.ok) notify.done(`接入文件已写到 ${reply.value.path}`);
  };
  const print = (): void => window.print();
  const { print: printSheet, sheet } = usePrint();
  const info = useCall('station.info', {});
  const people = useCall('user.list', {});
  const printAccounts = (): void => {
    const users = people.data?.users.filter(({ disabled }) => !disabled) ?? [];
    if (own.data && info.data) printSheet(<AccountForm own={own.data} info={info.data.info} people={users} />);
  };
  useKeys({ F2: may ? () => setExporting(true) : undefined, 'Ctrl+P': print, F4: bureau ? undefined : printAccounts });

  const columns: DataColumn<Partner>[] = [
    { title: '单位', key: 'name', render: (_, one) => <NameCode name={one.name} code={one.uscc} /> },
    {
      title: '状态',
      key: 'state',
      width: 88,
      render: (_, one) => <DotWord tone={partnerTones[one.state]}>{partnerStateNames[one.state]}</DotWord>,
    },
    { title: '接入', key: 'at', width: 96, mono: true, render: (_, one) => formatDate(one.enrolledAt, false) },
    { title: '往来包', key: 'packages', width: 62, number: true, render: (_, one) => one.packages },
  ];

  return (
    <Page
      keys={[
        ['F2', '导出本单位接入文件'],
        ['Ctrl+P', '打印接入表'],
        ...(bureau ? [] : [['F4', '打印账户申请表'] as const]),
        ['F6', '下一区'],
        ['F1', '本页说明'],
      ]}
    >
      <PageHead
        title="单位接入"
        sub={
          bureau
            ? '收下填报单位的接入文件，回给它一份回复；双方对照纸面指纹'
            : '把本单位接入文件交给主管部门，再收下它的回复；双方对照纸面指纹'
        }
      >
        {bureau ? null : (
          <Button onClick={printAccounts}>
            打印账户申请表 <Keycap name="F4" />
          </Button>
        )}
        <Button onClick={print}>
          打印接入表 <Keycap name="Ctrl+P" />
        </Button>
        <Button disabled={!may} onClick={() => setExporting(true)}>
          导出本单位接入文件… <Keycap name="F2" />
        </Button>
      </PageHead>
      <FailureNote failure={own.failure ?? list.failure} />
      <div className="enrol-grid">
        <div className="enrol-left">
          <Panel title="本单位" extra={own.data ? <Mono>{own.data.id}</Mono> : undefined}>
            <div className="own-keys">
              <p className="strong">{own.data?.name}</p>
              <p className="mono secondary small">{own.data?.uscc}</p>
              <Fingerprint value={own.data?.fingerprint ?? ''} />
              <p className="secondary small">
                这是本单位两把公钥的指纹。打印在接入表上，由对方逐组对照；密钥本身不离开本机。
              </p>
            </div>
          </Panel>
          <Panel title={`收${other}的接入文件`}>
            <div className="own-keys">
              <DropFiles
                title={`把${other}的 .ydk 文件拖到这里，或点按选择`}
                hint={bureau ? '收下后在选定的文件夹写出回复，交回该单位。' : '收下后即可封装上报包。'}
                accept=".ydk"
                multiple={false}
                limitMb={1}
                disabled={!may}
                onFiles={(files) => setFile(files[0] ?? null)}
              />
            </div>
          </Panel>
        </div>
        <Panel title={bureau ? '已接入单位' : '主管部门'} count={partners.length} fill>
          <DataTable<Partner>
            label="接入单位"
            rows={partners}
            rowKey={(one) => one.id}
            columns={columns}
            loading={list.loading}
            selected={chosen?.id ?? ''}
            onSelect={(one) => setSelected(one.id)}
            autoFocus
            empty={
              <Empty
                title={bureau ? '还没有单位接入' : '还没有接入主管部门'}
                hint={
                  bureau
                    ? '请填报单位导出接入文件（.ydk）并打印接入表，连同介质送来；在左边收下文件，对照表上的指纹。'
                    : '先按 F2 导出本单位接入文件，连同打印的接入表送主管部门；取回它的回复文件（.ydk）后在左边收下。'
                }
              />
            }
          />
        </Panel>
        <PartnerPanel partner={chosen} may={may} />
      </div>
      <EnrolmentDialog file={file} bureau={bureau} onClose={() => setFile(null)} onTaken={setSelected} />
      <PlacePicker
        open={exporting}
        title="选写出接入文件的位置"
        pick="folder"
        write
        onPick={([folder]) => folder && void exportTo(folder)}
        onClose={() => setExporting(false)}
      />
      {own.data && sheet === null ? <EnrolForm own={own.data} /> : null}
      {sheet}
    </Page>
  );
}
