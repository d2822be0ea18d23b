import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTable } from '../../electron/core/spreadsheet/spreadsheet.ts';
import { matchColumns } from '../../shared/license/columns.ts';
import { licenseFromRow } from '../../shared/license/row.ts';
import { completeCatalog } from './complete-catalog.ts';
import type { Desk } from './stations.ts';

const samples = new URL('../../resources/samples/', import.meta.url).pathname;
const sample = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(samples, path)));
export const today = '2026-11-23';
export const department = { name: '郑州市市场监督管理局', uscc: '11410100MB1A23748Y' };
export const bureau = { name: '郑州市大数据管理局', uscc: '11410100MB1A236098' };
const licenseType = '营业执照';

export async function importCatalogs({ client }: Desk): Promise<{ imported: number; drafts: number }> {
  const files = ['catalogs/market-regulation.json', 'datasource-metadata/firstdata-cn-government.json'];
  let [imported, drafts] = [0, 0];
  for (const file of files) {
    const report = await client.call('catalog.import', { name: basename(file), bytes: sample(file) });
    if (report.rejected.length > 0) throw new Error(`rejected in ${file}: ${JSON.stringify(report.rejected[0])}`);
    imported += report.imported;
    drafts += report.drafts;
  }
  return { imported, drafts };
}

export async function completeDrafts({ client }: Desk, count: number): Promise<number> {
  const { rows } = await client.call('catalog.list', { states: ['draft'], order: 'name', limit: count });
  for (const { id } of rows) {
    const { body, row } = await client.call('catalog.get', { id });
    await client.call('catalog.save', {
      id,
      base: row.revision,
      body: completeCatalog(body, department),
      submit: true,
    });
  }
  return rows.length;
}

/**
 * Types the rows of the sample table beside their scans, as a clerk would: face values under their labels, then the next page.
 *
 * @param count rows to type; the scans of the others wait in the batch
 */
export async function enterLicenses({ client }: Desk, count = Number.POSITIVE_INFINITY): Promise<number> {
  const type = await client.call('license.type', { name: licenseType });
  const table = await readTable(sample('licenses/licenses.csv'), 'licenses.csv');
  const [titles, ...rows] = table.rows.map((row) => row.cells);
  if (!titles) throw new Error('the sample table has no title row');
  const { targets } = matchColumns(type, titles);
  const scans = readdirSync(join(samples, 'licenses')).filter((name) => name.endsWith('.jpg'));
  const batch = await client.call('entry.openBatch', { name: '存量一批', type: licenseType, box: '07' });
  await client.call('entry.addPages', {
    batch: batch.id,
    pages: scans.map((name) => ({ name, bytes: sample(`licenses/${name}`) })),
  });
  const { pages } = await client.call('entry.queue', { batch: batch.id });
  const typed = rows.slice(0, count);
  for (const [at, cells] of typed.entries()) {
    const { license } = licenseFromRow(type, targets, cells, today);
    license.stock.archive = { box: '07', volume: '02', piece: String(at + 1).padStart(3, '0') };
    const code = cells[titles.indexOf('统一社会信用代码')] ?? '';
    const page = pages.filter((one) => one.name.startsWith(code)).map((one) => one.id);
    await client.call('entry.save', { pages: page, license, state: 'pending' });
  }
  return typed.length;
}

export async function scanSheet({
  client,
}: Desk): Promise<{ found: number; pass: number; warn: number; reject: number }> {
  const { sheets } = await client.call('seal.scan', { name: 'sheet.jpg', bytes: sample('seals/sheet.jpg') });
  const imprints = sheets.flatMap((sheet) => sheet.imprints);
  const of = (verdict: string): number => imprints.filter(({ finding }) => finding.verdict === verdict).length;
  for (const { id, finding } of imprints)
    if (finding.verdict !== 'reject')
      await client.call('seal.confirm', {
        id,
        licenseTypes: [licenseType],
        name: department.name,
        acceptedBecause: finding.verdict === 'warn' ? '笔迹已去除，环文完整' : '',
      });
  return { found: imprints.length, pass: of('pass'), warn: of('warn'), reject: of('reject') };
}

export async function takeAnswers(
  { client }: Desk,
  folder: string,
): Promise<{ received: number; accepted: number; returned: number }> {
  const taken = await client.call('exchange.takeAnswers', { paths: [folder] });
  const failed = taken.outcomes.find((outcome) => !outcome.ok && outcome.code !== 'already-received');
  if (failed) throw new Error(`an answer was refused: ${JSON.stringify(failed)}`);
  return taken;
}

/** Returns one catalog and one license with a remark at a field, accepts the rest, and writes the signed decisions. */
export async function review(
  { client }: Desk,
  packageId: string,
  to: string,
): Promise<{ accepted: number; returned: number }> {
  const remarks = {
    catalog: ['share.scope', '请写明共享范围的依据'],
    license: ['face.ZS', '照面门牌与录入不一致，请对照原件'],
  } as const;
  for (const kind of ['catalog', 'license'] as const) {
    const { rows } = await client.call('review.list', { kind, packageId, states: ['received'], limit: 1 });
    const [row] = rows;
    if (!row) throw new Error(`nothing of kind ${kind} to review`);
    const [field, remark] = remarks[kind];
    await client.call('review.decide', {
      id: row.id,
      revision: row.revision,
      outcome: 'returned',
      remarks: [{ field, remark }],
    });
  }
  const { decided } = await client.call('review.decidePackage', { packageId, outcome: 'accepted' });
  const { files } = await client.call('review.release', { to });
  if (!files.every((file) => existsSync(file.path))) throw new Error('a decision was not written');
  return { accepted: decided, returned: 2 };
}
