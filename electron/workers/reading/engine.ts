import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Plane } from '../imaging/raster.ts';

/** What of tesseract.js-core is used. */
interface Core {
  readonly FS: { writeFile(path: string, data: Uint8Array): void };
  readonly TessBaseAPI: new () => {
    Init(folder: null, language: string, mode: number): number;
    SetVariable(name: string, value: string): void;
    SetImageFile(orientation: number, angle: number): number;
    Recognize(monitor: null): number;
    GetJSONText(): string;
  };
}
interface Recognized {
  readonly blocks: readonly { paragraphs: readonly { lines: readonly { words: readonly Word[] }[] }[] }[];
}
interface Word {
  readonly symbols: readonly { text: string; confidence: number; bbox: { x0: number; x1: number } }[];
}

/** A character and the columns of the line that it takes, px. */
export interface LineCharacter {
  readonly text: string;
  readonly confidence: number;
  readonly from: number;
  readonly to: number;
}

export interface Engine {
  /** Reads one line of text, dark on light. `alphabet` = the only characters that can stand there, '' = any. */
  readLine(line: Plane, alphabet: string): LineCharacter[];
}

const LSTM_ONLY = 1;
const SINGLE_LINE = '7';

const require = createRequire(import.meta.url);

/** Loads engine and language data from the program's own packages; takes a second and 120 MiB, needs no network. */
export async function createEngine(): Promise<Engine> {
  const load = require('tesseract.js-core/tesseract-core-simd-lstm.js') as (options: object) => Promise<Core>;
  const silent = () => {};
  const core = await load({ TesseractProgress: silent, print: silent, printErr: silent });
  const data = join(dirname(require.resolve('@tesseract.js-data/chi_sim/package.json')), '4.0.0');
  core.FS.writeFile('chi_sim.traineddata', gunzipSync(readFileSync(join(data, 'chi_sim.traineddata.gz'))));
  const api = new core.TessBaseAPI();
  if (api.Init(null, 'chi_sim', LSTM_ONLY) !== 0) throw new Error('the language data of text recognition do not load');
  api.SetVariable('tessedit_pageseg_mode', SINGLE_LINE);
  api.SetVariable('user_defined_dpi', '300');
  api.SetVariable('preserve_interword_spaces', '1');
  return {
    readLine({ width, height, data: grey }, alphabet) {
      api.SetVariable('tessedit_char_whitelist', alphabet);
      core.FS.writeFile('/input', Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]));
      if (api.SetImageFile(1, 0) !== 0) throw new Error('text recognition does not take the line');
      api.Recognize(null);
      const { blocks } = JSON.parse(api.GetJSONText()) as Recognized;
      const words = blocks.flatMap((block) =>
        block.paragraphs.flatMap((paragraph) => paragraph.lines.flatMap((line) => line.words)),
      );
      return words.flatMap(({ symbols }, index) => {
        const read = symbols.map(({ text, confidence, bbox }) => ({ text, confidence, from: bbox.x0, to: bbox.x1 }));
        return index === 0
          ? read
          : [{ text: ' ', confidence: 100, from: read[0]?.from ?? 0, to: read[0]?.from ?? 0 }, ...read];
      });
    },
  };
}
