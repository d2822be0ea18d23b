import { isDate } from '../../../shared/china/dates.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { checkEntry, Imprint, Sheet } from '../../../shared/seal/imprint.ts';
import type { sealMethods } from '../../../shared/seal/methods.ts';
import type { Context, Handlers } from '../context.ts';
import type { StoredRecord } from '../store/records.ts';
import { acquireInto } from './acquire.ts';
import { numberForm, sealGuides } from './form.ts';
import { keepImprint, keepSheet, stateAfterChange } from './keep-imprint.ts';
import { noteOf, tickedTypes } from './note.ts';
import { redraw } from './redraw.ts';
import { ringOf } from './ring.ts';
import { compare, joinSeal, sameSeal } from './same-seal.ts';
import { scanInto } from './scan.ts';
import { imprintsOf, imprintView, sheetView } from './views.ts';
import { look, take } from './watch.ts';

export { imprintSearch } from './keep-imprint.ts';
export { noteNames, readNote } from './note.ts';
export { readScan } from './scan.ts';
export { scansOfForm } from './scanned-before.ts';

export const sealHandlers: Handlers<typeof sealMethods> = {
  async 'seal.scan'({ name, bytes, ink, job }, ctx) {
    const { sheets, failed } = await ctx.job(job, (running) => scanInto(ctx, name, bytes, ink ?? 'red', running));
    return { sheets: sheets.map((sheet) => sheetView(ctx.station, sheet)), failed };
  },

  'seal.acquire': ({ profile, ink, job }, ctx) =>
    ctx.job(job, (running) => acquireInto(ctx, profile, ink ?? 'red', running)),

  'seal.watch': ({ folder }, { station }) => look(station, folder),

  async 'seal.take'({ folder, name, ink, job }, ctx) {
    const bytes = take(ctx.station, folder, name);
    const { sheets, failed } = await ctx.job(job, (running) => scanInto(ctx, name, bytes, ink ?? 'red', running));
    return { sheets: sheets.map((sheet) => sheetView(ctx.station, sheet)), failed };
  },

  'seal.sheets'({ origin, after, limit }, ctx) {
    const { total, rows, next } = ctx.station.records.list({ kind: 'sheet', origin, after, limit: limit ?? 50 });
    return { total, rows: rows.map((row) => sheetView(ctx.station, row)), next };
  },

  'seal.sheet': ({ id }, ctx) => sheetView(ctx.station, ctx.station.records.get(id, 'sheet')),

  'seal.list'({ sheet, ...query }, ctx) {
    const { total, rows, next } = ctx.station.records.list({
      kind: 'imprint',
      ...query,
      ...(sheet ? { facet: sheet } : {}),
    });
    return { total, rows: rows.map((row) => imprintView(ctx.station, row)), next };
  },

  'seal.get': ({ id }, ctx) => imprintView(ctx.station, ctx.station.records.get(id, 'imprint')),

  'seal.counts': ({ origin }, ctx) => ctx.station.records.counts('imprint', origin ?? ''),

  'seal.form': ({ ranges }, { station }) => numberForm(station, ranges),

  'seal.guides': () => ({ guides: sealGuides() }),

  'seal.note': ({ id }, { station }) => noteOf(station, station.records.get(id, 'imprint')),

  'seal.ring': async ({ id }, { station }) => ({ ring: await ringOf(station, station.records.get(id, 'imprint')) }),

  'seal.save'({ id, base, chosen, ...fields }, ctx) {
    const { record, body } = open(ctx, id);
    const typesFrom = chosen ? 'person' : body.typesFrom;
    const saved = keepImprint(ctx.station, record, { ...body, ...fields, typesFrom }, 'draft', base);
    ctx.changed('imprint');
    return imprintView(ctx.station, saved);
  },

  'seal.confirm'({ id, base, ...fields }, ctx) {
    const { record, body } = open(ctx, id);
    const typesFrom = body.typesFrom || typesSource(ctx, record, fields.licenseTypes);
    const next: Imprint = { ...body, ...fields, typesFrom };
    const { verdict, reasons } = next.finding;
    const words = { index: next.number, reason: reasons.map(({ message }) => message).join('；') };
    if (verdict === 'reject') refuse('seal-rejected', words);
    if (verdict === 'warn' && !next.acceptedBecause) refuse('reason-missing', words);
    const saved = ctx.station.transaction(() => {
      const confirmed = keepImprint(ctx.station, record, next, 'pending', base);
      handInSheet(ctx, next.sheet);
      return confirmed;
    });
    ctx.changed('imprint', 'sheet');
    return imprintView(ctx.station, saved);
  },

  'seal.drop'({ id }, ctx) {
    const { body } = open(ctx, id);
    ctx.station.transaction(() => {
      const sheet = ctx.station.records.get(body.sheet, 'sheet');
      const page = Sheet.parse(sheet.body);
      ctx.station.records.remove(id);
      keepSheet(
        ctx.station,
        sheet,
        { ...page, dropped: [...page.dropped, body.number] },
        // A sheet that is on its way or further goes again, so that the bureau hears of it.
        sheet.state === 'draft' ? 'draft' : 'pending',
      );
    });
    ctx.changed('imprint', 'sheet');
    return {};
  },

  async 'seal.redraw'({ sheet, gone, outlines }, ctx) {
    const saved = await redraw(ctx.station, sheet, gone, outlines);
    ctx.changed('sheet', 'imprint');
    return sheetView(ctx.station, saved);
  },

  'seal.remove'({ sheet }, ctx) {
    ctx.station.transaction(() => {
      const record = ctx.station.records.get(sheet, 'sheet');
      for (const imprint of imprintsOf(ctx.station, record)) ctx.station.records.remove(imprint.id);
      ctx.station.records.remove(sheet);
    });
    ctx.changed('imprint', 'sheet');
    return {};
  },

  'seal.enter'({ id, base, entry }, ctx) {
    const { record, body } = open(ctx, id);
    const wrong = checkEntry(entry, ctx.station.now().slice(0, 10)).find(({ level }) => level === 'error');
    if (wrong) refuse('invalid-input', { where: wrong.message });
    const saved = keepImprint(ctx.station, record, { ...body, entry }, stateAfterChange(record), base);
    ctx.changed('imprint');
    return imprintView(ctx.station, saved);
  },

  'seal.again'({ sheet }, ctx) {
    const record = ctx.station.records.get(sheet, 'sheet');
    const body: Sheet = { ...Sheet.parse(record.body), again: 'kept' };
    const saved = keepSheet(ctx.station, record, body, stateAfterChange(record));
    ctx.changed('sheet');
    return sheetView(ctx.station, saved);
  },

  'seal.paper'({ sheet, day }, ctx) {
    const record = ctx.station.records.get(sheet, 'sheet');
    if (day !== '' && (!isDate(day) || day > ctx.station.now().slice(0, 10)))
      refuse('invalid-input', { where: '收存日期不存在，或晚于今天' });
    const body = { ...Sheet.parse(record.body), paperKept: day };
    const saved = keepSheet(ctx.station, record, body, stateAfterChange(record));
    ctx.changed('sheet');
    return sheetView(ctx.station, saved);
  },

  'seal.versions': ({ id }, { station }) => ({
    rows: sameSeal(station, station.records.get(id, 'imprint')).map((row) => imprintView(station, row)),
  }),

  'seal.join'({ id, with: earlier }, ctx) {
    const { record } = open(ctx, id);
    const saved = keepImprint(ctx.station, record, joinSeal(ctx.station, record, earlier), stateAfterChange(record));
    ctx.changed('imprint');
    return imprintView(ctx.station, saved);
  },

  async 'seal.compare'({ id, with: earlier }, { station }) {
    const [there, here] = [earlier, id].map((one) => open({ station }, one));
    if (there!.record.origin !== here!.record.origin) refuse('record-missing', { id: earlier });
    const { picture, weakestMm, ...found } = await compare(station, there!.body, here!.body, true);
    return { ...found, weakestMm: [weakestMm[0], weakestMm[1]], png: picture ?? new Uint8Array() };
  },

  'seal.clean'({ id }, ctx) {
    const record = ctx.station.records.get(id, 'imprint');
    const body = Imprint.parse(record.body);
    const png = ctx.station.blobs.get(body.clean);
    ctx.station.audit('imprint.viewClean', id, undefined, { code: record.code, name: record.name });
    return { png, loggedAt: ctx.station.now() };
  },
};

/** `note` where exactly those are confirmed that the note ticked. */
function typesSource({ station }: Context, record: StoredRecord, types: readonly string[]): 'note' | 'person' {
  const ticked = tickedTypes(station, record);
  return ticked?.length === types.length && ticked.every((type) => types.includes(type)) ? 'note' : 'person';
}

/** An own imprint; what another station sent is changed by nobody here. */
function open(ctx: Pick<Context, 'station'>, id: string): { record: StoredRecord; body: Imprint } {
  const record = ctx.station.records.get(id, 'imprint');
  return { record, body: Imprint.parse(record.body) };
}

/** A sheet goes along as soon as one of its imprints does: it is the proof of where the imprint comes from. */
function handInSheet(ctx: Context, id: string): void {
  const sheet = ctx.station.records.get(id, 'sheet');
  if (sheet.state === 'draft' || sheet.state === 'returned')
    keepSheet(ctx.station, sheet, Sheet.parse(sheet.body), 'pending');
}
