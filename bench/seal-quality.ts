import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawSealSheet } from '../build/seal-sheets/draw-sheet.ts';
import { planSheet, type SheetPlan, sets } from '../build/seal-sheets/plan.ts';
import { press } from '../build/seal-sheets/press.ts';
import { mappingOf, type SealScore, type SheetScore, scoreSheet } from '../build/seal-sheets/score.ts';
import { type NoteScore, scoreNotes } from '../build/seal-sheets/score-notes.ts';
import { imagingPool, notePool } from '../electron/core/threads/threads.ts';
import { type Figure, percentile } from './figures.ts';

// Options: --set=tuning|reporting (reporting), --sheets=N (300), --from=N (0), --out=DIR for the pictures of failures,
// --keep=DIR to keep the drawn scans and take them from there the next time.

const option = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

/** Draws sheets with known truth, reads them through the real threads and compares. */
export async function measure(): Promise<readonly Figure[]> {
  const set = option('set') ?? 'reporting';
  if (!sets.includes(set)) throw new Error(`--set is one of ${sets.join(', ')}`);
  const from = Number(option('from') ?? 0);
  const count = Number(option('sheets') ?? 300);
  const scores: SheetScore[] = [];
  const notes: NoteOfSheet[] = [];
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  const next = async (): Promise<void> => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const score = await readSheet(set, number);
      scores.push(score);
      notes.push(...(await scoreNotes(score)).map((note) => ({ plan: score.plan, note })));
      if (process.stderr.isTTY) process.stderr.write(`\r${scores.length} of ${count} `);
    }
  };
  await Promise.all([next(), next(), next()]);
  await Promise.all([imagingPool().close(), notePool().close()]);
  scores.sort((a, b) => a.plan.number - b.plan.number);
  for (const failure of [...scores.flatMap(failuresOf), ...notes.flatMap(noteFailure)]) console.log(`  ${failure}`);
  return [...figuresOf(scores), ...noteFigures(notes)];
}

interface NoteOfSheet {
  readonly plan: SheetPlan;
  readonly note: NoteScore;
}

function noteFailure({ plan, note }: NoteOfSheet): string[] {
  const { reading, right, tickedWrong, seal } = note;
  if (right && !tickedWrong) return [];
  const said = reading.types.map(({ name, confidence, match }) => `${name} ${match} ${confidence}`).join(', ');
  const drawn = plan.ranges[seal]!.note.replace('\n', ' / ');
  return [
    `${headOf(plan)} seal ${seal + 1} note “${drawn}” read as “${reading.text.replace('\n', ' / ')}”: ${said || 'nothing'}`,
  ];
}

function noteFigures(notes: readonly NoteOfSheet[]): Figure[] {
  const right = notes.filter(({ note }) => note.right);
  const times = notes.map(({ note }) => note.ms);
  return [
    { name: 'printed notes', value: notes.length, unit: '' },
    { name: 'printed notes matched', value: (100 * right.length) / Math.max(1, notes.length), unit: '%', atLeast: 97 },
    {
      name: 'wrong types ticked beforehand',
      value: notes.filter(({ note }) => note.tickedWrong).length,
      unit: '',
      atMost: 0,
    },
    { name: 'reading a note, median', value: percentile(times, 0.5), unit: 'ms', atMost: 1000 },
    { name: 'reading a note, 95th percentile', value: percentile(times, 0.95), unit: 'ms' },
  ];
}

async function readSheet(set: string, number: number): Promise<SheetScore> {
  const plan = planSheet(set, number);
  const kept = option('keep') && join(option('keep')!, `${set}-${number}.jpg`);
  let scan: Buffer;
  let pressed: Awaited<ReturnType<typeof press>>[];
  if (kept && existsSync(kept)) {
    scan = readFileSync(kept);
    pressed = await Promise.all(plan.seals.map((seal) => press(seal, plan.dpi)));
  } else {
    const drawn = await drawSealSheet(plan);
    ({ scan } = drawn);
    pressed = [...drawn.pressed];
    if (kept) {
      mkdirSync(option('keep')!, { recursive: true });
      writeFileSync(kept, scan);
    }
  }
  const name = `${set}-${number}.jpg`;
  const read = await imagingPool().run({ bytes: scan, name, index: 0, preview: false, ink: plan.ink }, { name });
  if (!('page' in read)) throw new Error(read.failure.message);
  const { page } = read;
  const score = await scoreSheet(plan, pressed, page);
  const out = option('out');
  if (out && failuresOf(score).length > 0) await writePictures(out, score, scan, page.finding);
  return score;
}

const judged = ({ plan }: SheetScore): boolean => plan.dpi >= 300 && plan.quality >= 70;

/** What is wrong with one drawn seal; null: nothing. */
function failureOf(sheet: SheetScore, { seal, found, ...score }: SealScore): string | null {
  const kind = seal.damage?.kind ?? 'good';
  if (!found) {
    const what = score.pointedAt ? 'not found, pointed at' : 'not found';
    return seal.damage ? (seal.damage.kind === 'clipped' ? null : `${kind}: ${what}`) : what;
  }
  const { verdict, reasons } = found.finding;
  const said = reasons.map(({ code, level }) => `${code}${level === 'reject' ? '!' : ''}`).join(' ');
  if (seal.damage) return judged(sheet) && verdict === 'pass' ? `${kind}: pass` : null;
  const wrong = [
    score.shapeRight ? '' : `shape ${found.finding.shape}`,
    score.centreMm > 0.3 ? `centre ${score.centreMm.toFixed(2)} mm` : '',
    score.sizeMm > 0.3 ? `size ${score.sizeMm.toFixed(2)} mm` : '',
    score.alphaError > 0.05 ? `alpha ${score.alphaError.toFixed(3)}` : '',
    judged(sheet) && verdict !== 'pass' ? `${verdict}: ${said}` : '',
  ].filter(Boolean);
  return wrong.length > 0 ? wrong.join(', ') : null;
}

const headOf = ({ set, number, dpi, quality, ink }: SheetPlan): string =>
  `${set} ${number} (${dpi} dpi, JPEG ${quality}, ${ink})`;

function failuresOf(sheet: SheetScore): string[] {
  const { plan } = sheet;
  const head = headOf(plan);
  const seals = sheet.seals.flatMap((score, i) => {
    const failure = failureOf(sheet, score);
    return failure ? [`${head} seal ${i + 1} ${score.seal.design.shape}: ${failure}`] : [];
  });
  const wrong = sheet.wrong.map(
    ({ finding }) => `${head} false ${finding.shape} of ${finding.widthMm} mm at ${finding.centerMm.join(', ')} mm`,
  );
  const places = sheet.wrongPlaces.map(
    ({ x, y, width, height }) => `${head} nothing at ${x}, ${y}, ${width} × ${height} mm`,
  );
  return [...seals, ...wrong, ...places];
}

/** Writes what the scanner saw of each failed seal, and of each false one the sheet. */
async function writePictures(
  out: string,
  sheet: SheetScore,
  scan: Buffer,
  finding: Parameters<typeof mappingOf>[1],
): Promise<void> {
  mkdirSync(out, { recursive: true });
  const { plan } = sheet;
  const { width, height } = await sharp(scan).metadata();
  const perMm = plan.dpi / 25.4;
  const picture = { ...finding, edgesSeen: false, widthMm: width / perMm, heightMm: height / perMm };
  const mapping = mappingOf(plan, picture, plan.quarters);
  const name = (what: string) => join(out, `${plan.set}-${plan.number}-${what}.jpg`);
  for (const [i, score] of sheet.seals.entries()) {
    if (!failureOf(sheet, score)) continue;
    const [x, y] = mapping.at([score.seal.x, score.seal.y]);
    const half = Math.max(score.seal.design.width, score.seal.design.height) / 2 + 6;
    const left = Math.max(0, Math.round((x - half) * perMm));
    const top = Math.max(0, Math.round((y - half) * perMm));
    const part = {
      left,
      top,
      width: Math.min(width - left, Math.round(2 * half * perMm)),
      height: Math.min(height - top, Math.round(2 * half * perMm)),
    };
    await sharp(scan)
      .extract(part)
      .jpeg({ quality: 95 })
      .toFile(name(`seal${i + 1}-${score.seal.damage?.kind ?? 'good'}`));
  }
  if (sheet.wrong.length > 0 || sheet.wrongPlaces.length > 0) writeFileSync(name('false'), scan);
}

function figuresOf(scores: readonly SheetScore[]): Figure[] {
  const all = scores.flatMap((sheet) => sheet.seals.map((score) => ({ ...score, judged: judged(sheet) })));
  const good = all.filter(({ seal }) => !seal.damage);
  const damaged = all.filter(({ seal }) => seal.damage);
  const found = good.filter((score) => score.found);
  const share = (part: readonly unknown[], whole: readonly unknown[]) =>
    (100 * part.length) / Math.max(1, whole.length);
  const judgedGood = found.filter((score) => score.judged);
  const judgedDamaged = damaged.filter((score) => score.judged && score.found);
  const said = (verdict: string) => (score: SealScore) => score.found!.finding.verdict === verdict;
  // Which side of a square or rectangle is the top, nothing tells.
  const turned = found.filter(
    ({ seal, uprightOff }) =>
      !Number.isNaN(uprightOff) && (seal.design.shape === 'circle' || seal.design.shape === 'ellipse'),
  );
  const alpha = found.map(({ alphaError }) => alphaError);
  return [
    { name: 'sheets', value: scores.length, unit: '' },
    { name: 'undamaged seals', value: good.length, unit: '' },
    { name: 'damaged seals', value: damaged.length, unit: '' },
    { name: 'undamaged seals found', value: share(found, good), unit: '%', atLeast: 100 },
    {
      name: 'damaged seals found',
      value: share(
        damaged.filter((score) => score.found),
        damaged,
      ),
      unit: '%',
    },
    {
      name: 'damaged seals neither found nor pointed at',
      value: damaged.filter((score) => !score.found && !score.pointedAt && score.seal.damage?.kind !== 'clipped')
        .length,
      unit: '',
    },
    {
      name: 'places pointed at without a seal',
      value: scores.flatMap(({ wrongPlaces }) => wrongPlaces).length,
      unit: '',
    },
    { name: 'false seals', value: scores.flatMap(({ wrong }) => wrong).length, unit: '', atMost: 0 },
    {
      name: 'centre off, 95th percentile',
      value: percentile(
        found.map(({ centreMm }) => centreMm),
        0.95,
      ),
      unit: 'mm',
      atMost: 0.3,
    },
    {
      name: 'size off, 95th percentile',
      value: percentile(
        found.map(({ sizeMm }) => sizeMm),
        0.95,
      ),
      unit: 'mm',
      atMost: 0.3,
    },
    {
      name: 'shape right',
      value: share(
        found.filter(({ shapeRight }) => shapeRight),
        found,
      ),
      unit: '%',
      atLeast: 99,
    },
    {
      name: 'set upright, of those more than 2° off',
      value: share(
        turned.filter(({ uprightOff }) => uprightOff > 2),
        turned,
      ),
      unit: '%',
    },
    {
      name: 'mean error of the alpha',
      value: alpha.reduce((sum, value) => sum + value, 0) / Math.max(1, alpha.length),
      unit: '',
      atMost: 0.05,
    },
    { name: 'judged (≥ 300 dpi, JPEG ≥ 70): undamaged', value: judgedGood.length, unit: '' },
    { name: 'judged: damaged', value: judgedDamaged.length, unit: '' },
    {
      name: 'damaged with pass',
      value: share(judgedDamaged.filter(said('pass')), judgedDamaged),
      unit: '%',
      atMost: 2,
    },
    {
      name: 'undamaged with reject',
      value: share(judgedGood.filter(said('reject')), judgedGood),
      unit: '%',
      atMost: 3,
    },
    { name: 'undamaged with warn', value: share(judgedGood.filter(said('warn')), judgedGood), unit: '%', atMost: 10 },
  ];
}
