import { randomFrom } from '../build/samples/picture.ts';
import { charMm, linesIn, scanOfFace, typedFace, widthOf } from '../build/samples/typed-face.ts';
import { inventedFace, typedTypes } from '../build/samples/typed-values.ts';
import { shippedTypes } from '../electron/core/license/license.ts';
import { openPicture } from '../electron/workers/imaging/decode.ts';
import { createEngine, type Engine } from '../electron/workers/reading/engine.ts';
import { placeFace } from '../electron/workers/reading/placement.ts';
import { readZone } from '../electron/workers/reading/read-zone.ts';
import { alphabetOf, proposalOf } from '../shared/license/reading.ts';
import type { FaceField, LicenseType } from '../shared/license/type.ts';
import { type Figure, percentile } from './figures.ts';

const faces = 100;
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
  readonly zoneCpuMs: number[];
  readonly pageMs: number[];
}

/**
 * Reads 100 drawn faces of five types (300 dpi, turned up to 3°, shifted, half of them without a visible edge of the paper, blurred, with grain, JPEG 75), then the
 * same faces with three red seals each, of which those fields are counted that a seal lies on.
 */
export async function measure(): Promise<readonly Figure[]> {
  const engine = await createEngine();
  const clean = await readAll(engine, false);
  const sealed = await readAll(engine, true);
  return [...figuresOf(clean, 'no seal', 1), ...figuresOf(sealed, 'under a seal', 3)];
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
    { name: `processor time a zone, ${how}`, value: mean(tally.zoneCpuMs), unit: 'ms' },
    { name: `opening and placing a page, median, ${how}`, value: percentile(tally.pageMs, 0.5), unit: 'ms' },
  ];
}

async function readAll(engine: Engine, sealed: boolean): Promise<Tally> {
  const tally: Tally = {
    fields: 0,
    characters: 0,
    wrong: 0,
    wrongFields: 0,
    silent: 0,
    doubtedRight: 0,
    zoneMs: [],
    zoneCpuMs: [],
    pageMs: [],
  };
  for (let face = 0; face < faces; face++) await readFace(engine, face, sealed, tally);
  return tally;
}

async function readFace(engine: Engine, seed: number, sealed: boolean, tally: Tally): Promise<void> {
  const name = typedTypes[seed % typedTypes.length]!;
  const type = shippedTypes().find((candidate) => candidate.name === name)!;
  const random = randomFrom(1000 + seed);
  const values = inventedFace(name, random);
  const between = (from: number, to: number) => from + random() * (to - from);
  const scan = await scanOfFace(typedFace(type, values.printed, seed), type.face, {
    dpi: 300,
    seed,
    angle: between(-3, 3),
    lid: seed % 2 === 0 ? null : [96, 98, 100],
    shift: [between(-4, 4), between(-4, 4)],
    blur: between(0.5, 1),
    noise: 12,
    seals: sealed ? sealsOn(type, values.printed, random) : [],
    quality: 75,
  });
  const begun = performance.now();
  const { raster, dpi } = await (await openPicture(scan, `${seed}.jpg`)).page(0);
  const zones = type.fields.flatMap(({ zone }) => (zone ? [zone] : []));
  const place = placeFace(raster, dpi, type.face, zones);
  tally.pageMs.push(performance.now() - begun);
  for (const field of type.fields) {
    const wanted = values.stored[field.key];
    if (!field.zone || wanted === undefined) continue;
    const [at, cpu] = [performance.now(), process.cpuUsage()];
    const lines = place ? await readZone(engine, raster, place, field.zone, alphabetOf(field)) : [];
    if (sealed && place && !lines.some((line) => line.stained > stained)) continue;
    const proposal = proposalOf(type, field, lines, today);
    const { user, system } = process.cpuUsage(cpu);
    tally.zoneMs.push(performance.now() - at);
    tally.zoneCpuMs.push((user + system) / 1000);
    count(tally, wanted, proposal?.value ?? '', proposal !== null && proposal.doubtful.length > 0);
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
