import { noteNames, readNote } from '../../electron/core/seal/seal.ts';
import { isTicked, matchNote, type NoteReading } from '../../shared/seal/note.ts';
import { NOTE_MM, notePlace, SHEET } from './clutter.ts';
import { type SheetPlan, stationTypes } from './plan.ts';
import type { SheetScore } from './score.ts';

/** What became of a printed note. */
export interface NoteScore {
  /** Seal on its sheet, from 0. */
  readonly seal: number;
  readonly reading: NoteReading;
  /** Exactly the types that are meant are proposed. */
  readonly right: boolean;
  /** A type that is not meant would be ticked beforehand. */
  readonly tickedWrong: boolean;
  /** From the picture to the reading, ms. */
  readonly ms: number;
}

const names = [...new Set([...noteNames(null), ...stationTypes])];

/** The notes of a sheet that a person could read: whole on the page, and not printed over each other. */
function legible(plan: SheetPlan): boolean[] {
  const boxes = plan.seals.map((seal, i) => {
    const [x, y] = notePlace(seal);
    const lines = plan.ranges[i]!.note.split('\n');
    const half = (Math.max(...lines.map((line) => line.length)) * NOTE_MM) / 2;
    return { left: x - half, right: x + half, top: y - NOTE_MM, bottom: y + (lines.length - 0.8) * NOTE_MM * 1.45 };
  });
  return boxes.map(
    (box, i) =>
      box.left > 2 &&
      box.right < SHEET.widthMm - 2 &&
      !boxes.some(
        (other, k) =>
          k !== i &&
          other.left < box.right + NOTE_MM &&
          other.right > box.left - NOTE_MM &&
          other.top < box.bottom + NOTE_MM &&
          other.bottom > box.top - NOTE_MM,
      ),
  );
}

/** Reads the printed notes of the seals that were found, and compares them with what they mean. */
export async function scoreNotes({ plan, seals }: SheetScore): Promise<NoteScore[]> {
  const readable = legible(plan);
  const out: NoteScore[] = [];
  for (const [seal, { found }] of seals.entries()) {
    if (!found || !readable[seal]) continue;
    const begun = performance.now();
    const reading = matchNote(await readNote(found.pictures.note, plan.set), names);
    const { types } = plan.ranges[seal]!;
    const proposed = reading.types.map(({ name }) => name);
    out.push({
      seal,
      reading,
      right: proposed.length === types.length && types.every((type) => proposed.includes(type)),
      tickedWrong: reading.types.some((type) => isTicked(type) && !types.includes(type.name)),
      ms: performance.now() - begun,
    });
  }
  return out;
}
