import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { levelNames, levelOf } from '../../../shared/catalog/classification.ts';
import { useAct } from '../../client/act.ts';
import type { Output } from '../../client/call.ts';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { LevelList } from '../../components/LevelList.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Mono, Num } from '../../components/text.tsx';

type Table = Output<'classification.get'>;
type Row = Table['rows'][number];

interface ClassificationEditorProps {
  readonly open: boolean;
  readonly table: Table;
  readonly onClose: () => void;
}

/** The classification table by its four levels: entries are added, renamed and taken away, or the whole is read from a sheet; saved as a new version. */
export function ClassificationEditor(props: ClassificationEditorProps): ReactNode {
  return (
    <Dialog title="修改信息资源分类表" open={props.open} onClose={props.onClose} width={1080}>
      <Editor {...props} />
    </Dialog>
  );
}

/** Digits of each level; 细目 has any length. */
const widths = [1, 2, 3, 0] as const;

function Editor({ table, onClose }: ClassificationEditorProps): ReactNode {
  const [rows, setRows] = useState<readonly Row[]>(table.rows);
  /** Own code of the entry that is chosen or typed at each level. */
  const [path, setPath] = useState<readonly string[]>(['', '', '', '']);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [note, setNote] = useState('');
  const notify = useNotify();
  const read = useAct('classification.read', { failures: 'page' });
  const save = useAct('classification.save', { failures: 'page' });
  const changes = useMemo(() => changesOf(table, rows), [table, rows]);
  const changed = changes.added + changes.renamed + changes.removed > 0;
  const ready = changed && note.trim().length >= 2 && !save.busy;

  const finish = async (): Promise<void> => {
    if (!ready) return;
    const reply = await save.run({ rows: [...rows], base: table.version, note: note.trim() });
    if (!reply.ok) return;
    notify.done(`分类表已存为第 ${reply.value.version} 版`);
    onClose();
  };
  useKeys({ 'Ctrl+Enter': () => void finish() });
  const take = async (file: PickedFile | undefined): Promise<void> => {
    if (!file) return;
    const reply = await read.run({ name: file.name, bytes: new Uint8Array(file.bytes) });
    if (!reply.ok) return;
    setRows(reply.value.rows);
    setPath(['', '', '', '']);
    setProblems(reply.value.problems.map(({ row, message }) => `第 ${row} 行 ${message}，没有读入`));
  };
  return (
    <div className="stack">
      <DropFiles
        title="把分类表拖到这里，或点按选择：整表换成文件里的"
        hint="要有“代码”（或“类、项、目、细目”各一列）和“名称”的标题；读入后仍可修改，保存才生效。"
        accept=".xlsx,.xls,.et,.csv,.txt"
        multiple={false}
        disabled={read.busy || save.busy}
        onFiles={([file]) => void take(file)}
      />
      <FailureNote failure={read.failure} />
      {problems.length > 0 ? (
        <ul className="classification-problems bad small">
          {problems.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
      <div className="levels">
        {levelNames.map((word, level) => (
          <Level
            key={word}
            word={word}
            level={level}
            above={path.slice(0, level)}
            chosen={path[level] ?? ''}
            rows={rows}
            used={table.used}
            onChoose={(code) => setPath(path.map((old, at) => (at < level ? old : at === level ? code : '')))}
            onRows={setRows}
          />
        ))}
      </div>
      <div className="row">
        <span className="secondary">
          与第 {table.version} 版比：新增 <Num value={changes.added} />
          ，改名 <Num value={changes.renamed} />
          ，删去 <Num value={changes.removed} className={changes.used > 0 ? 'bad strong' : ''} />
        </span>
        {changes.used > 0 ? (
          <span className="warn small">
            删去的分类有 {changes.used} 条目录在用：它们的代码不变，选分类时仍按原名列出
          </span>
        ) : null}
      </div>
      <FailureNote failure={save.failure} />
      <div className="dialog-foot">
        <Input
          className="grow"
          value={note}
          maxLength={200}
          placeholder="修改的依据，如：市局 2026 年第 3 号文增设主题类"
          aria-label="修改的依据"
          onChange={(event) => setNote(event.target.value)}
        />
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={!ready} onClick={() => void finish()}>
          存为新版 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </div>
  );
}

interface LevelProps {
  readonly word: string;
  readonly level: number;
  readonly above: readonly string[];
  readonly chosen: string;
  readonly rows: readonly Row[];
  readonly used: Table['used'];
  readonly onChoose: (code: string) => void;
  readonly onRows: (rows: readonly Row[]) => void;
}

/** One level with what stands below the entry above: a code that is there is renamed or taken away, another is added. */
function Level({ word, level, above, chosen, rows, used, onChoose, onRows }: LevelProps): ReactNode {
  const [newName, setNewName] = useState('');
  const start = above.join('');
  const open = level === 0 || (above.at(-1) !== '' && rows.some(({ prefix }) => prefix === start));
  const entries = rows
    .filter(({ prefix }) => levelOf(prefix) === level && prefix.startsWith(start))
    .map(({ prefix, name }) => ({ prefix, code: prefix.slice(start.length), name, count: countOf(used, [prefix]) }))
    .map((entry) => ({ ...entry, note: entry.count === 0 ? null : <Num value={entry.count} className="faint" /> }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const prefix = start + chosen;
  const known = entries.find(({ code }) => code === chosen);
  const width = widths[level] ?? 0;
  const problem =
    chosen === '' || known
      ? ''
      : width > 0 && chosen.length !== width
        ? `应为 ${width} 位`
        : /^[0-9A-Za-z]+$/.test(chosen)
          ? ''
          : '只用数字（必要时字母）';
  const add = (): void => {
    const name = newName.trim();
    if (known || chosen === '' || problem !== '' || name === '') return;
    onRows(sortedRows([...rows, { prefix, name }]));
    setNewName('');
  };
  const rename = (name: string): void => onRows(rows.map((row) => (row.prefix === prefix ? { ...row, name } : row)));
  const remove = (): void => {
    onRows(rows.filter((row) => !row.prefix.startsWith(prefix)));
    onChoose('');
  };
  return (
    <LevelList
      word={word}
      entries={entries}
      chosen={chosen}
      open={open}
      none={`还没有${word}，可在下面增加`}
      onChoose={({ code }) => onChoose(code)}
    >
      {level === 0 ? null : (
        <div className="level-own level-own-two">
          <Input
            className="mono"
            value={chosen}
            disabled={!open}
            placeholder={width === 0 ? '代码' : `${width} 位`}
            aria-label={`${word}代码`}
            status={problem === '' ? '' : 'error'}
            onChange={(event) => onChoose(event.target.value.trim())}
            style={{ width: level === 3 ? 110 : 56 }}
          />
          <Input
            value={known ? known.name : newName}
            disabled={!open || chosen === ''}
            maxLength={200}
            placeholder="名称"
            aria-label={`${word}名称`}
            status={known?.name === '' ? 'error' : ''}
            onChange={(event) => (known ? rename(event.target.value) : setNewName(event.target.value))}
            onPressEnter={(event) => {
              if (event.ctrlKey || known) return;
              add();
            }}
          />
          {problem === '' ? (
            <span className="grow faint small level-own-word">
              {known ? (
                <>
                  前段码 <Mono>{prefix}</Mono>
                </>
              ) : null}
            </span>
          ) : (
            <span className="grow bad small level-own-word">{problem}</span>
          )}
          {known ? (
            <Button size="small" danger onClick={remove}>
              删去{rows.some((row) => row.prefix !== prefix && row.prefix.startsWith(prefix)) ? '，连同下级' : ''}
            </Button>
          ) : (
            <Button
              size="small"
              disabled={chosen === '' || problem !== '' || newName.trim() === ''}
              onClick={add}
              title="Enter"
            >
              增加
            </Button>
          )}
        </div>
      )}
    </LevelList>
  );
}

/** Own catalogs in one of the branches. */
function countOf(used: Table['used'], branches: readonly string[]): number {
  return Object.entries(used).reduce(
    (sum, [prefix, count]) => (branches.some((branch) => prefix.startsWith(branch)) ? sum + count : sum),
    0,
  );
}

/** Each entry before those below it. */
function sortedRows(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
}

function changesOf(
  table: Table,
  rows: readonly Row[],
): { added: number; renamed: number; removed: number; used: number } {
  const old = new Map(table.rows.map(({ prefix, name }) => [prefix, name]));
  const kept = new Set(rows.map(({ prefix }) => prefix));
  const removed = [...old.keys()].filter((prefix) => !kept.has(prefix));
  return {
    added: rows.filter(({ prefix }) => !old.has(prefix)).length,
    renamed: rows.filter(({ prefix, name }) => old.has(prefix) && old.get(prefix) !== name).length,
    removed: removed.length,
    used: countOf(table.used, removed),
  };
}
