import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { localDay } from '../../../shared/china/dates.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { errorCount } from '../../../shared/exchange/finding.ts';
import { maySayAsOnPaper, onlyUnconfirmed, unconfirmed } from '../../../shared/license/as-on-paper.ts';
import { checkLicense, valueAt } from '../../../shared/license/check.ts';
import { completeLicense } from '../../../shared/license/complete.ts';
import type { EntryPage } from '../../../shared/license/entry-methods.ts';
import { completionOf, type KnownValues, withValues } from '../../../shared/license/known-values.ts';
import { emptyLicense, License, type Provenance } from '../../../shared/license/license.ts';
import type { SavedLicense } from '../../../shared/license/methods.ts';
import { piecesOf } from '../../../shared/license/pieces.ts';
import { reasonOf, unreasoned, withReason } from '../../../shared/license/reason.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { useAct } from '../../client/act.ts';
import { useClient } from '../../client/client.tsx';
import { useSession } from '../../client/session.tsx';
import { focusField } from '../../components/focus.ts';
import type { Current, EntryDesk, Queue } from './entry-desk.ts';
import { everyPath, pagesOf, sameNumber, withEveryField, withoutGaps } from './entry-values.ts';
import { leftValue } from './left-value.ts';
import { faceLines } from './lines.ts';
import { newLicense } from './new-license.ts';
import { useDoubles } from './useDoubles.ts';
import { useEffort } from './useEffort.ts';
import { focusOpenReason } from './WarningReason.tsx';

/** A license that nobody goes on typing is kept as a draft after this pause: the window may be locked, the power may fail. */
const keepAfterMs = 15_000;

const nothing: Current = { pages: [], blobs: [], id: undefined, base: undefined, state: null, remarks: [] };

/** The state of the entry desk: one license beside its scan, and the way from one to the next. */
export function useEntryDesk(
  type: LicenseType,
  queue: Queue | null,
  recordId: string | null,
  field: string,
): EntryDesk {
  const client = useClient();
  const { station, user } = useSession();
  const lines = useMemo(() => faceLines(type), [type]);
  const form = useForm<License>({ defaultValues: emptyLicense(type) });
  const [current, setCurrent] = useState<Current>(nothing);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState('');
  const [pinned, setPinned] = useState<ReadonlySet<string>>(
    () => new Set(type.roles.organ ? [`face.${type.roles.organ}`] : []),
  );
  const [savedAt, setSavedAt] = useState('');
  const [finished, setFinished] = useState(false);
  const [hint, setHint] = useState('');
  /** Handed in while a draft was being kept: done as soon as that is through. */
  const [waiting, setWaiting] = useState(false);
  const keeping = useRef(false);
  const last = useRef<License | null>(null);
  const doubles = useDoubles(form, current.id);
  const { forget } = doubles;
  const effort = useEffort();
  const saveAct = useAct('entry.save');
  const cropAct = useAct('keying.crop');
  const asideAct = useAct('entry.setAside');
  const removeAct = useAct('license.remove');
  const arrangeAct = useAct('entry.arrange');
  const number = { field: `face.${type.roles.number}`, code: 'duplicate' } as const;

  const license = form.watch();
  const dirty = form.formState.isDirty;
  const check = useCallback(
    (values: License) => {
      const context = { today: localDay(), station: { name: station.name, uscc: '' } };
      const completed = completeLicense(type, values, context);
      return { completed, findings: checkLicense(type, completed, context) };
    },
    [type, station.name],
  );
  const { completed, findings } = useMemo(() => check(license), [check, license]);
  const [known, setKnown] = useState<KnownValues>({});
  useEffect(() => {
    let here = true;
    void client.call('entry.known', { type: type.name }).then((reply) => here && setKnown(reply.known));
    return () => {
      here = false;
    };
  }, [client, type.name]);
  const lastReasons = useRef(new Map<string, string>());
  const keepLast = useCallback((kept: License | null): void => {
    for (const { code, reason } of kept?.reasons ?? []) lastReasons.current.set(code, reason);
  }, []);

  const lay = useCallback(
    (next: Current, values: License, seen: boolean) => {
      setCurrent(next);
      form.reset(withEveryField(type, values));
      // A draft that is taken up again has gaps still to be typed; only what stands there already is judged at once.
      const filled = everyPath(type).filter((path) => valueAt(values, path) !== '');
      setTouched(new Set(next.id === recordId && seen ? everyPath(type) : filled));
      setHint('');
      forget();
      setSavedAt('');
      setFinished(false);
      effort.begin();
      const first = lines.find((line) => valueAt(values, line.path) === '') ?? lines[0];
      const start = field !== '' && next.id === recordId ? field : (seen ? lines[0] : first)?.path;
      if (start) setTimeout(() => focusField(start), 0);
    },
    [type, form, lines, effort, field, recordId, forget],
  );

  const openRecord = useCallback(
    async (id: string, pages: readonly EntryPage[]) => {
      const opened = await client.call('license.get', { id });
      const { record } = opened;
      const blobs = pages.length > 0 ? pages.map((page) => page.blob) : opened.license.pages;
      lay(
        { pages, blobs, id, base: record.revision, state: record.state, remarks: record.remarks },
        opened.license,
        true,
      );
    },
    [client, lay],
  );

  const openNew = useCallback(
    (pages: readonly EntryPage[], before: License | null) => {
      const values = newLicense(type, before, pinned, queue?.batch.box ?? '');
      lay({ ...nothing, pages, blobs: pages.map((page) => page.blob) }, values, false);
    },
    [type, pinned, queue?.batch.box, lay],
  );

  const put = useCallback(
    async (pages: readonly EntryPage[]) => {
      const id = pages[0]?.record?.id;
      if (id) await openRecord(id, pages);
      else openNew(pages, last.current);
    },
    [openRecord, openNew],
  );

  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void client.call('entry.carry', { type: type.name }).then(async ({ license: carried }) => {
      last.current = carried;
      keepLast(carried);
      if (recordId) return openRecord(recordId, []);
      const kept = queue?.pages.filter((page) => !page.leftOut) ?? [];
      const first = kept.find((page) => page.record === null) ?? kept[0];
      return put(first ? pagesOf(queue!.pages, first) : []);
    });
  }, [client, type.name, recordId, queue, openRecord, put, keepLast]);

  const body = (): License => {
    const values = withoutGaps(License.parse({ ...form.getValues(), pages: [...current.blobs] }));
    const { seconds, keys } = effort.spent();
    return { ...values, entry: { seconds: values.entry.seconds + seconds, keys: values.entry.keys + keys } };
  };
  const target = () => ({ pages: current.pages.map((page) => page.id), id: current.id, base: current.base });

  const goOn = async (saved: SavedLicense, next: string | null): Promise<void> => {
    setKnown((before) => withValues(type, before, saved.license.face));
    // What the last one left empty is carried over from the one before.
    last.current = { ...saved.license, face: { ...last.current?.face, ...saved.license.face } };
    if (recordId) {
      setCurrent({ ...current, base: saved.row.revision, state: saved.row.state });
      form.reset(withEveryField(type, saved.license));
      setFinished(true);
      return;
    }
    const page = queue?.pages.find((one) => one.id === next);
    if (page) openNew(pagesOf(queue!.pages, page), last.current);
    else if (queue) {
      form.reset(withEveryField(type, saved.license));
      setFinished(true);
    } else openNew([], last.current);
  };

  const save = async (state: 'draft' | 'pending', quiet = false): Promise<void> => {
    if (saveAct.busy) {
      if (state === 'pending' && keeping.current) setWaiting(true);
      return;
    }
    const active = document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field'];
    if (active && !quiet) leave(active);
    if (state === 'pending') {
      const now = check(form.getValues());
      const first = onlyUnconfirmed(now.findings)
        ? undefined
        : now.findings.find((finding) => finding.level === 'error');
      const [open] = unreasoned(now.completed, now.findings);
      if (first || open) {
        setTouched(new Set(everyPath(type)));
        // The input for a reason is on the page once the warning is shown.
        if (first) focusField(first.field);
        else setTimeout(() => focusOpenReason(), 0);
        return;
      }
      const { exact } = await doubles.ask();
      if (exact.length > 0 && reasonOf(now.completed, number) === '') return doubles.show(true);
    }
    keeping.current = state === 'draft';
    const reply = await saveAct.run({ ...target(), license: body(), state });
    if (!reply.ok) return;
    const { row, license: kept, next } = reply.value;
    if (state === 'pending') return goOn(reply.value, next);
    setCurrent({ ...current, id: row.id, base: row.revision, state: row.state });
    form.reset(withEveryField(type, kept));
    effort.begin();
    setSavedAt(new Date().toTimeString().slice(0, 8));
  };

  const leave = (path: string): void => {
    setTouched((before) => (before.has(path) ? before : new Set([...before, path])));
    const kept = leftValue(type, form.getValues(), path, localDay());
    if (kept !== valueAt(form.getValues(), path)) form.setValue(path as 'number', kept, { shouldDirty: true });
    const key = path.startsWith('face.') ? path.slice('face.'.length) : '';
    const asked = key === type.roles.number || type.holders.some((holder) => holder.name === key);
    if (asked && kept !== '') void doubles.ask();
  };

  const setFrom = (path: string, from: Provenance): void => {
    if (!path.startsWith('face.')) return;
    const key = path.slice('face.'.length);
    if (form.getValues(`from.${key}`) !== from) form.setValue(`from.${key}`, from);
  };

  const latestSave = useRef(save);
  latestSave.current = save;
  useEffect(() => {
    if (!waiting || saveAct.busy) return;
    setWaiting(false);
    void latestSave.current('pending');
  }, [waiting, saveAct.busy]);
  const mayKeep = dirty && !finished && (current.state === null || current.state === 'draft');
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the license starts the pause anew
  useEffect(() => {
    if (!mayKeep) return;
    const timer = setTimeout(() => void latestSave.current('draft', true), keepAfterMs);
    return () => clearTimeout(timer);
  }, [mayKeep, license]);

  return {
    form,
    license,
    current,
    findings,
    messages: (path) => [
      ...current.remarks
        .filter((remark) => remark.field === path)
        .map(
          ({ remark }): Finding => ({ field: path, level: 'error', code: 'remark', message: `退回意见：${remark}` }),
        ),
      ...findings
        .filter((finding) => finding.field === path && touched.has(path))
        .map((finding) =>
          maySayAsOnPaper(finding) && current.blobs.length > 0
            ? { ...finding, message: `${finding.message}。照面确如此的，按 Alt+Z` }
            : finding,
        ),
      ...(path === `face.${type.roles.number}` ? sameNumber(path, doubles.found) : []),
    ],
    errors: errorCount(findings.filter(({ field, code }) => touched.has(field) && code !== unconfirmed)),
    warnings: unreasoned(completed, findings).filter((finding) => touched.has(finding.field)).length,
    reasonOf: (finding) => reasonOf(completed, finding),
    lastReason: (code) => lastReasons.current.get(code) ?? '',
    giveReason: (finding, reason) => {
      if (reason.trim() !== '') lastReasons.current.set(finding.code, reason.trim());
      form.setValue('reasons', withReason(check(form.getValues()).completed, finding, reason).reasons, {
        shouldDirty: true,
      });
    },
    filled: lines.filter((line) => valueAt(license, line.path) !== '').length,
    focus,
    setFocus: (path) => {
      setFocus(path);
      if (path !== focus) setHint('');
    },
    say: setHint,
    hint,
    leave,
    typed: (path) => setFrom(path, '键入'),
    take: (path, value, from) => {
      form.setValue(path as 'number', value, { shouldDirty: true });
      setFrom(path, from);
    },
    completion: (key) => completionOf(type, known, key, license.face[key] ?? ''),
    pinned,
    togglePin: () =>
      setPinned(
        (before) => new Set(before.has(focus) ? [...before].filter((path) => path !== focus) : [...before, focus]),
      ),
    carryOver: () => {
      const value = last.current ? valueAt(last.current, focus) : '';
      if (value === '') return setHint('上一条此项为空，没有可沿用的值');
      form.setValue(focus as 'number', value, { shouldDirty: true });
      setFrom(focus, '沿用');
      const at = lines.findIndex((line) => line.path === focus);
      const next = lines[at + 1];
      if (next) focusField(next.path);
    },
    countKey: effort.count,
    save,
    setAside: async (reason) => {
      const reply = await asideAct.run({ ...target(), license: body(), reason });
      if (reply.ok) await goOn(reply.value, reply.value.next);
    },
    open: async (pages) => {
      if (dirty && !saveAct.busy) await save('draft');
      await put(pages);
    },
    joinNext: () => {
      const ids = current.pages.map(({ id }) => id);
      const pieces = piecesOf(queue?.pages ?? [], ids);
      const at = pieces.findIndex((piece) => piece.pages.some(({ id }) => ids.includes(id)));
      const next = at < 0 ? undefined : pieces[at + 1];
      if (!next || next.record) return setHint('后面没有可并入的页');
      const pages = [...current.pages, ...next.pages];
      void arrangeAct.run({ page: next.pages[0]!.id, starts: false });
      setCurrent({ ...current, pages, blobs: pages.map((page) => page.blob) });
    },
    sayAsOnPaper: async (picture) => {
      const value = valueAt(form.getValues(), focus);
      const said = form.getValues('asOnPaper') ?? {};
      const { [focus]: before, ...others } = said;
      if (before?.value === value) {
        form.setValue('asOnPaper', others, { shouldDirty: true });
        return setHint('已撤回照面如此');
      }
      const error = findings.find((finding) => finding.field === focus && maySayAsOnPaper(finding));
      if (!error) return setHint('这一项没有可声明照面如此的校验错误');
      if (!picture) return setHint('没有扫描件作依据，不能声明照面如此');
      const reply = await cropAct.run(picture);
      if (!reply.ok) return;
      const { code, message } = error;
      const words = { value, code, message, crop: reply.value.blob, by: user.name, at: '' };
      form.setValue(
        'asOnPaper',
        { ...others, [focus]: { ...words, confirmedBy: '', confirmedAt: '' } },
        { shouldDirty: true },
      );
      setTouched((touched) => new Set([...touched, focus]));
    },
    doubles: doubles.shown,
    showDoubles: doubles.show,
    keepBoth: (reason) => {
      form.setValue('reasons', withReason(check(form.getValues()).completed, number, reason).reasons, {
        shouldDirty: true,
      });
      doubles.show(false);
    },
    drop: async () => {
      const gone = current.id === undefined || (await removeAct.run({ id: current.id })).ok;
      if (gone) form.reset(form.getValues());
      // Until it is drawn anew, the page would ask about unsaved changes.
      await new Promise((drawn) => setTimeout(drawn, 0));
      return gone;
    },
    replace: async (id, base) => {
      const pages = current.pages.map((page) => page.id);
      const reply = await saveAct.run({ pages, id, base, license: body(), state: 'pending' });
      if (!reply.ok || (current.id !== undefined && !(await removeAct.run({ id: current.id })).ok)) return false;
      await goOn(reply.value, reply.value.next);
      return true;
    },
    busy: saveAct.busy || asideAct.busy || removeAct.busy,
    dirty,
    savedAt,
    finished,
  };
}
