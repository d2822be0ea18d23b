import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLicensePackages } from '../tests/fixtures/license-packages.ts';
import { type Desk, enrol, makeStation } from '../tests/journey/stations.ts';
import { type Figure, percentile } from './figures.ts';

/** YIDI_BENCH_PACKAGES, YIDI_BENCH_RECORDS and YIDI_BENCH_WAITING make it smaller while somebody works on it. */
const packages = Number(process.env.YIDI_BENCH_PACKAGES ?? 1000);
const inOne = Number(process.env.YIDI_BENCH_RECORDS ?? 100_000);
const inEach = 1000;
/** Packages that wait while the audit desk is asked. */
const waiting = Number(process.env.YIDI_BENCH_WAITING ?? 200);
/** Pages read one after the other in each view of the audit desk. */
const deskPages = 20;

/** A bureau takes in many packages of 1000 licenses in one run, and one of 100 000; how long its thread works without a pause; and what the audit desk takes with 200 000 waiting. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const many = await received(join(root, 'many'), packages, inEach);
    const one = await received(join(root, 'one'), 1, inOne);
    let deskMs: readonly number[] = [];
    await received(join(root, 'desk'), waiting, inEach, async (bureau, packageId) => {
      deskMs = await desk(bureau, packageId);
    });
    return [
      ...figuresOf(`${packages} packages of ${inEach} licenses`, many),
      { name: 'the same, licenses a second', value: (packages * inEach) / many.seconds, unit: '/s', atLeast: 5000 },
      {
        name: `a page of the audit desk, ${waiting * inEach} waiting, 95th percentile`,
        ...{ value: percentile(deskMs, 0.95), unit: 'ms', atMost: 100 },
      },
      ...figuresOf(`one package of ${inOne} licenses`, one, 20),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Span {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly longestBlockMs: number;
}

function figuresOf(name: string, { seconds, processorSeconds, longestBlockMs }: Span, atMost?: number): Figure[] {
  return [
    { name, value: seconds, unit: 's', ...(atMost === undefined ? {} : { atMost }) },
    { name: 'the same, time of all processors', value: processorSeconds, unit: 's' },
    { name: "the same, longest block of the core's thread", value: longestBlockMs, unit: 'ms' },
  ];
}

/** Writes `count` packages of `each` licenses as a department would, and takes them in at its bureau in one call. `then` is told the bureau and the first package. */
async function received(
  root: string,
  count: number,
  each: number,
  then?: (bureau: Desk, packageId: string) => Promise<void>,
): Promise<Span> {
  mkdirSync(root);
  const department = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  try {
    await enrol(department, bureau);
    const media = join(root, 'media');
    mkdirSync(media);
    await writeLicensePackages(department.core.context.station, media, count, each);
    let last = performance.now();
    let longestBlockMs = 0;
    const clock = setInterval(() => {
      longestBlockMs = Math.max(longestBlockMs, performance.now() - last - 1);
      last = performance.now();
    }, 1);
    const begun = performance.now();
    const before = process.cpuUsage();
    const { packages: outcomes } = await bureau.client.call('intake.receive', { paths: [media], job: 'bench' });
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(before);
    clearInterval(clock);
    const taken = outcomes.reduce((sum, one) => sum + one.received, 0);
    if (taken !== count * each) throw new Error(`${taken} of ${count * each} licenses were taken in`);
    await then?.(bureau, outcomes[0]!.packageId);
    return { seconds, processorSeconds: (user + system) / 1e6, longestBlockMs };
  } finally {
    await department.core.close();
    await bureau.core.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Each view of the audit desk, page by page: the list, and the record in its middle beside its last version, ms. */
async function desk({ client }: Desk, packageId: string): Promise<number[]> {
  const spans: number[] = [];
  const received = { states: ['received' as const] };
  const views = [{}, received, { ...received, kind: 'license' as const }, { ...received, packageId }];
  for (const view of [...views, { ...received, query: '科技' }, { ...received, query: '郑州市创新' }])
    for (let page = 0, after: string | null = null; page < deskPages; page++) {
      const begun = performance.now();
      const { rows, next }: { rows: { id: string }[]; next: string | null } = await client.call('review.list', {
        ...view,
        ...(after === null ? {} : { after }),
      });
      const row = rows[rows.length >> 1];
      if (row) await client.call('review.get', { id: row.id });
      spans.push(performance.now() - begun);
      if (next === null) break;
      after = next;
    }
  return spans;
}
