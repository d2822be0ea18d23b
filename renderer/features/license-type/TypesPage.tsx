import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { TypeEntryRow } from '../../../shared/license/type-methods.ts';
import { searchWords } from '../../../shared/search/pieces.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { DaysLeft, Mono, Num, StateTag, Tag } from '../../components/text.tsx';
import './types.css';

const shows = {
  all: { label: '全部', keep: () => true },
  own: { label: '本单位目录', keep: (row: TypeEntryRow) => row.id !== '' },
  library: { label: '类型库', keep: (row: TypeEntryRow) => row.id === '' },
  unverified: { label: '未核实', keep: (row: TypeEntryRow) => row.unverified },
  used: { label: '有证照的', keep: (row: TypeEntryRow) => row.licenses > 0 },
} as const;

/** Screens from this width on have room for every column. */
const wideFrom = 1500;

/** Address of one entry: a record by its id, a type of the library by its name. */
export const typePath = ({ id, name }: Pick<TypeEntryRow, 'id' | 'name'>): string =>
  `/license-type/${id || encodeURIComponent(name)}`;

/** 证照目录: the entries of this organ's own catalog, and the library that they begin with. */
export default function TypesPage(): ReactNode {
  const navigate = useNavigate();
  const { has } = useSession();
  const list = useCall('licenseType.list', {});
  const [query, setQuery] = useState('');
  const [show, setShow] = useState<keyof typeof shows>('all');
  const all = list.data?.rows ?? [];
  const rows = useMemo(() => {
    const words = searchWords(query);
    return (list.data?.rows ?? []).filter(
      (row) => shows[show].keep(row) && words.every((word) => row.foundBy.includes(word)),
    );
  }, [list.data, query, show]);
  const writer = has('clerk');
  const begin = (): void => void navigate('/license-type/new');
  useKeys({ 'Alt+N': writer ? begin : undefined });
  const count = (keep: (row: TypeEntryRow) => boolean): number => all.filter(keep).length;
  return (
    <Page
      keys={[
        ['/', '查找'],
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '打开'],
        ['F1', '本页说明'],
      ]}
      actions={
        writer ? (
          <Button type="primary" onClick={begin}>
            新建证照 <Keycap name="Alt+N" />
          </Button>
        ) : undefined
      }
    >
      <PageHead title="证照目录" sub="本单位签发哪些证照，照面有哪些字段；模板随目录报送" />
      <DataTable<TypeEntryRow>
        label="证照目录"
        autoFocus
        rows={rows}
        rowKey={(row) => row.id || row.name}
        loading={list.loading}
        failure={list.failure}
        onOpen={(row) => void navigate(typePath(row))}
        rowClassName={(row) => (row.state === 'returned' ? 'row-bad' : '')}
        search={{ value: query, onChange: setQuery, placeholder: '名称、代码、机构、事项、拼音首字母', width: 300 }}
        tools={
          <Select
            value={show}
            onChange={setShow}
            style={{ width: 150 }}
            aria-label="显示哪些"
            options={Object.entries(shows).map(([value, { label, keep }]) => ({
              value,
              label: `${label} ${count(keep)}`,
            }))}
          />
        }
        columns={[
          {
            title: '证照名称',
            key: 'name',
            width: 240,
            render: (_, row) => (
              <span className="type-name">
                <span className="cut">{row.name || <span className="faint">（未填）</span>}</span>
                {row.unverified ? <Tag tone="warn">未核实</Tag> : null}
              </span>
            ),
          },
          {
            title: '类型代码',
            key: 'code',
            width: 178,
            mono: true,
            render: (_, row) => row.code || <span className="faint">未公布</span>,
          },
          { title: '版', key: 'version', width: 44, number: true, render: (_, row) => row.version },
          { title: '持证主体', key: 'holder', width: 116, render: (_, row) => row.holderKind },
          { title: '类别', key: 'category', width: 56, render: (_, row) => row.category },
          ...(window.innerWidth < wideFrom
            ? []
            : [
                {
                  title: '事项类别',
                  key: 'matter',
                  width: 96,
                  render: (_: unknown, row: TypeEntryRow) => row.matterKind,
                },
                {
                  title: '定义机构',
                  key: 'definer',
                  width: 180,
                  render: (_: unknown, row: TypeEntryRow) => row.definer,
                },
              ]),
          {
            title: '区域 / 字段',
            key: 'zones',
            width: 88,
            number: true,
            render: (_, row) => (
              <span className={row.zones < row.fields ? 'secondary' : ''}>
                {row.zones} / {row.fields}
              </span>
            ),
          },
          {
            title: '模板',
            key: 'files',
            width: 52,
            number: true,
            render: (_, row) => (row.files > 0 ? row.files : <span className="faint">—</span>),
          },
          {
            title: '证照',
            key: 'licenses',
            width: 72,
            number: true,
            render: (_, row) => (row.licenses > 0 ? <Num value={row.licenses} /> : <span className="faint">—</span>),
          },
          {
            title: '更新期限',
            key: 'deadline',
            width: 132,
            render: (_, row) =>
              row.deadline ? (
                <>
                  <Mono>{row.deadline.date}</Mono> <DaysLeft days={row.deadline.daysLeft} />
                </>
              ) : null,
          },
          {
            title: '状态',
            key: 'state',
            width: 140,
            render: (_, row) =>
              row.state === 'library' ? (
                <span className="secondary">类型库</span>
              ) : (
                <StateTag
                  state={row.state}
                  note={row.errors > 0 ? <span className="bad">（{row.errors} 处错误）</span> : null}
                />
              ),
          },
        ]}
        foot={
          <>
            <span>
              本单位目录 <Mono>{count(shows.own.keep)}</Mono>
            </span>
            <span>
              未核实 <Mono>{count(shows.unverified.keep)}</Mono>
            </span>
            <span className={count((row) => row.state === 'returned') > 0 ? 'bad' : ''}>
              退回修改 <Mono>{count((row) => row.state === 'returned')}</Mono>
            </span>
          </>
        }
        empty={
          <Empty title="这里没有证照" hint="换一种显示，或新建一种本单位签发的证照。">
            <Button onClick={() => setShow('all')}>看全部</Button>
          </Empty>
        }
      />
    </Page>
  );
}
