import { availableParallelism } from 'node:os';
import { randomFrom } from '../build/samples/picture.ts';
import { charMm, linesIn, officeScan, scanOfFace, typedFace, widthOf } from '../build/samples/typed-face.ts';
import { inventedFace, typedTypes } from '../build/samples/typed-values.ts';
import { shippedTypes } from '../electron/core/license/license.ts';
import { createPool, type ReadingInput, type ReadingOutput, type WorkPool } from '../electron/core/threads/threads.ts';
import { alphabetOf, proposalOf } from '../shared/license/reading.ts';
import type { FaceField, LicenseType } from '../shared/license/type.ts';
import { type Figure, percentile } from './figures.ts';

/** YIDI_BENCH_FACES: how many, or from which to which (`20-40`), while somebody works on it. */
const [first, faces] = facesFrom(process.env.YIDI_BENCH_FACES ?? '100');
/** Faces that are drawn, then read, so that drawing takes no time from reading. */
const lot = 10;
const today = '2026-11-23';
/** Diameter of an organ's seal, mm, and the share of a field's print that it covers at most. */
const seal = { diameterMm: 36, share: 0.3 };
/** A field is counted as sealed from this share of a line under red ink on. */
const stained = 0.004;

interface Tally {
  fields: number;
  characters: number;
  wrong: number;
  wrongFields: number;
  /** Wrong, and no character of it marked. */
  silent: number;
  /** Right, and some character marked. */
  doubtedRight: number;
  readonly zoneMs: number[];
  readonly pageMs: number[];
  /** Processor time of everything but drawing, ms. */
  cpuMs: number;
}

/** One thread as the program has it: it keeps engine and page from zone to zone. */
type Lane = WorkPool<ReadingInput, ReadingOutput>;

/**
 * Reads 100 drawn faces of five types (300 dpi, turned up to 3°, shifted, half of them without a visible edge of the paper, blurred, with grain, JPEG 75), then the
 * same faces with three red seals each, of which those fields are counted that a seal lies on. As many threads read as there are cores.
 */
export async function measure(): Promise<readonly Figure[]> {
  const lanes = Array.from(
    { length: availableParallelism() },
    (): Lane => createPool({ entry: 'reading', threads: 1 }),
  );
  const clean = await readAll(lanes, false);
  const sealed = await readAll(lanes, true);
  await Promise.all(lanes.map((lane) => lane.close()));
  return [...figuresOf(clean, 'no seal', 1), ...figuresOf(sealed, 'under a seal', 3)];
}

function facesFrom(range: string): [number, number] {
  const [from = 0, to] = range.split('-').map(Number);
  return to === undefined ? [0, from] : [from, to];
}

function figuresOf(tally: Tally, how: string, mostWrong: number): Figure[] {
  const share = (part: number, whole: number) => (part / Math.max(1, whole)) * 100;
  const mean = (times: readonly number[]) => times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length);
  return [
    { name: `fields read, ${how}`, value: tally.fields, unit: '' },
    { name: `characters wrong, ${how}`, value: share(tally.wrong, tally.characters), unit: '%', atMost: mostWrong },
    { name: `fields wrong and not marked, ${how}`, value: share(tally.silent, tally.fields), unit: '%', atMost: 0.5 },
    {
      name: `fields wrong and marked, ${how}`,
      value: share(tally.wrongFields - tally.silent, tally.fields),
      unit: '%',
    },
    { name: `fields right and marked, ${how}`, value: share(tally.doubtedRight, tally.fields), unit: '%' },
    { name: `a zone, mean, ${how}`, value: mean(tally.zoneMs), unit: 'ms', atMost: 250 },
    { name: `a zone, 95th percentile, ${how}`, value: percentile(tally.zoneMs, 0.95), unit: 'ms' },
    { name: `opening and placing a page, median, ${how}`, value: percentile(tally.pageMs, 0.5), unit: 'ms' },
    {
      name: `processor time a zone, pages opened and placed, ${how}`,
      value: tally.cpuMs / Math.max(1, tally.zoneMs.length),
      unit: 'ms',
    },
  ];
}

async function readAll(lanes: readonly Lane[], sealed: boolean): Promise<Tally> {
  const tally: Tally = {
    fields: 0,
    characters: 0,
    wrong: 0,
    wrongFields: 0,
    silent: 0,
    doubtedRight: 0,
    zoneMs: [],
    pageMs: [],
    cpuMs: 0,
  };
  for (let from = first; from < faces; from += lot) {
    const drawn: Drawn[] = [];
    for (let face = from; face < Math.min(faces, from + lot); face++) drawn.push(await drawFace(face, sealed));
    const cpu = process.cpuUsage();
    const waiting = [...drawn];
    await Promise.all(
      lanes.map(async (lane) => {
        for (let face = waiting.shift(); face; face = waiting.shift()) await readFace(lane, face, sealed, tally);
      }),
    );
    const { user, system } = process.cpuUsage(cpu);
    tally.cpuMs += (user + system) / 1000;
    console.error(
      `  ${sealed ? 'under seals' : 'no seal'}: ${from + drawn.length} of ${faces} faces, ${tally.fields} fields, ` +
        `${tally.wrong} of ${tally.characters} characters wrong, ${tally.wrongFields} fields wrong, ${tally.silent} not marked`,
    );
  }
  return tally;
}

interface Drawn {
  readonly name: string;
  readonly type: LicenseType;
  readonly stored: Readonly<Record<string, string>>;
  readonly scan: Uint8Array;
}

async function drawFace(seed: number, sealed: boolean): Promise<Drawn> {
  const name = typedTypes[seed % typedTypes.length]!;
  const type = shippedTypes().find((candidate) => candidate.name === name)!;
  const random = randomFrom(1000 + seed);
  const values = inventedFace(name, random);
  const scan = await scanOfFace(typedFace(type, values.printed, seed), type.face, {
    ...officeScan(seed, random),
    seals: sealed ? sealsOn(type, values.printed, random) : [],
  });
  return { name: `${seed}.jpg`, type, stored: values.stored, scan: new Uint8Array(scan) };
}

async function readFace(lane: Lane, { name, type, stored, scan }: Drawn, sealed: boolean, tally: Tally): Promise<void> {
  const fields = type.fields.filter(({ key, zone }) => zone && stored[key] !== undefined);
  const zones = type.fields.flatMap(({ zone }) => (zone ? [zone] : []));
  const page = { page: `${name} ${sealed}`, face: type.face, zones };
  const ask = async (field: FaceField, more: Partial<ReadingInput> = {}) => {
    const begun = performance.now();
    const output = await lane.run({ ...page, zone: field.zone!, alphabet: alphabetOf(field), ...more }, { name });
    return { output, ms: performance.now() - begun };
  };
  const opened = await ask(fields[0]!, { scan: { bytes: scan, name, rotation: 0 } });
  for (const field of fields) {
    const { output, ms } = await ask(field);
    if (field === fields[0]) tally.pageMs.push(opened.ms - ms);
    tally.zoneMs.push(ms);
    const lines = output.page === 'placed' ? output.lines : [];
    if (sealed && output.page === 'placed' && !lines.some((line) => line.stained > stained)) continue;
    const proposal = proposalOf(type, field, lines, today);
    count(tally, stored[field.key]!, proposal?.value ?? '', proposal !== null && proposal.doubtful.length > 0);
  }
}

/** A field for which nothing is proposed has all its characters wrong, and misleads nobody. */
function count(tally: Tally, wanted: string, got: string, marked: boolean): void {
  tally.fields++;
  tally.characters += [...wanted].length;
  tally.wrong += distance([...wanted], [...got]);
  if (got !== wanted) {
    tally.wrongFields++;
    if (!marked && got !== '') tally.silent++;
  } else if (marked) tally.doubtedRight++;
}

/** Three seals that come in from the right over the end of a field's print. */
function sealsOn(type: LicenseType, printed: Readonly<Record<string, string>>, random: () => number) {
  const fields = type.fields.filter(({ key, zone }) => zone && printed[key] !== undefined);
  const onto = ({ key, zone }: FaceField) => {
    const text = printed[key]!;
    const width = Math.max(...linesIn(text, zone!).map(widthOf)) * charMm(text, zone!);
    return {
      x: Math.min(type.face.widthMm - 20, zone!.x + 1 + width * (1 - seal.share) + seal.diameterMm / 2),
      y: zone!.y + 4 + (random() - 0.5) * 16,
      diameterMm: seal.diameterMm,
      turn: random() * 40 - 20,
    };
  };
  return [0, 1, 2].map(() => onto(fields[Math.floor(random() * fields.length)]!));
}

/** Characters to put in, take out or change (Levenshtein). */
function distance(a: readonly string[], b: readonly string[]): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, one] of a.entries()) {
    const row = [i + 1];
    for (const [j, other] of b.entries())
      row.push(Math.min(before[j]! + (one === other ? 0 : 1), before[j + 1]! + 1, row[j]! + 1));
    before = row;
  }
  return before[b.length]!;
}
