import { Button, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { localDay } from '../../../shared/china/dates.ts';
import type { BoardOf } from '../../../shared/score/methods.ts';
import { moved, type PeriodKind, periodKindNames, periodTitle, spanOf } from '../../../shared/score/period.ts';
import { type Measure, measureNames, measures, type ScoreRow } from '../../../shared/score/score.ts';
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
import { Panel } from '../../components/Panel.tsx';
import { usePrint } from '../../components/print.tsx';
import { formatDate } from '../../components/text.tsx';
import { BehindPanel, behindLabel } from './BehindPanel.tsx';
import { EntryDialog } from './EntryDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { FigureCell, Moved } from './FigureCell.tsx';
import { ScorePaper } from './ScorePaper.tsx';
import { WeightsDialog } from './WeightsDialog.tsx';
import './score.css';

const tableLabel = '各单位得分';

/** Heads of columns; the whole name stands beside the table. */
const shortNames: Readonly<Record<Measure, string>> = {
  catalogs: '目录数量',
  completion: '录入完成',
  access: '平台接入',
  collection: '数据归集',
  interfaces: '接口接入',
};

/** 考核: how departments fare by the five measures of the notice, by week and month, and the sheets that say so. */
export default function ScorePage(): ReactNode {
  const { has } = useSession();
  const notify = useNotify();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const [period, setPeriod] = useState({ kind: 'week' as PeriodKind, day: localDay() });
  const [sheet, setSheet] = useState(0);
  const [selected, setSelected] = useState('');
  const [measure, setMeasure] = useState<Measure>('catalogs');
  const [entering, setEntering] = useState(false);
  const [weighing, setWeighing] = useState(false);
  const [exporting, setExporting] = useState(false);
  const of: BoardOf = sheet > 0 ? { sheet } : { period };
  const read = useCall('score.board', of);
  const sheets = useCall('score.sheets', { kind: period.kind }).data?.sheets ?? [];
  const issue = useAct('score.issue');
  const { print, sheet: paper } = usePrint();
  const board = read.data;
  const rows = board?.rows ?? [];
  const row = rows.find(({ partner }) => partner === selected) ?? rows[0] ?? null;
  const open = rows.reduce((sum, one) => sum + measures.filter((at) => isOpen(one, at)).length, 0);
  const { start } = spanOf(period);
  const drafts = sheets.filter((one) => one.start === start);
  const begun = start <= localDay();
  const mayIssue = has('dataManager') && sheet === 0 && rows.length > 0 && begun;
  const mayEnter = has('dataManager') && sheet === 0 && row !== null;

  const go = (by: number): void => {
    setSheet(0);
    setPeriod(moved(period, by));
  };
  const step = (by: number): unknown => {
    if (!document.activeElement?.matches('[data-list]')) return false;
    const at = measures.indexOf(measure) + by;
    setMeasure(measures[Math.max(0, Math.min(measures.length - 1, at))]!);
    return true;
  };
  const issueIt = async (): Promise<void> => {
    if (!mayIssue) return;
    const agreed = await confirm({
      title: `定稿${periodTitle(period)}的成绩单？`,
      content: `${drafts.length > 0 ? `这是第 ${drafts.length + 1} 稿，前几稿都留着。` : '定稿后的数、分值和名次不再变。'}${open > 0 ? `还有 ${open} 处未核定，不计分。` : ''}`,
      ok: '定稿',
    });
    if (!agreed) return;
    const reply = await issue.run({ period });
    if (!reply.ok) return;
    setSheet(reply.value.sheet);
    notify.done(`已定稿，第 ${reply.value.number} 稿`);
  };
  const printIt = (): void => {
    if (board && rows.length > 0) print(<ScorePaper board={board} />);
  };
  useKeys({
    '[': () => go(-1),
    ']': () => go(1),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    E: mayEnter ? () => setEntering(true) : undefined,
    W: has('dataManager', 'admin') ? () => setWeighing(true) : undefined,
    'Ctrl+P': printIt,
    'Ctrl+E': rows.length > 0 ? () => setExporting(true) : undefined,
    'Ctrl+Enter': mayIssue ? () => void issueIt() : undefined,
  });

  return (
    <Page
      spaced
      keys={[
        ['ArrowUp ArrowDown', '选单位'],
        ['ArrowLeft ArrowRight', '选一项'],
        ['Enter', '看来源'],
        ['[ ]', '前后一期'],
        ['Ctrl+P', '打印'],
        ['F1', '本页说明'],
      ]}
      actions={
        <>
          {open > 0 ? (
            <BarFact>
              <span className="warn">{open} 处未核定，不计分</span>
            </BarFact>
          ) : null}
          <Button type="primary" disabled={!mayIssue} loading={issue.busy} onClick={() => void issueIt()}>
            定稿成绩单 <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <PageHead
        title="考核"
        sub={
          board ? (
            <>
              {periodTitle(board.period)}
              <span>截至 {formatDate(board.asOf, true)}</span>
              <span>{board.head ? `第 ${board.head.number} 稿，${board.head.issuedBy}定稿` : '未定稿'}</span>
            </>
          ) : null
        }
      >
        <Segmented
          aria-label="周报或月报"
          value={period.kind}
          onChange={(kind) => {
            setSheet(0);
            setPeriod({ kind, day: period.day });
          }}
          options={(['week', 'month'] as const).map((value) => ({ value, label: periodKindNames[value] }))}
        />
        <Select
          aria-label="历次成绩单"
          style={{ width: 218 }}
          value={sheet}
          onChange={(next) => {
            setSheet(next);
            const head = sheets.find((one) => one.sheet === next);
            if (head) setPeriod({ kind: head.kind, day: head.start });
          }}
          options={[
            { value: 0, label: '现在的数' },
            ...sheets.map((one) => ({
              value: one.sheet,
              label: `${one.start} 起 第 ${one.number} 稿`,
            })),
          ]}
        />
        <Button disabled={!has('dataManager', 'admin')} onClick={() => setWeighing(true)}>
          定分值 <Keycap name="W" />
        </Button>
        <Button disabled={rows.length === 0} onClick={() => setExporting(true)}>
          导出… <Keycap name="Ctrl+E" />
        </Button>
        <Button disabled={rows.length === 0} onClick={printIt}>
          打印 <Keycap name="Ctrl+P" />
        </Button>
      </PageHead>
      <FailureNote failure={read.failure} />
      <div className="score-grid">
        <Panel title="成绩单" count={rows.length} fill>
          <DataTable<ScoreRow>
            label={tableLabel}
            rows={rows}
            rowKey={({ partner }) => partner}
            columns={columnsFor(
              measure,
              (next, one) => {
                setMeasure(next);
                setSelected(one);
              },
              board?.weights,
            )}
            loading={read.loading}
            selected={row?.partner ?? ''}
            onSelect={({ partner }) => setSelected(partner)}
            onOpen={() => document.querySelector<HTMLElement>(`[aria-label="${behindLabel}"]`)?.focus()}
            autoFocus
            empty={
              <Empty title="还没有单位接入" hint="单位接入并收到上报包之后，这里按通知的五项内容给各单位记分。">
                <Button onClick={() => void navigate('/enrol')}>去单位接入</Button>
              </Empty>
            }
          />
        </Panel>
        <BehindPanel
          of={of}
          row={row}
          measure={measure}
          kind={period.kind}
          mayEnter={mayEnter}
          onEnter={() => setEntering(true)}
          onBack={() => document.querySelector<HTMLElement>(`[aria-label="${tableLabel}"]`)?.focus()}
        />
      </div>
      {entering && row ? (
        <EntryDialog row={row} measure={measure} period={period} onClose={() => setEntering(false)} />
      ) : null}
      {weighing && board ? <WeightsDialog onClose={() => setWeighing(false)} /> : null}
      {exporting ? <ExportDialog of={of} onClose={() => setExporting(false)} /> : null}
      {paper}
    </Page>
  );
}

/** Nobody has said what is above or below the line. */
function isOpen({ figures }: ScoreRow, measure: Measure): boolean {
  const { numerator, denominator } = figures[measure];
  return denominator === null || (denominator > 0 && numerator === null);
}

function columnsFor(
  measure: Measure,
  choose: (measure: Measure, partner: string) => void,
  weights: Readonly<Record<Measure, number>> | undefined,
): DataColumn<ScoreRow>[] {
  return [
    { title: '名次', key: 'rank', width: 48, number: true, render: (_, { rank }) => <b>{rank ?? '—'}</b> },
    { title: '单位', key: 'name', width: 176, render: (_, { name }) => name },
    {
      title: '总分',
      key: 'total',
      width: 64,
      number: true,
      render: (_, { total }) => <b>{total?.toFixed(2) ?? '—'}</b>,
    },
    { title: '较上期', key: 'before', width: 64, number: true, render: (_, one) => <Moved row={one} /> },
    ...measures.map(
      (one): DataColumn<ScoreRow> => ({
        title: <span title={`${measureNames[one]}，满分 ${weights?.[one] ?? ''}`}>{shortNames[one]}</span>,
        key: one,
        width: 84,
        number: true,
        render: (_, { figures, partner }) => (
          <FigureCell
            figure={figures[one]}
            weight={weights?.[one] ?? 0}
            chosen={one === measure}
            onChoose={() => choose(one, partner)}
          />
        ),
      }),
    ),
  ];
}
