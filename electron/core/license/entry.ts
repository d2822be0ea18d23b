import { randomBytes } from 'node:crypto';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { EntryBatch, EntryPage } from '../../../shared/license/entry-methods.ts';
import { agreedReadings } from '../../../shared/license/keying.ts';
import type { License } from '../../../shared/license/license.ts';
import type { SavedLicense } from '../../../shared/license/methods.ts';
import type { Station } from '../store/station.ts';
import { typeNamed } from './library.ts';
import { readingOf } from './reading.ts';
import { licenseOf, rowOf } from './rows.ts';
import { checkedLicense, saveChecked } from './save.ts';
import { withStationsWords } from './second-look.ts';

const newId = (): string => randomBytes(8).toString('hex');

const batchColumns = `b.id, b.name, b.type, b.box, b.created_at AS createdAt,
  (SELECT count(*) FROM entry_page p WHERE p.batch = b.id) AS pages,
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
export function openBatch(station: Station, wish: { name: string; type: string; box: string }, by: string): EntryBatch {
  const id = newId();
  const type = typeNamed(station, wish.type).name;
  station.transaction(() => {
    station.db
      .prepare('INSERT INTO entry_batch (id, name, type, box, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, wish.name, type, wish.box, by, station.now());
    station.audit('entry.openBatch', id, undefined, { ...wish, type });
  });
  return batchOf(station, id);
}

/** Adds scans at the end of a batch; one bad file does not stop the others. */
export async function addPages(
  station: Station,
  batch: string,
  files: readonly { name: string; bytes: Uint8Array }[],
): Promise<{ added: number; refused: { name: string; code: string; message: string }[] }> {
  batchOf(station, batch);
  const refused: { name: string; code: string; message: string }[] = [];
  let added = 0;
  let firstRefusal: Refusal | undefined;
  for (const file of files) {
    try {
      const { readScan } = await import('./picture.ts');
      const pages = await readScan(file.bytes, file.name);
      for (const page of pages) {
        const { id } = station.blobs.put(page.bytes, page.name);
        station.transaction(() => {
          station.db
            .prepare(
              `INSERT INTO entry_page (id, batch, position, blob, name, width, height, rotation, record)
               VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM entry_page WHERE batch = ?), ?, ?, ?, ?, 0, '')`,
            )
            .run(newId(), batch, batch, id, page.name, page.width, page.height);
          station.audit('entry.addPage', batch, undefined, { name: page.name });
        });
        added++;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      firstRefusal ??= error;
      refused.push({ name: file.name, code: error.failure.code, message: error.failure.message });
    }
  }
  if (added === 0 && firstRefusal) throw firstRefusal;
  return { added, refused };
}

interface PageRow extends Omit<EntryPage, 'record'> {
  readonly record: string;
}

/** The pages of a batch in the order of the paper, each with the state of its license. */
export function queue(station: Station, id: string): { batch: EntryBatch; pages: EntryPage[] } {
  const rows = station.db
    .prepare(
      'SELECT id, position, blob, name, width, height, rotation, record FROM entry_page WHERE batch = ? ORDER BY position',
    )
    .all(id) as PageRow[];
  const pages = rows.map((row): EntryPage => {
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
      const attach = station.db.prepare('UPDATE entry_page SET record = ? WHERE id = ?');
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
    .prepare("SELECT id FROM entry_page WHERE batch = ? AND record = '' ORDER BY position < ?, position LIMIT 1")
    .pluck()
    .get(batch, position) as string | undefined;
  return free ?? null;
}

function pageRow(station: Station, id: string): PageRow & { batch: string } {
  const row = station.db
    .prepare('SELECT id, batch, position, blob, name, width, height, rotation, record FROM entry_page WHERE id = ?')
    .get(id) as (PageRow & { batch: string }) | undefined;
  return row ?? refuse('record-missing', { id });
}
