import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DispatchedObligation } from '../../../shared/exchange/dispatch.ts';
import { Obligation, ObligationKind } from '../../../shared/station/obligation.ts';
import { resourceFile } from '../places.ts';
import type { Station } from '../store/station.ts';
import type { HandlersOf } from './handlers-of.ts';

const Item = z.object({
  id: z.string(),
  text: z.string(),
  kinds: z.array(ObligationKind),
  licenseTypes: z.array(z.string()).optional(),
});
const Table = z.object({
  organs: z.array(z.object({ organ: z.string(), items: z.array(Item) })),
  common: z.array(Item),
});
type Table = z.infer<typeof Table>;

const Stored = z.object({ organ: z.string(), lines: z.array(Obligation) });
type Stored = z.infer<typeof Stored>;
const settingName = 'obligations';

/** Kinds that are counted by license type: as many templates and imprints are owed as types are named. */
const countedByType: readonly ObligationKind[] = ['证照模板', '印模'];

export const obligationHandlers: HandlersOf<'obligation'> = {
  'obligation.list': (_, { station }) => {
    const { organ, lines } = storedObligations(station);
    return { organ, obligations: lines };
  },
  'obligation.save': (line, { station, changed }) => {
    const saved = { ...line, id: line.id === '' ? newLineId() : line.id };
    station.transaction(() => {
      const stored = storedObligations(station);
      const old = stored.lines.find((entry) => entry.id === saved.id);
      const lines = old
        ? stored.lines.map((entry) => (entry.id === saved.id ? saved : entry))
        : [...stored.lines, saved];
      station.setSetting(settingName, { ...stored, lines: inOrder(lines) });
      station.audit('obligation.save', `${saved.code} ${saved.kind}`, old, saved);
    });
    changed('obligation');
    return saved;
  },
  'obligation.remove': ({ id }, { station, changed }) => {
    station.transaction(() => {
      const stored = storedObligations(station);
      const old = stored.lines.find((entry) => entry.id === id);
      if (!old) return;
      station.setSetting(settingName, { ...stored, lines: stored.lines.filter((entry) => entry !== old) });
      station.audit('obligation.remove', `${old.code} ${old.kind}`, old);
    });
    changed('obligation');
    return {};
  },
};

/** The lines of this station, in the order of the notice. */
export function storedObligations(station: Station): Stored {
  return station.setting(settingName, Stored, { organ: '', lines: [] });
}

/**
 * Fills in what the table says that the organ owes. Lines that were written or changed by hand stay: only untouched ones of
 * another organ are replaced.
 */
export function fillObligations(station: Station, organ: string): void {
  station.transaction(() => {
    const stored = storedObligations(station);
    const shipped = new Set(obligationsFor(stored.organ).map(likeness));
    const kept = stored.lines.filter((line) => !shipped.has(likeness(line)));
    const fresh = obligationsFor(organ).filter(
      (line) => !kept.some((old) => old.code === line.code && old.kind === line.kind),
    );
    station.setSetting(settingName, { organ, lines: inOrder([...fresh, ...kept]) });
    station.audit('obligation.fill', organ, { organ: stored.organ }, { organ, lines: fresh.length + kept.length });
  });
}

/**
 * Puts the bureau's lines in place of the shipped ones and of those that it dispatched before. A line that is known keeps what was linked and
 * noted here, and the department's own 应录数 and date where the bureau gives none; lines that were written or changed by hand stay.
 */
export function takeObligations(
  station: Station,
  dispatched: readonly DispatchedObligation[],
  before: readonly DispatchedObligation[],
): void {
  const { organ, lines } = storedObligations(station);
  const keyOf = ({ code, kind, text }: Pick<Obligation, 'code' | 'kind' | 'text'>): string =>
    `${code || text}\n${kind}`;
  const known = new Map(lines.map((line) => [keyOf(line), line]));
  const fresh = dispatched.map((line): Obligation => {
    const old = known.get(keyOf(line));
    known.delete(keyOf(line));
    return {
      id: old?.id ?? newLineId(),
      catalogs: old?.catalogs ?? [],
      note: old?.note ?? '',
      ...line,
      licenseTypes: line.licenseTypes.length > 0 ? line.licenseTypes : (old?.licenseTypes ?? []),
      expected: line.expected ?? old?.expected ?? null,
      due: line.due || (old?.due ?? ''),
    };
  });
  const gone = new Set(before.map(keyOf));
  const shipped = new Set(obligationsFor(organ).map(likeness));
  const kept = [...known.values()].filter((line) => !gone.has(keyOf(line)) && !shipped.has(likeness(line)));
  station.setSetting(settingName, { organ, lines: inOrder([...fresh, ...kept]) });
  station.audit('obligation.adopt', organ, { lines: lines.length }, { lines: fresh.length + kept.length });
}

/** What the shipped table says that an organ owes: one line for each material and kind, and the two lines common to all. */
export function obligationsFor(organ: string): Obligation[] {
  const table = obligationTable();
  const items = [...(table.organs.find((entry) => entry.organ === organ)?.items ?? []), ...table.common];
  return items.flatMap((item) =>
    item.kinds.map((kind) => ({
      id: newLineId(),
      code: item.id,
      text: item.text,
      kind,
      catalogs: [],
      licenseTypes: item.licenseTypes ?? [],
      expected: countedByType.includes(kind) && item.licenseTypes ? item.licenseTypes.length : null,
      due: '',
      note: '',
    })),
  );
}

/** The organs that the shipped table knows. */
export function organsOfTable(): string[] {
  return obligationTable().organs.map((entry) => entry.organ);
}

/** License types that the station's lines name; without a station, those of the whole table. */
export function obligationTypes(station: Station | null): string[] {
  const { organs, common } = obligationTable();
  const lines = station ? storedObligations(station).lines : [...organs.flatMap(({ items }) => items), ...common];
  return lines.flatMap(({ licenseTypes }) => licenseTypes ?? []);
}

let table: Table | undefined;

function obligationTable(): Table {
  table ??= Table.parse(JSON.parse(readFileSync(resourceFile('codes/obligations.json'), 'utf8')));
  return table;
}

function newLineId(): string {
  return randomBytes(8).toString('hex');
}

/** All of a line but its id: equal for a line that nobody has touched. */
function likeness({ id: _, ...line }: Obligation): string {
  return JSON.stringify(Obligation.omit({ id: true }).parse(line));
}

/** Numbered lines first, the common ones (通-) last, the kinds of one material together as they stand. */
function inOrder(lines: readonly Obligation[]): Obligation[] {
  const rank = (code: string): string => (code.startsWith('通') ? `~${code}` : code);
  return lines
    .map((line, at) => ({ line, at }))
    .sort((a, b) =>
      rank(a.line.code) < rank(b.line.code) ? -1 : rank(a.line.code) > rank(b.line.code) ? 1 : a.at - b.at,
    )
    .map(({ line }) => line);
}
