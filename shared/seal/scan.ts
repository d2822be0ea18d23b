import { z } from 'zod';
import { SealForm } from './form.ts';
import { PageBox, Reason, Verdict } from './reasons.ts';

export const sealShapes = ['circle', 'ellipse', 'square', 'rectangle', 'other'] as const;
export const SealShape = z.enum(sealShapes);
export type SealShape = z.infer<typeof SealShape>;

export const shapeNames: Readonly<Record<SealShape, string>> = {
  circle: '圆',
  ellipse: '椭圆',
  square: '方',
  rectangle: '长方',
  other: '异形',
};

/** What the seals of a sheet are stamped in, as its reader says; red unless said otherwise. */
export const sealInks = ['red', 'blue', 'black'] as const;
export const SealInk = z.enum(sealInks);
export type SealInk = z.infer<typeof SealInk>;

export const inkNames: Readonly<Record<SealInk, string>> = { red: '红色', blue: '蓝色', black: '黑色' };

/** Figures behind the verdict; shares from 0 to 1. */
export const SealMeasures = z.object({
  /** Share of the outline that is inked. */
  ring: z.number(),
  /** 1 = the same ink all around. */
  evenness: z.number(),
  /** Share of the ink that lies under pen or print. */
  covered: z.number(),
  /** Light that the full ink takes. */
  density: z.number(),
});
export type SealMeasures = z.infer<typeof SealMeasures>;

/** Shapes that a person can draw. */
export const drawnShapes = ['circle', 'ellipse', 'square', 'rectangle'] as const;

/** An outline as a person drew it on the straightened page, mm. */
export const DrawnOutline = z.object({
  shape: z.enum(drawnShapes),
  centerMm: z.tuple([z.number().min(0).max(2000), z.number().min(0).max(2000)]),
  widthMm: z.number().min(5).max(120),
  heightMm: z.number().min(5).max(120),
  /** Clockwise; 0 for circles. */
  angleDeg: z.number().min(-90).max(90),
});
export type DrawnOutline = z.infer<typeof DrawnOutline>;

/** What was measured of one seal; all in mm on the straightened page. */
export const SealFinding = z.object({
  shape: SealShape,
  centerMm: z.tuple([z.number(), z.number()]),
  widthMm: z.number(),
  heightMm: z.number(),
  /** Clockwise turn of the outline's own axes; 0 for circles and other shapes. */
  angleDeg: z.number(),
  /** Clockwise turn that was taken out of the cut-out, about its middle, so that the seal stands upright; 0 where that cannot be told. `angleDeg` is without it. */
  uprightDeg: z.number().default(0),
  /** The part of the page that the cut-out shows. */
  cutMm: PageBox,
  /** The range drawn around it with its note, as one box; null where none was seen. */
  rangeMm: PageBox.nullable(),
  /** The note below it; null where none was seen. */
  noteMm: PageBox.nullable(),
  /** What is written further below it, apart from the note: a second note, or something of the form. */
  furtherMm: PageBox.nullable().default(null),
  /** License types that a sheet of ours has printed at its range; null where it stands in no such range. */
  formTypes: z.array(z.string()).nullable().default(null),
  verdict: Verdict,
  reasons: z.array(Reason),
  measures: SealMeasures,
  /** Who drew its outline. */
  by: z.enum(['program', 'person']).default('program'),
});
export type SealFinding = z.infer<typeof SealFinding>;

/** What a page looks like as a whole: `dark` has no paper, `part` is less than an A4 sheet, `picture` is ink all over. */
export const PageLook = z.enum(['page', 'blank', 'dark', 'part', 'picture']);
export type PageLook = z.infer<typeof PageLook>;

/** What was measured of a page. */
export const PageFinding = z.object({
  /** Page in its file, from 0. */
  index: z.int().nonnegative(),
  dpi: z.number(),
  /** What the resolution is known by: the file, the corner marks of a sheet of ours, or the size of A4. */
  dpiFrom: z.enum(['file', 'marks', 'page']),
  widthMm: z.number(),
  heightMm: z.number(),
  /** Clockwise turn that was taken out. */
  rotationDeg: z.number(),
  edgesSeen: z.boolean(),
  colour: z.boolean(),
  ink: SealInk.default('red'),
  look: PageLook.default('page'),
  /** What the QR code of a sheet of ours says. */
  form: SealForm.nullable().default(null),
  /** How large such a sheet was printed; 1 as it should be. */
  printScale: z.number().default(1),
  /** The page seems to lie turned clockwise by so many degrees, by what its seals say; 0 where nothing speaks for it. */
  turnDoubtDeg: z.number().default(0),
  /** Where something like a seal stands of which no outline could be made out, so that it was not cut out. */
  unclear: z.array(PageBox).default([]),
});
export type PageFinding = z.infer<typeof PageFinding>;

/** The pictures of one seal. Only `clean` is without 仅供核对. */
export interface SealPictures {
  /** PNG with soft alpha at the scan's resolution. */
  readonly clean: Uint8Array;
  /** PNG with 仅供核对 burnt across. */
  readonly marked: Uint8Array;
  /** JPEG of the same part of the scan, marked. */
  readonly crop: Uint8Array;
  /** JPEG of the note, fine enough to be read. */
  readonly note: Uint8Array | null;
  /** The same of what is written further below. */
  readonly further: Uint8Array | null;
}

export interface ScannedSeal {
  readonly finding: SealFinding;
  readonly pictures: SealPictures;
}

export interface ScannedPage {
  readonly finding: PageFinding;
  /** JPEG of the straightened page, 仅供核对 burnt across each seal; null where none was asked for. */
  readonly preview: Uint8Array | null;
  readonly seals: readonly ScannedSeal[];
}
