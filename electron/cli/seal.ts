import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Refusal, refuse } from '../../shared/contract/failures.ts';
import { recordStateNames } from '../../shared/exchange/record.ts';
import { ScanProfile, sourceNames } from '../../shared/scanner/profile.ts';
import { matchNote } from '../../shared/seal/note.ts';
import { noSealWords, placesLeft, turnWords } from '../../shared/seal/page-words.ts';
import { verdictNames } from '../../shared/seal/reasons.ts';
import { type ScannedPage, type ScannedSeal, SealInk, sealInks, shapeNames } from '../../shared/seal/scan.ts';
import { acquire, findScanners, scannerAddress } from '../core/scanner/scanner.ts';
import { noteNames, readNote, readScan } from '../core/seal/seal.ts';
import { writeFileAtomically } from '../core/store/atomic-file.ts';
import { clientOf } from './call.ts';
import { type CommandSpec, type Invocation, type Result, UsageError } from './command.ts';

const inkOption = ['--ink <colour>', '印泥颜色，默认 red', sealInks] as const;

/** What the seals are stamped in. */
const inkOf = ({ ink = 'red' }: Invocation['options']): SealInk => SealInk.parse(ink);

interface Note {
  readonly text: string;
  readonly licenseTypes: string[];
}

interface FailedFile {
  readonly source: string;
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** `yidi seal scan`: finds, measures, judges and cuts out seals; needs no station and keeps nothing but what `--out` asks for. */
async function scan({ args, options, open, tell }: Invocation): Promise<Result> {
  if ((args.length === 0) === (options.device === undefined))
    throw new UsageError('请给出扫描件，或用 --device 指定扫描仪（yidi seal devices 列出）');
  const ink = inkOf(options);
  const names = noteNames(typeof options.dir === 'string' ? (await open()).context.station : null);
  const out = typeof options.out === 'string' ? options.out : null;
  if (out) {
    tell('注意：净图没有“仅供核对”字样，可被用来伪造印章。请只放在有权限控制的位置，用完即删。');
    mkdirSync(out, { recursive: true });
  }
  const pages: (FailedFile | ReturnType<typeof pageOf>)[] = [];
  const text: string[] = [];
  const stems = new Set<string>();
  const sources =
    args.length > 0
      ? args.map((source) => ({ source, read: () => readFile(source, ink) }))
      : await readDevice(options, ink, out, tell);
  for (const { source, read } of sources) {
    const stem = freeStem(source, stems);
    for (const result of await read()) {
      if ('code' in result) {
        pages.push(result);
        text.push(`${source}\t第 ${result.index + 1} 页\t${result.message}`);
        continue;
      }
      const notes = await Promise.all(result.page.seals.map((seal) => noteOf(seal, source, names)));
      pages.push(pageOf(source, result.page, notes, out, `${stem}-${result.page.finding.index + 1}`));
      text.push(...linesOf(source, result.page, notes));
      for (const line of toTell(source, result.page)) tell(line);
    }
  }
  return { value: { pages }, text, failed: pages.some((page) => 'code' in page) };
}

async function noteOf({ finding, pictures }: ScannedSeal, source: string, names: readonly string[]): Promise<Note> {
  const printed = finding.formTypes ?? [];
  if (printed.length > 0) return { text: printed.join('、'), licenseTypes: printed };
  const { text, types } = matchNote(await readNote(pictures.note, source), names);
  return { text, licenseTypes: types.map(({ name }) => name) };
}

/** What a person has to look at on a page beside its seals. */
function toTell(source: string, { finding, seals }: ScannedPage): string[] {
  const head = `“${source}”第 ${finding.index + 1} 页：`;
  return [
    ...(seals.length === 0 ? [`${head}${noSealWords(finding)}`] : []),
    ...(finding.turnDoubtDeg === 0 ? [] : [`${head}${turnWords(finding)}`]),
    ...placesLeft(finding, seals).map(
      ({ x, y, width, height }) =>
        `${head}中心 ${(x + width / 2).toFixed(0)}, ${(y + height / 2).toFixed(0)} mm 处似印章，墨色过淡或残缺，没有切出：请重新盖印`,
    ),
  ];
}

function freeStem(source: string, taken: Set<string>): string {
  const stem = basename(source, extname(source));
  let name = stem;
  for (let n = 2; taken.has(name); n++) name = `${stem}-${n}`;
  taken.add(name);
  return name;
}

type ReadPage = { readonly page: ScannedPage } | FailedFile;

interface Source {
  readonly source: string;
  read(): Promise<ReadPage[]>;
}

/** Pages straight from a scanner; with `--out` the scans are kept there too. What stops it early stands behind the pages up to then. */
async function readDevice(
  options: Invocation['options'],
  ink: SealInk,
  out: string | null,
  tell: Invocation['tell'],
): Promise<Source[]> {
  const { device, source: from = 'flatbed', dpi = '300' } = options;
  const profile = ScanProfile.safeParse({
    name: '命令行',
    device,
    source: from,
    dpi: Number(dpi),
    colour: 'colour',
    size: 'A4',
  });
  if (!profile.success)
    throw new UsageError('--device 写成 sane:…、wia:… 或 escl:http://10.0.3.8/eSCL，--dpi 是 50 到 1200 的整数');
  const sources: Source[] = [];
  let page = '';
  const job = {
    signal: new AbortController().signal,
    progress: (step: string) => {
      if (step !== page) tell(`扫描${step}`);
      page = step;
    },
  };
  const ended = await acquire(profile.data, job, async (bytes, name) => {
    const source = out ? join(out, name) : name;
    if (out) writeFileAtomically(source, bytes);
    const pages = await readBytes(bytes, source, ink);
    sources.push({ source, read: async () => pages });
  });
  // Names are numbered in the order of the paper.
  sources.sort((a, b) => (a.source < b.source ? -1 : 1));
  if (!ended) return sources;
  const failed = { source: profile.data.device, index: sources.length, code: ended.code, message: ended.message };
  return [...sources, { source: failed.source, read: async () => [failed] }];
}

const readFile = (source: string, ink: SealInk): Promise<ReadPage[]> => readBytes(() => readInput(source), source, ink);

async function readBytes(bytes: Uint8Array | (() => Uint8Array), source: string, ink: SealInk): Promise<ReadPage[]> {
  try {
    const file = bytes instanceof Uint8Array ? bytes : bytes();
    const outcomes = await readScan(file, source, { preview: false, ink });
    return outcomes.map((outcome) => ('page' in outcome ? outcome : { source, ...outcome.failed }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ source, index: 0, code: error.failure.code, message: error.failure.message }];
  }
}

function readInput(path: string): Uint8Array {
  if (!existsSync(path) || !statSync(path).isFile()) refuse('file-missing', { path });
  return readFileSync(path);
}

function pageOf(
  source: string,
  { finding, seals }: ScannedPage,
  notes: readonly Note[],
  out: string | null,
  stem: string,
) {
  const { index, dpi, widthMm, heightMm, rotationDeg } = finding;
  return {
    source,
    index,
    dpi,
    widthMm,
    heightMm,
    rotationDeg,
    seals: seals.map((seal, i) => sealOf(seal, notes[i]!, out, `${stem}-${i + 1}.png`)),
  };
}

function sealOf({ finding, pictures }: ScannedSeal, note: Note, out: string | null, name: string) {
  const { shape, centerMm, widthMm, heightMm, verdict, reasons } = finding;
  const file = out ? join(out, name) : null;
  if (file) writeFileAtomically(file, pictures.clean);
  return {
    shape,
    centerMm,
    widthMm,
    heightMm,
    verdict,
    reasons,
    file,
    note,
  };
}

function linesOf(source: string, { finding, seals }: ScannedPage, notes: readonly Note[]): string[] {
  const head = `${source}\t第 ${finding.index + 1} 页\t${finding.widthMm} × ${finding.heightMm} mm\t${finding.dpi} dpi\t扶正 ${finding.rotationDeg}°\t${seals.length} 枚`;
  const rows = seals.map(({ finding: seal }, i) => {
    const size = `${seal.widthMm.toFixed(1)} × ${seal.heightMm.toFixed(1)} mm`;
    const why = seal.reasons.map(({ message }) => message).join('；');
    const { licenseTypes } = notes[i]!;
    return `  ${i + 1}\t${verdictNames[seal.verdict]}\t${shapeNames[seal.shape]} ${size}\t中心 ${seal.centerMm.join(', ')} mm\t${licenseTypes.join('、')}\t${why}`;
  });
  return [head, ...rows];
}

/** `yidi seal devices`: scanners that this machine reaches; network scanners by the addresses given. */
async function devices({ args, tell }: Invocation): Promise<Result> {
  const addresses = args.map((address) => scannerAddress(address) ?? refuse('scanner-address', { address }));
  const { devices: rows, problems } = await findScanners(addresses, new AbortController().signal);
  for (const problem of problems) tell(problem);
  return {
    value: { total: rows.length, rows: rows.map(({ id, name }) => ({ id, code: '', name, state: '' })) },
    text: rows.map(({ id, name }) => `${id}\t${name}`),
  };
}

/** `yidi seal add`: takes scans into the station, as the scan desk does. */
async function add({ args, options, open, tell }: Invocation): Promise<Result> {
  const ink = inkOf(options);
  const client = clientOf(await open());
  const rows: { id: string; code: string; name: string; state: string; imprints: { id: string; verdict: string }[] }[] =
    [];
  const rejected: FailedFile[] = [];
  for (const source of args) {
    try {
      const { sheets, failed } = await client.call('seal.scan', {
        name: basename(source),
        bytes: readInput(source),
        ink,
      });
      for (const { id, code, name, state, imprints } of sheets) {
        rows.push({
          id,
          code,
          name,
          state,
          imprints: imprints.map((imprint) => ({ id: imprint.id, verdict: imprint.finding.verdict })),
        });
      }
      rejected.push(...failed.map((page) => ({ source, ...page })));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message } = error.failure;
      tell(message);
      rejected.push({ source, index: 0, code, message });
    }
  }
  return {
    value: { ok: rejected.length === 0, total: rows.length, rows, rejected },
    text: rows.map((row) => `${row.code}\t${row.name}\t${row.imprints.length} 枚`),
    failed: rejected.length > 0,
  };
}

/** `yidi seal list`: the register of imprints. */
async function list({ open }: Invocation): Promise<Result> {
  const client = clientOf(await open());
  const rows = [];
  let total = 0;
  for (let after: string | undefined; ; ) {
    const page = await client.call('seal.list', { limit: 500, ...(after ? { after } : {}) });
    total = page.total;
    rows.push(...page.rows);
    if (page.next === null) break;
    after = page.next;
  }
  return {
    value: {
      total,
      rows: rows.map(({ id, code, name, state, finding, licenseTypes, sheet }) => ({
        id,
        code,
        name,
        state,
        verdict: finding.verdict,
        shape: finding.shape,
        widthMm: finding.widthMm,
        heightMm: finding.heightMm,
        licenseTypes,
        sheet,
      })),
    },
    text: rows.map((row) =>
      [
        row.code,
        row.name || '（未命名）',
        verdictNames[row.finding.verdict],
        recordStateNames[row.state],
        row.licenseTypes.join('、'),
      ].join('\t'),
    ),
  };
}

export const sealCommands: readonly CommandSpec[] = [
  {
    name: 'seal scan',
    summary: '在扫描件中找出印章，量尺寸、给结论，识读注记；--out 另存净图（敏感）',
    args: [['[file...]', '扫描件：PNG、JPEG、BMP，多页 TIFF、PDF']],
    options: [
      ['--device <id>', '不给扫描件，直接从这台扫描仪扫（yidi seal devices 列出）'],
      ['--source <source>', '扫描仪的来源，默认 flatbed', Object.keys(sourceNames)],
      ['--dpi <number>', '扫描分辨率，默认 300'],
      ['--out <folder>', '净图存放的文件夹；从扫描仪扫时连同扫描件'],
      inkOption,
      ['--dir <folder>', '工作站文件夹：注记按它的证照目录核对，默认按随程序的目录'],
      ['--user <name>', '用户'],
      ['--password-file <file>', '从文件的第一行读密码'],
    ],
    run: scan,
  },
  {
    name: 'seal devices',
    summary: '列出扫描仪',
    args: [['[address...]', '网络扫描仪的地址，如 192.168.1.20']],
    run: devices,
  },
  {
    name: 'seal add',
    summary: '把扫描件收进工作站，每页一份采集表，每枚一条印模草稿',
    args: [['<file...>', '扫描件：PNG、JPEG、BMP，多页 TIFF、PDF']],
    options: [inkOption],
    station: true,
    run: add,
  },
  { name: 'seal list', summary: '列出印模', station: true, run: list },
];
