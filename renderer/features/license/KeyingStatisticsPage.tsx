import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { localDay } from '../../../shared/china/dates.ts';
import type { Statistics } from '../../../shared/license/keying-methods.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DateInput } from '../../components/DateInput.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { usePrint } from '../../components/print.tsx';
import '../station/station.css';
import './second-keying.css';

type Cell = string | number;
interface Part {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** 复核统计: pace, errors found and agreement in a period. */
export default function KeyingStatisticsPage(): ReactNode {
  const navigate = useNavigate();
  const notify = useNotify();
  const { station } = useSession();
  const [period, setPeriod] = useState(() => ({ from: `${localDay().slice(0, 8)}01`, to: localDay() }));
  const valid = [period.from, period.to].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)) && period.from <= period.to;
  const statistics = useCall('keying.statistics', period, { when: valid });
  const write = useAct('keying.exportStatistics');
  const [placing, setPlacing] = useState(false);
  const { print, sheet } = usePrint();
  const parts = statistics.data && valid ? partsOf(statistics.data) : [];
  const filled = parts.some(({ rows }) => rows.length > 0);
  const onPrint = (): void => {
    if (!filled) return;
    print(
      <section className="paper paper-small">
        <h1>证照录入复核统计</h1>
        <p className="paper-line">
          <span>单位：{station.name}</span>
          <span>
            期间：{period.from} 至 {period.to}
          </span>
        </p>
        <Parts parts={parts} />
      </section>,
    );
  };
  const exportTo = async (folder: string): Promise<void> => {
    const reply = await write.run({ ...period, folder });
    if (reply.ok) notify.done(`已导出到 ${reply.value.path}`);
  };
  useKeys({
    Escape: () => void navigate('/second-keying'),
    'Ctrl+P': onPrint,
    'Ctrl+E': () => (filled ? setPlacing(true) : undefined),
  });
  return (
    <Page
      keys={[
        ['Ctrl+P', '打印'],
        ['Ctrl+E', '导出 csv'],
        ['Escape', '回到复核台'],
        ['F1', '本页说明'],
      ]}
    >
      <PageHead title="复核统计" sub="错误以裁定的结论为准">
        <DateInput id="from" width={120} value={period.from} onChange={(from) => setPeriod({ ...period, from })} />
        至
        <DateInput id="to" width={120} value={period.to} onChange={(to) => setPeriod({ ...period, to })} />
        <Button disabled={!filled} onClick={onPrint}>
          打印 <Keycap name="Ctrl+P" />
        </Button>
        <Button disabled={!filled} loading={write.busy} onClick={() => setPlacing(true)}>
          导出… <Keycap name="Ctrl+E" />
        </Button>
      </PageHead>
      <FailureNote failure={statistics.failure} />
      {!valid ? <Empty title="期间不对" hint="起止都写成日期，起不晚于止。" /> : null}
      {valid && statistics.data && !filled ? (
        <Empty title="这一期间没有录入" hint="换一个期间，或先到录入台、复核台办理。" />
      ) : null}
      {filled ? (
        <div className="look-statistics" data-panel tabIndex={-1}>
          <Parts parts={parts} />
        </div>
      ) : null}
      <PlacePicker
        title="导出到"
        open={placing}
        pick="folder"
        write
        onPick={([folder]) => folder && void exportTo(folder)}
        onClose={() => setPlacing(false)}
      />
      {sheet}
    </Page>
  );
}

function Parts({ parts }: { parts: readonly Part[] }): ReactNode {
  return parts
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, head, rows }) => (
      <table key={title} className="look-table">
        <caption>{title}</caption>
        <thead>
          <tr>
            {head.map((word) => (
              <td key={word}>{word}</td>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell has no identity but its column
                <td key={index} className={index > 0 && /^[\d.%—]*$/.test(String(cell)) ? 'mono right' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    ));
}

const rate = (count: number, seconds: number): Cell => (seconds > 0 ? Math.round((count * 3600) / seconds) : '—');
const share = (part: number, whole: number): Cell => (whole > 0 ? `${((part / whole) * 100).toFixed(1)}%` : '—');
const thousand = (part: number, whole: number): Cell => (whole > 0 ? ((part / whole) * 1000).toFixed(1) : '—');
const mark = (own: boolean): string => (own ? '（同人复录）' : '');

function partsOf({ entered, keyed, fields, declared }: Statistics): Part[] {
  const errors = (by: Statistics['fields'][number]['by'], title: string, first: string): Part => ({
    title,
    head: [first, '复录字段', '一致率', '首录有误', '每千字段', '待裁定', '读图一致'],
    rows: fields
      .filter((row) => row.by === by)
      .map((row) => [
        `${row.type === '' ? '' : `${row.type} · `}${row.name}${mark(row.own)}`,
        row.keyed,
        share(row.agreed, row.keyed),
        row.wrong,
        thousand(row.wrong, row.keyed),
        row.open,
        row.read,
      ]),
  });
  return [
    {
      title: '首录速度',
      head: ['录入人', '件数', '件/时', '键/时'],
      rows: entered.map((row) => [row.by, row.records, rate(row.timed, row.seconds), rate(row.keys, row.seconds)]),
    },
    {
      title: '复录速度',
      head: ['复录人', '件数', '件/时', '键/时'],
      rows: keyed.map((row) => [
        `${row.by}${mark(row.own)}`,
        row.records,
        rate(row.records, row.seconds),
        rate(row.keys, row.seconds),
      ]),
    },
    errors('clerk', '首录错误，按录入人', '录入人'),
    errors('way', '首录错误，按录入方式', '方式'),
    errors('field', '首录错误，按字段', '字段'),
    {
      title: '照面如此',
      head: ['字段', '声明', '已核对', '未通过', '待核对'],
      rows: declared.map((row) => [
        `${row.type} · ${row.name}`,
        row.declared,
        row.confirmed,
        row.refused,
        row.declared - row.confirmed - row.refused,
      ]),
    },
  ];
}
