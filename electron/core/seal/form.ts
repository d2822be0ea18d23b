import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import { formText, type SealForm, SealGuide } from '../../../shared/seal/form.ts';
import { resourceFile } from '../places.ts';
import type { Station } from '../store/station.ts';
import { nextNumber } from './scan.ts';

/** `seal.form`: F20261126-001 and so on; a number is taken only where the code has room for the types. */
export function numberForm(station: Station, ranges: SealForm['ranges']): { id: string; text: string } {
  const { name: department, uscc } = station.info();
  const textOf = (id: string) => formText({ department, uscc, id, ranges });
  if (textOf('F20000101-001') === null) refuse('form-too-full');
  const id = `F${nextNumber(station, 'seal.formNumber')}`;
  return { id, text: textOf(id)! };
}

const size = z.tuple([z.number(), z.number()]);
const Specs = z.object({
  officialRound: z.array(z.object({ diameterMm: z.number().optional(), maxDiameterMm: z.number().optional() })),
  special: z.array(z.object({ type: z.string(), shape: z.string(), mm: size, alt: z.array(size).optional() })),
});

let guides: SealGuide[] | undefined;

/** Sizes of the rules: round seals of organs first, then the special ones, each size of a name once. */
export function sealGuides(): SealGuide[] {
  guides ??= guidesOf(Specs.parse(JSON.parse(readFileSync(resourceFile('codes/seal-specs.json'), 'utf8'))));
  return guides;
}

function guidesOf({ officialRound, special }: z.infer<typeof Specs>): SealGuide[] {
  const round = officialRound.flatMap(({ diameterMm, maxDiameterMm }) => diameterMm ?? maxDiameterMm ?? []);
  const organs = [...new Set(round)].sort((a, b) => a - b).map((mm): SealGuide => guideOf('公章', 'circle', [mm, mm]));
  // 钢印 has no colour, and cannot be scanned.
  const others = special
    .filter(({ type }) => type !== '钢印')
    .flatMap(({ type, shape, mm, alt = [] }) => [mm, ...alt].map((sides) => guideOf(type, shape, sides)));
  return [...organs, ...others];
}

/** Where a name has several shapes, unequal sides are an ellipse and sides up to 25 mm a square. */
function guideOf(name: string, shapes: string, [widthMm, heightMm]: z.infer<typeof size>): SealGuide {
  const allowed = shapes.replace(/[(（].*$/u, '').split('|');
  const wanted = widthMm !== heightMm ? 'ellipse' : widthMm <= 25 ? 'square' : 'circle';
  const shape = SealGuide.shape.shape.parse(allowed.includes(wanted) ? wanted : allowed[0]);
  return { name, shape, widthMm, heightMm };
}
