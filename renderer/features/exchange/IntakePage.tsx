import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { IntakeRow } from '../../../shared/exchange/package.ts';
import { recordKindNames, recordKinds } from '../../../shared/exchange/record.ts';
import { useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Empty } from '../../components/Empty.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { DotWord, formatDate, megabytes, type Tone } from '../../components/text.tsx';
import { IntakeDetail } from './IntakeDetail.tsx';
import { serial } from './LedgerPanel.tsx';
import './intake.css';

/** 收件: packages from a medium or folder, each with sender, signature and contents; what fails says why in words. */
export default function IntakePage(): ReactNode {
  const { has } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const call = useCall('intake.list', {});
  const receive = useJob('intake.receive', { failures: 'page' });
  const [query, setQuery] = useState('');
  const [picking, setPicking] = useState(false);
  const [source, setSource] = useState('');
  const [none, setNone] = useState(false);
  const [selected, setSelected] = useState('');
  const may = has('intake');
  const all = call.data?.rows ?? [];
  const rows = useMemo(() => all.filter((row) => matches(row, query)), [all, query]);
  const chosen =
    rows.find((row) => row.key === selected) ?? rows.find((row) => row.packageId === selected) ?? rows[0] ?? null;

  const take = async (folder: string): Promise<void> => {
    setSource(folder);
    await told(await receive.run({ paths: [folder], receiptTo: folder }));
  };
  const takeFiles = async (files: readonly PickedFile[]): Promise<void> => {
    setSource(`拖入的 ${files.length} 个文件`);
    await told(await receive.run({ files: files.map(({ name, bytes }) => ({ name, bytes })) }));
  };
  const told = async (reply: Awaited<ReturnType<typeof receive.run>>): Promise<void> => {
    if (!reply.ok) return;
    const { packages } = reply.value;
    const taken = packages.filter((one) => one.ok);
    const receipts = taken.filter((one) => one.receipt !== '').length;
    const silent = taken.find((one) => one.receipt === '');
    setNone(packages.length === 0);
    if (taken.length > 0)
      notify.done(
        `收 ${packages.length} 包，签收 ${taken.length}，回执已写 ${receipts}${silent ? '；没写出的回执可在下方另写' : ''}`,
      );
    const first = packages.find((one) => !one.ok) ?? packages[0];
    if (first) setSelected(first.packageId);
  };
  const review = (row: IntakeRow): void => {
    if (row.ok) navigate(`/review?package=${row.packageId}`);
  };
  useKeys({ F2: may && !receive.busy ? () => setPicking(true) : undefined });

  return (
    <Page
      spaced
      keys={[
        ['F2', '选介质或文件夹'],
        ['ArrowUp ArrowDown', '选包'],
        ['Enter', '审核'],
        ['/', '查找'],
        ['F1', '本页说明'],
      ]}
    >
      <PageHead
        title="收件"
        sub={
          none ? (
            <span className="warn">{source} 里没有上报包（.ydp），请确认介质插好、文件夹选对</span>
          ) : source ? (
            `来源 ${source}`
          ) : (
            '把收到的介质插好，按 F2 选它'
          )
        }
      >
        <SearchBox value={query} onChange={setQuery} placeholder="查单位、包序、包号" />
        <Button type="primary" disabled={!may || receive.busy} onClick={() => setPicking(true)}>
          选介质或文件夹 <Keycap name="F2" />
        </Button>
      </PageHead>
      {receive.busy ? (
        <div className="intake-job">
          <JobBar progress={receive.progress} onCancel={receive.cancel} />
        </div>
      ) : null}
      <FailureNote failure={call.failure ?? (receive.failure?.code === 'cancelled' ? null : receive.failure)} />
      <div className="intake-grid">
        <Panel
          title="收到的包"
          count={call.data?.total}
          extra={<Tally rows={all} />}
          fill
          foot={
            <div className="grow">
              <DropFiles
                title="或把 .ydp 文件拖到这里"
                accept=".ydp"
                limitMb={200}
                disabled={!may || receive.busy}
                onFiles={(files) => void takeFiles(files)}
              />
            </div>
          }
        >
          <DataTable<IntakeRow>
            label="收到的包"
            rows={rows}
            total={query ? rows.length : (call.data?.total ?? 0)}
            rowKey={(row) => row.key}
            columns={columnsFor(review)}
            loading={call.loading}
            selected={chosen?.key ?? ''}
            onSelect={(row) => setSelected(row.key)}
            onOpen={review}
            autoFocus
            empty={
              <Empty
                title="还没有收到包"
                hint="把填报单位送来的介质插好，按 F2 选介质或文件夹：里面的上报包逐个核验签名、收入记录，签收回执写回同一介质。"
              >
                <Button disabled={!may} onClick={() => setPicking(true)}>
                  选介质或文件夹
                </Button>
              </Empty>
            }
          />
        </Panel>
        {chosen ? <IntakeDetail row={chosen} may={may} /> : null}
      </div>
      <PlacePicker
        open={picking}
        title="选有上报包的介质或文件夹"
        pick="folder"
        onPick={([folder]) => folder && void take(folder)}
        onClose={() => setPicking(false)}
      />
    </Page>
  );
}

function matches(row: IntakeRow, query: string): boolean {
  const text = `${row.senderName} ${row.packageId} ${serial(row.sequence)} ${row.file}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function columnsFor(review: (row: IntakeRow) => void): DataColumn<IntakeRow>[] {
  return [
    {
      title: '来文单位',
      key: 'sender',
      width: 160,
      render: (_, row) => row.senderName || <span className="secondary">{row.file}</span>,
    },
    {
      title: '包序',
      key: 'sequence',
      width: 58,
      mono: true,
      render: (_, row) => (row.sequence > 0 ? serial(row.sequence) : '—'),
    },
    { title: '收到', key: 'at', width: 108, mono: true, render: (_, row) => formatDate(row.at, true, true) },
    { title: '签名', key: 'signature', width: 92, render: (_, row) => <Signature row={row} /> },
    { title: '内容', key: 'contents', width: 292, render: (_, row) => contentsOf(row) },
    { title: 'MB', key: 'bytes', width: 70, number: true, render: (_, row) => megabytes(row.bytes) },
    { title: '结果', key: 'result', width: 80, render: (_, row) => <Result row={row} /> },
    { title: '情况', key: 'facts', render: (_, row) => <span title={factsOf(row)}>{factsOf(row)}</span> },
    {
      title: '',
      key: 'act',
      width: 84,
      render: (_, row) =>
        row.ok ? <Button onClick={() => review(row)}>{row.waiting > 0 ? '审核' : '查看'}</Button> : null,
    },
  ];
}

function contentsOf(row: IntakeRow): string {
  const parts = recordKinds
    .filter((kind) => (row.counts[kind] ?? 0) > 0)
    .map((kind) => `${recordKindNames[kind]} ${row.counts[kind]}`);
  return parts.join('　') || '—';
}

const signatureWords: Readonly<Record<string, readonly [word: string, tone: Tone]>> = {
  'signature-invalid': ['无效', 'bad'],
  'sender-revoked': ['密钥已撤销', 'bad'],
  'unknown-sender': ['未接入', 'bad'],
};

function Signature({ row }: { row: IntakeRow }): ReactNode {
  const [word, tone] = row.ok ? (['有效', 'plain'] as const) : (signatureWords[row.code] ?? ['—', null]);
  return tone === null ? <span className="faint">{word}</span> : <DotWord tone={tone}>{word}</DotWord>;
}

function Result({ row }: { row: IntakeRow }): ReactNode {
  if (!row.ok)
    return row.code === 'missing-volume' ? <DotWord tone="warn">缺卷</DotWord> : <DotWord tone="bad">拒收</DotWord>;
  return <DotWord tone="plain">{row.waiting === 0 && row.decided > 0 ? '已审结' : '已签收'}</DotWord>;
}

function factsOf(row: IntakeRow): string {
  if (!row.ok) return row.message;
  return [
    row.rejected.length > 0 ? `隔离 ${row.rejected.length} 条：${row.rejected[0]?.message}` : '',
    row.missing.length > 0 ? `前面第 ${row.missing.map(serial).join('、')} 号包未到，已记入回执` : '',
    row.superseded > 0 ? `${row.superseded} 件已有更新的版本` : '',
    row.waiting > 0 ? `${row.waiting} 件待审` : '',
  ]
    .filter(Boolean)
    .join('；');
}

function Tally({ rows }: { rows: readonly IntakeRow[] }): ReactNode {
  const taken = rows.filter((row) => row.ok).length;
  const refused = rows.length - taken;
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  if (rows.length === 0) return null;
  return (
    <>
      <span>已签收 {taken}</span>
      <span>待审 {waiting}</span>
      <span className={refused > 0 ? 'bad' : ''}>拒收 {refused}</span>
    </>
  );
}
