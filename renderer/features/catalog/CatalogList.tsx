import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { CatalogRow } from '../../../shared/catalog/methods.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import { recordStateNames, recordStates } from '../../../shared/exchange/record.ts';
import { useRows } from '../../client/call.ts';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { type KeyHint, Page, PageHead } from '../../components/Page.tsx';
import { DateText, DotWord, NameCode, StateTag } from '../../components/text.tsx';
import { PrintList } from './PrintList.tsx';

interface CatalogListProps {
  /** Whose: the station's own where absent, '*' = all received, else one station's. */
  readonly origin?: string;
  /** Branch of the tree, '' = all. */
  readonly prefix: string;
  readonly title: string;
  readonly query: string;
  readonly states: readonly RecordState[];
  /** Number of all catalogs of the station. */
  readonly total: number;
  readonly onStates: (states: readonly RecordState[]) => void;
  readonly onOpen: (id: string) => void;
  readonly onNew: (() => void) | undefined;
  readonly onImport: (() => void) | undefined;
  /** The list that the bureau dispatched; absent at the bureau. */
  readonly onList: (() => void) | undefined;
  /** Checks all own catalogs; absent at the bureau. */
  readonly onCheck?: () => void;
  /** Further keys of the page. */
  readonly keys?: readonly KeyHint[];
}

type Order = 'updated' | 'code' | 'name';
const orderOf: Readonly<Record<string, Order>> = { code: 'code', name: 'name', updated: 'updated' };

/** The catalogs of a branch, a search or a state, before one of them is opened. */
export function CatalogList(props: CatalogListProps): ReactNode {
  const { origin = '', prefix, query, states, onOpen, onNew, onImport } = props;
  const [order, setOrder] = useState<Order>('updated');
  const rows = useRows('catalog.list', { origin, prefix, query, states: [...states], order, limit: 100 });
  const columns: DataColumn<CatalogRow>[] = [
    {
      key: 'name',
      title: '名称与代码',
      render: (_, row) => <NameCode name={row.name || '未命名'} code={row.code} />,
      sorter: true,
      sortDirections: ['ascend'],
    },
    { key: 'provider', title: '提供方', dataIndex: 'provider', width: 180, responsive: ['xl'] },
    { key: 'cycle', title: '更新周期', dataIndex: 'cycle', width: 80 },
    { key: 'items', title: '信息项', width: 64, number: true, render: (_, { items }) => items || '' },
    {
      key: 'errors',
      title: '错误',
      width: 56,
      number: true,
      render: (_, { errors }) => (errors > 0 ? <span className="bad">{errors}</span> : ''),
    },
    {
      key: 'state',
      title: '状态',
      width: 104,
      filters: recordStates.map((state) => ({ text: recordStateNames[state], value: state })),
      filteredValue: [...states],
      render: (_, row) =>
        row.retired !== '' && ['accepted', 'stored'].includes(row.state) ? (
          <DotWord tone="warn">已停用</DotWord>
        ) : (
          <StateTag state={row.state} />
        ),
    },
    {
      key: 'updated',
      title: '更新',
      width: 104,
      mono: true,
      sorter: true,
      sortDirections: ['descend'],
      render: (_, row) => <DateText value={row.updatedAt} time short />,
    },
  ];
  return (
    <Page
      keys={[
        ['/', '查找'],
        ['Enter', '打开'],
        ...(onNew
          ? ([
              ['Alt+N', '新建'],
              ['Alt+I', '导入'],
            ] as const)
          : []),
        ['Alt+E', '导出'],
        ...(props.onCheck ? ([['Alt+K', '检查全部']] as const) : []),
        ...(props.keys ?? []),
      ]}
      {...(onNew
        ? {
            actions: (
              <Button type="primary" onClick={onNew}>
                新建目录 <Keycap name="Alt+N" />
              </Button>
            ),
          }
        : {})}
    >
      <PageHead title={props.title} sub={query === '' ? undefined : <span>含“{query}”</span>}>
        <PrintList
          filter={{ origin, prefix, query, states: [...states] }}
          title={[prefix === '' && origin === '' ? '' : props.title, query === '' ? '' : `含“${query}”`]
            .filter(Boolean)
            .join('，')}
          total={rows.total}
        />
        {props.onCheck ? (
          <Button onClick={props.onCheck} disabled={props.total < 1}>
            检查全部 <Keycap name="Alt+K" />
          </Button>
        ) : null}
        {props.onList ? (
          <Button onClick={props.onList}>
            主管部门的目录清单 <Keycap name="Alt+L" />
          </Button>
        ) : null}
      </PageHead>
      <DataTable
        label="资源目录"
        rows={rows.rows}
        rowKey={(row) => row.id}
        columns={columns}
        total={rows.total}
        atLeast={rows.atLeast}
        hasMore={rows.hasMore}
        more={rows.more}
        loading={rows.loading}
        failure={rows.failure}
        onOpen={(row) => onOpen(row.id)}
        onFilters={(filters, sorting) => {
          props.onStates((filters.state ?? []) as RecordState[]);
          setOrder(orderOf[sorting?.key ?? ''] ?? 'updated');
        }}
        empty={
          props.total === 0 && origin !== '' ? (
            <Empty
              title="还没有收到目录"
              hint="各部门上报的信息资源目录验收、接收后列在这里。在“收件”收取部门送来的包。"
            />
          ) : props.total === 0 ? (
            <Empty
              title="还没有资源目录"
              hint="可以一条一条新建，也可以导入：信息资源目录模板、平台导出的表、以前整理的清单（xlsx、xls、et、csv、json）。缺项的先存为草稿，逐处补齐后送签批。"
            >
              {onNew ? (
                <Button onClick={onNew}>
                  新建目录 <Keycap name="Alt+N" />
                </Button>
              ) : null}
              {onImport ? (
                <Button onClick={onImport}>
                  导入 <Keycap name="Alt+I" />
                </Button>
              ) : null}
            </Empty>
          ) : (
            <Empty
              title="这里没有目录"
              hint={
                query === ''
                  ? '左边另选一个分类，或清除状态筛选。'
                  : `没有符合“${query}”的目录。可改用名称、代码或拼音首字母；在查找框按 Esc 清空。`
              }
            >
              {states.length > 0 ? <Button onClick={() => props.onStates([])}>清除状态筛选</Button> : null}
            </Empty>
          )
        }
      />
    </Page>
  );
}
