import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePackage } from '../electron/core/exchange/format/format.ts';
import { recipientsOf, senderOf } from '../electron/core/exchange/pack.ts';
import { bureauOf } from '../electron/core/exchange/partners.ts';
import { shippedTypes } from '../electron/core/license/library.ts';
import { licenseRecord } from '../electron/core/license/license-record.ts';
import { checkedLicense } from '../electron/core/license/save.ts';
import { programVersion } from '../electron/core/places.ts';
import type { PackedRecord } from '../shared/exchange/contents.ts';
import { Licenses } from '../tests/fixtures/licenses.ts';
import { type Desk, enrol, makeStation } from '../tests/journey/stations.ts';
import type { Figure } from './figures.ts';

/** YIDI_BENCH_PACKAGES and YIDI_BENCH_RECORDS make it smaller while somebody works on it. */
const packages = Number(process.env.YIDI_BENCH_PACKAGES ?? 1000);
const inOne = Number(process.env.YIDI_BENCH_RECORDS ?? 100_000);
const inEach = 1000;
const recordsAFile = 100;

/** A bureau takes in many packages of 1000 licenses in one run, and one of 100 000; how long its thread works without a pause. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const many = await received(join(root, 'many'), packages, inEach);
    const one = await received(join(root, 'one'), 1, inOne);
    return [
      ...figuresOf(`${packages} packages of ${inEach} licenses`, many),
      { name: 'the same, licenses a second', value: (packages * inEach) / many.seconds, unit: '/s', atLeast: 5000 },
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

/** Writes `count` packages of `each` licenses as a department would, and takes them in at its bureau in one call. */
async function received(root: string, count: number, each: number): Promise<Span> {
  mkdirSync(root);
  const department = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  try {
    await enrol(department, bureau);
    const media = join(root, 'media');
    mkdirSync(media);
    await writePackages(department, media, count, each);
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
    return { seconds, processorSeconds: (user + system) / 1e6, longestBlockMs };
  } finally {
    await department.core.close();
    await bureau.core.close();
    rmSync(root, { recursive: true, force: true });
  }
}

async function writePackages({ core }: Desk, dir: string, count: number, each: number): Promise<void> {
  const { station } = core.context;
  const types = shippedTypes();
  const type = types.find(({ name }) => name === '营业执照')!;
  const made = new Licenses(5, types);
  const now = new Date();
  const at = station.now();
  const line = (index: number): string => {
    const archive = { box: String(1 + Math.floor(index / 500)), volume: '01', piece: String(1 + (index % 500)) };
    const license = made.license('营业执照', index, archive);
    const { contents } = licenseRecord(checkedLicense(station, license, now, type), 'pending');
    const record: PackedRecord = {
      id: `${index.toString(16).padStart(12, '0')}${'5eed'.repeat(5)}`,
      kind: 'license',
      revision: 1,
      ...{ code: contents.code, name: contents.name, facet: contents.facet ?? '' },
      ...{ createdBy: '王丽', createdAt: at, updatedBy: '王丽', updatedAt: at },
      body: contents.body as unknown as Record<string, unknown>,
      files: [],
    };
    return `${JSON.stringify(record)}\n`;
  };
  const entry = (path: string, text: string) => {
    const bytes = Buffer.from(text);
    return { path, size: bytes.length, bytes };
  };
  let previous: string | undefined;
  for (let number = 0; number < count; number++) {
    const head = { station: station.id, info: station.info(), program: programVersion, obligations: [] };
    function* entries() {
      yield entry('station.json', JSON.stringify(head));
      for (let from = 0; from < each; from += recordsAFile) {
        const lines = Array.from({ length: recordsAFile }, (_, at) => line(number * each + from + at));
        yield entry(`records/license-${String(1 + from / recordsAFile).padStart(4, '0')}.jsonl`, lines.join(''));
      }
    }
    const { packageId } = await writePackage({
      kind: 'report',
      sender: senderOf(station),
      recipients: recipientsOf(station, bureauOf(station)),
      epoch: station.epoch,
      sequence: number + 1,
      previous,
      auditHead: station.auditHead(),
      created: now,
      entries: entries(),
      out: { dir, name: String(number + 1).padStart(4, '0') },
      volumeBytes: undefined,
      recovery: true,
    });
    previous = packageId;
  }
}
