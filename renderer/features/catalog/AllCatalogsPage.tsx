import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { emptyCatalog } from '../../../shared/catalog/catalog.ts';
import type { CatalogContext } from '../../../shared/catalog/check.ts';
import { localDay } from '../../../shared/china/dates.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import { useCall } from '../../client/call.ts';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Page } from '../../components/Page.tsx';
import { CatalogList } from './CatalogList.tsx';
import { CatalogTree } from './CatalogTree.tsx';
import { ConflictsDialog } from './ConflictsDialog.tsx';
import { Editor } from './Editor.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import './catalog.css';
import './items.css';

const all = '*';

/** 全市目录, at a bureau: the catalogs that departments sent, of all or of one (`?origin=`), by classification (`?prefix=`) or search; one to read (`/:id`). */
export default function AllCatalogsPage(): ReactNode {
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [states, setStates] = useState<readonly RecordState[]>([]);
  const [dialog, setDialog] = useState<'conflicts' | 'export' | null>(null);
  const origin = search.get('origin') ?? all;
  const prefix = search.get('prefix') ?? '';
  const overview = useCall('catalog.classification', { origin }).data;
  const origins = useCall('catalog.origins', {}).data?.origins ?? [];
  const opened = useCall('catalog.get', { id: id ?? '' }, { when: id !== undefined });
  const record = opened.data && opened.data.row.id === id ? opened.data : null;
  const today = localDay();
  const context = useMemo(
    (): CatalogContext => ({ today, classification: overview?.table ?? [] }),
    [today, overview?.table],
  );
  const blank = useMemo(emptyCatalog, []);
  useKeys({ 'Alt+D': () => setDialog('conflicts'), 'Alt+E': () => setDialog('export') });

  const at = (path: string, more: Readonly<Record<string, string>>): string => {
    const words = new URLSearchParams({ ...(origin === all ? {} : { origin }), ...more }).toString();
    return words === '' ? path : `${path}?${words}`;
  };
  const open = (to: string): void => void navigate(at(`/all-catalogs/${to}`, {}));
  const name = origins.find((one) => one.origin === origin)?.name ?? '全部单位';
  const nothing = (): void => undefined;
  return (
    <div className="catalog">
      <CatalogTree
        origin={origin}
        head={
          <Select
            aria-label="单位"
            value={origin}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: all, label: '全部单位' },
              ...origins.map((one) => ({ value: one.origin, label: `${one.name}（${one.count}）` })),
            ]}
            onChange={(next: string) =>
              void navigate(next === all ? '/all-catalogs' : `/all-catalogs?origin=${encodeURIComponent(next)}`)
            }
            style={{ width: '100%' }}
          />
        }
        acts={
          <Button
            size="small"
            disabled={origins.length < 2}
            title={origins.length < 2 ? '有两个单位的目录才能比对' : 'Alt+D'}
            onClick={() => setDialog('conflicts')}
          >
            比对重复
          </Button>
        }
        overview={overview}
        selected={record ? { id: record.row.id, code: record.row.code } : null}
        prefix={prefix}
        query={query}
        states={states}
        onQuery={setQuery}
        onStates={setStates}
        onOpen={open}
        onPrefix={(to) => void navigate(at('/all-catalogs', { prefix: to }))}
        onNew={undefined}
        onImport={undefined}
        onExport={() => setDialog('export')}
      />
      {id === undefined ? (
        <CatalogList
          origin={origin}
          prefix={prefix}
          title={name}
          query={query}
          states={states}
          total={overview?.total ?? -1}
          onStates={setStates}
          onOpen={open}
          onNew={undefined}
          onImport={undefined}
          onList={undefined}
          keys={[['Alt+D', '比对重复']]}
        />
      ) : opened.failure ? (
        <Page>
          <FailureNote
            failure={opened.failure}
            action={<Button onClick={() => void navigate(at('/all-catalogs', {}))}>回到列表</Button>}
          />
        </Page>
      ) : record && overview ? (
        <Editor
          key={id}
          record={record}
          blank={blank}
          context={context}
          readOnly
          field=""
          onSaved={nothing}
          onNew={nothing}
          onNext={undefined}
          onRemoved={nothing}
        />
      ) : (
        <Page>{null}</Page>
      )}
      <ConflictsDialog
        open={dialog === 'conflicts'}
        origins={origins}
        onOpen={(to) => {
          setDialog(null);
          void navigate(`/all-catalogs/${to}`);
        }}
        onClose={() => setDialog(null)}
      />
      <ExportDialog
        open={dialog === 'export'}
        onClose={() => setDialog(null)}
        origin={origin}
        prefix={prefix}
        branch={name}
        query={query}
        states={states}
      />
    </div>
  );
}
