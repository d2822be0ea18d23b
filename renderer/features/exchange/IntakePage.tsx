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
import { DotWord, formatDate, megabytes, Tag, type Tone } from '../../components/text.tsx';
import { AskDialog } from './AskDialog.tsx';
import { IntakeDetail } from './IntakeDetail.tsx';
import { actOf, factsOf, type IntakeAct, intakeActNames, resultOf } from './intake-words.ts';
import { serial } from './LedgerPanel.tsx';
import { SalvageDialog } from './SalvageDialog.tsx';
import { VolumeBlocks } from './VolumeBlocks.tsx';
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
  const [folder, setFolder] = useState('');
  const [none, setNone] = useState(false);
  const [selected, setSelected] = useState('');
  const [asking, setAsking] = useState<IntakeRow | null>(null);
  const [salvaging, setSalvaging] = useState<IntakeRow | null>(null);
  const may = has('intake');
  const all = call.data?.rows ?? [];
  const rows = useMemo(() => all.filter((row) => matches(row, query)), [all, query]);
  const chosen =
    rows.find((row) => row.key === selected) ?? rows.find((row) => row.packageId === selected) ?? rows[0] ?? null;

  const take = async (from: string): Promise<void> => {
    setSource(from);
    setFolder(from);
    await told(await receive.run({ paths: [from], receiptTo: from }));
  };
  const takeFiles = async (files: readonly PickedFile[]): Promise<void> => {
    setFolder('');
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
  const act = (row: IntakeRow, what: IntakeAct | null): void => {
    if (what === 'review' || what === 'look') navigate(`/review?package=${row.packageId}`);
    else if (what === 'ask') setAsking(row);
    else if (what === 'salvage' && may) setSalvaging(row);
  };
  useKeys({ F2: may && !receive.busy ? () => setPicking(true) : undefined });

  return (
    <Page
      spaced
      keys={[
        ['ArrowUp ArrowDown', '选包'],
        ['Enter', chosen && actOf(chosen) ? intakeActNames[actOf(chosen)!] : '审核'],
        ['Ctrl+P', '打印回执'],
        ['/', '查找'],
        ['F1', '本页说明'],
      ]}
      actions={
        <Button type="primary" disabled={!may || receive.busy} onClick={() => setPicking(true)}>
          选介质或文件夹 <Keycap name="F2" />
        </Button>
      }
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
            columns={columnsFor(may, act)}
            loading={call.loading}
            selected={chosen?.key ?? ''}
            onSelect={(row) => setSelected(row.key)}
            onOpen={(row) => act(row, actOf(row))}
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
        {chosen ? <IntakeDetail row={chosen} may={may} onAct={(what) => act(chosen, what)} /> : null}
      </div>
      <AskDialog row={asking} onClose={() => setAsking(null)} />
      <SalvageDialog row={salvaging} receiptTo={folder} onClose={() => setSalvaging(null)} />
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

/** From here on a line has room for whole names of organs. */
const wideFrom = 1600;

function columnsFor(may: boolean, act: (row: IntakeRow, what: IntakeAct) => void): DataColumn<IntakeRow>[] {
  const wide = window.innerWidth >= wideFrom;
  return [
    {
      title: '来文单位',
      key: 'sender',
      width: wide ? 240 : 152,
      render: (_, row) => row.senderName || <span className="secondary">{row.file}</span>,
    },
    {
      title: '包序',
      key: 'sequence',
      width: 54,
      mono: true,
      render: (_, row) => (row.sequence > 0 ? serial(row.sequence) : '—'),
    },
    { title: '收到', key: 'at', width: 58, mono: true, render: (_, row) => <Came at={row.at} /> },
    { title: '签名', key: 'signature', width: 94, render: (_, row) => <Signature row={row} /> },
    { title: '内容', key: 'contents', width: wide ? 260 : 196, render: (_, row) => <Contents row={row} /> },
    { title: 'MB', key: 'bytes', width: 58, number: true, render: (_, row) => megabytes(row.bytes) },
    { title: '卷', key: 'volumes', width: 98, render: (_, row) => <VolumeBlocks volumes={row.volumes} /> },
    { title: '结果', key: 'result', width: 84, render: (_, row) => <Result row={row} /> },
    { title: '情况', key: 'facts', render: (_, row) => <Facts row={row} /> },
    {
      title: '',
      key: 'act',
      width: 134,
      render: (_, row) => {
        const what = actOf(row);
        if (what === null) return null;
        return (
          <Button disabled={what === 'salvage' && !may} onClick={() => act(row, what)}>
            {intakeActNames[what]}
          </Button>
        );
      },
    },
  ];
}

/** The time for what came today, the day for the rest. */
function Came({ at }: { at: string }): ReactNode {
  const today = formatDate(new Date().toISOString(), false);
  const [day = '', time = ''] = formatDate(at, true).split(' ');
  return <span title={formatDate(at, true)}>{day === today ? time : day.slice(5)}</span>;
}

function Contents({ row }: { row: IntakeRow }): ReactNode {
  return (
    <>
      {row.urgent ? <Tag tone="warn">急件</Tag> : null} {contentsOf(row)}
    </>
  );
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
  const [word, tone] = row.ok || row.loss ? (['有效', 'plain'] as const) : (signatureWords[row.code] ?? ['—', null]);
  return tone === null ? <span className="faint">{word}</span> : <DotWord tone={tone}>{word}</DotWord>;
}

function Result({ row }: { row: IntakeRow }): ReactNode {
  const [word, tone] = resultOf(row);
  return <DotWord tone={tone}>{word}</DotWord>;
}

function Facts({ row }: { row: IntakeRow }): ReactNode {
  const { tag, text } = factsOf(row);
  return (
    <span title={text}>
      {tag ? <Tag tone="warn">{tag}</Tag> : null} {text}
    </span>
  );
}

function Tally({ rows }: { rows: readonly IntakeRow[] }): ReactNode {
  const count = (word: string): number => rows.filter((row) => resultOf(row)[0] === word).length;
  const taken = rows.filter((row) => row.ok).length;
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  const urgent = rows.reduce((sum, row) => sum + (row.urgent ? row.waiting : 0), 0);
  if (rows.length === 0) return null;
  const exceptions = [
    ['缺卷', 'warn'],
    ['收到部分', 'warn'],
    ['损坏', 'bad'],
    ['拒收', 'bad'],
  ] as const;
  return (
    <>
      <span>已签收 {taken}</span>
      <span>待审 {waiting}</span>
      {urgent > 0 ? <span className="warn">急件待审 {urgent}</span> : null}
      {exceptions.map(([word, tone]) =>
        count(word) > 0 ? (
          <span key={word} className={tone}>
            {word} {count(word)}
          </span>
        ) : null,
      )}
    </>
  );
}
