import { Button, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { StockLine, StockType } from '../../../shared/station/stock.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { usePrint } from '../../components/print.tsx';
import { Mono, Num } from '../../components/text.tsx';
import { StockPaper } from './StockPaper.tsx';
import './register.css';

interface Row extends StockLine {
  readonly key: string;
  readonly of: StockType;
  /** null = the type as a whole. */
  readonly box: string | null;
}

/** Percent of the denominator, whole only when nothing is missing. */
export function shareOf({ expected, entered }: StockLine): string {
  if (!expected) return '';
  return entered >= expected ? '100%' : `${Math.min(99.9, Math.floor((entered / expected) * 1000) / 10).toFixed(1)}%`;
}

/** 存量进度: how far the existing licenses have come, by type and box, with the day on which they will be done. */
export default function StockPage(): ReactNode {
  const navigate = useNavigate();
  const { has } = useSession();
  const notify = useNotify();
  const [search] = useSearchParams();
  const read = useCall('stock.progress', {});
  const [open, setOpen] = useState<readonly string[]>(search.getAll('type'));
  const [at, setAt] = useState('');
  const [editing, setEditing] = useState<Row | null>(null);
  const [choosing, setChoosing] = useState(false);
  const { print, sheet } = usePrint();
  const write = useAct('stock.export');
  const progress = read.data;
  const rows = useMemo(
    () =>
      (progress?.types ?? []).flatMap((of): Row[] => [
        { ...of, key: of.type, of, box: null },
        ...(open.includes(of.type) ? of.boxes.map((box): Row => ({ ...box, key: `${of.type} ${box.box}`, of })) : []),
      ]),
    [progress, open],
  );
  const row = rows.find(({ key }) => key === at);
  const mayEdit = has('clerk', 'head', 'admin');
  const toggle = ({ of }: Row): void =>
    setOpen(open.includes(of.type) ? open.filter((one) => one !== of.type) : [...open, of.type]);
  const edit = (): void => {
    if (row && row.box !== '') setEditing(row);
  };
  const printIt = (): void => {
    if (progress) print(<StockPaper progress={progress} />);
  };
  useKeys({
    E: mayEdit ? edit : undefined,
    'Ctrl+P': printIt,
    'Ctrl+E': () => setChoosing(true),
    Escape: () => void navigate('/license'),
  });
  const number = (title: string, key: 'entered' | 'reviewed' | 'received' | 'stored') => ({
    title,
    key,
    width: 84,
    number: true,
    render: (_: unknown, line: Row) => <Num value={line[key]} />,
  });
  return (
    <Page
      keys={[
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '展开各箱'],
        ['E', '填应录数'],
        ['Ctrl+E', '导出 csv'],
        ['Escape', '回到证照'],
      ]}
      actions={
        <Button type="primary" disabled={!progress?.types.length} onClick={printIt}>
          打印存量进度表 <Keycap name="Ctrl+P" />
        </Button>
      }
    >
      <PageHead
        title="存量进度"
        sub={progress ? `日均录入取 ${progress.since} 起的 10 个工作日；预计录完按工作日推算` : ''}
      >
        {mayEdit ? (
          <Button disabled={!row || row.box === ''} onClick={edit}>
            填应录数 <Keycap name="E" />
          </Button>
        ) : null}
        <Button disabled={!progress?.types.length} onClick={() => setChoosing(true)}>
          导出 csv
        </Button>
      </PageHead>
      <DataTable<Row>
        label="存量进度"
        autoFocus
        rows={rows}
        rowKey={({ key }) => key}
        total={progress?.types.length ?? 0}
        loading={read.loading}
        failure={read.failure}
        selected={at}
        onSelect={({ key }) => setAt(key)}
        onOpen={toggle}
        columns={[
          {
            title: '证照类型、箱',
            key: 'type',
            render: (_, line) =>
              line.box === null ? (
                <span className="strong">
                  {open.includes(line.of.type) ? '▾' : '▸'} {line.of.type}
                  <span className="faint small"> {line.of.boxes.length} 箱</span>
                </span>
              ) : (
                <span className="stock-box">
                  {line.box === '' ? (
                    '无档号'
                  ) : (
                    <>
                      第 <Mono>{line.box}</Mono> 箱
                    </>
                  )}
                </span>
              ),
          },
          {
            title: '应录',
            key: 'expected',
            width: 96,
            number: true,
            render: (_, line) =>
              line.expected !== null ? (
                <Num value={line.expected} />
              ) : (
                <span className="faint text-face">{line.box === null ? '待核定' : ''}</span>
              ),
          },
          number('已录', 'entered'),
          {
            title: '完成',
            key: 'share',
            width: 76,
            number: true,
            render: (_, line) => <span className="secondary">{shareOf(line)}</span>,
          },
          number('复核', 'reviewed'),
          number('签收', 'received'),
          number('入库', 'stored'),
          {
            title: '日均',
            key: 'perDay',
            width: 76,
            number: true,
            render: (_, line) => (line.box === null ? line.of.perDay.toFixed(1) : ''),
          },
          {
            title: '预计录完',
            key: 'finish',
            width: 150,
            render: (_, line) => (line.box === null ? <Finish of={line.of} /> : null),
          },
        ]}
        empty={
          <Empty
            title="还没有存量证照"
            hint="在工作台填好应交材料的应录数，或在录入台开始录入后，这里显示各类、各箱的进度。"
          >
            <Button onClick={() => void navigate('/entry')}>去录入</Button>
          </Empty>
        }
      />
      {editing ? <ExpectDialog row={editing} onClose={() => setEditing(null)} /> : null}
      <PlacePicker
        title="存量进度表导出到"
        open={choosing}
        pick="folder"
        write
        onPick={([folder]) => {
          if (folder)
            void write.run({ to: folder }).then((reply) => {
              if (reply.ok) notify.done(`已导出到 ${reply.value.path}`);
            });
        }}
        onClose={() => setChoosing(false)}
      />
      {sheet}
    </Page>
  );
}

/** The day on which the rest is entered, or why there is none. */
export function Finish({ of }: { of: StockType }): ReactNode {
  if (of.finish !== '')
    return (
      <span className="mono">
        {of.finish}
        {of.provisional ? <span className="text-face faint">（暂定）</span> : null}
      </span>
    );
  if (of.expected === null) return <span className="faint">应录待核定</span>;
  return of.entered >= of.expected ? <span>已录完</span> : <span className="faint">近期没有录入</span>;
}

function ExpectDialog({ row, onClose }: { row: Row; onClose: () => void }): ReactNode {
  const [expected, setExpected] = useState(row.expected);
  const save = useAct('stock.expect', { failures: 'page' });
  const place = row.box === null ? row.of.type : `${row.of.type}，第 ${row.box} 箱`;
  return (
    <Dialog title={`应录数：${place}`} open onClose={onClose} width={420}>
      <ExpectForm
        value={expected}
        onChange={setExpected}
        hint={
          row.box === null && row.of.obligation !== ''
            ? '与工作台“我单位应交材料”里的应录数是同一个数。空着表示待核定。'
            : '按纸质证照或台账清点的件数。空着表示待核定。'
        }
        onSave={async () => {
          if ((await save.run({ type: row.of.type, box: row.box ?? '', expected })).ok) onClose();
        }}
        busy={save.busy}
        onClose={onClose}
      />
      <FailureNote failure={save.failure} />
    </Dialog>
  );
}

interface ExpectFormProps {
  readonly value: number | null;
  readonly hint: string;
  readonly busy: boolean;
  readonly onChange: (value: number | null) => void;
  readonly onSave: () => Promise<void>;
  readonly onClose: () => void;
}

function ExpectForm({ value, hint, busy, onChange, onSave, onClose }: ExpectFormProps): ReactNode {
  useKeys({ 'Ctrl+Enter': () => void onSave() });
  return (
    <>
      <InputNumber<number>
        className="mono"
        aria-label="应录数"
        style={{ width: '100%' }}
        min={0}
        max={100_000_000}
        precision={0}
        value={value}
        onChange={onChange}
        onPressEnter={() => void onSave()}
      />
      <p className="field-hint">{hint}</p>
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={busy} onClick={() => void onSave()}>
          保存 <Keycap name="Enter" />
        </Button>
      </div>
    </>
  );
}
