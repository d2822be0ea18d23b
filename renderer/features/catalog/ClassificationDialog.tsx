import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import type { Classification, ClassificationNode } from '../../../shared/catalog/classification.ts';
import { levelNames } from '../../../shared/catalog/classification.ts';
import { splitCode } from '../../../shared/catalog/resource-code.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { LevelList } from '../../components/LevelList.tsx';
import { Mono } from '../../components/text.tsx';

export interface Chosen {
  readonly prefix: string;
  readonly names: { readonly class: string; readonly item: string; readonly subItem: string; readonly detail: string };
}

interface ClassificationDialogProps {
  readonly open: boolean;
  readonly table: Classification;
  readonly code: string;
  readonly names: Chosen['names'];
  readonly onChoose: (chosen: Chosen) => void;
  readonly onClose: () => void;
}

/** Choice of 类, 项, 目 and 细目 side by side; the department makes its own 目 and 细目 where the table has none (notice, 2.1.2). */
export function ClassificationDialog(props: ClassificationDialogProps): ReactNode {
  return (
    <Dialog title="选择信息资源分类" open={props.open} onClose={props.onClose} width={960}>
      <Levels {...props} />
    </Dialog>
  );
}

interface Level {
  readonly code: string;
  readonly name: string;
}
const none: Level = { code: '', name: '' };
/** Digits of each level; 细目 has any length. */
const widths = [1, 2, 3, 0] as const;

function Levels({ table, code, names, onChoose, onClose }: ClassificationDialogProps): ReactNode {
  const parts = splitCode(code);
  const [levels, setLevels] = useState<readonly Level[]>([
    { code: parts.class, name: names.class },
    { code: parts.item, name: names.item },
    { code: parts.subItem, name: names.subItem },
    { code: parts.detail, name: names.detail },
  ]);
  const lists = useMemo(() => listsFor(table, levels), [table, levels]);
  const wrong = levels.map((level, index) => levelProblem(level, index));
  const ready =
    levels.slice(0, 3).every(({ code: digits }) => digits !== '') && wrong.every((problem) => problem === '');
  const choose = (index: number, level: Level): void => {
    // Below another branch the old entries mean something else.
    setLevels(
      levels.map((old, at) =>
        at < index ? old : at === index ? level : level.code === levels[index]?.code ? old : none,
      ),
    );
  };
  const finish = (): void => {
    if (!ready) return;
    const [first = none, second = none, third = none, fourth = none] = levels;
    onChoose({
      prefix: levels.map((level) => level.code).join(''),
      names: { class: first.name, item: second.name, subItem: third.name, detail: fourth.name },
    });
  };
  useKeys({ 'Ctrl+Enter': finish });
  return (
    <div className="stack">
      <div className="levels">
        {levelNames.map((word, index) => (
          <LevelColumn
            key={word}
            word={word}
            index={index}
            entries={lists[index] ?? []}
            value={levels[index] ?? none}
            problem={wrong[index] ?? ''}
            open={index === 0 || levels[index - 1]?.code !== ''}
            onChoose={(level) => choose(index, level)}
            onEnter={finish}
          />
        ))}
      </div>
      <div className="dialog-foot">
        <span className="grow secondary">
          前段码 <Mono className="strong">{levels.map((level) => level.code).join('') || '—'}</Mono>
          <span className="faint"> 细目由本单位自编，可不设；顺序码保存时自动编定</span>
        </span>
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={!ready} onClick={finish}>
          确定 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </div>
  );
}

interface LevelColumnProps {
  readonly word: string;
  readonly index: number;
  readonly entries: readonly ClassificationNode[];
  readonly value: Level;
  readonly problem: string;
  /** The level above is chosen. */
  readonly open: boolean;
  readonly onChoose: (level: Level) => void;
  readonly onEnter: () => void;
}

/** One level; 目 and 细目 take a code and a name of one's own below. */
function LevelColumn({ word, index, entries, value, problem, open, onChoose, onEnter }: LevelColumnProps): ReactNode {
  return (
    <LevelList
      word={word}
      entries={entries}
      chosen={value.code}
      open={open}
      none={`分类表没有${word}，请在下面自编`}
      onChoose={({ code, name }) => onChoose({ code, name })}
      onEnter={onEnter}
    >
      {index >= 2 ? (
        <div className="level-own">
          <Input
            className="mono"
            value={value.code}
            disabled={!open}
            placeholder={widths[index] === 0 ? '代码' : '3 位'}
            aria-label={`${word}代码`}
            status={problem === '' ? '' : 'error'}
            onChange={(event) => onChoose({ code: event.target.value.trim(), name: value.name })}
            style={{ width: index === 3 ? 110 : 56 }}
          />
          <Input
            value={value.name}
            disabled={!open || value.code === ''}
            placeholder="名称"
            aria-label={`${word}名称`}
            onChange={(event) => onChoose({ code: value.code, name: event.target.value })}
          />
          {problem === '' ? null : <p className="bad small">{problem}</p>}
        </div>
      ) : null}
    </LevelList>
  );
}

function listsFor(table: Classification, levels: readonly Level[]): (readonly ClassificationNode[])[] {
  const lists: (readonly ClassificationNode[])[] = [table];
  for (const { code } of levels.slice(0, 3))
    lists.push(lists.at(-1)!.find((node) => node.code === code)?.children ?? []);
  return lists;
}

function levelProblem({ code, name }: Level, index: number): string {
  const width = widths[index] ?? 0;
  if (code === '') return '';
  if (width > 0 && code.length !== width) return `应为 ${width} 位`;
  if (!/^[0-9A-Za-z]+$/.test(code)) return '只用数字（必要时字母）';
  return name.trim() === '' ? '请写名称' : '';
}
