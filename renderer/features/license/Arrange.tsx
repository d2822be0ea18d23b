import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { EntryBatch, EntryPage } from '../../../shared/license/entry-methods.ts';
import { piecesOf } from '../../../shared/license/pieces.ts';
import { useAct } from '../../client/act.ts';
import { useClient } from '../../client/client.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { Mono, Tag } from '../../components/text.tsx';
import { sidesOptions } from './sides.ts';
import './arrange.css';

interface ArrangeProps {
  readonly batch: EntryBatch;
  readonly pages: readonly EntryPage[];
  readonly onDone: () => void;
}

/** Before typing begins: which pages make one paper, and which are left out. Corrected by keys, page by page. */
export function Arrange({ batch, pages, onDone }: ArrangeProps): ReactNode {
  const client = useClient();
  const confirm = useConfirm();
  const [at, setAt] = useState(0);
  const [hint, setHint] = useState('');
  /** A correction was made that a new rule would undo. */
  const [touched, setTouched] = useState(false);
  const arrange = useAct('entry.arrange');
  const group = useAct('entry.group');
  const turn = useAct('entry.turnPage');
  const list = useRef<HTMLDivElement>(null);
  const pieces = piecesOf(pages);
  const page = pages[Math.min(at, pages.length - 1)];
  const numbers = new Map(pieces.flatMap((piece, index) => piece.pages.map(({ id }) => [id, index + 1])));
  const ready = pieces.length > 0;

  const focus = (to: number): void => {
    setHint('');
    setAt(Math.max(0, Math.min(pages.length - 1, to)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the page
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-current]')?.focus(), [at]);
  const correct = async (wish: { starts?: boolean; leftOut?: boolean }): Promise<void> => {
    if (!page) return;
    if (page.record) return setHint('已录入的页不在这里改；在录入台打开那一件，Alt+J 并入后一件');
    setHint('');
    setTouched(true);
    await arrange.run({ page: page.id, ...wish });
  };
  const join = () => {
    if (!page || page.leftOut) return setHint('不录的页没有可并的；先按 X 取回');
    const before = pages
      .slice(0, at)
      .filter((other) => !other.leftOut)
      .at(-1);
    if (!before) return setHint('前面没有可并入的页');
    if (before.record) return setHint('前一件已录入：在录入台打开它，按 Alt+J 并入后一件');
    void correct({ starts: false });
  };
  const split = () => {
    if (!page || page.leftOut) return setHint('不录的页不分件；先按 X 取回');
    void correct({ starts: true });
  };
  const regroup = async (sides: number): Promise<void> => {
    const sure =
      !touched ||
      (await confirm({
        title: '按新的规则重新分件',
        content: '本批未录的页全部重新分件，刚才逐页改的“并入、分开”不再保留；取回和不录的页照旧。',
        ok: '重新分件',
      }));
    if (!sure || !(await group.run({ batch: batch.id, sides })).ok) return;
    setTouched(false);
    setHint('');
  };
  /** The page above or below the one in focus, by where they stand. */
  const vertical = (down: boolean): void => {
    const tiles = [...(list.current?.querySelectorAll<HTMLElement>('.arrange-page') ?? [])];
    const from = tiles[at]?.getBoundingClientRect();
    if (!from) return;
    const beyond = tiles
      .map((tile, index) => ({ index, box: tile.getBoundingClientRect() }))
      .filter(({ box }) => (down ? box.top >= from.bottom : box.bottom <= from.top));
    const row = down ? Math.min(...beyond.map(({ box }) => box.top)) : Math.max(...beyond.map(({ box }) => box.top));
    const [best] = beyond
      .filter(({ box }) => Math.abs(box.top - row) < from.height / 2)
      .sort((one, other) => Math.abs(one.box.left - from.left) - Math.abs(other.box.left - from.left));
    if (best) focus(best.index);
  };
  const toPiece = (by: 1 | -1): void => {
    const starts = pieces.map((piece) => pages.indexOf(piece.pages[0]!));
    const to = by > 0 ? starts.find((index) => index > at) : starts.filter((index) => index < at).at(-1);
    if (to !== undefined) focus(to);
  };
  useKeys({
    ArrowRight: () => focus(at + 1),
    ArrowLeft: () => focus(at - 1),
    ArrowDown: () => vertical(true),
    ArrowUp: () => vertical(false),
    Home: () => focus(0),
    End: () => focus(pages.length - 1),
    PageDown: () => toPiece(1),
    PageUp: () => toPiece(-1),
    J: join,
    S: split,
    X: () => void correct({ leftOut: !page?.leftOut }),
    Delete: () => (page?.leftOut ? undefined : void correct({ leftOut: true })),
    R: () => {
      if (page) void turn.run({ blob: page.blob, rotation: ((page.rotation + 90) % 360) as EntryPage['rotation'] });
    },
    ...Object.fromEntries(sidesOptions.map(({ value }) => [String(value), () => void regroup(value)] as const)),
    'Ctrl+Enter': () => (ready ? onDone() : undefined),
  });

  const blank = pages.filter((one) => one.leftOut && one.seen === 'blank').length;
  const separators = pages.filter((one) => one.leftOut && one.seen === 'separator').length;
  return (
    <Page
      keys={[
        ['ArrowLeft ArrowRight', '选页'],
        ['J', '并入前一件'],
        ['S', '从此页分开'],
        ['X', '不录、取回'],
        ['R', '转 90°'],
        ['F1', '全部按键'],
      ]}
      actions={
        <>
          {hint ? <span className="warn">{hint}</span> : null}
          <BarFact>
            <Mono>{pieces.length}</Mono> 件 <Mono>{batch.pages}</Mono> 页
          </BarFact>
          <BarFact>
            <span className="secondary">
              不录 <Mono>{batch.leftOut}</Mono>
              {blank + separators > 0 ? `（空白 ${blank}、分隔页 ${separators}）` : ''}
            </span>
          </BarFact>
          <Button type="primary" disabled={!ready} onClick={onDone}>
            开始录入 <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <PageHead title="整理页面" sub={`${batch.name}${batch.box ? ` · 箱 ${batch.box}` : ''} · ${batch.type}`}>
        <span className="small secondary">分件</span>
        <Select
          size="small"
          className="arrange-sides"
          aria-label="分件"
          value={batch.sides}
          onChange={(sides) => void regroup(sides)}
          options={sidesOptions.map(({ value, label }) => ({ value, label: `${value}　${label}` }))}
        />
      </PageHead>
      <div className="arrange">
        <div className="arrange-list" ref={list} role="listbox" aria-label="本批页面">
          {groupsOf(pages, numbers).map((one) => (
            <section key={one.pages[0]!.id} className={one.number ? 'arrange-piece' : 'arrange-loose'}>
              {one.number ? (
                <header>
                  <strong className="mono">{one.number}</strong>
                  <span>{one.kept > 1 ? `${one.kept} 页` : ''}</span>
                </header>
              ) : null}
              <div>
                {one.pages.map((each) => {
                  const index = pages.indexOf(each);
                  return (
                    <button
                      key={each.id}
                      type="button"
                      role="option"
                      aria-selected={index === at}
                      {...(index === at ? { 'aria-current': true, tabIndex: 0 } : { tabIndex: -1 })}
                      className={each.leftOut ? 'arrange-page arrange-out' : 'arrange-page'}
                      onClick={() => focus(index)}
                    >
                      <img
                        src={client.blobUrl(each.blob)}
                        alt={each.name}
                        loading="lazy"
                        decoding="async"
                        style={each.rotation ? { transform: `rotate(${each.rotation}deg)` } : {}}
                      />
                      <span>
                        <span className="mono">{String(each.position).padStart(3, '0')}</span>
                        <span className={each.leftOut ? 'secondary' : 'faint'}>{wordOf(each)}</span>
                      </span>
                      {missingBefore(pages, index) > 0 ? (
                        <i title="这里有读不出的页，或有页被移去">前缺 {missingBefore(pages, index)} 页</i>
                      ) : null}
                    </button>
                  );
                })}
              </div>
            </section>
          ))}
        </div>
        {page ? (
          <aside className="arrange-look">
            <div className="arrange-large">
              <img
                src={client.blobUrl(page.blob)}
                alt={`${page.name}，放大`}
                style={{ transform: `rotate(${page.rotation}deg)` }}
              />
            </div>
            <p>
              <Mono>{String(page.position).padStart(3, '0')}</Mono> <span className="cut">{page.name}</span>
              {page.leftOut ? <Tag>不录</Tag> : <Tag>第 {numbers.get(page.id)} 件</Tag>}
            </p>
            <p className="small secondary">{adviceOf(page)}</p>
            {ready ? null : (
              <p className="small bad">没有可录的页：都认作空白页或分隔页了。选中要录的一页，按 X 取回。</p>
            )}
          </aside>
        ) : null}
      </div>
    </Page>
  );
}

interface Group {
  /** Of the paper, from 1; 0 for pages between two papers. */
  readonly number: number;
  readonly pages: EntryPage[];
  kept: number;
}

/** Pages as they are shown: each paper with what is left out within it, and what is left out between papers by itself. */
function groupsOf(pages: readonly EntryPage[], numbers: ReadonlyMap<string, number>): Group[] {
  const groups: Group[] = [];
  let between: EntryPage[] = [];
  for (const page of pages) {
    const number = numbers.get(page.id);
    if (number === undefined) {
      between.push(page);
      continue;
    }
    const before = groups.at(-1);
    if (before?.number === number) before.pages.push(...between, page);
    else {
      if (between.length > 0) groups.push({ number: 0, pages: between, kept: 0 });
      groups.push({ number, pages: [page], kept: 0 });
    }
    groups.at(-1)!.kept++;
    between = [];
  }
  if (between.length > 0) groups.push({ number: 0, pages: between, kept: 0 });
  return groups;
}

/** Places in the order of the paper that no page has: it could not be read, or was taken out. */
function missingBefore(pages: readonly EntryPage[], index: number): number {
  return pages[index]!.position - (pages[index - 1]?.position ?? 0) - 1;
}

function wordOf({ leftOut, seen, record }: EntryPage): string {
  if (record) return '已录';
  if (!leftOut) return '';
  return seen === 'blank' ? '空白' : seen === 'separator' ? '分隔页' : '不录';
}

function adviceOf({ leftOut, seen, record }: EntryPage): string {
  if (record) return `已录为“${record.name}”。`;
  if (leftOut && seen === 'blank') return '认作空白页，没有可录的字。其实有内容的，按 X 取回。';
  if (leftOut && seen === 'separator') return '认作分隔页，后一页起为另一件。不是分隔页的，按 X 取回。';
  if (leftOut) return '不录入，也不随证照送出。按 X 取回。';
  return '这里的页全部随本件送出，第一页为照面。';
}
