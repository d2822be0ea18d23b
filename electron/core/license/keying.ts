import { localDay } from '../../../shared/china/dates.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { unconfirmed } from '../../../shared/license/as-on-paper.ts';
import { valueAt } from '../../../shared/license/check.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import { differing } from '../../../shared/license/keyed-field.ts';
import {
  type CriticalField,
  criticalFields,
  fieldsToKey,
  sayTheSame,
  withDecision,
  withSecond,
} from '../../../shared/license/keying.ts';
import type { keyingMethods, LookTask } from '../../../shared/license/keying-methods.ts';
import { archiveText, type License } from '../../../shared/license/license.ts';
import { normalizeValue } from '../../../shared/license/normalize.ts';
import { unreasoned } from '../../../shared/license/reason.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Context, Handlers } from '../context.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { logOpened } from './history.ts';
import { exportStatistics, statisticsOf } from './keying-statistics.ts';
import { typeNamed } from './library.ts';
import { listLicenses } from './register.ts';
import { licenseOf } from './rows.ts';
import { checkedLicense, saveChecked } from './save.ts';
import { giveUpKeying, keyingRules, lookOf, looksFor, noteLooks, setKeyingRules } from './second-look.ts';

interface Looked {
  readonly record: StoredRecord;
  readonly license: License;
  readonly type: LicenseType;
  readonly people: string[];
  readonly own: boolean;
}

function look({ station, user }: Context, id: string, task: LookTask, base?: number): Looked {
  const { people, own } = lookOf(station, user, id, task);
  const record = station.records.get(id, 'license');
  if (base !== undefined && record.revision !== base)
    refuse('record-changed', { user: record.updatedBy, revision: record.revision });
  const license = licenseOf(record);
  return { record, license, type: typeNamed(station, license.type.name, license.type.version), people, own };
}

function opened({ record, license, type, people, own }: Looked) {
  const { id, revision } = record;
  return { id, revision, type, archive: archiveText(license.stock.archive), pages: license.pages, people, own };
}

const nameOf = ({ path, label }: CriticalField) => ({ path, label });

/** Saves what a second person found, and hands the license in when nothing blocks it any more. */
function saveLooked(ctx: Context, { record, type }: Looked, license: License): StoredRecord {
  const checked = checkedLicense(ctx.station, license, ctx.now(), type);
  const blocked = checked.findings.some(({ level, code }) => level === 'error' && code !== unconfirmed);
  const open = unreasoned(checked.license, checked.findings).length > 0;
  const state = blocked || open || license.setAside !== '' ? 'draft' : 'pending';
  return saveChecked(ctx.station, checked, { id: record.id, base: record.revision, state }, 'second');
}

/** The values as the entry desk would have stored them, one for each of the fields; `invalid-input` names what is missing. */
function keyedValues(
  type: LicenseType,
  fields: readonly CriticalField[],
  values: Readonly<Record<string, string>>,
  today: string,
): Map<string, string> {
  return new Map(
    fields.map(({ path, label, face }) => {
      const typed = values[path] ?? refuse('invalid-input', { where: `“${label}”没有复录` });
      return [path, face ? normalizeValue(type, face, typed, today) : typed.trim()];
    }),
  );
}

function save(
  ctx: Context,
  input: { id: string; base: number; values: Record<string, string>; seconds: number; keys: number },
) {
  const { station, user } = ctx;
  const looked = look(ctx, input.id, 'key', input.base);
  const { record, license, type, own } = looked;
  const today = localDay(ctx.now());
  const fields = fieldsToKey(keyingRules(station), type, license, today);
  const values = keyedValues(type, fields, input.values, today);
  const at = station.now();
  const next = withSecond(license, values, { by: user.name, at, own });
  const open = new Set(differing(next));
  const saved = station.transaction(() => {
    const kept = saveLooked(ctx, looked, next);
    const note = station.db.prepare(
      `INSERT INTO keyed_field (record, path, type, first_by, way, second_by, at, own, outcome, decided_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
    );
    for (const path of values.keys())
      note.run(
        record.id,
        path,
        type.name,
        record.createdBy,
        wayOf(license, path),
        user.name,
        at,
        own ? 1 : 0,
        open.has(path) ? '' : 'agreed',
      );
    station.db
      .prepare('INSERT INTO keyed_record (record, type, by, at, own, seconds, keys) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(record.id, type.name, user.name, at, own ? 1 : 0, input.seconds, input.keys);
    station.audit('keying.save', record.id, firsts(license, values), { ...Object.fromEntries(values), own });
    return kept;
  });
  ctx.changed('license');
  return {
    agreed: values.size - [...open].filter((path) => values.has(path)).length,
    differing: fields.filter(({ path }) => open.has(path)).map(nameOf),
    state: saved.state,
  };
}

function firsts(license: License, values: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...values.keys()].map((path) => [path, valueAt(license, path)]));
}

/** How the first value came in; what was never typed at the desk was imported. */
function wayOf(license: License, path: string): string {
  const way = path.startsWith('face.') ? license.from[path.slice('face.'.length)] : undefined;
  return way ?? (license.entry.keys > 0 ? '键入' : '导入');
}

function decide(ctx: Context, input: { id: string; base: number; values: Record<string, string> }) {
  const { station, user } = ctx;
  const looked = look(ctx, input.id, 'decide', input.base);
  const { record, license, type } = looked;
  const paths = differing(license);
  const fields = criticalFields(type).filter(({ path }) => paths.includes(path));
  const values = keyedValues(type, fields, input.values, localDay(ctx.now()));
  const next = withDecision(license, values, { by: user.name, at: station.now() });
  const saved = station.transaction(() => {
    const kept = saveLooked(ctx, looked, next);
    const note = station.db.prepare(
      "UPDATE keyed_field SET outcome = ?, decided_by = ? WHERE record = ? AND path = ? AND outcome = ''",
    );
    for (const [path, value] of values) note.run(outcomeOf(license, path, value), user.name, record.id, path);
    const both = paths.map((path) => {
      const { first = '', second = '' } = license.review?.[path] ?? {};
      return [path, `${first} / ${second}`];
    });
    station.audit('keying.decide', record.id, Object.fromEntries(both), Object.fromEntries(values));
    return kept;
  });
  ctx.changed('license');
  return { state: saved.state, errors: saved.errors };
}

function outcomeOf(license: License, path: string, value: string): 'first' | 'second' | 'other' {
  const keyed = license.review?.[path];
  if (keyed && sayTheSame(keyed.first, value)) return 'first';
  return keyed && sayTheSame(keyed.second, value) ? 'second' : 'other';
}

function confirm(ctx: Context, input: { id: string; base: number; path: string; agree: boolean; reason: string }) {
  const { station, user } = ctx;
  const looked = look(ctx, input.id, 'confirm', input.base);
  const { record, license, type } = looked;
  const { [input.path]: said, ...others } = license.asOnPaper ?? {};
  if (said?.confirmedBy !== '') refuse('not-yours-to-check');
  const label = licenseLabel(type, input.path);
  const next: License = input.agree
    ? {
        ...license,
        asOnPaper: { ...others, [input.path]: { ...said, confirmedBy: user.name, confirmedAt: station.now() } },
      }
    : {
        ...license,
        asOnPaper: others,
        setAside: `“${label}”照面如此未通过核对${input.reason === '' ? '' : `：${input.reason}`}`.slice(0, 500),
      };
  const saved = station.transaction(() => {
    const kept = saveLooked(ctx, looked, next);
    station.db
      .prepare(
        "UPDATE declared_field SET outcome = ?, confirmed_by = ? WHERE record = ? AND path = ? AND at = ? AND outcome = ''",
      )
      .run(input.agree ? 'confirmed' : 'refused', user.name, record.id, input.path, said.at);
    station.audit(
      'keying.confirm',
      record.id,
      { field: label, value: said.value, by: said.by },
      { ok: input.agree, reason: input.reason },
    );
    return kept;
  });
  ctx.changed('license');
  return { state: saved.state };
}

/** Looks at every license that waits to be sent by new rules, in slices so that others run meanwhile. */
async function followRules(station: Station): Promise<number> {
  const sliceMs = 40;
  let after: string | undefined;
  do {
    const page = listLicenses(station, { states: ['pending'], order: 'code', limit: 500, after });
    let at = 0;
    while (at < page.records.length) {
      const until = Date.now() + sliceMs;
      station.transaction(() => {
        for (; at < page.records.length && Date.now() < until; at++) reconsider(station, page.records[at]!);
      });
      await new Promise((resume) => setImmediate(resume));
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  const open = station.db.prepare("SELECT count(*) FROM second_look WHERE task = 'key' AND open = 1");
  return open.pluck().get() as number;
}

function reconsider(station: Station, { id }: { id: string }): void {
  const record = station.records.get(id, 'license');
  if (record.state !== 'pending') return;
  const license = licenseOf(record);
  noteLooks(station, record, typeNamed(station, license.type.name, license.type.version), license, {
    hand: 'none',
    held: false,
  });
}

export const keyingHandlers: Handlers<typeof keyingMethods> = {
  'keying.queue': (_, { station, user }) => looksFor(station, user),

  'keying.open': ({ id }, ctx) => {
    const looked = look(ctx, id, 'key');
    logOpened(ctx.station, id, ctx.user.name, ctx.now());
    const fields = fieldsToKey(keyingRules(ctx.station), looked.type, looked.license, localDay(ctx.now()));
    return { ...opened(looked), fields: fields.map(nameOf) };
  },

  'keying.save': (input, ctx) => save(ctx, input),

  'keying.giveUp': ({ id }, { station, user, changed }) => {
    giveUpKeying(station, user, id);
    changed('license');
    return {};
  },

  'keying.difference': ({ id }, ctx) => {
    const looked = look(ctx, id, 'decide');
    const { license, type } = looked;
    logOpened(ctx.station, id, ctx.user.name, ctx.now());
    const fields = criticalFields(type).flatMap((field) => {
      const keyed = license.review?.[field.path];
      if (!keyed || keyed.value !== null) return [];
      // Which of the two was first must not weigh: their order is that of their characters.
      const values = [keyed.first, keyed.second].sort() as [string, string];
      return [{ ...nameOf(field), values }];
    });
    return { ...opened(looked), fields };
  },

  'keying.decide': (input, ctx) => decide(ctx, input),

  'keying.crop': async ({ blob, rotation, rect }, { station }) => ({
    blob: rect
      ? await (await import('./crop.ts')).keepCrop(station, blob, rotation, rect)
      : station.blobs.info(blob).id,
  }),

  'keying.declared': ({ id }, ctx) => {
    const looked = look(ctx, id, 'confirm');
    const { license, type } = looked;
    logOpened(ctx.station, id, ctx.user.name, ctx.now());
    const fields = Object.entries(license.asOnPaper ?? {}).flatMap(([path, said]) => {
      if (said.confirmedBy !== '') return [];
      const { value, message, crop, by, at } = said;
      return [{ path, label: licenseLabel(type, path), value, message, crop, by, at }];
    });
    return { ...opened(looked), fields };
  },

  'keying.confirm': (input, ctx) => confirm(ctx, input),

  'keying.rules': (_, { station }) => keyingRules(station),

  'keying.setRules': async (rules, { station, changed }) => {
    setKeyingRules(station, rules);
    const open = await followRules(station);
    changed('license', 'keying');
    return { open };
  },

  'keying.statistics': (period, { station }) => statisticsOf(station, period),

  'keying.exportStatistics': async ({ folder, ...period }, { station }) => ({
    path: await exportStatistics(station, folder, period),
  }),
};
