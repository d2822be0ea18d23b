import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { recordKindNames } from '../../../shared/exchange/record.ts';
import type { BehindRow, BoardOf } from '../../../shared/score/methods.ts';
import type { PeriodKind } from '../../../shared/score/period.ts';
import { type Figure, type Measure, measureNames, measureParts, type ScoreRow } from '../../../shared/score/score.ts';
import { useCall, useRows } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Panel } from '../../components/Panel.tsx';
import { formatDate, Mono, NameCode, Num } from '../../components/text.tsx';

export const behindLabel = '来源';

interface BehindPanelProps {
  readonly of: BoardOf;
  readonly row: ScoreRow | null;
  readonly measure: Measure;
  readonly kind: PeriodKind;
  readonly mayEnter: boolean;
  readonly onEnter: () => void;
  /** Esc: back to the table of departments. */
  readonly onBack: () => void;
}

/** What a figure is made of: the records counted, the lines reported, and what was typed in with its source. */
export function BehindPanel({ row, ...rest }: BehindPanelProps): ReactNode {
  if (row === null)
    return (
      <Panel title="来源" fill>
        {null}
      </Panel>
    );
  return <Behind key={`${row.partner} ${rest.measure}`} row={row} {...rest} />;
}

function Behind({
  of,
  row,
  measure,
  kind,
  mayEnter,
  onEnter,
  onBack,
}: BehindPanelProps & { row: ScoreRow }): ReactNode {
  const navigate = useNavigate();
  const { partner, name, figures } = row;
  const wish = { of, partner, measure };
  const list = useRows('score.behind', wish);
  const { lines = [], entries = [] } = useCall('score.behind', { ...wish, limit: 1 }).data ?? {};
  const history = useCall('score.history', { kind, partner }).data?.rows ?? [];
  const figure = figures[measure];
  const [top, bottom] = measureParts[measure];
  useKeys({
    Escape: () => {
      if (!document.activeElement?.matches(`[aria-label="${behindLabel}"]`)) return false;
      return onBack();
    },
  });
  return (
    <Panel
      title={measureNames[measure]}
      extra={<span className="cut score-who">{name}</span>}
      fill
      className="score-behind"
      foot={
        <>
          <span className="grow">{measure === 'access' ? '指纹已核对、收到过上报包，即为已接入' : ''}</span>
          <Button size="small" disabled={!mayEnter} onClick={onEnter}>
            填数… <Keycap name="E" />
          </Button>
        </>
      }
    >
      <dl className="facts score-facts">
        <dt>{top}</dt>
        <dd>
          <Known value={figure.numerator} /> <span className="faint small">{sourceOf(figure.numeratorFrom)}</span>
        </dd>
        <dt>{bottom}</dt>
        <dd>
          <Known value={figure.denominator} /> <span className="faint small">{sourceOf(figure.denominatorFrom)}</span>
          {figure.uncounted > 0 ? <span className="warn small"> 另有 {figure.uncounted} 项应录数未定</span> : null}
        </dd>
      </dl>
      {entries.length > 0 || lines.length > 0 ? (
        <ul className="score-lines scroll">
          {entries.map((entry) => (
            <li key={entry.at}>
              <Mono>{entry.date}</Mono>
              <span className="grow">
                {entry.source} <span className="faint small score-by">{entry.by}填</span>
              </span>
              <Mono>
                {entry.numerator === null && entry.denominator === null
                  ? '恢复统计数'
                  : `${entry.numerator ?? '统计'}/${entry.denominator ?? '上报'}`}
              </Mono>
            </li>
          ))}
          {lines.map((line) => (
            <li key={`${line.code} ${line.kind}`}>
              <Mono>{line.code}</Mono>
              <span className="grow cut" title={line.text}>
                {line.text}
                <span className="faint small"> {line.kind}</span>
              </span>
              <span>
                应录 {line.expected === null ? <span className="warn">未定</span> : <Num value={line.expected} />}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="score-records">
        <DataTable<BehindRow>
          label={behindLabel}
          rows={list.rows}
          rowKey={({ id, at }) => id + at}
          total={list.total}
          hasMore={list.hasMore}
          more={list.more}
          loading={list.loading}
          failure={list.failure}
          onOpen={({ id, kind: of }) => void navigate(of === null ? `/review?package=${id}` : `/review/${id}`)}
          columns={[
            {
              title: top,
              key: 'name',
              render: (_, one) => (
                <NameCode
                  word={one.kind && measure === 'collection' ? recordKindNames[one.kind] : ''}
                  name={one.name}
                  code={one.code}
                />
              ),
            },
            { title: '时间', key: 'at', width: 96, mono: true, render: (_, one) => formatDate(one.at, false) },
          ]}
          empty={
            <p className="score-none faint">
              {measure === 'interfaces' ? '程序里没有接口的数据，按 E 填数' : '截至这一天还没有'}
            </p>
          }
        />
      </div>
      {history.length > 0 ? (
        <div className="score-history">
          <h3>历期得分</h3>
          <ul>
            {history.slice(0, 6).map((one) => (
              <li key={one.sheet}>
                <Mono>{one.start}</Mono>
                <span className="grow secondary small">第 {one.number} 稿</span>
                <Mono>{one.total?.toFixed(2) ?? '—'}</Mono>
                <span className="small">{one.rank === null ? '未排名' : `第 ${one.rank} / ${one.of}`}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Panel>
  );
}

function Known({ value }: { value: number | null }): ReactNode {
  return value === null ? <span className="warn">未核定</span> : <Num value={value} />;
}

/** Where a number comes from, in a word. */
export function sourceOf(from: Figure['numeratorFrom']): string {
  return { counted: '统计', reported: '单位最近一次上报', entered: '填报', none: '' }[from];
}
