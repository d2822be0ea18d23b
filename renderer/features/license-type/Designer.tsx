import { Button, Dropdown, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate, useSearchParams } from 'react-router';
import { errorCount } from '../../../shared/exchange/finding.ts';
import type { FaceField, LicenseType, Zone } from '../../../shared/license/type.ts';
import { typeFieldLabel } from '../../../shared/license/type-fields.ts';
import type { OpenedType } from '../../../shared/license/type-methods.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { useSession } from '../../client/session.tsx';
import { useConfirm, useUnsaved } from '../../components/dialogs.tsx';
import { useFindingWalk } from '../../components/FindingList.tsx';
import { Form } from '../../components/Form.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { StateTag, Tag } from '../../components/text.tsx';
import { ScanView } from '../license/ScanView.tsx';
import { EntryTab } from './EntryTab.tsx';
import { FaceStage } from './FaceStage.tsx';
import { FieldDetail } from './FieldDetail.tsx';
import { FieldGrid } from './FieldGrid.tsx';
import { Loose } from './Loose.tsx';
import { withoutField, withRoles } from './roles.ts';
import { TemplateTab } from './TemplateTab.tsx';
import { TryTab } from './TryTab.tsx';
import { type Target, withField, withFieldMoved, withFieldsAfter, withNewZone, withZone } from './type-edits.ts';
import { changesNow, shownType, sortedText, type Tab, tabOf, tabs } from './type-view.ts';
import { useTrial } from './useTrial.ts';
import { VersionDialog } from './VersionDialog.tsx';
import '../license/scan.css';
import './types.css';

/** Long enough to type on. */
const checkAfterMs = 250;
const newSeal: Zone = { x: 10, y: 10, width: 42, height: 42 };

interface DesignerProps {
  readonly opened: OpenedType;
  /** The entry that is saved for the first time has this record id now. */
  readonly onMade: (id: string) => void;
}

/** An entry's four tabs beside its face: where a type is given its fields, their places, and tried on a scan. */
export function Designer({ opened: first, onMade }: DesignerProps): ReactNode {
  const client = useClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const confirm = useConfirm();
  const { has, station } = useSession();
  const [search] = useSearchParams();
  const [opened, setOpened] = useState(first);
  const { record } = opened;
  const [base, setBase] = useState(() => shownType(first.type, station.name));
  // Scalars live in the form; lists and what hangs together beside it, so that a row of the grid is drawn only when it changes.
  const form = useForm<LicenseType>({ defaultValues: base });
  const [parts, setParts] = useState(base);
  const scalars = form.watch();
  const { fields, roles, holders, ranges, copyNumber, template, matters } = parts;
  const type: LicenseType = { ...scalars, fields, roles, holders, ranges, copyNumber, template, matters };
  const text = sortedText(type);
  const dirty = text !== sortedText(base);
  const [asked, setAsked] = useState(type);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(JSON.parse(text) as LicenseType), checkAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  const check = useCall('licenseType.check', { ...(record ? { id: record.id } : {}), type: asked });
  const untouched = record === null && !dirty && first.type.library;
  const findings = untouched ? [] : (check.data?.findings ?? opened.findings);
  const errors = errorCount(findings);

  const named = search.get('field') ?? record?.remarks[0]?.field ?? '';
  const [tab, setTab] = useState<Tab>(() => (named === '' ? 'entry' : tabOf(named)));
  const [selected, setSelected] = useState(0);
  const [target, setTarget] = useState<Target | null>(null);
  const [zoom, setZoom] = useState(1);
  const [version, setVersion] = useState<number | null>(null);
  const { trial, busy: trying, take, turn } = useTrial();
  const save = useAct('licenseType.save');
  const remove = useAct('licenseType.remove');
  const locked = !has('clerk') || (record !== null && record.origin !== '');

  const go = useCallback((path: string): void => {
    setTab(tabOf(path));
    const at = /^fields\.(\d+)/.exec(path)?.[1];
    if (at !== undefined) setSelected(Number(at));
    setTimeout(() => focusField(path), 0);
  }, []);
  const led = useRef(false);
  useEffect(() => {
    if (named !== '' && !led.current) go(named);
    led.current = true;
  }, [named, go]);
  useFindingWalk(findings, (finding) => go(finding.field));
  useUnsaved(dirty && !save.busy);

  const run = async (submit: boolean): Promise<void> => {
    if (locked || save.busy) return;
    // An input that takes its value when it is left has it now.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await new Promise((resume) => setTimeout(resume, 0));
    const reply = await save.run({
      ...(record ? { id: record.id, base: record.revision } : {}),
      type: { ...form.getValues(), fields, roles, holders, ranges, copyNumber, template, matters },
      submit,
    });
    if (!reply.ok) return;
    const next = shownType(reply.value.type, station.name);
    setOpened(reply.value);
    setBase(next);
    setParts(next);
    form.reset(next);
    notify.done(submit ? `第 ${next.version} 版已送签批，即可用于录入` : `第 ${next.version} 版已存为草稿`);
    // Once the page is no longer dirty.
    setTimeout(() => {
      if (submit) void navigate('/license-type');
      else if (record === null) {
        const { id } = reply.value.record!;
        onMade(id);
        void navigate(`/license-type/${id}`, { replace: true });
      }
    }, 0);
  };
  const takeAway = async (): Promise<void> => {
    if (!record) return;
    const sure = await confirm({
      title: `删除“${type.name || '未命名'}”？`,
      content: '从本单位证照目录里删去这一条；类型库里的原型不受影响。',
      ok: '删除',
      danger: true,
    });
    if (sure && (await remove.run({ id: record.id })).ok) void navigate('/license-type');
  };

  const change = useCallback((edit: (parts: LicenseType) => LicenseType) => setParts(edit), []);
  const putField = useCallback((at: number, field: FaceField) => change((now) => withField(now, at, field)), [change]);
  const addFields = useCallback(
    (after: number, labels: readonly string[]) => change((now) => withFieldsAfter(now, after, labels)),
    [change],
  );
  const removeField = useCallback((at: number) => change((now) => withoutField(now, at)), [change]);
  const moveField = useCallback((at: number, by: 1 | -1) => change((now) => withFieldMoved(now, at, by)), [change]);
  const face = type.face;
  const putZone = (to: Target, zone: Zone | null): void => change((now) => withZone(now, to, zone));
  /** Puts the focus on a zone; one that is not there yet is made below the one before it. */
  const toZone = useCallback(
    (next: Target): void => {
      setTarget(next);
      if (next.of === 'field' && !locked) change((now) => withNewZone(now, next.at, face));
      setTimeout(() => document.querySelector<HTMLElement>(`[data-zone="${next.of}.${next.at}"]`)?.focus(), 30);
    },
    [change, face, locked],
  );
  const fieldZone = useCallback((at: number) => toZone({ of: 'field', at }), [toZone]);
  const back = (): void => {
    if (target?.of === 'seal') go(`template.seals.${target.at}`);
    else go(`fields.${target?.at ?? selected}.label`);
  };
  const nextZone = (): void => {
    const at = (target?.at ?? -1) + 1;
    const of = target?.of ?? 'field';
    if (at < (of === 'field' ? fields.length : template.seals.length)) {
      if (of === 'field') setSelected(at);
      toZone({ of, at });
    }
  };
  const step = (by: number): void => setZoom(Math.min(4, Math.max(1, zoom + by)));
  const names = Object.keys(tabs) as Tab[];
  useKeys({
    'Ctrl+S': () => void run(false),
    'Ctrl+Enter': () => void (errors > 0 ? go(findings.find(({ level }) => level === 'error')!.field) : run(true)),
    F3: () => setTab(names[(names.indexOf(tab) + 1) % names.length]!),
    'Shift+F3': () => setTab(names[(names.indexOf(tab) + names.length - 1) % names.length]!),
    F4: () => (document.activeElement?.closest('[data-zone]') ? back() : fieldZone(selected)),
    'Alt+ArrowUp': () => step(0.5),
    'Alt+ArrowDown': () => step(-0.5),
    F9: turn,
    Escape: () => void navigate('/license-type'),
  });
  const picture = template.face ? client.blobUrl(template.face.blob) : null;
  const known = useMemo(() => new Set(fields.map(({ key }) => key)), [fields]);
  const count = (one: Tab): number =>
    findings.filter(({ field, level }) => level === 'error' && tabOf(field) === one).length;
  const next = opened.frozen ? opened.type.version + 1 : opened.type.version;
  const loose = findings.filter(({ field }) => tabOf(field) === 'fields' && !/^fields\.\d/.test(field));
  return (
    <Page
      keys={[
        ['F3', '换页签'],
        ['F4', '到区域、回字段'],
        ['Alt+ArrowUp Alt+ArrowDown', '移动一行、缩放'],
        ['F6', '下一处错误'],
        ['Ctrl+S', '存草稿'],
      ]}
      actions={
        locked ? undefined : (
          <>
            {dirty ? <BarFact>有未保存的改动</BarFact> : null}
            <Button
              type="primary"
              loading={save.busy}
              onClick={() => void (errors > 0 ? go(findings.find(({ level }) => level === 'error')!.field) : run(true))}
            >
              {errors > 0 ? `更正错误（${errors} 处）` : '送签批'} <Keycap name="Ctrl+Enter" />
            </Button>
          </>
        )
      }
    >
      <PageHead
        title={type.name || '新建证照'}
        sub={
          <>
            <Tag>第 {opened.type.version} 版</Tag>
            {record ? <StateTag state={record.state} /> : first.type.library ? <Tag>类型库</Tag> : null}
            {type.unverified ? <Tag tone="warn">照面未核实</Tag> : null}
            {opened.frozen ? (
              <span className="cut">
                {record ? '这一版已报送或已用于录入' : '收入本单位目录'}，保存成第 {next} 版
              </span>
            ) : null}
          </>
        }
      >
        {opened.earlier.length > 0 ? (
          <Dropdown
            trigger={['click']}
            menu={{
              items: opened.earlier.map((one) => ({
                key: one.version,
                label: `第 ${one.version} 版（${one.fields} 项字段，${one.library ? '类型库' : ''}证照 ${one.licenses} 件）`,
              })),
              onClick: ({ key }) => setVersion(Number(key)),
            }}
          >
            <Button>以前的版本</Button>
          </Dropdown>
        ) : null}
        {record && !record.origin && ['draft', 'pending'].includes(record.state) && !locked ? (
          <Button onClick={() => void takeAway()}>删除</Button>
        ) : null}
        {locked ? null : <Button onClick={() => void run(false)}>存草稿</Button>}
      </PageHead>
      {record && record.remarks.length > 0 ? (
        <div className="type-remarks">
          {record.remarks.map(({ field, remark }) => (
            <button key={`${field} ${remark}`} type="button" onClick={() => go(field)}>
              <b>{typeFieldLabel(field, type)}</b> {remark}
            </button>
          ))}
        </div>
      ) : null}
      <div className="type-desk">
        <section className="type-stage" data-panel tabIndex={-1}>
          {tab === 'try' && trial ? (
            <ScanView
              url={trial.url}
              name={trial.name}
              place={trial.place}
              type={type}
              marks={{ focus: fields[selected]?.key ?? '', done: known, errors: new Set(), warnings: new Set() }}
              zoom={zoom}
              follow
              onPick={(key) => setSelected(fields.findIndex((one) => one.key === key))}
            />
          ) : (
            <FaceStage
              type={type}
              picture={picture}
              target={target}
              zoom={zoom}
              locked={locked}
              onTarget={(on) => {
                setTarget(on);
                if (on.of === 'field') setSelected(on.at);
              }}
              onZone={putZone}
              onNext={nextZone}
              onBack={back}
            />
          )}
          <p className="stage-words small">
            {tab === 'try' && trial
              ? `试：${trial.name}`
              : `照面 ${face.widthMm} × ${face.heightMm} 毫米${picture ? '' : ' · 白纸'}`}
            <span>拖出区域 · 方向键 1 毫米 · Shift 改大小 · Ctrl 0.1 毫米 · Delete 去掉</span>
          </p>
        </section>
        <section className="type-form" data-panel tabIndex={-1}>
          <Segmented
            block
            value={tab}
            onChange={setTab}
            options={names.map((value) => ({
              value,
              label: (
                <>
                  {tabs[value]}
                  {value === 'fields' ? <span className="mono"> {fields.length}</span> : null}
                  {count(value) > 0 ? <span className="tab-errors">{count(value)}</span> : null}
                </>
              ),
            }))}
          />
          <Form form={form} findings={findings} labelWidth={118} className="type-scroll">
            {tab === 'entry' ? (
              <EntryTab
                matters={matters}
                deadline={check.data?.deadline ?? opened.deadline}
                changes={changesNow(opened)}
                named={opened.earlier.length > 0 || first.type.library || (opened.frozen && record !== null)}
                locked={locked}
                onMatters={(list) => change((now) => ({ ...now, matters: list }))}
              />
            ) : null}
            {tab === 'fields' ? (
              <>
                <Loose findings={loose} />
                <FieldGrid
                  fields={fields}
                  findings={findings}
                  selected={selected}
                  locked={locked}
                  onSelect={(at) => {
                    setSelected(at);
                    setTarget({ of: 'field', at });
                  }}
                  onField={putField}
                  onAdd={addFields}
                  onRemove={removeField}
                  onMove={moveField}
                  onZone={fieldZone}
                />
                <FieldDetail
                  type={type}
                  at={selected}
                  locked={locked}
                  onField={putField}
                  onRoles={(at, wanted) =>
                    change((now) => {
                      const key = now.fields[at]!.key || `F${at + 1}`;
                      const keyed = now.fields.map((one, index) => (index === at ? { ...one, key } : one));
                      return withRoles({ ...now, fields: keyed }, key, wanted);
                    })
                  }
                />
              </>
            ) : null}
            {tab === 'template' ? (
              <TemplateTab
                template={template}
                locked={locked}
                onTemplate={(edit) => change((now) => ({ ...now, template: edit(now.template) }))}
                onSize={(widthMm, heightMm) => {
                  form.setValue('face.widthMm', widthMm);
                  form.setValue('face.heightMm', heightMm);
                }}
                onSeal={(at) => toZone({ of: 'seal', at })}
                onAddSeal={() => {
                  const at = template.seals.length;
                  change((now) => ({
                    ...now,
                    template: { ...now.template, seals: [...now.template.seals, { zone: newSeal, imprint: '' }] },
                  }));
                  toZone({ of: 'seal', at });
                }}
              />
            ) : null}
            {tab === 'try' ? (
              <TryTab
                type={type}
                trial={trial}
                busy={trying}
                focus={fields[selected]?.key ?? ''}
                onFocus={(key) => setSelected(fields.findIndex((one) => one.key === key))}
                onFile={take}
                onTurn={turn}
              />
            ) : null}
          </Form>
        </section>
      </div>
      <VersionDialog name={opened.type.name} version={version} onClose={() => setVersion(null)} />
    </Page>
  );
}

/** As text with the keys in one order, to compare and to pass on. */
