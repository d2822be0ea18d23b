import { setImmediate as nextTurn } from 'node:timers/promises';
import { errorCount } from '../../../shared/exchange/finding.ts';
import { checkImprint, emptyEntry, guardedBlobName, type Imprint, Sheet } from '../../../shared/seal/imprint.ts';
import type { ScannedSeal, SealFinding } from '../../../shared/seal/scan.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

const blobsOf = ({ clean, marked, crop, note, further }: Imprint): string[] => [
  clean,
  marked,
  crop,
  ...[note, further].filter((blob) => blob !== null),
];

/** Writes an imprint; `record` is the one that it changes. */
export function keepImprint(
  { records }: Station,
  record: Pick<StoredRecord, 'code'> & Partial<Pick<StoredRecord, 'id'>>,
  body: Imprint,
  state: 'draft' | 'pending',
  base?: number,
): StoredRecord {
  return records.save({
    id: record.id,
    kind: 'imprint',
    code: record.code,
    name: body.name,
    facet: body.sheet,
    body,
    blobs: blobsOf(body),
    search: imprintSearch(body),
    errors: errorCount(checkImprint(body)),
    state,
    base,
  });
}

/** What an imprint is found by besides code and name. */
export const imprintSearch = ({ licenseTypes, entry }: Imprint): string[] => [
  ...licenseTypes,
  entry.code,
  entry.keeper,
];

/** Writes a sheet that is there already. */
export function keepSheet(
  station: Station,
  sheet: StoredRecord,
  body: Sheet,
  state: 'draft' | 'pending',
): StoredRecord {
  return station.records.save({
    id: sheet.id,
    kind: 'sheet',
    code: sheet.code,
    name: sheet.name,
    body,
    blobs: [body.scan, body.preview],
    errors: 0,
    state,
  });
}

/** A record that is on its way or further goes again when it changes; one that was never handed in stays a draft. */
export const stateAfterChange = ({ state }: StoredRecord): 'draft' | 'pending' =>
  state === 'draft' || state === 'returned' ? 'draft' : 'pending';

/** A seal of a page with its pictures laid into the store. */
export interface KeptSeal {
  /** On its page, from 1. */
  readonly number: number;
  readonly finding: SealFinding;
  readonly pictures: Pick<Imprint, 'clean' | 'marked' | 'crop' | 'note' | 'further'>;
}

/** Keeps the pictures of seals numbered from `first` on, one a turn, so that the core answers in between. */
export async function keepPictures(
  { blobs }: Station,
  code: string,
  seals: readonly ScannedSeal[],
  first: number,
): Promise<KeptSeal[]> {
  const put = async (bytes: Uint8Array, name: string): Promise<string> => {
    await nextTurn();
    return blobs.put(bytes, name).id;
  };
  const kept: KeptSeal[] = [];
  for (const [i, { finding, pictures }] of seals.entries()) {
    const number = first + i;
    const file = `${code}-${number}`;
    kept.push({
      number,
      finding,
      pictures: {
        clean: blobs.guard(await put(pictures.clean, guardedBlobName('clean', `${file}.png`))).id,
        marked: await put(pictures.marked, `${file}-仅供核对.png`),
        crop: await put(pictures.crop, `${file}-原图.jpg`),
        note: pictures.note ? await put(pictures.note, `${file}-注记.jpg`) : null,
        further: pictures.further ? await put(pictures.further, `${file}-注记之下.jpg`) : null,
      },
    });
  }
  return kept;
}

/** Writes new imprints of a sheet, drafts all. */
export function keepImprints(station: Station, sheet: StoredRecord, seals: readonly KeptSeal[]): StoredRecord[] {
  const { page, scanSm3 } = Sheet.parse(sheet.body);
  return seals.map(({ number, finding, pictures }) =>
    keepImprint(
      station,
      { code: `${sheet.code}-${number}` },
      {
        sheet: sheet.id,
        number,
        name: '',
        licenseTypes: [],
        typesFrom: '',
        acceptedBecause: '',
        finding,
        dpi: page.dpi,
        ...pictures,
        scanSm3,
        entry: emptyEntry,
        seal: '',
        like: null,
      },
      'draft',
    ),
  );
}
