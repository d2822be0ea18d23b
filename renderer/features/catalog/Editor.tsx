import { Button, ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { CatalogContext } from '../../../shared/catalog/check.ts';
import { fieldNumber, type SectionKey, sectionOf } from '../../../shared/catalog/fields.ts';
import type { CatalogRecord } from '../../../shared/catalog/methods.ts';
import { prefixOf } from '../../../shared/catalog/resource-code.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useUnsaved } from '../../components/dialogs.tsx';
import { useFindingWalk } from '../../components/FindingList.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';
import { BarFact, Page } from '../../components/Page.tsx';
import { ChangeBand, RetiredBand } from './ChangeBand.tsx';
import { type Chosen, ClassificationDialog } from './ClassificationDialog.tsx';
import { EditorHead } from './EditorHead.tsx';
import { ItemGrid, type ItemGridHandle } from './ItemGrid.tsx';
import { createItemsStore, type ItemsStore } from './items-store.ts';
import { MarksProvider } from './MetaField.tsx';
import { MetaFields } from './MetaFields.tsx';
import { RetireDialog } from './RetireDialog.tsx';
import { SectionStrip } from './SectionStrip.tsx';
import { SidePanel } from './SidePanel.tsx';
import { StructureDialog } from './StructureDialog.tsx';
import { bodyOf, useCatalogCheck, useRelatedContext } from './useCatalogCheck.ts';
import { VersionsDialog } from './VersionsDialog.tsx';

interface EditorProps {
  /** null = a new catalog. */
  readonly record: CatalogRecord | null;
  readonly blank: Catalog;
  readonly context: CatalogContext;
  readonly readOnly: boolean;
  /** Field to begin in, '' = the first. */
  readonly field: string;
  readonly onSaved: (id: string) => void;
  readonly onNew: () => void;
  /** Opens the next draft; absent when there is none. */
  readonly onNext: (() => void) | undefined;
  readonly onRemoved: () => void;
}

const firstFields: Readonly<Record<SectionKey, string>> = {
  classification: 'classification.class',
  name: 'name',
  code: 'code',
  provider: 'provider',
  providerCode: 'providerCode',
  abstract: 'abstract',
  formats: 'formats',
  items: 'items.0.name',
  census: 'census.storage.total',
  share: 'share.type',
  open: 'open.open',
  cycle: 'cycle',
  releaseDate: 'releaseDate',
  related: 'related',
};

/** One catalog: all 13 metadata and the head of its items on one screen. */
export function Editor(props: EditorProps): ReactNode {
  const { onSaved } = props;
  const [record, setRecord] = useState(props.record);
  const retired = record?.body.retired;
  const settledNow = record !== null && ['accepted', 'stored'].includes(record.row.state);
  const readOnly = props.readOnly || retired !== undefined;
  const [items] = useState(() => createItemsStore((record?.body ?? props.blank).items));
  const form = useForm<Catalog>({ defaultValues: formValues(record, props.blank) });
  const isDirty = useSyncExternalStore(items.subscribe, items.dirty) || form.formState.isDirty;
  const related = useRelatedContext(form, props.context);
  const published = record?.published;
  const changing = published != null && (isDirty || (record?.row.revision ?? 0) > published.revision);
  const context = useMemo(
    (): CatalogContext => ({
      ...related,
      published: changing ? { change: published?.change ?? undefined } : undefined,
    }),
    [related, changing, published],
  );
  const checked = useCatalogCheck(form, items, context);
  const [strict, setStrict] = useState(record !== null);
  const [section, setSection] = useState<SectionKey | null>(null);
  const [dialog, setDialog] = useState<'classification' | 'structure' | 'versions' | 'retire' | null>(null);
  const [savedAt, setSavedAt] = useState('');
  const saving = useAct('catalog.save');
  const notify = useNotify();
  const grid = useRef<ItemGridHandle>(null);
  const sentRevision = record?.sent?.revision ?? 0;
  const before = useCall(
    'catalog.version',
    { id: record?.row.id ?? '', revision: sentRevision },
    { when: sentRevision > 0 },
  );
  const previous = sentRevision > 0 ? (before.data?.body ?? null) : null;
  useUnsaved(isDirty && !readOnly);

  const adopt = useCallback(
    (next: CatalogRecord): void => {
      setRecord(next);
      form.reset(formValues(next, next.body));
      items.reset(next.body.items);
      setStrict(true);
    },
    [form, items],
  );
  // Changed elsewhere (an import, a receipt): taken over while nothing of it is being edited.
  const fresh = props.record;
  useEffect(() => {
    if (!fresh || isDirty) return;
    if (fresh.row.updatedAt !== record?.row.updatedAt || fresh.row.state !== record.row.state) adopt(fresh);
  }, [fresh, record, isDirty, adopt]);

  const remarks = useMemo(
    (): Finding[] =>
      (record?.row.remarks ?? []).map(({ field, remark }) => ({
        field,
        level: 'error',
        code: 'remark',
        message: `退回意见：${remark}`,
      })),
    [record],
  );
  const marks = useMemo(() => [...remarks, ...checked.findings], [remarks, checked]);
  const errors = checked.findings.filter(({ level }) => level === 'error');

  const go = useCallback((field: string): void => {
    const item = /^items\.(\d+)(?:\.(\w+))?$/.exec(field);
    if (item) grid.current?.focus(Number(item[1]), (item[2] ?? 'name') as keyof Catalog['items'][number]);
    else if (field === 'items') grid.current?.focus(0, 'name');
    else focusField(field);
  }, []);
  useFindingWalk(marks, ({ field }) => {
    setStrict(true);
    go(field);
  });
  const { field: startField } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page opens
  useEffect(() => {
    const timer = setTimeout(() =>
      startField === '' ? record === null && go('classification.class') : go(startField),
    );
    return () => clearTimeout(timer);
  }, [startField]);

  const save = async (submit: boolean): Promise<void> => {
    if (readOnly || saving.busy) return;
    const base = record ? { id: record.row.id, base: record.row.revision } : {};
    const reply = await saving.run({ ...base, body: bodyOf(form, items), submit });
    if (!reply.ok) return;
    adopt(reply.value);
    setSavedAt(new Date().toTimeString().slice(0, 8));
    if (submit) notify.done('已送签批');
    onSaved(reply.value.row.id);
  };
  const submit = (): void => {
    setStrict(true);
    const [first] = errors;
    if (first) go(first.field);
    else void save(true);
  };
  const settled = record !== null && !isDirty && !['draft', 'returned'].includes(record.row.state);
  const primary = settled ? (props.onNext ?? props.onNew) : submit;
  useKeys({
    'Ctrl+S': readOnly ? undefined : () => void save(false),
    'Ctrl+Enter': readOnly ? undefined : primary,
    'Alt+V': record?.sent ? () => setDialog('versions') : undefined,
    F3: readOnly || record?.sent ? undefined : () => setDialog('classification'),
    F4: readOnly ? undefined : () => setDialog('structure'),
  });
  const keeping = useAct('catalog.retire');
  const keep = async (): Promise<void> => {
    if (!record) return;
    const reply = await keeping.run({ id: record.row.id, base: record.row.revision, retired: null });
    if (reply.ok) adopt(reply.value);
  };
  const choose = ({ prefix, names }: Chosen): void => {
    const touch = { shouldDirty: true } as const;
    form.setValue('classification', names, touch);
    if (prefixOf(form.getValues('code')) !== prefix) form.setValue('code', `${prefix}/`, touch);
    setDialog(null);
    setTimeout(() => go('name'));
  };

  return (
    <Page
      keys={
        readOnly
          ? [
              ['F6', '下一处'],
              ['Alt+V', '版本'],
            ]
          : [
              ['Ctrl+S', '存草稿'],
              ['F6', '下一处错误'],
              ['Alt+N', '新建'],
            ]
      }
      actions={
        readOnly ? undefined : (
          <>
            {saving.busy ? (
              <BarFact>正在保存…</BarFact>
            ) : isDirty ? (
              <BarFact>有未存改动</BarFact>
            ) : savedAt ? (
              <BarFact>{<span className="mono">{savedAt}</span>} 已存</BarFact>
            ) : null}
            {settled ? null : errors.length > 0 && strict ? <ErrorLine errors={errors} onGo={go} /> : null}
            <Button type="primary" onClick={primary} loading={saving.busy}>
              {settled
                ? props.onNext
                  ? '下一条草稿'
                  : '新建目录'
                : errors.length > 0
                  ? `送签批 · ${errors.length} ${strict ? '错' : '处待填'}`
                  : '送签批'}{' '}
              <Keycap name="Ctrl+Enter" />
            </Button>
          </>
        )
      }
    >
      <FormProvider {...form}>
        <MarksProvider findings={marks} strict={strict}>
          <EditorHead
            record={record}
            dirty={isDirty}
            readOnly={readOnly}
            remarks={record?.row.remarks ?? []}
            onGo={go}
            onChanged={adopt}
            onRemoved={props.onRemoved}
            onVersions={record?.sent ? () => setDialog('versions') : undefined}
            onRetire={!readOnly && published && settledNow && !isDirty ? () => setDialog('retire') : undefined}
          />
          {retired ? (
            <RetiredBand
              retired={retired}
              settled={settledNow}
              onKeep={props.readOnly || settledNow ? undefined : () => void keep()}
            />
          ) : published && !readOnly ? (
            <ChangeBand deadline={settledNow ? null : (record?.deadline ?? null)} />
          ) : null}
          <SectionStrip
            findings={marks}
            filled={checked.filled}
            current={section}
            strict={strict}
            onGo={(key) => go(errors.find(({ field }) => sectionOf(field) === key)?.field ?? firstFields[key])}
          />
          <div className="editor">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens which field has the focus */}
            <div
              className="editor-main"
              onFocus={(event) =>
                setSection(sectionOf(event.target.closest<HTMLElement>('[data-field]')?.dataset.field ?? ''))
              }
            >
              <ConfigProvider componentDisabled={readOnly}>
                <MetaFields
                  fixed={record?.sent != null}
                  onClassification={readOnly || record?.sent ? undefined : () => setDialog('classification')}
                />
                <Items
                  store={items}
                  handle={grid}
                  findings={marks}
                  previous={previous}
                  strict={strict}
                  readOnly={readOnly}
                  onStructure={() => setDialog('structure')}
                />
              </ConfigProvider>
            </div>
            <SidePanel
              form={form}
              items={items}
              previous={previous}
              revision={sentRevision}
              findings={marks}
              onGo={go}
            />
          </div>
        </MarksProvider>
        <ClassificationDialog
          open={dialog === 'classification'}
          table={context.classification ?? []}
          code={form.getValues('code')}
          names={form.getValues('classification')}
          onChoose={choose}
          onClose={() => setDialog(null)}
        />
        <VersionsDialog
          record={dialog === 'versions' ? record : null}
          body={dialog === 'versions' ? bodyOf(form, items) : null}
          onClose={() => setDialog(null)}
        />
        <RetireDialog
          record={dialog === 'retire' ? record : null}
          onClose={() => setDialog(null)}
          onDone={(next) => {
            setDialog(null);
            adopt(next);
          }}
        />
        <StructureDialog
          open={dialog === 'structure'}
          items={items.get()}
          onTake={(next) => {
            grid.current?.put(next);
            setDialog(null);
            setTimeout(() => go('items'));
          }}
          onClose={() => setDialog(null)}
        />
      </FormProvider>
    </Page>
  );
}

function ErrorLine({ errors, onGo }: { errors: readonly Finding[]; onGo: (field: string) => void }): ReactNode {
  return (
    <BarFact>
      <span className="error-line bad">
        {errors.length} 处错误：
        {errors.slice(0, 2).map(({ field, code, message }, index) => (
          <button key={field + code} type="button" className="bad" onClick={() => onGo(field)}>
            {index > 0 ? ' · ' : ''}
            {fieldNumber(field)} {message}
          </button>
        ))}
        {errors.length > 2 ? ' …' : ''}
      </span>
    </BarFact>
  );
}

interface ItemsProps {
  readonly store: ItemsStore;
  readonly handle: React.RefObject<ItemGridHandle | null>;
  readonly findings: readonly Finding[];
  readonly previous: Catalog | null;
  readonly strict: boolean;
  readonly readOnly: boolean;
  readonly onStructure: () => void;
}

function Items({ store, handle, findings, previous, strict, readOnly, onStructure }: ItemsProps): ReactNode {
  const items = useSyncExternalStore(store.subscribe, store.get);
  const own = useMemo(() => findings.filter((finding) => sectionOf(finding.field) === 'items'), [findings]);
  return (
    <ItemGrid
      handle={handle}
      items={items}
      onChange={store.set}
      findings={own}
      before={previous?.items ?? null}
      strict={strict}
      readOnly={readOnly}
      onStructure={onStructure}
    />
  );
}

const noChange = { reason: '', date: '', note: '' } as const;

/** The form's own values: the items live in their store. Of a published catalog the next change is still to be stated. */
function formValues(record: CatalogRecord | null, blank: Catalog): Catalog {
  const { body, row, published } = record ?? { body: blank, row: null, published: null };
  const stated = row && ['accepted', 'stored'].includes(row.state) ? undefined : body.change;
  return structuredClone({ ...body, items: [], ...(published ? { change: stated ?? noChange } : {}) });
}
