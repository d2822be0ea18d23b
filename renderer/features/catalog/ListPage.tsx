import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type ListAnswer, listAnswerNames } from '../../../shared/catalog/confirmation.ts';
import { versionWords } from '../../../shared/exchange/dispatch.ts';
import type { ListLineRow } from '../../../shared/exchange/list-line-row.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { usePrint } from '../../components/print.tsx';
import { DaysLeft, DotWord, NameCode, StateTag, type Tone } from '../../components/text.tsx';
import { AnswerDialog } from './AnswerDialog.tsx';
import { isOpen, ListDetail } from './ListDetail.tsx';
import { ListPaper } from './ListPaper.tsx';
import './list.css';

/** 目录清单: what the bureau asks this organ to compile; each line is confirmed, revised or refused. */
export default function ListPage(): ReactNode {
  const { has } = useSession();
  const { id } = useParams();
  const navigate = useNavigate();
  const notify = useNotify();
  const confirm = useConfirm();
  const list = useCall('list.lines', {});
  const answer = useAct('list.answer');
  const withdraw = useAct('list.withdraw');
  const [selected, setSelected] = useState('');
  const [asking, setAsking] = useState<ListAnswer | null>(null);
  const { print, sheet } = usePrint();
  const writer = has('clerk');
  const rows = list.data?.rows ?? [];
  const row = rows.find(({ line }) => line.id === selected) ?? rows[0] ?? null;
  const open = rows.filter(isOpen);
  const plain = open.filter(({ answer: given, retired }) => given === null && retired === null);
  // Reached from a returned answer: its line is the one to look at.
  const wanted = rows.find((one) => one.answer?.id === id)?.line.id ?? '';
  useEffect(() => {
    if (wanted !== '') setSelected(wanted);
  }, [wanted]);

  const begin = (how: ListAnswer) => (writer && row ? () => setAsking(how) : undefined);
  const go = (one: ListLineRow): void => {
    if (one.catalog) void navigate(`/catalog/${one.catalog.id}`);
    else if (writer) setAsking(one.retired ? 'refused' : 'confirmed');
  };
  const confirmAll = async (): Promise<void> => {
    const sure = await confirm({
      title: `其余 ${plain.length} 行全部按清单确认？`,
      content: '已有同名同码目录的对应到那一条，其余各建一条草稿。之后仍可逐行改答复。',
      ok: '全部确认',
    });
    if (!sure) return;
    let done = 0;
    for (const { line, match } of plain) {
      const reply = await answer.run({ line: line.id, answer: 'confirmed', catalog: match?.id ?? 'new' });
      if (!reply.ok) break;
      done += 1;
    }
    notify.done(`已确认 ${done} 行，随下一个上报包送出`);
  };
  const takeBack = async (): Promise<void> => {
    if (!row?.answer) return;
    const sure = await confirm({
      title: `收回对“${row.line.name}”的答复？`,
      content: '没有送出过的答复可以收回，回到未答复；已建的目录草稿不删。送出过的，请改答复。',
      ok: '收回',
    });
    if (sure) await withdraw.run({ id: row.answer.id });
  };
  const printList = (): void => {
    if (list.data && rows.length > 0)
      print(<ListPaper rows={rows} bureau={list.data.bureau} version={list.data.version} />);
  };
  useKeys({
    C: begin('confirmed'),
    R: begin('revised'),
    X: begin('refused'),
    Delete: writer && row?.answer?.state === 'pending' ? () => void takeBack() : undefined,
    'Ctrl+P': printList,
    'Alt+A': writer && plain.length > 0 ? () => void confirmAll() : undefined,
  });
  return (
    <Page
      keys={[
        ...(writer
          ? ([
              ['C', '确认'],
              ['R', '修订'],
              ['X', '不编制'],
              ['Alt+A', '其余全部确认'],
              ['Delete', '收回答复'],
            ] as const)
          : []),
        ['Enter', '打开对应的目录'],
        ['Ctrl+P', '打印确认表'],
        ['F1', '本页说明'],
      ]}
      actions={
        <>
          <BarFact>
            {rows.length === 0 ? '' : open.length === 0 ? '已全部答复' : `还有 ${open.length} 行没有答复`}
          </BarFact>
          <Button type="primary" disabled={!writer || row === null} onClick={() => setAsking('confirmed')}>
            答复此行 <Keycap name="C" />
          </Button>
        </>
      }
    >
      <PageHead
        title="目录清单"
        sub={
          list.data && list.data.version > 0 ? `${list.data.bureau} ${versionWords(list.data.version)} 下发` : undefined
        }
      >
        <Button disabled={rows.length === 0} onClick={printList}>
          打印确认表 <Keycap name="Ctrl+P" />
        </Button>
      </PageHead>
      <FailureNote failure={list.failure} />
      <div className="list-grid">
        <DataTable<ListLineRow>
          label="目录清单"
          rows={rows}
          rowKey={({ line }) => line.id}
          columns={columnsFor(rows)}
          loading={list.loading}
          selected={row?.line.id ?? ''}
          onSelect={({ line }) => setSelected(line.id)}
          onOpen={go}
          autoFocus
          empty={
            <Empty
              title="主管部门还没有下发清单"
              hint="主管部门下发的目录清单在“上报”里按 F2 收；收下后逐行确认、修订或说明不编制的理由，随下一个上报包答复。没有清单也可以在“资源目录”里自行编制。"
            >
              <Button onClick={() => void navigate('/send')}>去上报</Button>
            </Empty>
          }
        />
        {row ? <ListDetail row={row} onOpen={row.catalog ? () => go(row) : undefined} /> : null}
      </div>
      <AnswerDialog row={asking ? row : null} answer={asking ?? 'confirmed'} onClose={() => setAsking(null)} />
      {sheet}
    </Page>
  );
}

function columnsFor(rows: readonly ListLineRow[]): DataColumn<ListLineRow>[] {
  return [
    { title: '', key: 'no', width: 40, number: true, render: (_, row) => rows.indexOf(row) + 1 },
    {
      title: '清单上的资源名称与代码',
      key: 'name',
      render: (_, { line }) => <NameCode name={line.name} code={line.code} />,
    },
    {
      title: '期限',
      key: 'due',
      width: 148,
      render: (_, { line, daysLeft, catalog }) =>
        daysLeft === null ? (
          ''
        ) : (
          <>
            <span className="mono">{line.due}</span>{' '}
            {catalog && ['accepted', 'stored'].includes(catalog.state) ? null : <DaysLeft days={daysLeft} />}
          </>
        ),
    },
    { title: '答复', key: 'answer', width: 96, render: (_, row) => <AnswerWord row={row} /> },
    {
      title: '对应目录',
      key: 'catalog',
      render: (_, { catalog, match, retired }) =>
        catalog ? (
          <NameCode name={catalog.name} code={catalog.code} />
        ) : retired ? (
          <span className="warn">原目录已于 {retired.date} 停用</span>
        ) : match ? (
          <span className="secondary">已有 {match.name}</span>
        ) : null,
    },
    {
      title: '目录状态',
      key: 'state',
      width: 96,
      render: (_, { catalog, retired }) =>
        catalog && retired ? <DotWord tone="warn">停用</DotWord> : catalog ? <StateTag state={catalog.state} /> : null,
    },
  ];
}

function AnswerWord({ row: { answer } }: { row: ListLineRow }): ReactNode {
  if (answer === null) return <span className="faint">未答复</span>;
  const [tone, note]: readonly [Tone, string] =
    answer.state === 'returned'
      ? ['bad', '退回']
      : answer.outdated
        ? ['warn', '清单已改']
        : ['accepted', 'stored'].includes(answer.state)
          ? ['good', '']
          : ['plain', ''];
  return (
    <span title={recordStateNames[answer.state]}>
      <DotWord tone={tone}>{note || listAnswerNames[answer.answer]}</DotWord>
    </span>
  );
}
