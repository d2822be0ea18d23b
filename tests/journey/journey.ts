import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTable } from '../../electron/core/spreadsheet/spreadsheet.ts';
import { type RecordState, recordKinds } from '../../shared/exchange/record.ts';
import { matchColumns } from '../../shared/license/columns.ts';
import { licenseFromRow } from '../../shared/license/row.ts';
import { completeCatalog } from './complete-catalog.ts';
import { type Desk, enrol, makeStation } from './stations.ts';

export interface JourneyResult {
  readonly catalogs: {
    readonly imported: number;
    readonly drafts: number;
    readonly accepted: number;
    readonly returned: number;
  };
  readonly licenses: { readonly entered: number; readonly accepted: number; readonly returned: number };
  readonly imprints: {
    readonly found: number;
    readonly pass: number;
    readonly warn: number;
    readonly reject: number;
    readonly accepted: number;
  };
  readonly package: { readonly bytes: number; readonly seconds: number };
  /** Both stations agree on every state and revision of everything that was sent. */
  readonly ok: boolean;
}

const samples = new URL('../../resources/samples/', import.meta.url).pathname;
const sample = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(samples, path)));
const today = '2026-11-23';
const department = { name: '郑州市市场监督管理局', uscc: '11410100MB1A23748Y' };
const bureau = { name: '郑州市大数据管理局', uscc: '11410100MB1A236098' };
const licenseType = '营业执照';

/**
 * The main job once, for real, in the folder `root`: two stations, enrolment, import of catalogs, entry of licenses beside
 * their scans, a seal sheet, approval, package, receipt, decisions. `say` hears one line a step, with the time it took.
 */
export async function runJourney(root: string, say: (line: string) => void): Promise<JourneyResult> {
  const timed = async <T>(what: string, work: () => Promise<T>, tell: (result: T) => string): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    say(`${((performance.now() - begun) / 1000).toFixed(2).padStart(7)} s  ${what}：${tell(result)}`);
    return result;
  };
  const media = join(root, 'media');
  mkdirSync(media, { recursive: true });
  const clerk = await timed(
    '建立填报单位工作站',
    () => makeStation(root, 'department', department.name, department.uscc),
    (desk) => desk.dir,
  );
  const officer = await timed(
    '建立主管部门工作站',
    () => makeStation(root, 'bureau', bureau.name, bureau.uscc),
    (desk) => desk.dir,
  );
  try {
    await timed(
      '单位接入',
      () => enrol(clerk, officer),
      () => '双方指纹核对一致',
    );
    const catalogs = await timed(
      '导入资源目录',
      () => importCatalogs(clerk),
      (count) => `${count.imported} 条，其中有缺项的草稿 ${count.drafts} 条`,
    );
    await timed(
      '补全并送签批',
      () => completeDrafts(clerk, 10),
      (count) => `${count} 条`,
    );
    const entered = await timed(
      '录入营业执照',
      () => enterLicenses(clerk),
      (count) => `${count} 件`,
    );
    const imprints = await timed(
      '采集印模',
      () => scanSheet(clerk),
      (found) => `检出 ${found.found} 枚，通过 ${found.pass}，留意 ${found.warn}，不合格 ${found.reject}`,
    );
    const begun = performance.now();
    const paper = { person: '王建国', date: today, text: '同意' };
    const packed = await timed(
      '审批、封装、写入介质',
      () => clerk.client.call('exchange.pack', { to: media, head: paper, secrecy: { ...paper, text: '非涉密' } }),
      (sent) =>
        `第 ${sent.sequence} 号包，${sent.records} 项，${sent.files.map((file) => basename(file.path)).join('、')}`,
    );
    const seconds = (performance.now() - begun) / 1000;
    const [outcome] = (
      await timed(
        '收件、签收',
        () => officer.client.call('intake.receive', { paths: [media], receiptTo: media }),
        ({ packages }) =>
          packages.map((taken) => `收到 ${taken.received} 项，隔离 ${taken.rejected.length} 项`).join('；'),
      )
    ).packages;
    if (!outcome?.ok) throw new Error(`the bureau refused the package: ${JSON.stringify(outcome)}`);
    await timed(
      '收签收回执',
      () => takeAnswers(clerk, media),
      (taken) => `已签收 ${taken.received}`,
    );
    await timed(
      '审核',
      () => review(officer, packed.packageId, media),
      (made) => `通过 ${made.accepted}，退回 ${made.returned}`,
    );
    await timed(
      '收审核结果',
      () => takeAnswers(clerk, media),
      (taken) => `通过 ${taken.accepted}，退回 ${taken.returned}`,
    );
    const [ours, theirs] = [standings(clerk, ''), standings(officer, '*')];
    const differing = [...theirs].filter(([id, standing]) => ours.get(id) !== standing);
    for (const [id, standing] of differing) say(`不一致：${id} 本单位 ${ours.get(id)}，主管部门 ${standing}`);
    const count = (kind: string, state: RecordState): number =>
      [...ours.values()].filter((one) => one.startsWith(`${kind} ${state} `)).length;
    return {
      catalogs: { ...catalogs, accepted: count('catalog', 'accepted'), returned: count('catalog', 'returned') },
      licenses: { entered, accepted: count('license', 'accepted'), returned: count('license', 'returned') },
      imprints: { ...imprints, accepted: count('imprint', 'accepted') },
      package: { bytes: packed.files.reduce((sum, file) => sum + file.bytes, 0), seconds },
      ok: differing.length === 0 && theirs.size === packed.records,
    };
  } finally {
    await clerk.core.close();
    await officer.core.close();
  }
}

async function importCatalogs({ client }: Desk): Promise<{ imported: number; drafts: number }> {
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

async function completeDrafts({ client }: Desk, count: number): Promise<number> {
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

/** Types every row of the sample table beside its scan, as a clerk would: face values under their labels, then the next page. */
async function enterLicenses({ client }: Desk): Promise<number> {
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
  for (const [at, cells] of rows.entries()) {
    const { license } = licenseFromRow(type, targets, cells, today);
    license.stock.archive = { box: '07', volume: '02', piece: String(at + 1).padStart(3, '0') };
    const code = cells[titles.indexOf('统一社会信用代码')] ?? '';
    const page = pages.filter((one) => one.name.startsWith(code)).map((one) => one.id);
    await client.call('entry.save', { pages: page, license, state: 'pending' });
  }
  return rows.length;
}

async function scanSheet({ client }: Desk): Promise<{ found: number; pass: number; warn: number; reject: number }> {
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

async function takeAnswers(
  { client }: Desk,
  folder: string,
): Promise<{ received: number; accepted: number; returned: number }> {
  const taken = await client.call('exchange.takeAnswers', { paths: [folder] });
  const failed = taken.outcomes.find((outcome) => !outcome.ok && outcome.code !== 'already-received');
  if (failed) throw new Error(`an answer was refused: ${JSON.stringify(failed)}`);
  return taken;
}

/** Returns one catalog and one license with a remark at a field, accepts the rest, and writes the signed decisions. */
async function review(
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

/** `kind state revision` of every record that was sent or received, by id. */
function standings({ core }: Desk, origin: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const kind of recordKinds)
    for (let after: string | undefined; ; ) {
      const page = core.context.station.records.list({ kind, origin, limit: 500, after });
      for (const row of page.rows)
        if (!['draft', 'pending'].includes(row.state)) found.set(row.id, `${kind} ${row.state} ${row.revision}`);
      if (page.next === null) break;
      after = page.next;
    }
  return found;
}
