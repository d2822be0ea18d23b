import { refuse } from '../../../shared/contract/failures.ts';
import { Imprint, Sheet } from '../../../shared/seal/imprint.ts';
import type { DrawnOutline, SealFinding } from '../../../shared/seal/scan.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { imagingPool } from '../threads/threads.ts';
import { keepImprints, keepPictures, stateAfterChange } from './keep-imprint.ts';
import { recogniseSeals } from './same-seal.ts';
import { imprintsOf, MOST_PER_SHEET } from './views.ts';

/**
 * `seal.redraw`: takes imprints of a sheet away and cuts others out by outlines that a person drew. The scan is read again as it came
 * in; the imprints that stay are left as they are, and count as neighbours.
 */
export async function redraw(
  station: Station,
  sheetId: string,
  gone: readonly string[],
  outlines: readonly DrawnOutline[],
): Promise<StoredRecord> {
  const before = station.records.get(sheetId, 'sheet');
  const { source, scan, page, found } = Sheet.parse(before.body);
  const imprints = imprintsOf(station, before);
  const leaving = imprints.filter(({ id }) => gone.includes(id));
  if (leaving.length < gone.length) refuse('record-missing', { id: gone.join('、') });
  const staying = imprints.filter((one) => !leaving.includes(one));
  if (staying.length + outlines.length > MOST_PER_SHEET)
    refuse('limit-exceeded', { what: `一页最多 ${MOST_PER_SHEET} 枚印模` });
  const neighbours = staying.map(({ body }) => outlineOf(Imprint.parse(body).finding));
  const output = await imagingPool().run(
    {
      bytes: station.blobs.get(scan),
      name: source,
      index: page.index,
      preview: true,
      ink: page.ink,
      drawn: [...neighbours, ...outlines],
      quarters: (Math.round(page.rotationDeg / 90) + 4) % 4,
    },
    { name: source },
  );
  if ('failure' in output) refuse(output.failure.code, output.failure.details);
  const { preview: picture, seals } = output.page;
  const kept = await keepPictures(station, before.code, seals.slice(neighbours.length), found + 1);
  // Every seal on the page has its 仅供核对, the new ones too.
  const preview = station.blobs.put(picture ?? new Uint8Array(), `${before.code}-仅供核对.jpg`);
  const [sheet, fresh] = station.transaction(() => {
    // Read again: a page may have been decided on meanwhile.
    const now = station.records.get(sheetId, 'sheet');
    const body = Sheet.parse(now.body);
    if (body.found !== found) refuse('record-changed', { user: now.updatedBy, revision: now.revision });
    for (const { id } of leaving) station.records.remove(id);
    const numbers = leaving.map((one) => Imprint.parse(one.body).number);
    const saved = station.records.save({
      id: now.id,
      kind: 'sheet',
      code: now.code,
      name: now.name,
      body: { ...body, preview: preview.id, found: found + kept.length, dropped: [...body.dropped, ...numbers] },
      blobs: [body.scan, preview.id],
      errors: 0,
      state: stateAfterChange(now),
    });
    return [saved, keepImprints(station, saved, kept)];
  });
  await recogniseSeals(station, fresh);
  return sheet;
}

/** The outline of a seal as it could have been drawn; one of no common shape counts as an ellipse. */
function outlineOf({ shape, centerMm, widthMm, heightMm, angleDeg }: SealFinding): DrawnOutline {
  return { shape: shape === 'other' ? 'ellipse' : shape, centerMm, widthMm, heightMm, angleDeg };
}
