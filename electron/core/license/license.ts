import { localDay } from '../../../shared/china/dates.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { entryMethods } from '../../../shared/license/entry-methods.ts';
import type { licenseMethods } from '../../../shared/license/methods.ts';
import type { Context, Handlers } from '../context.ts';
import { acquirePages } from './acquire-pages.ts';
import { basisOf } from './basis.ts';
import { checkAll } from './check-all.ts';
import { clockOf } from './clock.ts';
import { exactDuplicates, nearDuplicates } from './duplicates.ts';
import {
  addPages,
  arrangePage,
  batches,
  groupPages,
  openBatch,
  queue,
  removePage,
  saveEntry,
  turnPage,
} from './entry.ts';
import { attach, type Changed, detach, noteEvent } from './event.ts';
import { exportLicenses } from './export.ts';
import { historyOf, logOpened, logSearched } from './history.ts';
import { importLicenses } from './import.ts';
import { previewImport } from './import-columns.ts';
import { writeImportReport } from './import-report.ts';
import { knownValues } from './known-values.ts';
import { typeNamed, typeRows } from './library.ts';
import { lastSaved, paceOf } from './pace.ts';
import { readField } from './reading.ts';
import { countLicenses, listLicenses } from './register.ts';
import { licenseOf, rowOf } from './rows.ts';
import { checkedLicense, type LicenseToSave, saveChecked } from './save.ts';
import { isBlindTo, withStationsWords } from './second-look.ts';
import { alikeWarnings, reasonAll } from './warnings.ts';

export { openClocks } from './clock.ts';
export { keyingHandlers } from './keying.ts';
export { knownTypes, libraryTypes, ownTypes, shippedTypes, typeNamed } from './library.ts';
export { countLicenses, listLicenses } from './register.ts';
export { shownCode } from './rows.ts';
export { countLooks, heldForKeying } from './second-look.ts';
export { changesDue, licenseTypeHandlers, typeSearch } from './types.ts';

function save(ctx: Context, wish: LicenseToSave) {
  const stored = wish.id === undefined ? undefined : licenseOf(ctx.station.records.get(wish.id, 'license'));
  const license = withStationsWords(ctx.station, wish.license, stored, ctx.user.name);
  const checked = checkedLicense(ctx.station, license, ctx.now());
  const record = saveChecked(ctx.station, checked, wish);
  ctx.changed('license');
  return { row: rowOf(record), license: licenseOf(record), findings: checked.findings };
}

function answer(ctx: Context, { record, findings }: Changed) {
  ctx.changed('license');
  return { row: rowOf(record), license: licenseOf(record), findings };
}

export const licenseHandlers: Handlers<typeof licenseMethods & typeof entryMethods> = {
  'license.types': (_, { station }) => ({
    types: typeRows(station),
  }),

  'license.type': ({ name, version }, { station }) => typeNamed(station, name, version),

  'license.list': (query, { station, user, now }) => {
    const { records, ...page } = listLicenses(station, query);
    const asked = query.query?.trim();
    if (asked && query.after === undefined)
      logSearched(station, query.type ?? '', asked, page.total, page.atLeast, user.name, now());
    return { ...page, rows: records.map((record) => rowOf(record)) };
  },

  'license.get': ({ id }, { station, user, now }) => {
    const record = station.records.get(id, 'license');
    if (isBlindTo(station, user, id)) refuse('to-be-keyed');
    const license = licenseOf(record);
    const type = typeNamed(station, license.type.name, license.type.version);
    logOpened(station, id, user.name, now());
    const { body: _body, blobs: _blobs, sent: _sent, ...head } = record;
    return {
      record: head,
      license,
      type,
      findings: checkedLicense(station, license, now(), type).findings,
      clock: clockOf(station, id, license),
      history: historyOf(station, type, id),
    };
  },

  'license.print': ({ id }, { station, changed }) => {
    station.records.get(id, 'license');
    station.transaction(() => station.audit('license.print', id));
    changed('license');
    return {};
  },

  'license.save': (input, ctx) => save(ctx, input),

  'license.submit': ({ id }, ctx) => {
    const record = ctx.station.records.get(id, 'license');
    return save(ctx, { id, base: record.revision, license: licenseOf(record), state: 'pending' });
  },

  'license.noteEvent': ({ id, base, file, ...wish }, ctx) => answer(ctx, noteEvent(ctx, { id, base, wish, file })),

  'license.attach': ({ files, ...at }, ctx) => answer(ctx, attach(ctx, at, files)),

  'license.detach': ({ file, ...at }, ctx) => answer(ctx, detach(ctx, at, file)),

  'license.remove': ({ id }, { station, changed }) => {
    station.records.get(id, 'license');
    station.transaction(() => {
      station.db.prepare("UPDATE entry_page SET record = '' WHERE record = ?").run(id);
      station.records.remove(id);
    });
    changed('license');
    return {};
  },

  'license.check': ({ license }, { station, now }) => ({ findings: checkedLicense(station, license, now()).findings }),

  'license.checkAll': ({ job }, ctx) => ctx.job(job, (running) => checkAll(ctx.station, ctx.now(), running)),

  'license.basis': ({ type }, { station }) => ({ basis: basisOf(station, type) }),

  'license.counts': (filter, { station }) => countLicenses(station, filter),

  'license.duplicates': ({ license, except }, { station, now }) => {
    const { type, license: completed } = checkedLicense(station, license, now());
    return {
      exact: exactDuplicates(station, type, completed, except).map((record) => rowOf(record)),
      near: nearDuplicates(station, type, completed, except).map((record) => rowOf(record)),
    };
  },

  'license.warnings': (_, { station }) => ({ alike: alikeWarnings(station) }),

  'license.reasonAll': ({ job, ...wish }, ctx) =>
    ctx.job(job, async (running) => {
      try {
        return await reasonAll(ctx.station, wish, ctx.now(), running);
      } finally {
        ctx.changed('license');
      }
    }),

  'license.importPreview': ({ type, ...file }, { station }) =>
    previewImport(station, { type: typeNamed(station, type), ...file }),

  'license.import': ({ type, job, ...wish }, ctx) =>
    ctx.job(job, async (running) => {
      const table = { ...wish, type: typeNamed(ctx.station, type) };
      try {
        return await importLicenses(ctx.station, table, ctx.now(), running, ctx.lastCall);
      } finally {
        ctx.changed('license');
      }
    }),

  'license.importReport': ({ job, ...wish }, ctx) =>
    ctx.job(job, (running) => writeImportReport(ctx.station, wish, running)),

  'license.export': ({ job, ...wish }, ctx) => ctx.job(job, (running) => exportLicenses(ctx.station, wish, running)),

  'entry.batches': (_, { station }) => ({ batches: batches(station) }),

  'entry.openBatch': (wish, { station, user, changed }) => {
    const batch = openBatch(station, wish, user.name);
    changed('entry');
    return batch;
  },

  'entry.addPages': ({ batch, pages, job }, ctx) =>
    ctx.job(job, async (running) => {
      try {
        return await addPages(ctx.station, batch, pages, running);
      } finally {
        ctx.changed('entry');
      }
    }),

  'entry.acquire': ({ batch, profile, job }, ctx) =>
    ctx.job(job, async (running) => {
      try {
        return await acquirePages(ctx.station, batch, profile, running);
      } finally {
        ctx.changed('entry');
      }
    }),

  'entry.queue': ({ batch }, { station }) => queue(station, batch),

  'entry.scan': async ({ blob }, { station }) => (await import('./paper.ts')).scanPlace(station, blob),

  'entry.read': async (wish, { station, now }) => ({ read: await readField(station, wish, localDay(now())) }),

  'entry.turnPage': ({ blob, rotation }, { station, changed }) => {
    turnPage(station, blob, rotation);
    changed('entry');
    return {};
  },

  'entry.group': ({ batch, sides }, { station, changed }) => {
    groupPages(station, batch, sides);
    changed('entry');
    return {};
  },

  'entry.arrange': (wish, { station, changed }) => {
    arrangePage(station, wish);
    changed('entry');
    return {};
  },

  'entry.removePage': ({ page }, { station, changed }) => {
    removePage(station, page);
    changed('entry');
    return {};
  },

  'entry.save': (input, { station, user, now, changed }) => {
    const saved = saveEntry(station, input, user.name, now());
    changed('license', 'entry');
    return saved;
  },

  'entry.setAside': ({ reason, license, ...input }, { station, user, now, changed }) => {
    const aside = { ...license, setAside: reason };
    const saved = saveEntry(station, { ...input, license: aside, state: 'draft' }, user.name, now());
    changed('license', 'entry');
    return saved;
  },

  'entry.carry': ({ type }, { station, user }) => ({ license: lastSaved(station, type, user.name) }),

  'entry.known': ({ type }, { station }) => ({ known: knownValues(station, typeNamed(station, type)) }),

  'entry.pace': ({ type }, { station, user }) => paceOf(station, type, user.name),
};
