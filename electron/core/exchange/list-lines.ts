import { type Catalog, emptyCatalog } from '../../../shared/catalog/catalog.ts';
import { namesOf } from '../../../shared/catalog/classification.ts';
import { Confirmation, checkConfirmation, sameAsked } from '../../../shared/catalog/confirmation.ts';
import { isCode, isPrefix, prefixOf } from '../../../shared/catalog/resource-code.ts';
import { workingDaysUntil } from '../../../shared/china/working-days.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { ListLine } from '../../../shared/exchange/dispatch.ts';
import { errorCount } from '../../../shared/exchange/finding.ts';
import type { ListLineRow } from '../../../shared/exchange/list-line-row.ts';
import type { AnswerLine } from '../../../shared/exchange/list-methods.ts';
import { workingCalendar } from '../calendar/calendar.ts';
import { currentTable, saveCatalog } from '../catalog/catalog.ts';
import { isInHouse, wasHandedOver } from '../store/in-house.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { partInForce } from './in-force.ts';

/** The lines that are in force here with this department's answers. */
export function ownLines(station: Station, today: string): ListLineRow[] {
  return rowsOf(station, partInForce(station, 'list')?.body ?? [], '', today);
}

/** Lines with the answers of `origin`: '' = this department, else the station whose answers came to the bureau. */
export function rowsOf(station: Station, lines: readonly ListLine[], origin: string, today: string): ListLineRow[] {
  const calendar = workingCalendar(station);
  const answers = answersOf(station, origin);
  return lines.map((line): ListLineRow => {
    const record = answers.get(line.id);
    const body = record && Confirmation.parse(record.body);
    const tied = body?.catalog ? findCatalog(station, body.catalog, origin) : undefined;
    const own = origin === '' ? ownCatalog(station, line) : undefined;
    return {
      line,
      daysLeft: line.due === '' ? null : workingDaysUntil(today, line.due, calendar).days,
      answer:
        record && body
          ? {
              id: record.id,
              answer: body.answer,
              name: body.name,
              code: body.code,
              reason: body.reason,
              state: record.state,
              remarks: [...record.remarks],
              outdated: !sameAsked(body.asked, line),
            }
          : null,
      catalog: tied ? named(tied) : null,
      match: own && !tied && retiredOf(own) === null ? named(own) : null,
      retired: retiredOf(tied ?? own),
    };
  });
}

/** Lines that wait for an answer, or for a new one; answers, and catalogs to be compiled, that have not been handed over yet. */
export function openLines(station: Station): {
  unanswered: ListLine[];
  unsent: ListLine[];
  toCompile: { line: ListLine; id: string }[];
} {
  const lines = partInForce(station, 'list')?.body ?? [];
  const answers = lines.length > 0 ? answersOf(station, '') : new Map<string, StoredRecord>();
  const unanswered: ListLine[] = [];
  const unsent: ListLine[] = [];
  const toCompile: { line: ListLine; id: string }[] = [];
  for (const line of lines) {
    const record = answers.get(line.id);
    const body = record && Confirmation.parse(record.body);
    if (!body || record.state === 'returned' || !sameAsked(body.asked, line)) unanswered.push(line);
    else {
      if (isInHouse(station.db, record.id)) unsent.push(line);
      const catalog = findCatalog(station, body.catalog, '');
      if (catalog && line.due !== '' && !wasHandedOver(station.db, catalog.id))
        toCompile.push({ line, id: catalog.id });
    }
  }
  return { unanswered, unsent, toCompile };
}

/**
 * Writes down the department's answer to one line and hands it in. A confirmed or revised line becomes a draft of a catalog, or is tied to the one that
 * is named. Refuses `list-line-missing`, `catalog-retired` for one that was withdrawn, `record-incomplete`, `catalog-missing`.
 */
export function answerLine(station: Station, input: AnswerLine, today: string): ListLineRow {
  return station.transaction(() => {
    const lines = partInForce(station, 'list')?.body ?? [];
    const line = lines.find(({ id }) => id === input.line) ?? refuse('list-line-missing');
    const { id: _, ...asked } = line;
    const before = answersOf(station, '').get(line.id);
    const old = before && Confirmation.parse(before.body);
    const revised = input.answer === 'revised';
    const answered = {
      line: line.id,
      asked,
      answer: input.answer,
      name: revised ? input.name.trim() : line.name,
      code: revised ? input.code.trim() : line.code,
      reason: input.reason,
    };
    // An answer that cannot be handed in leaves no draft behind.
    const findings = checkConfirmation(Confirmation.parse({ ...answered, catalog: '0'.repeat(32) }));
    const [error] = findings.filter(({ level }) => level === 'error');
    if (error) refuse('invalid-input', { where: error.message, field: error.field });
    const catalog = input.answer === 'refused' ? '' : catalogFor(station, input.catalog, old?.catalog ?? '', answered);
    const body = Confirmation.parse({ ...answered, catalog });
    station.records.save({
      id: before?.id,
      kind: 'confirmation',
      code: line.code,
      name: line.name,
      facet: line.id,
      body,
      errors: errorCount(checkConfirmation(body)),
      search: confirmationSearch(body),
      state: 'pending',
    });
    return rowsOf(station, [line], '', today)[0]!;
  });
}

/** What an answer is found by besides code and name. */
export function confirmationSearch({ name, reason }: Confirmation): string[] {
  return [name, reason];
}

/** The catalog that is named, the one that was made before, or a new draft with what the line says. */
function catalogFor(
  station: Station,
  wanted: string,
  before: string,
  asked: Pick<Confirmation, 'name' | 'code'> & { readonly asked: Confirmation['asked'] },
): string {
  const id = wanted === 'new' ? (findCatalog(station, before, '') ? before : '') : wanted;
  if (id !== '') {
    const record = station.records.get(id, 'catalog');
    const retired = retiredOf(record);
    if (retired) refuse('catalog-retired', { name: record.name, date: retired.date });
    return record.id;
  }
  const { name: provider, uscc, office } = station.info();
  const prefix = prefixOf(asked.code);
  const taken = isCode(asked.code) && station.records.find({ kind: 'catalog', code: asked.code }) !== undefined;
  const body: Catalog = {
    ...emptyCatalog(),
    name: asked.name,
    abstract: asked.asked.abstract,
    code: isCode(asked.code) && !taken ? asked.code : isPrefix(prefix) ? `${prefix}/` : '',
    classification: namesOf(prefix, currentTable(station).table),
    provider,
    providerCode: uscc,
    office,
  };
  return saveCatalog(station, { body, submit: false }).record.id;
}

/** Answers by the line that they are about. */
function answersOf(station: Station, origin: string): Map<string, StoredRecord> {
  const answers = new Map<string, StoredRecord>();
  let after: string | undefined;
  do {
    const page = station.records.list({ kind: 'confirmation', origin, after, limit: 500, order: 'code' });
    for (const row of page.rows) answers.set(row.facet, row);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return answers;
}

function findCatalog(station: Station, id: string, origin: string): StoredRecord | undefined {
  if (id === '') return undefined;
  const n = station.db
    .prepare("SELECT n FROM record WHERE id = ? AND kind = 'catalog' AND origin = ?")
    .pluck()
    .get(id, origin) as number | undefined;
  return n === undefined ? undefined : station.records.read([n])[0];
}

/** An own catalog that a line means: by its whole code, else by its name. */
function ownCatalog(station: Station, { code, name }: ListLine): StoredRecord | undefined {
  const byCode = isCode(code) ? station.records.find({ kind: 'catalog', code }) : undefined;
  if (byCode) return byCode;
  const numbers = station.db
    .prepare("SELECT n FROM record WHERE kind = 'catalog' AND kind <> 'license' AND origin = '' AND name = ? LIMIT 20")
    .pluck()
    .all(name) as number[];
  const found = station.records.read(numbers);
  return found.find((record) => retiredOf(record) === null) ?? found[0];
}

function named({ id, code, name, state }: StoredRecord): NonNullable<ListLineRow['catalog']> {
  return { id, code, name, state };
}

/** When and why a catalog was withdrawn; null for one that is in use. */
function retiredOf(record: StoredRecord | undefined): ListLineRow['retired'] {
  const retired = record && (record.body as Catalog).retired;
  return record && retired ? { code: record.code, name: record.name, ...retired } : null;
}
