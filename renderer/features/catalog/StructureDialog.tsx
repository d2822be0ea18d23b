import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import type { CatalogItem } from '../../../shared/catalog/catalog.ts';
import { mergeItems } from '../../../shared/catalog/merge-items.ts';
import { useAct } from '../../client/act.ts';
import type { Output } from '../../client/call.ts';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Num } from '../../components/text.tsx';

type Structure = Output<'catalog.structure'>;
/** With its place in the file: two schemas may have a table of one name. */
type Table = Structure['tables'][number] & { readonly at: number };

interface StructureDialogProps {
  readonly open: boolean;
  readonly items: readonly CatalogItem[];
  readonly onTake: (items: readonly CatalogItem[]) => void;
  readonly onClose: () => void;
}

/** Proposes information items from what a department has: a script of its tables, a SQLite or dbf file, or the head of a data file. */
export function StructureDialog(props: StructureDialogProps): ReactNode {
  return (
    <Dialog title="从库表结构取信息项" open={props.open} onClose={props.onClose} width={1080}>
      <Structures {...props} />
    </Dialog>
  );
}

function Structures({ items, onTake, onClose }: StructureDialogProps): ReactNode {
  const reading = useAct('catalog.structure', { failures: 'page' });
  const [found, setFound] = useState<{ readonly name: string; readonly structure: Structure } | null>(null);
  const read = async (file: PickedFile | undefined): Promise<void> => {
    if (!file) return;
    const reply = await reading.run({ name: file.name, bytes: new Uint8Array(file.bytes) });
    if (reply.ok) setFound({ name: file.name, structure: reply.value });
  };
  if (found)
    return (
      <Choice {...found.structure} items={items} onTake={onTake} onAgain={() => setFound(null)} onClose={onClose} />
    );
  return (
    <div className="stack import">
      <DropFiles
        large
        title="把文件拖到这里，或点按选择"
        hint="建表脚本（MySQL、SQL Server、Oracle、达梦、人大金仓、PostgreSQL 等导出的 .sql，脚本里的数据不读）、SQLite 或 dbf 文件，或带标题行的数据文件（xlsx、xls、et、csv）。注释用作信息项名称。"
        multiple={false}
        limitMb={64}
        disabled={reading.busy}
        onFiles={([file]) => void read(file)}
      />
      <FailureNote failure={reading.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose} disabled={reading.busy}>
          取消
        </Button>
      </div>
    </div>
  );
}

const tableColumns: readonly DataColumn<Table>[] = [
  { key: 'name', title: '表', dataIndex: 'name', mono: true },
  { key: 'title', title: '注释', dataIndex: 'title' },
  { key: 'items', title: '列', width: 56, number: true, render: (_, { items }) => items.length },
];
const itemColumns: readonly DataColumn<CatalogItem & { readonly at: number }>[] = [
  { key: 'name', title: '信息项名称', dataIndex: 'name' },
  { key: 'column', title: '字段名', dataIndex: 'column', mono: true },
  { key: 'type', title: '类型', dataIndex: 'type', width: 52, mono: true },
  { key: 'length', title: '长度', dataIndex: 'length', width: 64, number: true },
  { key: 'note', title: '说明', dataIndex: 'note' },
];

interface ChoiceProps extends Structure {
  readonly items: readonly CatalogItem[];
  readonly onTake: (items: readonly CatalogItem[]) => void;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** The tables that were found, what each would give, and what taking it does to the items that are there. */
function Choice({ tables, notes, items, onTake, onAgain, onClose }: ChoiceProps): ReactNode {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const rows = useMemo(() => {
    const word = query.trim().toLowerCase();
    return tables
      .map((table, at) => ({ ...table, at }))
      .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(word));
  }, [tables, query]);
  const table = rows.find(({ at }) => at === chosen) ?? rows[0];
  const merged = useMemo(() => (table ? mergeItems(items, table.items) : null), [items, table]);
  const take = merged ? () => onTake(merged.items) : undefined;
  useKeys({ 'Ctrl+Enter': take });
  return (
    <div className="stack import">
      <div className="structure">
        <DataTable
          label="表"
          rows={rows}
          rowKey={({ at }) => String(at)}
          columns={tableColumns}
          selected={String(table?.at ?? '')}
          onSelect={({ at }) => setChosen(at)}
          onOpen={() => take?.()}
          search={{ value: query, onChange: setQuery, placeholder: '表名、注释', width: 200 }}
          empty={<p className="side-empty secondary">没有这样的表。</p>}
          autoFocus
        />
        <DataTable
          label="信息项"
          rows={(table?.items ?? []).map((item, at) => ({ ...item, at }))}
          rowKey={({ at }) => String(at)}
          columns={itemColumns}
          empty={<p className="side-empty secondary">左边选一张表。</p>}
        />
      </div>
      {notes.length > 0 ? (
        <ul className="structure-notes warn">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <div className="dialog-foot">
        <span className="grow secondary">
          {merged ? (
            <>
              新增 <Num value={merged.added} className="strong" /> 项，补上空缺 <Num value={merged.filled} /> 项
              {merged.gone.length > 0 ? (
                <span className="warn">
                  ；原有 {merged.gone.length} 项的字段不在这张表里，保留：
                  {merged.gone
                    .slice(0, 3)
                    .map(({ name, column }) => name || column)
                    .join('、')}
                  {merged.gone.length > 3 ? '…' : ''}
                </span>
              ) : null}
              <span className="faint"> 已填的不改，取入后可按 Ctrl+Z 退回</span>
            </>
          ) : null}
        </span>
        <Button onClick={onAgain}>换一个文件</Button>
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={!take} onClick={take}>
          取入 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </div>
  );
}
