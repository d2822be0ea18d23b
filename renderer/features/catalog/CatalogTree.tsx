import { ExportOutlined, ImportOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueries } from '@tanstack/react-query';
import { Button, Tooltip, Tree } from 'antd';
import type { Key, ReactNode } from 'react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CatalogNode, CatalogRow } from '../../../shared/catalog/methods.ts';
import { prefixOf, splitCode } from '../../../shared/catalog/resource-code.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import { type Output, useRows } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { Num } from '../../components/text.tsx';
import { shortName } from './CodeField.tsx';

interface CatalogTreeProps {
  /** Whose: the station's own where absent, '*' = all received, else one station's. */
  readonly origin?: string;
  /** Above the search box. */
  readonly head?: ReactNode;
  /** Further buttons below it. */
  readonly acts?: ReactNode;
  readonly overview: Output<'catalog.classification'> | undefined;
  /** The open catalog. */
  readonly selected: { readonly id: string; readonly code: string } | null;
  readonly prefix: string;
  readonly query: string;
  readonly states: readonly RecordState[];
  readonly onQuery: (query: string) => void;
  readonly onStates: (states: readonly RecordState[]) => void;
  readonly onOpen: (id: string) => void;
  readonly onPrefix: (prefix: string) => void;
  /** Absent for somebody who may not write. */
  readonly onNew: (() => void) | undefined;
  readonly onImport: (() => void) | undefined;
  readonly onExport: () => void;
}

interface TreeNode {
  readonly key: string;
  readonly title: ReactNode;
  readonly isLeaf?: boolean;
  readonly selectable?: boolean;
  readonly children?: TreeNode[];
}

/** Leaves fetched for one branch; more are found by search. */
const leavesShown = 500;
const recordKey = (id: string): string => `id:${id}`;

/** Classification with counts, catalogs as its leaves; a search or a state turns it into a list of hits. */
export function CatalogTree(props: CatalogTreeProps): ReactNode {
  const { origin = '', overview, selected, prefix, query, states, onOpen, onPrefix } = props;
  const [expanded, setExpanded] = useState<readonly string[]>([]);
  const [box, height] = useHeight();
  const tree = overview?.tree ?? [];
  const flat = query !== '' || states.length > 0;
  const open = useMemo(
    () => leafBranches(tree, overview?.unclassified ?? 0).filter((branch) => expanded.includes(branch)),
    [tree, overview, expanded],
  );
  const leaves = useLeaves(origin, flat ? [] : open);
  const hits = useRows('catalog.list', { origin, query, states: [...states], order: 'name', limit: 100 });

  // The classes stand open from the start, and the way to the open catalog.
  const code = selected?.code ?? '';
  const ready = overview !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once for each catalog, then the user decides
  useEffect(() => {
    if (!ready) return;
    const wanted = code === '' && selected ? ['none'] : prefixesOf(code);
    setExpanded((old) => [...new Set([...old, ...tree.map((node) => node.prefix), ...wanted])]);
  }, [ready, code, selected?.id]);

  const data = flat ? hits.rows.map((row) => leafOf(row)) : branches(tree, overview?.unclassified ?? 0, leaves);
  const total = overview?.total ?? 0;
  const toggle = (state: RecordState): void => props.onStates(states.includes(state) ? [] : [state]);
  return (
    <aside className="catalog-tree" data-panel>
      <div className="tree-tools">
        {props.head}
        <SearchBox value={query} onChange={props.onQuery} placeholder="名称、代码、拼音首字母" width={0} />
        <div className="tree-acts">
          {props.onNew ? (
            <Button size="small" icon={<PlusOutlined />} onClick={props.onNew} title="Alt+N">
              新建
            </Button>
          ) : null}
          {props.onImport ? (
            <Button size="small" icon={<ImportOutlined />} onClick={props.onImport} title="Alt+I">
              导入
            </Button>
          ) : null}
          {props.acts}
          <Tooltip title={total === 0 ? '还没有可导出的目录' : ''}>
            <Button
              size="small"
              icon={<ExportOutlined />}
              onClick={props.onExport}
              disabled={total === 0}
              title="Alt+E"
            >
              导出
            </Button>
          </Tooltip>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hands the focus on to the tree inside */}
      <div
        ref={box}
        className="tree-body"
        data-list
        tabIndex={-1}
        onFocus={(event) =>
          event.target === event.currentTarget &&
          event.currentTarget.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
        }
      >
        <Tree<TreeNode>
          blockNode
          virtual
          height={height}
          itemHeight={28}
          treeData={data}
          expandedKeys={[...expanded]}
          onExpand={(keys) => setExpanded(keys.map(String))}
          selectedKeys={selected ? [recordKey(selected.id)] : prefix !== '' ? [prefix] : []}
          onSelect={(_keys: Key[], { node }) => {
            const key = String(node.key);
            if (key.startsWith('id:')) onOpen(key.slice(3));
            else {
              onPrefix(key);
              setExpanded((old) => (old.includes(key) ? old : [...old, key]));
            }
          }}
          onScroll={({ currentTarget: place }) => {
            if (flat && place.scrollHeight - place.scrollTop - place.clientHeight < 600) hits.more();
          }}
        />
        {flat && hits.rows.length === 0 && !hits.loading ? (
          <p className="tree-none secondary">没有符合的目录。按 Esc 清空查找。</p>
        ) : null}
      </div>
      <footer className="tree-foot">
        <span>
          共 <Num value={flat ? hits.total : total} /> 条{flat && hits.atLeast ? '以上' : ''}
        </span>
        <StateCount word="草稿" state="draft" count={overview?.states.draft ?? 0} on={states} onToggle={toggle} />
        <StateCount word="待签" state="pending" count={overview?.states.pending ?? 0} on={states} onToggle={toggle} />
        <StateCount
          word="退回"
          state="returned"
          count={overview?.states.returned ?? 0}
          on={states}
          onToggle={toggle}
          bad
        />
      </footer>
    </aside>
  );
}

interface StateCountProps {
  readonly word: string;
  readonly state: RecordState;
  readonly count: number;
  readonly on: readonly RecordState[];
  readonly onToggle: (state: RecordState) => void;
  readonly bad?: boolean;
}

/** A count that filters by its state. */
function StateCount({ word, state, count, on, onToggle, bad = false }: StateCountProps): ReactNode {
  if (count === 0 && !on.includes(state)) return null;
  return (
    <button
      type="button"
      className={`state-count ${on.includes(state) ? 'on' : ''}`}
      aria-pressed={on.includes(state)}
      onClick={() => onToggle(state)}
    >
      {word} <Num value={count} className={bad ? 'bad' : ''} />
    </button>
  );
}

function leafOf(row: CatalogRow): TreeNode {
  return {
    key: recordKey(row.id),
    isLeaf: true,
    title: (
      <span className="tree-line" title={`${row.name}${row.code === '' ? '' : `\n${row.code}`}`}>
        <span className="cut grow">{row.name || '未命名'}</span>
        {row.state === 'returned' ? <b className="bad">退</b> : null}
      </span>
    ),
  };
}

function branches(
  nodes: readonly CatalogNode[],
  unclassified: number,
  leaves: ReadonlyMap<string, LeafPage>,
): TreeNode[] {
  const branch = (node: CatalogNode): TreeNode => ({
    key: node.prefix,
    title: <BranchLine code={node.code} name={node.name} count={node.count} />,
    children: node.prefix.length < 6 ? node.children.map(branch) : leafList(leaves.get(node.prefix)),
  });
  const none = {
    key: 'none',
    title: <BranchLine code="" name="未分类" count={unclassified} />,
    children: leafList(leaves.get('none')),
  };
  return [...nodes.map(branch), ...(unclassified > 0 ? [none] : [])];
}

function BranchLine({ code, name, count }: { code: string; name: string; count: number }): ReactNode {
  return (
    <span className="tree-line" title={name}>
      <span className="cut grow">
        {code} {code.length === 1 ? name : shortName(name)}
      </span>
      <Num value={count} className="faint" />
    </span>
  );
}

type LeafPage = Output<'catalog.list'>;

function leafList(page: LeafPage | undefined): TreeNode[] {
  if (!page)
    return [
      { key: `wait:${Math.random()}`, title: <span className="faint">读取中…</span>, isLeaf: true, selectable: false },
    ];
  const rest = page.total - page.rows.length;
  const more = {
    key: 'more',
    title: <span className="faint">另 {rest} 条，请查找</span>,
    isLeaf: true,
    selectable: false,
  };
  return [...page.rows.map(leafOf), ...(rest > 0 ? [more] : [])];
}

/** Branches whose children are catalogs: those of the third level, and the one for catalogs without a code. */
function leafBranches(nodes: readonly CatalogNode[], unclassified: number): string[] {
  const below = (node: CatalogNode): string[] =>
    node.prefix.length < 6 ? node.children.flatMap(below) : [node.prefix];
  return [...nodes.flatMap(below), ...(unclassified > 0 ? ['none'] : [])];
}

/** One query for each open branch, under the same keys as `useCall`, so that they are read again after a change. */
function useLeaves(origin: string, open: readonly string[]): ReadonlyMap<string, LeafPage> {
  const client = useClient();
  const pages = useQueries({
    queries: open.map((branch) => {
      const input = {
        origin,
        prefix: branch,
        order: branch === 'none' ? ('name' as const) : ('code' as const),
        limit: leavesShown,
      };
      return { queryKey: ['catalog.list', input], queryFn: () => client.call('catalog.list', input) };
    }),
  });
  return new Map(open.flatMap((branch, index) => (pages[index]?.data ? [[branch, pages[index].data] as const] : [])));
}

/** Keys of the branches above a code. */
function prefixesOf(code: string): string[] {
  const { class: a, item: b, subItem: c } = splitCode(prefixOf(code));
  return a === '' ? [] : [a, a + b, a + b + c];
}

function useHeight(): [ref: React.RefObject<HTMLDivElement | null>, height: number] {
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(400);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.floor(entry.contentRect.height)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, height];
}
