import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type RecordState, recordKinds } from '../../shared/exchange/record.ts';
import { type Desk, enrol, makeStation } from './stations.ts';
import {
  bureau,
  completeDrafts,
  department,
  enterLicenses,
  importCatalogs,
  review,
  scanSheet,
  takeAnswers,
  today,
} from './steps.ts';

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
