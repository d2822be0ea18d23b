import { z } from 'zod';

/** A rectangle on the face; all in mm, x and y from the top left corner of the face. */
export const Zone = z.object({
  x: z.number().min(0),
  y: z.number().min(0),
  width: z.number().positive(),
  height: z.number().positive(),
});
export type Zone = z.infer<typeof Zone>;

/** Endings of the original files of a template: what offices and printers make faces with. */
export const templateEndings = ['.pdf', '.ofd', '.doc', '.docx', '.wps', '.cdr', '.psd', '.ai', '.tif', '.jpg', '.png'];

/** Largest original file in MB: one call carries it whole. */
export const templateFileMb = 100;

/** One original file of a template, kept byte for byte. */
export const TemplateFile = z.object({
  blob: z.string().max(200),
  name: z.string().min(1).max(400),
  bytes: z.int().nonnegative(),
  /** Of the contents, hex. */
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
});
export type TemplateFile = z.infer<typeof TemplateFile>;

/** The face picture (底图); its size in mm is the type's `face`. */
export const FacePicture = z.object({
  blob: z.string().max(200),
  name: z.string().max(400),
  /** Pixels, the picture's own orientation applied. */
  width: z.int().positive(),
  height: z.int().positive(),
});
export type FacePicture = z.infer<typeof FacePicture>;

/** Where a seal is stamped, and the record of its imprint; '' while there is none. */
export const SealPlace = z.object({ zone: Zone, imprint: z.string().regex(/^([0-9a-f]{32})?$/) });
export type SealPlace = z.infer<typeof SealPlace>;

/** 证照模板: a deliverable of its own beside the catalog entry. Positions and fonts of the fields stand at the fields. */
export const LicenseTemplate = z.object({
  files: z.array(TemplateFile).max(20),
  face: FacePicture.nullable(),
  seals: z.array(SealPlace).max(10),
});
export type LicenseTemplate = z.infer<typeof LicenseTemplate>;
