import { randomBytes } from 'node:crypto';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { EntryBatch, EntryPage, PageSeen } from '../../../shared/license/entry-methods.ts';
import { agreedReadings } from '../../../shared/license/keying.ts';
import type { License } from '../../../shared/license/license.ts';
import type { SavedLicense } from '../../../shared/license/methods.ts';
import type { Job } from '../context.ts';
import type { Station } from '../store/station.ts';
import { typeNamed } from './library.ts';
import type { ScannedPage } from './picture.ts';
import { readingOf } from './reading.ts';
import { licenseOf, rowOf } from './rows.ts';
import { checkedLicense, saveChecked } from './save.ts';
import { withStationsWords } from './second-look.ts';

const newId = (): string => randomBytes(8).toString('hex');

const batchColumns = `b.id, b.name, b.type, b.box, b.created_at AS createdAt, b.sides,
  (SELECT count(*) FROM entry_page p WHERE p.batch = b.id AND p.left_out = 0) AS pages,
  (SELECT count(*) FROM entry_page p WHERE p.batch = b.id AND p.left_out = 1) AS leftOut,
  (SELECT count(*) FROM entry_page p JOIN record r ON r.id = p.record WHERE p.batch = b.id AND r.state <> 'draft') AS done`;

/** Every batch, newest first. */
export function batches(station: Station): EntryBatch[] {
  return station.db
    .prepare(`SELECT ${batchColumns} FROM entry_batch b ORDER BY b.created_at DESC, b.id`)
    .all() as EntryBatch[];
}

function batchOf(station: Station, id: string): EntryBatch {
  const batch = station.db.prepare(`SELECT ${batchColumns} FROM entry_batch b WHERE b.id = ?`).get(id);
  return (batch as EntryBatch | undefined) ?? refuse('record-missing', { id });
}

/** Begins a batch of scans of one type. Refuses `unknown-license-type`. */
export function openBatch(
  station: Station,
  wish: { name: string; type: string; box: string; sides?: number | undefined },
  by: string,
): EntryBatch {
  const id = newId();
  const type = typeNamed(station, wish.type).name;
  station.transaction(() => {
    station.db
      .prepare(
        'INSERT INTO entry_batch (id, name, type, box, created_by, created_at, sides) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(id, wish.name, type, wish.box, by, station.now(), wish.sides ?? 0);
    station.audit('entry.openBatch', id, undefined, { ...wish, type });
  });
  return batchOf(station, id);
}

/** Adds scans at the end of a batch and makes papers of them; one bad file, or one bad page of a file, does not stop the others. */
export async function addPages(
  station: Station,
  batch: string,
  files: readonly { name: string; bytes: Uint8Array }[],
  { signal, progress }: Job,
): Promise<{ added: number; refused: { name: string; code: string; message: string }[] }> {
  batchOf(station, batch);
  const { openScan } = await import('./picture.ts');
  const refused: { name: string; code: string; message: string }[] = [];
  const last = lastPosition(station, batch);
  const separated = hasSeparator(station, batch);
  let position = last;
  let added = 0;
  let firstRefusal: Refusal | undefined;
  const unless = (name: string, error: unknown): void => {
    if (!(error instanceof Refusal) || error.failure.code === 'cancelled') throw error;
    firstRefusal ??= error;
    refused.push({ name, code: error.failure.code, message: error.failure.message });
  };
  try {
    for (const { name, bytes } of files) {
      try {
        const scan = await openScan(bytes, name, signal);
        for (let index = 0; index < scan.pages; index++) {
          progress(`加密存入 ${name}`, index, scan.pages);
          // A page that cannot be read keeps its place in the order of the sides.
          position++;
          try {
            keepPage(station, batch, position, await scan.page(index));
            added++;
          } catch (error) {
            unless(scan.pages > 1 ? `${name} 第 ${index + 1} 页` : name, error);
          }
        }
      } catch (error) {
        unless(name, error);
      }
    }
  } finally {
    // The first 分隔页 makes papers of what came before it too.
    const from = !separated && hasSeparator(station, batch) ? 0 : last;
    station.transaction(() => groupFrom(station, batch, from));
  }
  if (added === 0 && firstRefusal) throw firstRefusal;
  return { added, refused };
}

function keepPage(station: Station, batch: string, position: number, page: ScannedPage): void {
  const { id } = station.blobs.put(page.bytes, page.name);
  station.transaction(() => {
    station.db
      .prepare(
        `INSERT INTO entry_page (id, batch, position, blob, name, width, height, rotation, record, seen, left_out)
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?)`,
      )
      .run(newId(), batch, position, id, page.name, page.width, page.height, page.seen, page.seen === 'page' ? 0 : 1);
    station.audit('entry.addPage', batch, undefined, {
      name: page.name,
      ...(page.seen === 'page' ? {} : { seen: page.seen }),
    });
  });
}

function lastPosition(station: Station, batch: string): number {
  return station.db
    .prepare('SELECT coalesce(max(position), 0) FROM entry_page WHERE batch = ?')
    .pluck()
    .get(batch) as number;
}

function hasSeparator(station: Station, batch: string): boolean {
  const one = station.db.prepare(
    "SELECT 1 FROM entry_page WHERE batch = ? AND seen = 'separator' AND left_out = 1 LIMIT 1",
  );
  return one.get(batch) !== undefined;
}

/** Says of every page after `from` that is not typed yet whether it begins a paper. Sides are counted by position, so that a blank or unreadable one counts. */
function groupFrom(station: Station, batch: string, from: number): void {
  const { sides } = batchOf(station, batch);
  const each = sides > 0 ? sides : hasSeparator(station, batch) ? Number.POSITIVE_INFINITY : 1;
  const rows = station.db
    .prepare('SELECT id, position, seen, left_out AS leftOut, record FROM entry_page WHERE batch = ? ORDER BY position')
    .all(batch) as { id: string; position: number; seen: PageSeen; leftOut: number; record: string }[];
  const mark = station.db.prepare('UPDATE entry_page SET starts = ? WHERE id = ?');
  let first: number | null = null;
  let paper = 0;
  for (const { id, position, seen, leftOut, record } of rows) {
    if (record !== '') first = null;
    else if (seen === 'separator' && leftOut === 1) {
      first = null;
      if (position > from) mark.run(1, id);
    } else {
      const begins = first === null || Math.floor((position - first) / each) !== paper;
      first ??= position;
      paper = Math.floor((position - first) / each);
      if (position > from) mark.run(begins ? 1 : 0, id);
    }
  }
}

/** Makes papers anew of every page that is not typed yet; see `entry.group`. */
export function groupPages(station: Station, batch: string, sides: number): void {
  const before = batchOf(station, batch);
  station.transaction(() => {
    station.db.prepare('UPDATE entry_batch SET sides = ? WHERE id = ?').run(sides, batch);
    groupFrom(station, batch, 0);
    station.audit('entry.group', batch, { sides: before.sides }, { sides });
  });
}

/** Corrects one page; see `entry.arrange`. One that belongs to a license is `record-locked`. */
export function arrangePage(
  station: Station,
  { page, starts, leftOut }: { page: string; starts?: boolean | undefined; leftOut?: boolean | undefined },
): void {
  const row = pageRow(station, page);
  if (row.record !== '') refuse('record-locked', { state: '已录入' });
  const { db } = station;
  station.transaction(() => {
    if (leftOut !== undefined) db.prepare('UPDATE entry_page SET left_out = ? WHERE id = ?').run(leftOut ? 1 : 0, page);
    if (starts !== undefined) db.prepare('UPDATE entry_page SET starts = ? WHERE id = ?').run(starts ? 1 : 0, page);
    if (starts === false)
      db.prepare(
        `UPDATE entry_page SET starts = 0 WHERE batch = @batch AND position < @position AND left_out = 1 AND position >
           (SELECT coalesce(max(position), 0) FROM entry_page WHERE batch = @batch AND position < @position AND left_out = 0)`,
      ).run({ batch: row.batch, position: row.position });
    station.audit(
      'entry.arrange',
      row.batch,
      { name: row.name, starts: row.starts, leftOut: row.leftOut },
      { name: row.name, starts, leftOut },
    );
  });
}

interface PageRow extends Omit<EntryPage, 'record'> {
  readonly record: string;
}

const pageColumns = 'id, position, blob, name, width, height, rotation, record, seen, left_out AS leftOut, starts';

/** SQLite has no truth values. */
const pageOf = <R extends PageRow>(row: R): R => ({
  ...row,
  leftOut: Boolean(row.leftOut),
  starts: Boolean(row.starts),
});

/** The pages of a batch in the order of the paper, each with the state of its license. */
export function queue(station: Station, id: string): { batch: EntryBatch; pages: EntryPage[] } {
  const rows = station.db
    .prepare(`SELECT ${pageColumns} FROM entry_page WHERE batch = ? ORDER BY position`)
    .all(id) as PageRow[];
  const pages = rows.map(pageOf).map((row): EntryPage => {
    if (row.record === '') return { ...row, record: null };
    const record = station.records.get(row.record, 'license');
    const { setAside } = licenseOf(record);
    return {
      ...row,
      record: { id: record.id, state: record.state, setAside, errors: record.errors, name: record.name },
    };
  });
  return { batch: batchOf(station, id), pages };
}

/** Remembers by how many degrees a person turned a scan; a scan outside every batch is shown as it is. */
export function turnPage(station: Station, blob: string, rotation: number): void {
  station.db.prepare('UPDATE entry_page SET rotation = ? WHERE blob = ?').run(rotation, blob);
}

/** Takes a page out of its batch; one that belongs to a license is `record-locked`. */
export function removePage(station: Station, page: string): void {
  const row = pageRow(station, page);
  if (row.record !== '') refuse('record-locked', { state: '已录入' });
  station.transaction(() => {
    station.db.prepare('DELETE FROM entry_page WHERE id = ?').run(page);
    station.audit('entry.removePage', row.batch, { name: row.name }, undefined);
  });
}

export interface EntryToSave {
  readonly pages: readonly string[];
  readonly id?: string | undefined;
  readonly base?: number | undefined;
  readonly license: License;
  readonly state: 'draft' | 'pending';
}

/** Saves a license together with its pages, in one transaction, and says which page comes next. */
export function saveEntry(
  station: Station,
  entry: EntryToSave,
  user: string,
  now: Date,
): SavedLicense & { next: string | null } {
  const rows = entry.pages.map((page) => pageRow(station, page));
  const pages = rows.length > 0 ? rows.map((row) => row.blob) : entry.license.pages;
  const stored = entry.id === undefined ? undefined : licenseOf(station.records.get(entry.id, 'license'));
  const said = withStationsWords(station, { ...entry.license, pages }, stored, user);
  const license = withReadings(station, said);
  const checked = checkedLicense(station, license, now);
  const record = station.transaction(() => {
    const saved = saveChecked(station, checked, entry);
    if (rows.length > 0) {
      station.db.prepare("UPDATE entry_page SET record = '' WHERE record = ?").run(saved.id);
      const attach = station.db.prepare('UPDATE entry_page SET record = ?, left_out = 0 WHERE id = ?');
      for (const page of entry.pages) attach.run(saved.id, page);
    }
    return saved;
  });
  const kept = licenseOf(record);
  const last = rows.at(-1);
  return {
    row: rowOf(record, kept),
    license: kept,
    findings: checked.findings,
    next: last ? nextPage(station, last.batch, last.position) : null,
  };
}

/** The license with 读图一致 where the first page says for sure what was entered, as far as it has been read by now. */
function withReadings(station: Station, license: License): License {
  const [blob] = license.pages;
  if (blob === undefined) return license;
  const type = typeNamed(station, license.type.name, license.type.version);
  const turned = station.db.prepare('SELECT rotation FROM entry_page WHERE blob = ?').pluck().get(blob);
  const page = { blob, rotation: (turned as number | undefined) ?? 0, type: type.name, version: type.version };
  const fresh = agreedReadings(type, license, (key) => readingOf(station, type, { ...page, key }), station.now());
  const readings = { ...fresh, ...license.readings };
  return Object.keys(readings).length > 0 ? { ...license, readings } : license;
}

function nextPage(station: Station, batch: string, position: number): string | null {
  const free = station.db
    .prepare(
      "SELECT id FROM entry_page WHERE batch = ? AND record = '' AND left_out = 0 ORDER BY position < ?, position LIMIT 1",
    )
    .pluck()
    .get(batch, position) as string | undefined;
  return free ?? null;
}

function pageRow(station: Station, id: string): PageRow & { batch: string } {
  const row = station.db.prepare(`SELECT batch, ${pageColumns} FROM entry_page WHERE id = ?`).get(id) as
    | (PageRow & { batch: string })
    | undefined;
  return row ? pageOf(row) : refuse('record-missing', { id });
}
