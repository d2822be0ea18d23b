import { type DiscProgram, xorriso } from './disc.ts';
import { imapi } from './imapi.ts';

/** IMAPI on Windows, xorriso elsewhere. */
export const discProgram: DiscProgram = process.platform === 'win32' ? imapi() : xorriso;
