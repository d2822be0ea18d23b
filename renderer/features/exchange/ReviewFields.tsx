import { Button, Input } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { recordKindNames, recordStateNames } from '../../../shared/exchange/record.ts';
import type { ReviewRecord } from '../../../shared/exchange/review.ts';
import { useClient } from '../../client/client.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Piece } from '../../components/Piece.tsx';
import { formatDate, Mono, Tag } from '../../components/text.tsx';
import { RingLine } from '../seal/RingLine.tsx';
import { serial } from './LedgerPanel.tsx';
import './review.css';

interface ReviewFieldsProps {
  readonly record: ReviewRecord;
  readonly remarks: Readonly<Record<string, string>>;
  readonly editable: boolean;
  /** null takes the remark away. */
  readonly onRemark: (field: string, text: string | null) => void;
}

/** The record field by field beside its last version; `R` opens a remark under the chosen field. */
export function ReviewFields({ record, remarks, editable, onRemark }: ReviewFieldsProps): ReactNode {
  const { row, previous, lines } = record;
  const client = useClient();
  const [selected, setSelected] = useState(lines[0]?.field ?? '');
  const box = useRef<HTMLTableElement>(null);
  useEffect(() => setSelected(lines[0]?.field ?? ''), [lines]);
  const at = lines.findIndex((line) => line.field === selected);
  const changed = lines.filter((line) => line.changed).length;
  const open = (field: string): void => {
    if (!editable) return;
    setSelected(field);
    if (remarks[field] === undefined) onRemark(field, '');
    setTimeout(() => document.getElementById(`remark-${field}`)?.focus());
  };
  const go = (to: number): void => {
    const next = lines[Math.max(0, Math.min(lines.length - 1, to))];
    if (!next) return;
    setSelected(next.field);
    box.current?.querySelector(`[data-line="${CSS.escape(next.field)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({ R: editable && selected !== '' ? () => open(selected) : undefined });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current) return;
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Enter' && !event.ctrlKey) open(selected);
    else return;
    event.preventDefault();
  };
  const saidBefore = (field: string): string =>
    record.remarks
      .filter((one) => one.field === field)
      .map((one) => one.remark)
      .join('；');
  const elsewhere = record.remarks.filter((one) => !lines.some((line) => line.field === one.field));
  // What is wrong with a part of an item stands at the item's line.
  const findingOf = (field: string): string =>
    record.findings
      .filter((one) => one.field === field || one.field.startsWith(`${field}.`))
      .map((one) => one.message)
      .join('；');
  return (
    <Panel
      className="review-fields"
      fill
      title={row.name || '（未填名称）'}
      extra={
        <>
          <Mono>{row.code}</Mono>
          <span>{recordKindNames[row.kind]}</span>
          {record.enteredBy ? <span>录入 {record.enteredBy}</span> : null}
          {record.editedBy && record.editedBy !== record.enteredBy ? <span>修改 {record.editedBy}</span> : null}
        </>
      }
      foot={
        <>
          {record.approvals.map((one) => (
            <span className="cut" key={one.kind + one.person}>
              {one.kind === 'head' ? '上报审批' : '保密审查'}{' '}
              {one.text.includes(one.person) ? one.text : `${one.person} ${one.text}`} {one.date}
            </span>
          ))}
        </>
      }
    >
      {record.salvage ? (
        <p className="review-before small">
          <Tag tone="warn">抢救</Tag> 从损坏的包里读出，逐块与签名一致，整包尚未收齐。{record.salvage.by}{' '}
          {formatDate(record.salvage.at, true)} 确认：{record.salvage.reason}
        </p>
      ) : null}
      {elsewhere.length > 0 ? (
        <p className="review-before small">
          <span className="secondary">上次退回意见　</span>
          {elsewhere.map((one) => one.remark).join('；')}
        </p>
      ) : null}
      <div className="scroll grow">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are chosen by keys */}
        <table ref={box} className="review-table" role="grid" tabIndex={0} data-list onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <th>字段</th>
              {previous ? (
                <th>
                  上一版 第 {previous.revision} 版 · {recordStateNames[previous.state]}{' '}
                  {formatDate(previous.at, false, true)}
                </th>
              ) : null}
              <th>
                本版 第 {row.revision} 版{row.sequence > 0 ? ` · 包 ${serial(row.sequence)}` : ''}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <Fragment key={line.field}>
                {previous && index === changed ? (
                  <tr className="review-rest">
                    <td colSpan={3}>{changed === 0 ? '与上一版相同' : `未变 ${lines.length - changed} 项`}</td>
                  </tr>
                ) : null}
                <tr
                  data-line={line.field}
                  className={`${line.field === selected ? 'on' : ''} ${line.changed || !previous ? '' : 'same'}`}
                  aria-selected={line.field === selected}
                  onMouseDown={() => setSelected(line.field)}
                  onDoubleClick={() => open(line.field)}
                >
                  <th>{line.label}</th>
                  {previous ? (
                    <td>
                      {line.changed ? <Piece before={line.before} after={line.after} side="before" /> : line.before}
                    </td>
                  ) : null}
                  <td>
                    {line.changed ? <Piece before={line.before} after={line.after} side="after" /> : line.after}
                    {findingOf(line.field) ? (
                      <span className="warn small review-finding">{findingOf(line.field)}</span>
                    ) : null}
                    {row.kind === 'imprint' && line.field === 'verdict' ? <RingLine key={row.id} id={row.id} /> : null}
                    {record.pieces
                      .filter(({ field }) => field === line.field)
                      .map(({ blob }) => (
                        <img
                          key={blob}
                          className="review-piece"
                          src={client.blobUrl(blob)}
                          alt={`${line.label}照面如此的局部图`}
                        />
                      ))}
                    {saidBefore(line.field) ? (
                      <span className="small review-finding">
                        <span className="secondary">上次退回意见　</span>
                        {saidBefore(line.field)}
                      </span>
                    ) : null}
                  </td>
                </tr>
                {remarks[line.field] !== undefined ? (
                  <tr className="review-remark">
                    <th>批注</th>
                    <td colSpan={previous ? 2 : 1}>
                      <RemarkInput
                        field={line.field}
                        value={remarks[line.field] ?? ''}
                        onRemark={onRemark}
                        onLeave={() => box.current?.focus()}
                      />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {editable ? (
        <div className="review-whole">
          {remarks[''] === undefined ? (
            <Button size="small" onClick={() => open('')}>
              对整条批注
            </Button>
          ) : (
            <>
              <Tag tone="warn">整条</Tag>
              <div className="grow">
                <RemarkInput
                  field=""
                  value={remarks[''] ?? ''}
                  onRemark={onRemark}
                  onLeave={() => box.current?.focus()}
                />
              </div>
            </>
          )}
        </div>
      ) : null}
    </Panel>
  );
}

const phrases = ['与照面不符', '缺依据文书', '影像不清', '错别字'];

function RemarkInput(props: {
  field: string;
  value: string;
  onRemark: (field: string, text: string | null) => void;
  onLeave: () => void;
}): ReactNode {
  const { field, value, onRemark, onLeave } = props;
  return (
    <>
      <Input
        id={`remark-${field}`}
        value={value}
        maxLength={2000}
        placeholder="哪里不对，应当怎样改"
        aria-label="批注"
        onChange={(event) => onRemark(field, event.target.value)}
        onBlur={() => value.trim() === '' && onRemark(field, null)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onRemark(field, null);
            onLeave();
          } else if (event.key === 'Enter' && !event.ctrlKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            onLeave();
          }
        }}
      />
      <p className="review-phrases">
        <span className="secondary">常用</span>
        {phrases.map((phrase) => (
          <button
            key={phrase}
            type="button"
            className="link"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onRemark(field, value ? `${value}，${phrase}` : phrase)}
          >
            {phrase}
          </button>
        ))}
      </p>
    </>
  );
}
