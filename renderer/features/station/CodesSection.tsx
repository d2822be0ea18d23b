import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { ClassificationTools } from './ClassificationTools.tsx';

interface CodeRow {
  readonly key: string;
  readonly cells: readonly string[];
}

/** 代码表: what the forms choose from, with where each table comes from. */
export function CodesSection(): ReactNode {
  const codes = useCall('codes.list', {});
  const [name, setName] = useState('');
  const [query, setQuery] = useState('');
  const tables = codes.data?.tables ?? [];
  const current = tables.find((table) => table.name === name) ?? tables[0];
  const rows = useMemo<CodeRow[]>(
    () =>
      (current?.rows ?? [])
        .map((cells, index) => ({ key: `${index}`, cells }))
        .filter((row) => row.cells.some((cell) => cell.includes(query))),
    [current, query],
  );
  return (
    <Page
      keys={[
        ['ArrowUp ArrowDown', '选行'],
        ['/', '查找'],
      ]}
    >
      <PageHead title="代码表" sub={current ? `${current.title} · 依据：${current.source}` : ''}>
        {current?.name === 'catalog-classification' ? <ClassificationTools /> : null}
      </PageHead>
      <FailureNote failure={codes.failure} />
      <div className="codes-columns">
        <ul aria-label="代码表">
          {tables.map((table) => (
            <li key={table.name}>
              <button type="button" className={table === current ? 'on' : ''} onClick={() => setName(table.name)}>
                {table.title}
                <span className="mono faint">{table.rows.length}</span>
              </button>
            </li>
          ))}
        </ul>
        <DataTable<CodeRow>
          label={current?.title ?? '代码表'}
          rows={rows}
          rowKey={(row) => row.key}
          loading={codes.loading}
          search={{ value: query, onChange: setQuery, placeholder: '代码、名称' }}
          columns={(current?.columns ?? []).map((title, index) => ({
            title,
            key: title,
            mono: /代码|类|项|目|序号/.test(title) && title !== '类型',
            ...(/代码|^类$|^项$|^目$|序号/.test(title) ? { width: 110 } : {}),
            render: (_: unknown, row: CodeRow) => row.cells[index],
          }))}
          empty={<Empty title="这张表没有内容" hint="换一张表看看。" />}
        />
      </div>
    </Page>
  );
}
