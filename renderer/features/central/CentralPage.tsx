import { Button, Checkbox, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type CentralPlace, type CentralRow, centralPlaceNames } from '../../../shared/central/methods.ts';
import { serverName } from '../../../shared/central/server.ts';
import { type RecordKind, recordKindNames, recordKinds } from '../../../shared/exchange/record.ts';
import { useAct, useJob } from '../../client/act.ts';
import { useCall, useRows } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DotWord, formatDate, Mono, NameCode, Num, type Tone } from '../../components/text.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { RunList } from './RunList.tsx';
import { ServerDialog } from './ServerDialog.tsx';
import './central.css';

const tones: Readonly<Record<CentralPlace, Tone>> = {
  waiting: 'plain',
  loaded: 'good',
  withdrawing: 'warn',
  unfit: 'bad',
};
const places = Object.keys(centralPlaceNames) as CentralPlace[];

/** 数据: what has been accepted, and its way into the central database. */
export default function CentralPage(): ReactNode {
  const { has } = useSession();
  const notify = useNotify();
  const navigate = useNavigate();
  const [place, setPlace] = useState<CentralPlace | 'all'>('all');
  const [kind, setKind] = useState<RecordKind | 'all'>('all');
  const [selected, setSelected] = useState('');
  const [setting, setSetting] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [again, setAgain] = useState(false);
  const [store, setStore] = useState(true);
  const state = useCall('central.state', {});
  const list = useRows('central.list', {
    ...(place === 'all' ? {} : { place }),
    ...(kind === 'all' ? {} : { kind }),
  });
  const load = useJob('central.load', { failures: 'page' });
  const attempt = useAct('central.try', { failures: 'page' });
  const row = list.rows.find(({ id }) => id === selected) ?? list.rows[0];
  const server = state.data?.server ?? null;
  const counts = state.data?.places;
  const waiting = (counts?.waiting ?? 0) + (counts?.withdrawing ?? 0);
  const mayLoad = has('dataManager') && server !== null && !load.busy;
  const maySet = has('dataManager', 'admin');
  const start = async (): Promise<void> => {
    const reply = await load.run({ again, store });
    if (!reply.ok) return;
    setAgain(false);
    const { loaded, removed, unfit, there, stored } = reply.value;
    notify.done(
      [
        `装载 ${loaded} 条`,
        removed && `撤下 ${removed} 条`,
        unfit && `${unfit} 条装不进`,
        stored && `记已入库 ${stored} 条`,
        `中心库现有 ${there} 条`,
      ]
        .filter(Boolean)
        .join('，'),
    );
  };
  const tryIt = async (): Promise<void> => {
    const reply = await attempt.run({});
    if (reply.ok)
      notify.done(`已连上 ${reply.value.version.split(' ').slice(0, 2).join(' ')}，本站在库 ${reply.value.there} 条`);
  };
  useKeys({
    F2: maySet ? () => setSetting(true) : undefined,
    F4: maySet && server ? () => void tryIt() : undefined,
    'Ctrl+E': has('dataManager') ? () => setExporting(true) : undefined,
    'Ctrl+Enter': mayLoad ? () => void start() : undefined,
  });
  const failure = load.failure?.code === 'cancelled' ? null : load.failure;
  const none = counts !== undefined && places.every((one) => counts[one] === 0);
  return (
    <Page
      spaced
      keys={[
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '打开记录'],
        ['Ctrl+E', '导出'],
        ['F6', '下一区'],
        ['F1', '本页说明'],
      ]}
      actions={
        <>
          <BarFact>
            {server ? (
              <>
                待装载 <Num value={waiting} /> 条
              </>
            ) : (
              '中心库未设定'
            )}
          </BarFact>
          <Checkbox checked={store} disabled={load.busy} onChange={(event) => setStore(event.target.checked)}>
            装载后记已入库
          </Checkbox>
          <Checkbox checked={again} disabled={load.busy} onChange={(event) => setAgain(event.target.checked)}>
            重新核对全部
          </Checkbox>
          <Button type="primary" disabled={!mayLoad} loading={load.busy} onClick={() => void start()}>
            装入中心库 <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <PageHead title="数据" sub="审核通过的记录：导出，或装入中心库">
        <Button disabled={!has('dataManager') || none} onClick={() => setExporting(true)}>
          导出… <Keycap name="Ctrl+E" />
        </Button>
        <Button disabled={!maySet || !server} loading={attempt.busy} onClick={() => void tryIt()}>
          试连 <Keycap name="F4" />
        </Button>
        <Button disabled={!maySet} onClick={() => setSetting(true)}>
          设中心库… <Keycap name="F2" />
        </Button>
      </PageHead>
      {load.busy ? (
        <div className="central-job">
          <JobBar progress={load.progress} onCancel={load.cancel} />
        </div>
      ) : null}
      <FailureNote failure={state.failure ?? failure ?? attempt.failure} />
      <div className="central-grid">
        <Panel title="审核通过的记录" count={list.total} fill>
          <DataTable<CentralRow>
            label="审核通过的记录"
            rows={list.rows}
            rowKey={(row) => row.id}
            columns={columns}
            total={list.total}
            hasMore={list.hasMore}
            more={list.more}
            loading={list.loading}
            failure={list.failure}
            autoFocus
            selected={row?.id ?? ''}
            onSelect={({ id }) => setSelected(id)}
            foot={row?.problem ? <span className="bad cut">{row.problem}</span> : null}
            onOpen={({ id }) => void navigate(`/review/${id}`)}
            tools={
              <>
                <Segmented
                  aria-label="在哪里"
                  value={place}
                  onChange={setPlace}
                  options={[
                    { value: 'all' as const, label: '全部' },
                    ...places.map((value) => ({
                      value,
                      label: (
                        <span className={value === 'unfit' && counts?.unfit ? 'bad' : ''}>
                          {centralPlaceNames[value]} <span className="mono">{counts?.[value] ?? ''}</span>
                        </span>
                      ),
                    })),
                  ]}
                />
                <Select
                  aria-label="种类"
                  style={{ width: 132 }}
                  value={kind}
                  onChange={setKind}
                  options={[
                    { value: 'all' as const, label: '全部种类' },
                    ...recordKinds.map((value) => ({ value, label: recordKindNames[value] })),
                  ]}
                />
              </>
            }
            empty={
              none ? (
                <Empty
                  title="还没有审核通过的记录"
                  hint="在“审核”里通过的资源目录、证照和印模会列在这里，可导出，也可装入中心库。"
                >
                  <Button onClick={() => void navigate('/review')}>去审核</Button>
                </Empty>
              ) : (
                <Empty title="没有这样的记录" hint="换一个范围或种类再看。" />
              )
            }
          />
        </Panel>
        <div className="central-side">
          <Panel title="中心库">
            {server ? (
              <dl className="facts central-facts">
                <dt>地址</dt>
                <dd>
                  <Mono>{serverName(server)}</Mono>
                </dd>
                <dt>用户</dt>
                <dd>
                  <Mono>{server.login}</Mono>
                </dd>
                <dt>连接</dt>
                <dd>{server.tls ? '加密，核对服务器证书' : '不加密，只用于本机或专网'}</dd>
              </dl>
            ) : (
              <Empty title="还没有设中心库" hint="按 F2 填数据库管理员给的地址、库名和用户。程序只连接这一个地址。">
                <Button disabled={!maySet} onClick={() => setSetting(true)}>
                  设中心库… <Keycap name="F2" />
                </Button>
              </Empty>
            )}
          </Panel>
          <Panel title="历次装载" count={state.data?.runs.length} fill>
            <RunList runs={state.data?.runs ?? []} busy={load.busy} />
          </Panel>
        </div>
      </div>
      {setting ? <ServerDialog server={server} onClose={() => setSetting(false)} /> : null}
      {exporting ? <ExportDialog onClose={() => setExporting(false)} /> : null}
    </Page>
  );
}

const columns: DataColumn<CentralRow>[] = [
  {
    title: '名称',
    key: 'name',
    render: (_, row) => <NameCode word={recordKindNames[row.kind]} name={row.name} code={row.code} />,
  },
  { title: '单位', key: 'partner', width: 200, render: (_, row) => row.partnerName },
  { title: '版次', key: 'revision', width: 56, number: true, render: (_, row) => row.revision || '' },
  {
    title: '通过时间',
    key: 'at',
    width: 140,
    mono: true,
    responsive: ['xl'],
    render: (_, row) => formatDate(row.acceptedAt, true),
  },
  {
    title: '中心库',
    key: 'place',
    width: 96,
    render: (_, row) => <DotWord tone={tones[row.place]}>{centralPlaceNames[row.place]}</DotWord>,
  },
];
