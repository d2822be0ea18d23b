import { Button } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ObligationLine } from '../../../shared/station/desk.ts';
import type { ObligationState } from '../../../shared/station/obligation.ts';
import { Empty } from '../../components/Empty.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DaysLeft, DotWord, Num, Tag, type Tone } from '../../components/text.tsx';
import { useStart } from './start.ts';

interface ObligationPanelProps {
  readonly lines: readonly ObligationLine[];
  readonly organ: string;
  readonly query: string;
  readonly onOpen: (line: ObligationLine) => void;
  readonly onEdit: (line: ObligationLine) => void;
  readonly onAdd: () => void;
}

const tones: Record<ObligationState, Tone> = {
  none: 'plain',
  running: 'blue',
  returned: 'bad',
  sent: 'plain',
  accepted: 'good',
  stored: 'good',
  duty: 'plain',
};

/** 我单位应交材料: one row for each material and kind; the material's name stands once. */
export function ObligationPanel({ lines, organ, query, onOpen, onEdit, onAdd }: ObligationPanelProps): ReactNode {
  const shown = useMemo(() => lines.filter((line) => matches(line, query)), [lines, query]);
  const [chosen, setChosen] = useState('');
  const navigate = useNavigate();
  const at = Math.max(
    0,
    shown.findIndex((line) => line.id === chosen),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const line = shown[at];
    const step: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 };
    const target = step[event.key];
    const next = target === undefined ? undefined : shown[Math.max(0, Math.min(shown.length - 1, target))];
    if (next) {
      setChosen(next.id);
      event.currentTarget.querySelector(`[data-line="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
    } else if (line && event.key === 'Enter') onOpen(line);
    else if (line && event.key.toLowerCase() === 'e' && !event.ctrlKey) onEdit(line);
    else if (line?.recordKind === 'license' && event.key.toLowerCase() === 'p' && !event.ctrlKey)
      void navigate(`/license/stock?${line.licenseTypes.map((type) => `type=${encodeURIComponent(type)}`).join('&')}`);
    else return;
    event.preventDefault();
  };
  const counted = lines.filter((line) => line.state !== 'duty');
  return (
    <Panel
      className="desk-top"
      title="我单位应交材料"
      count={counted.length}
      extra={
        <>
          <Totals lines={counted} />
          <Button size="small" onClick={onAdd}>
            增加一项
          </Button>
        </>
      }
    >
      {lines.length === 0 ? (
        <Empty
          title="还没有应交材料"
          hint={
            organ === ''
              ? '通知没有列出本单位的材料。可在“设置—单位资料”里选定责任单位，或自己增加一项。'
              : '清单里的各项都已删去。可自己增加一项。'
          }
        >
          <Button type="primary" onClick={onAdd}>
            增加一项
          </Button>
        </Empty>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a table whose rows are walked by arrow keys
        <div
          className="obligations"
          role="grid"
          aria-label="我单位应交材料"
          data-list
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <table>
            <colgroup>
              <col className="o-code" />
              <col className="o-text" />
              <col className="o-kind" />
              <col />
              <col className="o-progress" />
              <col className="o-share" />
              <col className="o-due" />
              <col className="o-state" />
              <col className="o-act" />
            </colgroup>
            <thead>
              <tr>
                <th colSpan={2}>应交材料</th>
                <th>种类</th>
                <th>关联对象</th>
                <th className="right">已录 / 应录</th>
                <th />
                <th>截止</th>
                <th>状态</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {shown.map((line, index) => (
                <Row
                  key={line.id}
                  line={line}
                  first={shown[index - 1]?.code !== line.code || shown[index - 1]?.text !== line.text}
                  on={index === at}
                  onChoose={() => setChosen(line.id)}
                  onOpen={() => onOpen(line)}
                  onEdit={() => onEdit(line)}
                />
              ))}
            </tbody>
          </table>
          {shown.length === 0 ? <p className="desk-none">没有符合“{query}”的材料，按 Esc 清空查找。</p> : null}
        </div>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly line: ObligationLine;
  readonly first: boolean;
  readonly on: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
  readonly onEdit: () => void;
}

function Row({ line, first, on, onChoose, onOpen, onEdit }: RowProps): ReactNode {
  const work = useStart()(line);
  const duty = line.state === 'duty';
  return (
    <tr
      data-line={line.id}
      className={`${on ? 'on' : ''} ${first ? 'first' : ''}`}
      onMouseDown={onChoose}
      onDoubleClick={onOpen}
    >
      <td className="mono faint">{first ? line.code : ''}</td>
      <td className="cut" title={line.text}>
        {first ? line.text : ''}
      </td>
      <td className="o-mark">
        <Tag>{line.kind}</Tag>
      </td>
      <td className="cut">
        <Linked line={line} />
      </td>
      <td>{duty ? null : <Bar line={line} onEdit={onEdit} />}</td>
      <td className="mono faint right">{duty || !line.expected ? '' : `${share(line)}%`}</td>
      <td className="mono">
        {line.due === '' ? (
          <span className="faint">{duty ? '' : '未定'}</span>
        ) : (
          <span className={line.state === 'stored' ? 'faint' : ''}>
            {line.due.slice(5)}{' '}
            {line.daysLeft !== null && !['stored', 'accepted', 'sent'].includes(line.state) ? (
              <span className="text-face">
                <DaysLeft days={line.daysLeft} />
              </span>
            ) : null}
          </span>
        )}
      </td>
      <td>
        {duty ? (
          <span className="faint">职责，不计数</span>
        ) : (
          <DotWord tone={tones[line.state]}>{line.stateWord}</DotWord>
        )}
      </td>
      <td className="o-button">
        {duty ? null : (
          <Button
            size="small"
            tabIndex={-1}
            type={on && !work.quiet ? 'primary' : work.quiet ? 'text' : 'default'}
            onClick={onOpen}
          >
            {work.word}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Linked({ line }: { line: ObligationLine }): ReactNode {
  if (line.kind === '资源目录' || line.kind === '证照目录') {
    return (
      <>
        <span className="secondary">{line.kind === '资源目录' ? '目录' : '证照目录'} </span>
        {line.drafts > 0 ? `草稿 ${line.drafts}` : '本单位全部'}
      </>
    );
  }
  if (line.state === 'duty') return null;
  if (!line.linked) return <span className="faint">未关联</span>;
  const { word, name, code, more } = line.linked;
  return (
    <>
      <span className="secondary">{word} </span>
      {name}
      {more > 0 ? <span className="secondary"> 等 {more + 1} 项</span> : null}
      {line.drafts > 0 ? <span className="faint small"> 草稿 {line.drafts}</span> : null}
      {code ? <span className="mono faint small"> {code}</span> : null}
    </>
  );
}

function Bar({ line, onEdit }: { line: ObligationLine; onEdit: () => void }): ReactNode {
  const whole = line.expected === null ? 0 : Math.min(100, (line.entered / Math.max(1, line.expected)) * 100);
  const done = line.state === 'stored' || line.state === 'accepted';
  return (
    <button type="button" tabIndex={-1} className="o-bar" title="填写应录数与期限（E）" onClick={onEdit}>
      <span>
        <Num value={line.entered} />
        <span className="faint"> / {line.expected === null ? '待核定' : <Num value={line.expected} />}</span>
      </span>
      <i>
        <b className={done ? 'done' : ''} style={{ width: `${whole}%` }} />
      </i>
    </button>
  );
}

function Totals({ lines }: { lines: readonly ObligationLine[] }): ReactNode {
  const count = (...states: ObligationState[]): number => lines.filter((line) => states.includes(line.state)).length;
  const overdue = lines.filter(
    (line) => (line.daysLeft ?? 0) < 0 && !['stored', 'accepted', 'sent'].includes(line.state),
  ).length;
  const facts: readonly (readonly [string, number, string])[] = [
    ['已入库', count('stored'), ''],
    ['审核通过', count('accepted'), ''],
    ['进行中', count('running', 'sent'), ''],
    ['未开始', count('none'), ''],
    ['退回', count('returned'), 'bad'],
    ['逾期', overdue, 'bad'],
  ];
  return facts.map(([word, value, tone]) => (
    <span key={word}>
      {word} <b className={`mono ${value > 0 ? tone : ''}`}>{value}</b>
    </span>
  ));
}

/** Share in percent; 100 only when nothing is missing. */
function share({ entered, expected }: ObligationLine): string {
  if (!expected) return '';
  if (entered >= expected) return '100';
  if (entered === 0) return '0';
  return Math.min(99.9, Math.floor((entered / expected) * 1000) / 10).toFixed(1);
}

function matches(line: ObligationLine, query: string): boolean {
  const wanted = query.toLowerCase();
  return [
    line.text,
    line.code,
    line.kind,
    line.stateWord,
    ...line.licenseTypes,
    ...line.catalogs,
    line.linked?.name ?? '',
  ].some((text) => text.toLowerCase().includes(wanted));
}
