import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { CatalogContext } from '../../../shared/catalog/check.ts';
import type { CatalogNode } from '../../../shared/catalog/methods.ts';
import { localDay } from '../../../shared/china/dates.ts';
import { type RecordState, recordStates } from '../../../shared/exchange/record.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Page } from '../../components/Page.tsx';
import { CatalogList } from './CatalogList.tsx';
import { CatalogTree } from './CatalogTree.tsx';
import { CheckDialog } from './CheckDialog.tsx';
import { Editor } from './Editor.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import './catalog.css';
import './items.css';

/** 资源目录: classification tree left; right the list of a branch (`?prefix=`), or one catalog in its editor (`/catalog/:id`, `new`). */
export default function CatalogPage(): ReactNode {
  const { has } = useSession();
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [states, setStates] = useState<readonly RecordState[]>(
    recordStates.filter((state) => state === search.get('state')),
  );
  const [dialog, setDialog] = useState<'import' | 'export' | 'check' | null>(null);
  const overview = useCall('catalog.classification', {}).data;
  const station = useCall('station.info', {}).data;
  const blank = useCall('catalog.blank', {}).data;
  // A new catalog keeps its editor when its first save gives it an address of its own.
  const adopted = useRef('');
  const isNew = id === 'new';
  const opened = useCall('catalog.get', { id: id ?? '' }, { when: id !== undefined && !isNew });
  const record = opened.data && opened.data.row.id === id ? opened.data : null;
  const drafts = useCall('catalog.list', { states: ['draft', 'returned'], order: 'name', limit: 2 });
  const next = drafts.data?.rows.find((row) => row.id !== id);
  const writer = has('clerk');
  const prefix = search.get('prefix') ?? '';
  const today = localDay();
  const context = useMemo(
    (): CatalogContext => ({ today, classification: overview?.table ?? [], stationUscc: station?.info.uscc ?? '' }),
    [today, overview?.table, station?.info.uscc],
  );

  const create = writer ? () => void navigate('/catalog/new') : undefined;
  const importFile = writer ? () => setDialog('import') : undefined;
  const list = (): void => void navigate('/catalog-list');
  const check = (): void => setDialog('check');
  const openAt = (to: string, field: string): void => {
    setDialog(null);
    void navigate(`/catalog/${to}?field=${encodeURIComponent(field)}`);
  };
  useKeys({
    'Alt+L': list,
    'Alt+N': create,
    'Alt+I': importFile,
    'Alt+E': () => setDialog('export'),
    'Alt+K': check,
  });
  const branch = prefix === 'none' ? '未分类' : nameOf(overview?.tree ?? [], prefix);
  const key = adopted.current !== '' && id === adopted.current ? 'new' : id;
  if (isNew) adopted.current = '';
  return (
    <div className="catalog">
      <CatalogTree
        overview={overview}
        selected={record ? { id: record.row.id, code: record.row.code } : null}
        prefix={prefix}
        query={query}
        states={states}
        onQuery={setQuery}
        onStates={setStates}
        onOpen={(to) => void navigate(`/catalog/${to}`)}
        onPrefix={(to) => void navigate(`/catalog?prefix=${to}`)}
        onNew={create}
        onImport={importFile}
        onExport={() => setDialog('export')}
      />
      {id === undefined ? (
        <CatalogList
          prefix={prefix}
          title={branch || '资源目录'}
          query={query}
          states={states}
          total={overview?.total ?? -1}
          onStates={setStates}
          onOpen={(to) => void navigate(`/catalog/${to}`)}
          onNew={create}
          onImport={importFile}
          onList={list}
          onCheck={check}
        />
      ) : opened.failure && !isNew ? (
        <Page>
          <FailureNote
            failure={opened.failure}
            action={<Button onClick={() => void navigate('/catalog')}>回到列表</Button>}
          />
        </Page>
      ) : blank && overview && station && (isNew || record || key === 'new') ? (
        <Editor
          key={key}
          record={record}
          blank={blank.body}
          context={context}
          readOnly={!writer}
          field={search.get('field') ?? ''}
          onSaved={(saved) => {
            if (!isNew) return;
            adopted.current = saved;
            // After the form has taken the saved values: what is saved needs no question on the way.
            setTimeout(() => void navigate(`/catalog/${saved}`, { replace: true }));
          }}
          onNew={() => create?.()}
          onNext={next ? () => void navigate(`/catalog/${next.id}`) : undefined}
          onRemoved={() => void navigate('/catalog')}
        />
      ) : (
        <Page>{null}</Page>
      )}
      <ImportDialog open={dialog === 'import'} onOpen={openAt} onClose={() => setDialog(null)} />
      <CheckDialog open={dialog === 'check'} onOpen={openAt} onClose={() => setDialog(null)} />
      <ExportDialog
        open={dialog === 'export'}
        onClose={() => setDialog(null)}
        prefix={prefix}
        branch={branch}
        query={query}
        states={states}
      />
    </div>
  );
}

function nameOf(nodes: readonly CatalogNode[], prefix: string): string {
  for (const node of nodes) {
    if (node.prefix === prefix) return `${node.code} ${node.name}`;
    const below = prefix.startsWith(node.prefix) ? nameOf(node.children, prefix) : '';
    if (below !== '') return below;
  }
  return '';
}
