import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ImprintView, SheetView } from '../../../shared/seal/methods.ts';
import type { SealInk } from '../../../shared/seal/scan.ts';
import { useAct, useJob } from '../../client/act.ts';
import { useCall, useRows } from '../../client/call.ts';
import type { PickedFile } from '../../components/DropFiles.tsx';

export type SheetFilter = 'all' | 'open' | 'reject';

/** Files on their way in, and those that could not be read. */
export interface Batch {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  readonly name: string;
  readonly secondsPerFile: number | null;
  readonly failed: readonly { readonly key: string; readonly message: string }[];
  readonly cancel: () => void;
  /** What the seals of the next files are stamped in. */
  readonly ink: SealInk;
  readonly setInk: (ink: SealInk) => void;
  readonly dismiss: (key: string) => void;
}

/** An imprint that a person still has to decide on. */
export const isOpen = (imprint: ImprintView): boolean =>
  (imprint.state === 'draft' || imprint.state === 'returned') && imprint.finding.verdict !== 'reject';

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
  return { sheets, all, shown, sheet, imprint, filter, setFilter, choose, step, nextOpen, setNumber, counts };
}

/** Takes files in one after the other; one that cannot be read is named and the rest goes on. */
export function useBatch(
  onSheet: (id: string) => void,
): Batch & { take: (files: readonly PickedFile[]) => Promise<void> } {
  const job = useJob('seal.scan', { failures: 'page' });
  const [state, setState] = useState({ running: false, done: 0, total: 0, name: '', since: 0 });
  const [failed, setFailed] = useState<Batch['failed']>([]);
  const [ink, setInk] = useState<SealInk>('red');
  const stopped = useRef(false);
  const serial = useRef(0);
  const take = async (files: readonly PickedFile[]): Promise<void> => {
    stopped.current = false;
    const since = performance.now();
    let opened = false;
    for (const [done, file] of files.entries()) {
      setState({ running: true, done, total: files.length, name: file.name, since });
      const reply = await job.run({ name: file.name, bytes: file.bytes, ink });
      const bad = reply.ok
        ? reply.value.failed.map(({ index, message }) => `第 ${index + 1} 页：${message}`)
        : [reply.failure.message];
      if (!reply.ok && reply.failure.code === 'cancelled') break;
      if (bad.length > 0)
        setFailed((before) =>
          [...before, ...bad.map((message) => ({ key: String(++serial.current), message }))].slice(-6),
        );
      const first = reply.ok ? reply.value.sheets[0] : undefined;
      if (first && !opened) {
        opened = true;
        onSheet(first.id);
      }
      if (stopped.current) break;
    }
    setState({ running: false, done: 0, total: 0, name: '', since: 0 });
  };
  const secondsPerFile = state.running && state.done > 0 ? (performance.now() - state.since) / 1000 / state.done : null;
  return {
    ...state,
    secondsPerFile,
    failed,
    ink,
    setInk,
    take,
    cancel: () => {
      stopped.current = true;
      job.cancel();
    },
    dismiss: (key) => setFailed((before) => before.filter((one) => one.key !== key)),
  };
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
