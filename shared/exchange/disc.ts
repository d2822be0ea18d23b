import { z } from 'zod';

/** A drive that burns discs. */
export const Burner = z.object({ device: z.string(), name: z.string() });
export type Burner = z.infer<typeof Burner>;
