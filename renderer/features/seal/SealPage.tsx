import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { RecordState } from '../../../shared/exchange/record.ts';
import { recordStateNames, recordStates } from '../../../shared/exchange/record.ts';
import type { ImprintView } from '../../../shared/seal/methods.ts';
import { verdictNames } from '../../../shared/seal/reasons.ts';
import { useRows } from '../../client/call.ts';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DateText, NameCode, StateTag } from '../../components/text.tsx';
import { SealDetail } from './SealDetail.tsx';
import { shapeAndSize, VerdictIcon, verdictTone } from './verdict.tsx';
import './seal.css';

const columns: readonly DataColumn<ImprintView>[] = [
  {
    title: '印章',
    key: 'name',
    width: 280,
    render: (_, row) => <NameCode name={row.name || '（未命名）'} code={row.code} />,
  },
  {
    title: '结论',
    key: 'verdict',
    width: 84,
    render: (_, { finding: { verdict } }) => (
      <span className={verdictTone[verdict]}>
        <VerdictIcon verdict={verdict} /> {verdictNames[verdict]}
      </span>
    ),
  },
  { title: '形状与尺寸', key: 'size', width: 152, mono: true, render: (_, { finding }) => shapeAndSize(finding) },
  {
    title: '用于证照',
    key: 'types',
    render: (_, { licenseTypes }) => licenseTypes.join('、') || <span className="faint">未确认</span>,
  },
  { title: '状态', key: 'state', width: 92, render: (_, { state }) => <StateTag state={state} /> },
  {
    title: '更新',
    key: 'updated',
    width: 112,
    render: (_, { updatedAt }) => <DateText value={updatedAt} time short />,
  },
];

/** 印章: the register of all imprints of this station. */
export default function SealPage(): ReactNode {
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const wanted = search.get('state');
  const [query, setQuery] = useState('');
  const [states, setStates] = useState<RecordState[]>(recordStates.filter((state) => state === wanted));
  const [chosen, setChosen] = useState(id ?? '');
  useEffect(() => setChosen(id ?? ''), [id]);
  const list = useRows('seal.list', {
    ...(query ? { query } : {}),
    ...(states.length > 0 ? { states } : {}),
    limit: 200,
  });
  const selected = list.rows.find((row) => row.id === chosen) ?? list.rows[0];
  useKeys({ 'Ctrl+N': () => void navigate('/scan') });
  return (
    <Page
      keys={[
        ['/', '查找'],
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '到扫描台'],
        ['E', '登记'],
        ['P', '纸质原件'],
        ['D', '差异图'],
        ['F6', '下一区'],
      ]}
      actions={
        <Button type="primary" onClick={() => void navigate('/scan')}>
          去扫描台采集 <Keycap name="Ctrl+N" />
        </Button>
      }
    >
      <PageHead title="印章" sub={<span>印模登记簿；除印章保管人外，一律显示“仅供核对”图</span>} />
      <div className="seal-register">
        <DataTable<ImprintView>
          label="印模"
          rows={list.rows}
          rowKey={(row) => row.id}
          columns={columns.map((column) =>
            column.key === 'state'
              ? {
                  ...column,
                  filters: recordStates.map((state) => ({ text: recordStateNames[state], value: state })),
                  filteredValue: states,
                }
              : column,
          )}
          total={list.total}
          hasMore={list.hasMore}
          more={list.more}
          loading={list.loading}
          failure={list.failure}
          selected={selected?.id ?? ''}
          onSelect={(row) => setChosen(row.id)}
          onOpen={(row) => void navigate(`/scan/${row.sheet}`)}
          search={{ value: query, onChange: setQuery, placeholder: '名称、编号、证照、保管人' }}
          onFilters={(filters) => setStates((filters.state ?? []) as RecordState[])}
          autoFocus
          empty={
            <Empty
              title="还没有印模"
              hint="在 A4 白纸上画出范围，把章盖在范围里，下方写明用于哪些证照；扫描后在扫描台找章、量尺寸、给结论。"
            >
              <Button onClick={() => void navigate('/scan')}>去扫描台</Button>
            </Empty>
          }
        />
        <Panel title="印模" fill>
          {selected ? (
            <SealDetail key={selected.id} imprint={selected} />
          ) : (
            <Empty title="没有选中的印模" hint="左边有印模后选一枚，这里按原大显示，并列出尺寸和结论。" />
          )}
        </Panel>
      </div>
    </Page>
  );
}
