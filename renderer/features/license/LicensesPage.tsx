import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type RecordState, recordStateNames, recordStates } from '../../../shared/exchange/record.ts';
import type { LicenseRow } from '../../../shared/license/methods.ts';
import { useCall, useRows } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { DateText, DotWord, Mono, Num, StateTag } from '../../components/text.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { FilterBar, type Filters, filterCount } from './FilterBar.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { WarningsDialog } from './WarningsDialog.tsx';
import './register.css';

/** Screens from this width on have room for every column. */
const wideFrom = 1500;

/** 证照: every license of the station, by type, with search and filters. */
export default function LicensesPage(): ReactNode {
  const navigate = useNavigate();
  const { has } = useSession();
  const [query, setQuery] = useState('');
  const [search] = useSearchParams();
  const [type, setType] = useState(search.get('type'));
  const [states, setStates] = useState<readonly RecordState[]>(
    recordStates.filter((state) => state === search.get('state')),
  );
  const [dialog, setDialog] = useState<'import' | 'export' | 'warnings' | null>(null);
  const types = useCall('license.types', {}).data?.types ?? [];
  const [filters, setFilters] = useState<Filters>({});
  const [filtering, setFiltering] = useState(false);
  const { order, ...narrowed } = filters;
  const filter = {
    ...narrowed,
    ...(query === '' ? {} : { query }),
    ...(type === null ? {} : { type }),
    ...(states.length === 0 ? {} : { states: [...states] }),
  };
  const warnings = useCall('license.warnings', {}, { when: has('clerk', 'scanner') });
  const list = useRows('license.list', order === undefined ? filter : { ...filter, order });
  const { states: _, ...stateless } = filter;
  const counts = useCall('license.counts', stateless).data;
  const set = filterCount(filters);
  // Most licenses of organisations carry the holder's code as their own number: then the column says nothing new.
  const holderColumn = list.rows.some((row) => row.holderId !== '' && row.holderId !== row.code);
  const writer = has('clerk', 'scanner');
  const open = (warnings.data?.alike ?? []).reduce((sum, one) => sum + one.licenses, 0);
  const held = types.filter((one) => one.licenses > 0);
  const all = held.reduce((sum, one) => sum + one.licenses, 0);
  useKeys({
    'Ctrl+Enter': writer ? () => navigate('/entry') : undefined,
    'Ctrl+I': writer ? () => setDialog('import') : undefined,
    'Ctrl+E': () => setDialog('export'),
    F: () => setFiltering(!filtering),
    P: () => void navigate('/license/stock'),
    W: writer ? () => setDialog('warnings') : undefined,
  });
  return (
    <Page
      keys={[
        ['/', '查找'],
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '打开'],
        ['F', '筛选、排序'],
        ['P', '存量进度'],
        ['Ctrl+I', '导入表格'],
        ['Ctrl+E', '导出'],
        ['W', '提醒'],
      ]}
      actions={
        writer ? (
          <Button type="primary" onClick={() => navigate('/entry')}>
            去录入 <Keycap name="Ctrl+Enter" />
          </Button>
        ) : undefined
      }
    >
      <PageHead title="证照" sub="打开、查找和导出都记入审计；列表中的公民身份号码打码">
        {writer && open > 0 ? (
          <Button onClick={() => setDialog('warnings')}>
            提醒 <Num value={open} className="warn" />
          </Button>
        ) : null}
        <Button onClick={() => void navigate('/license/stock')}>存量进度</Button>
        {writer ? <Button onClick={() => setDialog('import')}>导入表格</Button> : null}
        <Button onClick={() => setDialog('export')} disabled={all === 0}>
          导出
        </Button>
      </PageHead>
      <div className="register">
        <aside className="register-types" data-panel tabIndex={-1}>
          <button type="button" className={type === null ? 'type-line on' : 'type-line'} onClick={() => setType(null)}>
            <span className="grow">全部类型</span>
            <Num value={all} />
          </button>
          {held.map((one) => (
            <button
              key={one.name}
              type="button"
              className={type === one.name ? 'type-line on' : 'type-line'}
              onClick={() => setType(one.name)}
              title={one.name}
            >
              <span className="grow cut">{one.name}</span>
              <Num value={one.licenses} />
            </button>
          ))}
        </aside>
        <section className="register-list" data-panel tabIndex={-1}>
          {filtering ? (
            <FilterBar
              filters={filters}
              onChange={setFilters}
              onClose={() => {
                setFiltering(false);
                document.querySelector<HTMLElement>('.register-list [data-list]')?.focus();
              }}
            />
          ) : null}
          <DataTable<LicenseRow>
            label="证照"
            autoFocus
            rows={list.rows}
            rowKey={(row) => row.id}
            total={list.total}
            atLeast={list.atLeast}
            hasMore={list.hasMore}
            more={list.more}
            loading={list.loading}
            failure={list.failure}
            onOpen={(row) => navigate(`/license/${row.id}`)}
            rowClassName={(row) => (row.state === 'returned' ? 'row-bad' : row.setAside !== '' ? 'row-changed' : '')}
            search={{ value: query, onChange: setQuery, placeholder: '编号、持证主体、档号、拼音首字母', width: 300 }}
            tools={
              <>
                <Select<RecordState[]>
                  mode="multiple"
                  className="register-states"
                  placeholder="全部状态"
                  allowClear
                  maxTagCount={2}
                  value={[...states]}
                  onChange={setStates}
                  options={recordStates.map((state) => ({
                    value: state,
                    label: `${recordStateNames[state]} ${counts?.[state] ?? ''}`,
                  }))}
                />
                <Button onClick={() => setFiltering(!filtering)}>
                  筛选{set > 0 ? ` ${set}` : ''} <Keycap name="F" />
                </Button>
              </>
            }
            columns={[
              {
                title: '持证主体',
                key: 'name',
                render: (_, row) => row.name || <span className="faint">（未填）</span>,
              },
              { title: '证照编号', key: 'code', width: 158, mono: true, render: (_, row) => row.code },
              ...(type === null
                ? [{ title: '类型', key: 'type', width: 96, render: (_: unknown, row: LicenseRow) => row.type }]
                : []),
              // The holder's name is what people look for: on a narrow window it needs the room.
              ...(holderColumn && window.innerWidth >= wideFrom
                ? [
                    {
                      title: '证件号码',
                      key: 'holderId',
                      width: 168,
                      mono: true,
                      render: (_: unknown, row: LicenseRow) => row.holderId,
                    },
                  ]
                : []),
              { title: '颁发日期', key: 'issued', width: 104, render: (_, row) => <DateText value={row.issued} /> },
              { title: '有效期至', key: 'validTo', width: 104, mono: true, render: (_, row) => row.validTo },
              {
                title: '证照状态',
                key: 'status',
                width: 68,
                render: (_, row) => <span className={row.status === '有效' ? '' : 'secondary'}>{row.status}</span>,
              },
              { title: '档号', key: 'archive', width: 96, mono: true, render: (_, row) => row.archive },
              {
                title: '记录',
                key: 'state',
                width: 146,
                render: (_, row) =>
                  row.setAside !== '' ? (
                    <span title={row.setAside}>
                      <DotWord tone="warn">待查</DotWord>
                    </span>
                  ) : (
                    <StateTag
                      state={row.state}
                      note={row.errors > 0 ? <span className="bad">（{row.errors} 处错误）</span> : null}
                    />
                  ),
              },
              ...(window.innerWidth < wideFrom
                ? []
                : [
                    {
                      title: '更新',
                      key: 'updatedAt',
                      width: 110,
                      render: (_: unknown, row: LicenseRow) => <DateText value={row.updatedAt} time short />,
                    },
                  ]),
            ]}
            foot={
              counts ? (
                <>
                  <span>
                    草稿 <Mono>{counts.draft}</Mono>
                  </span>
                  <span>
                    待签批 <Mono>{counts.pending}</Mono>
                  </span>
                  <span className={counts.returned > 0 ? 'bad' : ''}>
                    退回修改 <Mono>{counts.returned}</Mono>
                  </span>
                  <span>
                    审核通过 <Mono>{counts.accepted}</Mono>
                  </span>
                </>
              ) : null
            }
            empty={
              states.length > 0 || set > 0 ? (
                <Empty title="没有符合筛选的证照" hint="换一种条件，或清除筛选看全部。">
                  <Button
                    onClick={() => {
                      setStates([]);
                      setFilters({});
                    }}
                  >
                    看全部
                  </Button>
                </Empty>
              ) : (
                <Empty
                  title="还没有证照"
                  hint="到录入台照着扫描件键入，或把已有的台账整理成表格（标题写照面字段）后导入。"
                >
                  <Button onClick={() => navigate('/entry')}>去录入</Button>
                  <Button onClick={() => setDialog('import')}>导入表格</Button>
                </Empty>
              )
            }
          />
        </section>
      </div>
      <ImportDialog
        open={dialog === 'import'}
        types={types.map((one) => one.name)}
        initial={type ?? '营业执照'}
        onClose={() => setDialog(null)}
      />
      <WarningsDialog open={dialog === 'warnings'} onClose={() => setDialog(null)} />
      {dialog === 'export' ? (
        <ExportDialog
          filter={filter}
          narrowed={set > 0}
          total={list.total}
          atLeast={list.atLeast}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </Page>
  );
}
