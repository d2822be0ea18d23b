import { PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react';
import { memo, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { type FaceField, faceKinds, type Validator } from '../../../shared/license/type.ts';
import { faceKindNames, ruleNames } from '../../../shared/license/type-fields.ts';

interface FieldGridProps {
  readonly fields: readonly FaceField[];
  readonly findings: readonly Finding[];
  readonly selected: number;
  readonly locked: boolean;
  readonly onSelect: (at: number) => void;
  readonly onField: (at: number, field: FaceField) => void;
  /** Adds fields with these labels behind a row. */
  readonly onAdd: (after: number, labels: readonly string[]) => void;
  readonly onRemove: (at: number) => void;
  readonly onMove: (at: number, by: 1 | -1) => void;
  readonly onZone: (at: number) => void;
}

/** Face fields in the order of the face: arrows and Enter walk, Alt with arrows moves a row, Ctrl+Delete takes it away, a pasted column adds rows. */
export function FieldGrid(props: FieldGridProps): ReactNode {
  const { fields, findings, selected, locked, onSelect, onField, onAdd, onRemove, onMove, onZone } = props;
  const grid = useRef<HTMLDivElement>(null);
  const go = (row: number, column: string): void => {
    const cell = `[data-row="${row}"] [data-column="${column}"]`;
    const input = grid.current?.querySelector<HTMLInputElement>(`${cell} input, ${cell} button`);
    input?.focus();
    if (input?.type === 'text') input.select();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = event.target instanceof HTMLElement ? event.target : null;
    const row = Number(at?.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1);
    const column = at?.closest<HTMLElement>('[data-column]')?.dataset['column'] ?? 'label';
    if (row < 0 || event.nativeEvent.isComposing) return;
    const list = at?.closest('.ant-select') !== null;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && event.altKey && !locked) {
      // What is typed next must find the row where it is now.
      flushSync(() => onMove(row, step));
      go(row + step, column);
    } else if (step !== 0 && !list && !event.altKey && !event.ctrlKey) go(row + step, column);
    else if (event.key === 'Enter' && !list && !event.ctrlKey) {
      if (row === fields.length - 1 && !locked) flushSync(() => onAdd(row, ['']));
      go(row + 1, row === fields.length - 1 ? 'label' : column);
    } else if (event.key === 'Delete' && event.ctrlKey && !locked) {
      flushSync(() => onRemove(row));
      go(Math.max(0, Math.min(row, fields.length - 2)), column);
    } else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent, row: number): void => {
    const lines = event.clipboardData.getData('text/plain').split(/\r?\n/);
    const labels = lines.map((line) => line.split('\t')[0]!.trim().slice(0, 100)).filter(Boolean);
    if (labels.length < 2 || locked) return;
    event.preventDefault();
    onAdd(row, labels);
  };
  const found = new Map<string, Finding>();
  for (const finding of [...findings].reverse()) found.set(finding.field, finding);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the inputs inside take the focus, this element hears their keys
    <div className="field-grid" ref={grid} onKeyDown={onKeyDown} data-field="fields" data-list>
      <table>
        <colgroup>
          {widths.map((width, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns stand still
            <col key={at} style={width === 0 ? {} : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th className="right">序</th>
            <th>照面字段</th>
            <th>标识</th>
            <th>类型</th>
            <th className="right">长度</th>
            <th>必填</th>
            <th>关键</th>
            <th>校验</th>
            <th className="right">左、上、宽×高（毫米）</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field, at) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: a field has no identity but its place until it has a key
              key={at}
              at={at}
              field={field}
              on={at === selected}
              locked={locked}
              marks={marksOf(found, at)}
              onSelect={onSelect}
              onField={onField}
              onPaste={onPaste}
              onZone={onZone}
            />
          ))}
        </tbody>
      </table>
      <Button
        type="text"
        size="small"
        icon={<PlusOutlined />}
        disabled={locked}
        onClick={() => {
          flushSync(() => onAdd(fields.length - 1, ['']));
          go(fields.length, 'label');
        }}
      >
        加一项
      </Button>
    </div>
  );
}

/** Px of the columns as they stand; the label has what is left. */
const widths = [30, 0, 82, 68, 54, 36, 36, 122, 152];
const columns = ['label', 'key', 'kind', 'length', 'options', 'critical', 'validator', 'zone'] as const;
type Marks = Partial<Record<(typeof columns)[number] | 'row', Finding>>;

function marksOf(found: ReadonlyMap<string, Finding>, at: number): string {
  const marks: Marks = {};
  for (const column of columns) {
    const finding = found.get(`fields.${at}.${column}`);
    if (finding) marks[column] = finding;
  }
  const row = found.get(`fields.${at}`);
  if (row) marks.row = row;
  return JSON.stringify(marks);
}

interface RowProps {
  readonly at: number;
  readonly field: FaceField;
  readonly on: boolean;
  readonly locked: boolean;
  /** Findings by column, as text so that a row without a change is not drawn again. */
  readonly marks: string;
  readonly onSelect: (at: number) => void;
  readonly onField: (at: number, field: FaceField) => void;
  readonly onPaste: (event: ClipboardEvent, at: number) => void;
  readonly onZone: (at: number) => void;
}

const kinds = faceKinds.map((value) => ({ value, label: faceKindNames[value] }));
const rules = [
  { value: '', label: '—' },
  ...Object.entries(ruleNames).map(([value, label]) => ({ value, label: label as string })),
];

const Row = memo(function Row(props: RowProps): ReactNode {
  const { at, field, on, locked, onSelect, onField, onPaste, onZone } = props;
  const marks = JSON.parse(props.marks) as Marks;
  const put = (change: Partial<FaceField>): void => onField(at, { ...field, ...change });
  const status = (column: keyof Marks) => ({
    status: marks[column]?.level ?? ('' as const),
    title: marks[column]?.message,
  });
  const messages = Object.values(marks);
  return (
    <>
      <tr data-row={at} className={on ? 'on' : ''} onFocus={() => onSelect(at)} data-field={`fields.${at}`}>
        <td className="right mono faint">{at + 1}</td>
        <td data-column="label" data-field={`fields.${at}.label`} {...level(marks.label)}>
          <Input
            variant="borderless"
            size="small"
            aria-label={`第 ${at + 1} 项名称`}
            value={field.label}
            maxLength={100}
            disabled={locked}
            {...status('label')}
            onChange={(event) => put({ label: event.target.value })}
            onPaste={(event) => onPaste(event, at)}
          />
        </td>
        <td data-column="key" data-field={`fields.${at}.key`} {...level(marks.key)}>
          <Input
            variant="borderless"
            size="small"
            className="mono"
            aria-label={`第 ${at + 1} 项标识`}
            value={field.key}
            placeholder="自动"
            maxLength={60}
            disabled={locked}
            {...status('key')}
            onChange={(event) => put({ key: event.target.value.trim() })}
          />
        </td>
        <td data-column="kind">
          <Select
            variant="borderless"
            size="small"
            aria-label={`第 ${at + 1} 项类型`}
            value={field.kind}
            options={kinds}
            disabled={locked}
            onChange={(kind) => put({ kind, ...(kind === 'date' ? { length: 10 } : {}) })}
          />
        </td>
        <td data-column="length" data-field={`fields.${at}.length`} {...level(marks.length)}>
          <Input
            variant="borderless"
            size="small"
            className="mono right"
            aria-label={`第 ${at + 1} 项长度`}
            value={String(field.length)}
            maxLength={5}
            disabled={locked || field.kind === 'date'}
            {...status('length')}
            onChange={(event) => put({ length: Number(event.target.value.replace(/\D/g, '')) })}
          />
        </td>
        <td data-column="required" className="tick">
          <Checkbox
            aria-label={`第 ${at + 1} 项必填`}
            checked={field.required}
            disabled={locked}
            onChange={(event) => put({ required: event.target.checked })}
          />
        </td>
        <td data-column="critical" className="tick" data-field={`fields.${at}.critical`} {...level(marks.critical)}>
          <Checkbox
            aria-label={`第 ${at + 1} 项关键`}
            checked={field.critical}
            disabled={locked}
            onChange={(event) => put({ critical: event.target.checked })}
          />
        </td>
        <td data-column="validator" data-field={`fields.${at}.validator`} {...level(marks.validator)}>
          <Select
            variant="borderless"
            size="small"
            aria-label={`第 ${at + 1} 项校验`}
            value={field.validator?.rule ?? ''}
            options={rules}
            disabled={locked}
            popupMatchSelectWidth={false}
            onChange={(rule) => put({ validator: validatorOf(rule) })}
          />
        </td>
        <td data-column="zone" data-field={`fields.${at}.zone`} {...level(marks.zone)}>
          <button type="button" className="zone-cell mono" title="到底图上划区域（F4）" onClick={() => onZone(at)}>
            {field.zone ? (
              <>
                <span>{field.zone.x}</span>
                <span>{field.zone.y}</span>
                <span>
                  {field.zone.width}×{field.zone.height}
                </span>
              </>
            ) : (
              <span className="faint">未划</span>
            )}
          </button>
        </td>
      </tr>
      {messages.length > 0 ? (
        <tr className="row-messages">
          <td />
          <td colSpan={8}>
            {messages.map((finding) => (
              <p key={finding.code} className={finding.level === 'error' ? 'field-error' : 'field-warning'}>
                {finding.message}
              </p>
            ))}
          </td>
        </tr>
      ) : null}
    </>
  );
});

function level(finding: Finding | undefined): { 'data-level'?: string } {
  return finding ? { 'data-level': finding.level } : {};
}

function validatorOf(rule: string): Validator | null {
  if (rule === '') return null;
  return rule === 'pattern' ? { rule, pattern: '', example: '' } : ({ rule } as Validator);
}
