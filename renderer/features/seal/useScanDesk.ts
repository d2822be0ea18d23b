import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { isOpen } from '../../../shared/seal/look.ts';
import type { FailedPage, ImprintView, SheetView } from '../../../shared/seal/methods.ts';
import type { SealInk } from '../../../shared/seal/scan.ts';
import { type Job, type JobProgress, useAct, useJob } from '../../client/act.ts';
import { useCall, useRows } from '../../client/call.ts';
import type { PickedFile } from '../../components/DropFiles.tsx';

export type SheetFilter = 'all' | 'open' | 'reject';

/** Pages on their way in, and those that could not be read. */
export interface Batch {
  readonly running: boolean;
  /** What is being done: 读取第 2/24 个：a.tif, 扫描第 3 页. */
  readonly line: string;
  /** Share of it that is done, 0 to 1. */
  readonly share: number;
  /** Pace and time left. */
  readonly note: string;
  readonly failed: readonly { readonly key: string; readonly message: string }[];
  /** What the last batch brought; null while one runs, or where none has. */
  readonly came: CameIn | null;
  readonly cancel: () => void;
  /** What the seals of the next files are stamped in. */
  readonly ink: SealInk;
  readonly setInk: (ink: SealInk) => void;
  readonly dismiss: (key: string) => void;
}

/** The pages of a batch that is over. */
export interface CameIn {
  /** Ids of the sheets, in the order of the pages. */
  readonly sheets: readonly string[];
  readonly failed: readonly LostPage[];
  /** A person began it; files of a watched folder come by themselves, and are counted to what came before. */
  readonly asked: boolean;
}

/** A page, or a whole file, that could not be read. */
export interface LostPage {
  /** 甲.pdf 第 3 页 */
  readonly where: string;
  readonly message: string;
}

export interface BatchActs {
  /** Takes files in one after the other; one that cannot be read is named and the rest goes on. */
  readonly take: (files: readonly PickedFile[]) => Promise<void>;
  /** The same for files of a watched folder. */
  readonly takeFrom: (folder: string, names: readonly string[]) => Promise<void>;
  readonly scan: (profile: ScanProfile) => Promise<void>;
}

const hasReject = (sheet: SheetView): boolean => sheet.imprints.some(({ finding }) => finding.verdict === 'reject');

const filters: Readonly<Record<SheetFilter, (sheet: SheetView) => boolean>> = {
  all: () => true,
  open: (sheet) => sheet.imprints.some(isOpen),
  reject: hasReject,
};

/** The pages on the desk, oldest first, which one is looked at, and the files that come in. */
export function useScanDesk(first: string | undefined) {
  const sheets = useRows('seal.sheets', { limit: 200 });
  const [filter, setFilter] = useState<SheetFilter>('all');
  const [chosen, setChosen] = useState(first ?? '');
  const [number, setNumber] = useState(1);
  const all = useMemo(() => [...sheets.rows].sort((a, b) => (a.code < b.code ? -1 : 1)), [sheets.rows]);
  const shown = useMemo(() => all.filter(filters[filter]), [all, filter]);
  const sheet = shown.find(({ id }) => id === chosen) ?? shown.find(filters.open) ?? shown.at(-1);
  const imprint =
    sheet?.imprints.find((one) => one.number === number) ?? sheet?.imprints.find(isOpen) ?? sheet?.imprints[0];

  const choose = useCallback((id: string) => {
    setChosen(id);
    setNumber(0);
  }, []);
  const step = useCallback(
    (by: number) => {
      const at = shown.findIndex(({ id }) => id === sheet?.id);
      const next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
      if (next) choose(next.id);
    },
    [shown, sheet?.id, choose],
  );
  /** The next page with something to decide, from here on and round. */
  const nextOpen = useCallback(
    (except: string): boolean => {
      const at = shown.findIndex(({ id }) => id === except);
      const order = [...shown.slice(at + 1), ...shown.slice(0, Math.max(0, at))];
      const next = order.find(filters.open);
      if (next) choose(next.id);
      return next !== undefined;
    },
    [shown, choose],
  );
  const counts = {
    all: sheets.total,
    open: all.filter(filters.open).length,
    reject: all.filter(filters.reject).length,
  };
  const nextSheet = shown.find((one) => one.id !== sheet?.id && one.code > (sheet?.code ?? '') && filters.open(one));
  return {
    sheets,
    all,
    shown,
    sheet,
    nextSheet,
    imprint,
    filter,
    setFilter,
    choose,
    step,
    nextOpen,
    setNumber,
    counts,
  };
}

interface Running {
  readonly line: string;
  readonly done: number;
  readonly total: number;
  readonly since: number;
}

type FileReply = Awaited<ReturnType<Job<'seal.scan'>['run']>>;

/** `shown` is the page that is looked at: a batch that comes in leaves it once a person has chosen another. */
export function useBatch(onSheet: (id: string) => void, shown: string | undefined): Batch & BatchActs {
  const scanFile = useJob('seal.scan', { failures: 'page' });
  const takeFile = useJob('seal.take', { failures: 'page' });
  const acquire = useJob('seal.acquire', { failures: 'page' });
  const [running, setRunning] = useState<Running | null>(null);
  const [failed, setFailed] = useState<Batch['failed']>([]);
  const [came, setCame] = useState<CameIn | null>(null);
  const [ink, setInk] = useState<SealInk>('red');
  const stopped = useRef(false);
  const serial = useRef(0);
  const looked = useRef(shown);
  looked.current = shown;
  const fail = (lost: readonly LostPage[]): void => {
    if (lost.length === 0) return;
    const words = lost.map(({ where, message }) => (where ? `${where}：${message}` : message));
    setFailed((before) =>
      [...before, ...words.map((message) => ({ key: String(++serial.current), message }))].slice(-6),
    );
  };
  const files = async (
    names: readonly string[],
    asked: boolean,
    run: (at: number) => Promise<FileReply>,
  ): Promise<void> => {
    stopped.current = false;
    if (asked) setCame(null);
    const before = looked.current;
    const since = performance.now();
    const sheets: string[] = [];
    const lost: LostPage[] = [];
    for (const [done, name] of names.entries()) {
      const line = `读取第 ${done + 1}/${names.length} 个：${name}`;
      setRunning({ line, done, total: names.length, since });
      const reply = await run(done);
      if (!reply.ok && reply.failure.code === 'cancelled') break;
      const bad = reply.ok ? lostPages(reply.value.failed, name) : [{ where: '', message: reply.failure.message }];
      fail(bad);
      lost.push(...bad);
      const read = reply.ok ? reply.value.sheets.map(({ id }) => id) : [];
      if (sheets.length === 0 && read[0] && looked.current === before) onSheet(read[0]);
      sheets.push(...read);
      if (stopped.current) break;
    }
    setRunning(null);
    setCame((last) => {
      const earlier = asked ? null : last;
      return {
        sheets: [...(earlier?.sheets ?? []), ...sheets],
        failed: [...(earlier?.failed ?? []), ...lost],
        asked,
      };
    });
  };
  const scan = async (profile: ScanProfile): Promise<void> => {
    const before = looked.current;
    setCame(null);
    setRunning({ line: '等待扫描仪', done: 0, total: 0, since: performance.now() });
    const reply = await acquire.run({ profile, ink });
    setRunning(null);
    if (!reply.ok) {
      if (reply.failure.code !== 'cancelled') fail([{ where: '', message: reply.failure.message }]);
      return;
    }
    const { sheets, failed: pages, ended } = reply.value;
    const lost = lostPages(pages, '');
    fail([...lost, ...(ended && ended.code !== 'cancelled' ? [{ where: '', message: ended.message }] : [])]);
    if (sheets[0] && looked.current === before) onSheet(sheets[0]);
    setCame({ sheets, failed: lost, asked: true });
  };
  const progress = acquire.progress ?? scanFile.progress ?? takeFile.progress;
  return {
    running: running !== null,
    line: lineOf(running, progress),
    share: shareOf(running, progress),
    note: noteOf(running, progress),
    failed,
    came,
    ink,
    setInk,
    take: (picked) =>
      files(
        picked.map(({ name }) => name),
        true,
        (at) => scanFile.run({ name: picked[at]!.name, bytes: picked[at]!.bytes, ink }),
      ),
    takeFrom: (folder, names) => files(names, false, (at) => takeFile.run({ folder, name: names[at]!, ink })),
    scan,
    cancel: () => {
      stopped.current = true;
      for (const job of [scanFile, takeFile, acquire]) job.cancel();
    },
    dismiss: (key) => setFailed((before) => before.filter((one) => one.key !== key)),
  };
}

const lostPages = (pages: readonly FailedPage[], name: string): LostPage[] =>
  pages.map(({ index, message }) => ({ where: `${name} 第 ${index + 1} 页`.trim(), message }));

/** Pages of the file that is read, where it has several. */
const pagesOf = (progress: JobProgress | null): JobProgress | null =>
  progress && progress.total > 1 ? progress : null;

function lineOf(running: Running | null, progress: JobProgress | null): string {
  if (!running) return '';
  if (running.total === 0) return progress ? `扫描${progress.step}` : running.line;
  const pages = pagesOf(progress);
  return pages ? `${running.line}，${pages.done}/${pages.total} 页` : running.line;
}

function shareOf(running: Running | null, progress: JobProgress | null): number {
  if (!running) return 0;
  const within = progress ? progress.done / progress.total : 0;
  return running.total > 0 ? (running.done + (pagesOf(progress) ? within : 0)) / running.total : within;
}

function noteOf(running: Running | null, progress: JobProgress | null): string {
  if (!running) return '';
  const pages = running.total > 0 ? pagesOf(progress) : null;
  // The pages of one file are told one by one; of several files, the files.
  const [done, total, unit] =
    pages && running.total === 1 ? [pages.done, pages.total, '页'] : [running.done, running.total, '个'];
  const scanned = Number(/\d+/.exec(progress?.step ?? '')?.[0] ?? 1) - 1;
  if (total > 0 ? done === 0 : scanned === 0)
    return total > 0 ? '正在读取' : '扫进一页，判一页；可随时取消，已读的页留下';
  const seconds = (performance.now() - running.since) / 1000;
  return total > 0
    ? `${(seconds / done).toFixed(2)} 秒/${unit} · 剩 ${Math.ceil((seconds / done) * (total - done))} 秒`
    : `已扫 ${scanned} 页 · ${(seconds / scanned).toFixed(1)} 秒/页`;
}

/** License types that this organ owes imprints for come first, so that the usual case is one key. */
export function useProposedTypes(): { owed: readonly string[]; known: readonly string[] } {
  const obligations = useCall('obligation.list', {});
  const types = useCall('license.types', {});
  return useMemo(() => {
    const owed = (obligations.data?.obligations ?? [])
      .filter(({ kind }) => kind === '印模')
      .flatMap(({ licenseTypes }) => licenseTypes);
    return { owed: [...new Set(owed)], known: (types.data?.types ?? []).map(({ name }) => name) };
  }, [obligations.data, types.data]);
}

/** Pictures without 仅供核对, held only while the page is open. */
export function useCleanPictures() {
  const act = useAct('seal.clean');
  const [urls, setUrls] = useState<Readonly<Record<string, string>>>({});
  const [loggedAt, setLoggedAt] = useState('');
  const held = useRef<string[]>([]);
  const forget = useCallback(() => {
    for (const url of held.current.splice(0)) URL.revokeObjectURL(url);
  }, []);
  useEffect(() => forget, [forget]);
  const show = async (imprints: readonly ImprintView[]): Promise<void> => {
    for (const { id } of imprints) {
      const reply = await act.run({ id });
      if (!reply.ok) return;
      const url = URL.createObjectURL(new Blob([new Uint8Array(reply.value.png)], { type: 'image/png' }));
      held.current.push(url);
      setUrls((before) => ({ ...before, [id]: url }));
      setLoggedAt(reply.value.loggedAt);
    }
  };
  const hide = (): void => {
    forget();
    setUrls({});
  };
  return { urls, loggedAt, show, hide };
}
