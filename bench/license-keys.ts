import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePage } from '../build/page.ts';
import { randomFrom } from '../build/samples/picture.ts';
import { officeScan, scanOfFace, typedFace } from '../build/samples/typed-face.ts';
import { shippedTypes } from '../electron/core/license/license.ts';
import { directTransport } from '../electron/core/transport/direct.ts';
import { createClient } from '../shared/contract/client.ts';
import type { Methods } from '../shared/contract/methods.ts';
import type { LicenseType } from '../shared/license/type.ts';
import { launchChromium, openProgram, type Program } from '../tests/chromium.ts';
import { bringScans } from '../tests/e2e/entry.ts';
import { openPage, unlock } from '../tests/e2e/place.ts';
import { makeStation, password } from '../tests/journey/stations.ts';
import type { Figure } from './figures.ts';
import { Clerk, type Paper } from './license-clerk.ts';

interface Entry {
  readonly paper: Paper;
  /** Capital as the face prints it. */
  readonly capital: string;
}

/** YIDI_BENCH_LICENSES makes it shorter while somebody works on it. */
const most = Number(process.env.YIDI_BENCH_LICENSES ?? 100);
const scope = 'JYFW';
/** A busy machine makes the desk slow, and keys no more. */
const patienceMs = 600_000;

/**
 * Types the licenses of business-licenses.tsv at the entry desk in Chromium, once from the paper alone and once with scans and what is read of them, and holds the keys
 * against those of a spreadsheet: each character of each cell, and Tab or Enter after it. What the station keeps must equal the set.
 */
export async function measure(): Promise<readonly Figure[]> {
  await ensurePage();
  const type = shippedTypes().find(({ name }) => name === '营业执照')!;
  const records = recordSet(type).slice(0, most);
  const only = process.env.YIDI_BENCH_WAY;
  // Keys are counted, not time: both at once.
  const [typed, read] = await Promise.all(
    ways.map(async (way) => (only === undefined || only === way.name ? enterAll(type, records, way) : null)),
  );
  const sheet = inSheet(type, records);
  return [
    { name: `keys of a license in a spreadsheet`, value: total(sheet) / records.length, unit: '' },
    ...(typed ? figuresOf(ways[0], sheet, typed) : []),
    ...(read ? figuresOf(ways[1], sheet, read) : []),
  ];
}

/** What is beside the desk, and the most keys that it may take, in percent of the spreadsheet's; YIDI_BENCH_WAY = paper or scans plays one alone. */
interface Way {
  readonly name: 'paper' | 'scans';
  readonly words: string;
  readonly atMost: number;
}
const ways = [
  { name: 'paper', words: 'from the paper', atMost: 80 },
  { name: 'scans', words: 'with scans read', atMost: 35 },
] as const satisfies readonly Way[];

/** Keys that the records take in a spreadsheet, by field: the characters of each cell, and Tab or Enter. */
function inSheet(type: LicenseType, records: readonly Entry[]): Map<string, number> {
  return new Map(
    type.fields.map(({ key }) => [key, records.reduce((sum, { paper }) => sum + [...paper[key]!].length + 1, 0)]),
  );
}

const total = (keys: ReadonlyMap<string, number>): number => [...keys.values()].reduce((sum, one) => sum + one, 0);
const withoutScope = (keys: ReadonlyMap<string, number>): number => total(keys) - (keys.get(scope) ?? 0);
const share = (part: number, whole: number): number => (part / whole) * 100;

function figuresOf({ words, atMost }: Way, sheet: ReadonlyMap<string, number>, clerk: Clerk): Figure[] {
  const fields = total(clerk.ways);
  return [
    {
      name: `keys to those of the spreadsheet, ${words}`,
      value: share(total(clerk.keys), total(sheet)),
      unit: '%',
      atMost,
    },
    {
      name: 'the same without the business scope',
      value: share(withoutScope(clerk.keys), withoutScope(sheet)),
      unit: '%',
      atMost,
    },
    ...[...clerk.ways].map(([way, count]) => ({ name: `  fields ${way}`, value: share(count, fields), unit: '%' })),
  ];
}

export function recordSet(type: LicenseType): Entry[] {
  const [head = [], ...rows] = readFileSync(join(import.meta.dirname, 'business-licenses.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => ({
    paper: Object.fromEntries(type.fields.map(({ key }) => [key, row[head.indexOf(key)] ?? ''])),
    capital: row[head.indexOf('printed.ZCZB')] ?? '',
  }));
}

async function enterAll(type: LicenseType, records: readonly Entry[], way: Way): Promise<Clerk> {
  const scanned = way.name === 'scans';
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  const browser = await launchChromium();
  try {
    const { core, dir } = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
    await core.close();
    const program = await openProgram({ browser, dir });
    const { page } = program;
    page.setDefaultTimeout(patienceMs);
    const clerk = new Clerk(page, type, patienceMs);
    await unlock(page, password);
    if (scanned) await bringScans(page, await scansOf(type, records, root), patienceMs);
    else {
      await openPage(page, '录入台');
      await page.keyboard.press('Control+d');
    }
    for (const [index, { paper }] of records.entries()) {
      await clerk.atFirstField();
      if (scanned) await page.locator('.thumb-on').getByText('已识读').waitFor();
      await clerk.enter(paper);
      if ((index + 1) % 10 === 0) {
        const sheet = inSheet(type, records.slice(0, index + 1));
        const shares = [
          share(total(clerk.keys), total(sheet)),
          share(withoutScope(clerk.keys), withoutScope(sheet)),
        ].map((one) => one.toFixed(1));
        console.error(`  ${way.words}: ${index + 1} of ${records.length}, ${shares.join(' % and ')} %`);
      }
    }
    if (scanned) await page.getByText('本批已录到末尾').waitFor();
    else await clerk.atFirstField();
    await compare(program, type, records);
    await program.close();
    return clerk;
  } finally {
    await browser.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Throws where what the station keeps is not what the papers say. */
async function compare({ core }: Program, type: LicenseType, records: readonly Entry[]): Promise<void> {
  const client = createClient<Methods>(directTransport(core));
  const kept = new Map<string, Paper>();
  for (let after: string | undefined; ; ) {
    const { rows, next } = await client.call('license.list', { ...(after ? { after } : {}) });
    for (const { id } of rows) {
      const { license, record } = await client.call('license.get', { id });
      if (record.state === 'pending') kept.set(license.number, license.face);
    }
    if (!next) break;
    after = next;
  }
  const wrong = records.flatMap(({ paper }) => {
    const face = kept.get(paper.TYSHXYDM!);
    return type.fields.flatMap(({ key, label }) =>
      (face?.[key] ?? '') === paper[key] ? [] : [`${paper.TYSHXYDM} ${label}: ${face?.[key]} ≠ ${paper[key]}`],
    );
  });
  if (kept.size !== records.length || wrong.length > 0)
    throw new Error(`${kept.size} of ${records.length} licenses are kept\n${wrong.join('\n')}`);
}

/** Scans of the licenses as the entry desk gets them: drawn faces with the organ's seal, 300 dpi, askew, with grain, JPEG 75. */
async function scansOf(type: LicenseType, records: readonly Entry[], root: string): Promise<string[]> {
  const files: string[] = [];
  for (const [seed, record] of records.entries()) {
    const random = randomFrom(7000 + seed);
    const between = (from: number, to: number) => from + random() * (to - from);
    const scan = await scanOfFace(typedFace(type, printedOf(record), seed), type.face, {
      ...officeScan(seed, random),
      seals: [{ x: between(236, 252), y: between(160, 172), diameterMm: 36, turn: between(-20, 20) }],
    });
    const file = join(root, `${String(seed + 1).padStart(3, '0')}.jpg`);
    writeFileSync(file, scan);
    files.push(file);
  }
  return files;
}

/** As the face prints it: days with 年月日, the term in one line, the organ beside its label. */
function printedOf({ paper, capital }: Entry): Paper {
  const day = (iso: string): string => iso.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日');
  const { YYQXZ: to, ...rest } = paper;
  const printed = {
    ...rest,
    ZCZB: capital,
    CLRQ: day(paper.CLRQ!),
    YYQXQ: paper.YYQXQ === '' ? '' : `${day(paper.YYQXQ!)}至${day(to!)}`,
    DJJG: `　　　　　　${paper.DJJG}`,
    FZRQ: day(paper.FZRQ!),
  };
  return Object.fromEntries(Object.entries(printed).filter(([, text]) => text !== ''));
}
