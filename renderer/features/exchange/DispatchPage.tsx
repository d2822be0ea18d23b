import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import {
  type DispatchTarget,
  dispatchPartNames,
  type PartState,
  versionWords,
} from '../../../shared/exchange/dispatch.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { DotWord, NameCode, type Tone } from '../../components/text.tsx';
import { DispatchLines } from './DispatchLines.tsx';
import { DispatchObligations } from './DispatchObligations.tsx';
import { DispatchShared } from './DispatchShared.tsx';
import { PrepareDialog } from './PrepareDialog.tsx';
import { SendDispatchDialog } from './SendDispatchDialog.tsx';
import { SentDispatches } from './SentDispatches.tsx';
import './dispatch.css';

const tabs = [
  { value: 'list', label: '目录清单' },
  { value: 'obligations', label: '应交材料' },
  { value: 'shared', label: '公用' },
  { value: 'sent', label: '已下发' },
] as const;
type Tab = (typeof tabs)[number]['value'];

/** 下发: for each department what it must compile and what it owes, for all the calendar, the classification and license types; signed and written to a medium. */
export default function DispatchPage(): ReactNode {
  const { has } = useSession();
  const [search, setSearch] = useSearchParams();
  const overview = useCall('dispatch.overview', {});
  const [tab, setTab] = useState<Tab>('list');
  const [query, setQuery] = useState('');
  const [dialog, setDialog] = useState<'prepare' | 'send' | null>(null);
  const may = has('catalogAuditor', 'dataManager');
  const targets = overview.data?.targets ?? [];
  const rows = targets.filter(({ name, uscc }) => `${name}${uscc}`.includes(query.trim()));
  const chosen = rows.find(({ station }) => station === search.get('station')) ?? rows[0] ?? null;
  const waiting = targets.filter(isChanged);
  const walk = (by: number): void => {
    const at = tabs.findIndex(({ value }) => value === tab) + by;
    const next = tabs[(at + tabs.length) % tabs.length];
    if (next) setTab(next.value);
  };
  useKeys({
    F2: may && targets.length > 0 ? () => setDialog('send') : undefined,
    'Alt+I': may ? () => setDialog('prepare') : undefined,
    F3: () => walk(1),
  });
  return (
    <Page
      keys={[
        ...(may
          ? ([
              ['N', '增加一行'],
              ['E', '修改'],
              ['Delete', '删去'],
              ['Alt+I', '收进文件'],
            ] as const)
          : []),
        ['F3', '换一栏'],
        ['F6', '下一区'],
        ['F1', '本页说明'],
      ]}
      actions={
        <>
          <BarFact>{waiting.length > 0 ? `${waiting.length} 个单位有改动没有下发` : '没有未下发的改动'}</BarFact>
          <Button type="primary" disabled={!may || targets.length === 0} onClick={() => setDialog('send')}>
            写出下发包 <Keycap name="F2" />
          </Button>
        </>
      }
    >
      <PageHead title="下发" sub="签名、加密，一个单位一份；填报单位在“上报—收回执”里收">
        <Button disabled={!may} onClick={() => setDialog('prepare')}>
          收进文件… <Keycap name="Alt+I" />
        </Button>
      </PageHead>
      <FailureNote failure={overview.failure} />
      <div className="dispatch-grid">
        <Panel
          title="填报单位"
          count={targets.length}
          fill
          extra={<SearchBox value={query} onChange={setQuery} placeholder="单位名称" width={132} />}
        >
          <DataTable<DispatchTarget>
            label="填报单位"
            rows={rows}
            rowKey={(row) => row.station}
            loading={overview.loading}
            selected={chosen?.station ?? ''}
            onSelect={({ station }) => setSearch({ station }, { replace: true })}
            autoFocus
            columns={[
              { title: '单位', key: 'name', render: (_, row) => <NameCode name={row.name} /> },
              {
                title: '清单',
                key: 'size',
                width: 52,
                number: true,
                render: (_, row) => partOf(row, 'list').size || '',
              },
              { title: '下发', key: 'state', width: 92, render: (_, row) => <Standing target={row} /> },
            ]}
            empty={
              <Empty
                title={query === '' ? '还没有单位接入' : '没有这个单位'}
                hint={query === '' ? '先在“单位接入”收下填报单位的接入文件，才能编清单、给它下发。' : '换几个字再找。'}
              />
            }
          />
        </Panel>
        <section className="dispatch-main">
          <header className="dispatch-tabs">
            <Segmented<Tab> value={tab} options={[...tabs]} onChange={setTab} />
            <span className="secondary small cut">{chosen && tab !== 'sent' ? wordsOf(chosen, tab) : ''}</span>
          </header>
          {tab === 'sent' ? (
            <SentDispatches sent={overview.data?.sent ?? []} may={may} />
          ) : tab === 'shared' ? (
            <DispatchShared may={may} onPrepare={() => setDialog('prepare')} />
          ) : chosen === null ? null : tab === 'list' ? (
            <DispatchLines key={chosen.station} target={chosen} may={may} onPrepare={() => setDialog('prepare')} />
          ) : (
            <DispatchObligations key={chosen.station} target={chosen} may={may} />
          )}
        </section>
      </div>
      <PrepareDialog open={dialog === 'prepare'} target={chosen} onClose={() => setDialog(null)} />
      <SendDispatchDialog open={dialog === 'send'} target={chosen} waiting={waiting} onClose={() => setDialog(null)} />
    </Page>
  );
}

export function partOf(target: DispatchTarget, part: PartState['part']): PartState {
  return target.parts.find((one) => one.part === part)!;
}

export function isChanged(target: DispatchTarget): boolean {
  return target.parts.some(({ changed }) => changed);
}

function Standing({ target }: { target: DispatchTarget }): ReactNode {
  const sent = target.parts.filter(({ version }) => version > 0);
  const [word, tone]: readonly [string, Tone] = isChanged(target)
    ? ['有改动', 'warn']
    : sent.length === 0
      ? ['未编', 'plain']
      : sent.every(({ version, inForce }) => inForce >= version)
        ? ['已采用', 'good']
        : ['已下发', 'blue'];
  return <DotWord tone={tone}>{word}</DotWord>;
}

/** Where the part of a tab stands for the department. */
function wordsOf(target: DispatchTarget, tab: Tab): string {
  if (tab === 'shared')
    return `对${target.name}：${(['calendar', 'classification', 'licenseTypes'] as const).map((part) => `${dispatchPartNames[part]}${standingOf(partOf(target, part))}`).join('，')}`;
  return tab === 'sent' ? '' : `${target.name}：${standingOf(partOf(target, tab))}`;
}

function standingOf({ size, changed, version, inForce }: PartState): string {
  if (version === 0) return size > 0 ? '没有下发过' : '没有编';
  const sent = `${versionWords(version)} 下发${changed ? '，之后有改动' : ''}`;
  return `${sent}，${inForce >= version ? '该单位已采用' : inForce > 0 ? `该单位用的是 ${versionWords(inForce)} 的` : '该单位尚未采用'}`;
}
